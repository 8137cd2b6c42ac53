package service_test

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
)

func TestTheIdeasAreInTheWorkbook(t *testing.T) {
	ctx := context.Background()
	house, consultation := demonstrated(t, service.DemoOptions{Responses: 30, Ideas: 12, Seed: 1})
	catalogue, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	house.Service.P = catalogue.In("fr")
	ideas, err := house.Service.Store.Ideas(ctx, consult.IdeaFilter{ConsultationID: consultation.ID, State: consult.IdeaAny, Order: consult.IdeasOldest})
	if err != nil {
		t.Fatal(err)
	}
	hidden := ideas[0]
	hidden.Moderation, hidden.Ground = consult.ModerationRefused, "off_topic"
	called := ideas[1]
	called.Moderation, called.Publication, called.Proposal = consult.ModerationPublished, consult.PublicationAnonymous, "Appelez le 06 12 34 56 78 pour en parler."
	called.Bearer = "La coopérative Les Halles, ou Mme Odile Marchand"
	err = house.Service.Store.Atomic(ctx, func(tx consult.Tx) error {
		if err := tx.UpdateIdea(ctx, &hidden); err != nil {
			return err
		}
		return tx.UpdateIdea(ctx, &called)
	})
	if err != nil {
		t.Fatal(err)
	}
	sheet := func(public bool) [][]string {
		var file bytes.Buffer
		if err := house.Service.ExportWorkbook(ctx, consult.System(), "demonstration", public, &file); err != nil {
			t.Fatal(err)
		}
		book, err := excelize.OpenReader(&file)
		if err != nil {
			t.Fatal(err)
		}
		defer book.Close()
		rows, err := book.GetRows("Idées")
		if err != nil {
			t.Fatal(err)
		}
		return rows[1:]
	}
	t.Run("each idea has its row in the internal one, the refused with its state", func(t *testing.T) {
		rows := sheet(false)
		if len(rows)-1 != len(ideas) {
			t.Errorf("%d rows of %d ideas", len(rows)-1, len(ideas))
		}
		if !slices.Contains(rows[1], "Non publiée") || !slices.Contains(rows[1], hidden.Reference) {
			t.Errorf("the refused idea: %q", rows[1])
		}
	})
	t.Run("who could carry an idea has a column: a structure by its name, a person only in the internal one", func(t *testing.T) {
		for _, public := range []bool{false, true} {
			rows := sheet(public)
			at := slices.Index(rows[0], "Porteur")
			if at < 0 {
				t.Fatalf("public %v: no column in %q", public, rows[0])
			}
			carried := slices.IndexFunc(rows[1:], func(row []string) bool { return len(row) > at && strings.Contains(row[at], "coopérative Les Halles") })
			if carried < 0 {
				t.Fatalf("public %v: the structure is not named", public)
			}
			if named := strings.Contains(rows[carried+1][at], "Marchand"); named == public {
				t.Errorf("public %v: %q", public, rows[carried+1][at])
			}
		}
	})
	t.Run("the public one has only what everybody may read, screened and without its author", func(t *testing.T) {
		rows, readable := sheet(true), 0
		for i := range ideas {
			if ideas[i].Readable() && ideas[i].ID != hidden.ID || ideas[i].ID == called.ID {
				readable++
			}
		}
		if len(rows)-1 != readable {
			t.Errorf("%d rows of %d readable ideas", len(rows)-1, readable)
		}
		all := strings.Builder{}
		for _, row := range rows {
			all.WriteString(strings.Join(row, "\n"))
		}
		for _, secret := range []string{hidden.Title, hidden.Reference, called.Reference, "06 12 34 56 78"} {
			if strings.Contains(all.String(), secret) {
				t.Errorf("%q is published", secret)
			}
		}
		for _, header := range rows[0] {
			if header == "Référence" || header == "Reçue le" || header == "Modération" {
				t.Errorf("column %q is published", header)
			}
		}
	})
}
