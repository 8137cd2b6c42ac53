package service_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/xuri/excelize/v2"

	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
)

func TestAPublishedTextDoesNotSingleItsAuthorOut(t *testing.T) {
	house, _ := demonstrated(t, service.DemoOptions{Responses: 120, Ideas: 5, Seed: 1, Coded: true})
	catalogue, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	house.Service.P = catalogue.In("fr")
	var file bytes.Buffer
	if err := house.Service.ExportWorkbook(context.Background(), consult.System(), "demonstration", true, &file); err != nil {
		t.Fatal(err)
	}
	workbook, err := excelize.OpenReader(&file)
	if err != nil {
		t.Fatal(err)
	}
	defer workbook.Close()
	rows, err := workbook.GetRows("Verbatims par thème")
	if err != nil {
		t.Fatal(err)
	}
	for _, header := range rows[1] {
		if header == "Date" || header == "Référence" {
			t.Errorf("column %q is published", header)
		}
	}
	// Several texts may share an author: fewer texts than the threshold mean fewer authors.
	sharing := map[[2]string]int{}
	for _, row := range rows[2:] {
		if row[6] == "Oui, sans le nom" {
			sharing[[2]string{row[4], row[5]}]++
		}
	}
	for shared, texts := range sharing {
		if shared != [2]string{"Non renseigné", "Non renseigné"} && texts < 5 {
			t.Errorf("%v stand beside %d texts only", shared, texts)
		}
	}
}
