package console_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"io"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"testing"

	"concertation/internal/consult"
)

// dangerous says whether a spreadsheet would compute a cell of a CSV file.
func dangerous(cell string) bool {
	if _, err := strconv.ParseFloat(strings.Replace(cell, ",", ".", 1), 64); err == nil {
		return false // a negative number is a number
	}
	return cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") && strings.Trim(cell, "-") != ""
}

func TestFormulasTypedByAnOrganiserAreTextInEveryFile(t *testing.T) {
	house := open(t, 0)
	amina := house.staff(consult.RoleOrganiser)
	const trap = "/console/concertations/piege"
	if status, _ := amina.post("/console/concertations", url.Values{"title": {"=1+1"}, "slug": {"piege"}, "start": {"reference"}}); status != http.StatusSeeOther {
		t.Fatalf("creating gives %d", status)
	}
	form := `settings: {form_title: "=cmd|' /C calc'!A0", form_id: "+piege"}
survey:
  - {type: begin_group, name: page, label: "@SUM(A1)", appearance: field-list}
  - {type: select_one l, name: q, label: "=HYPERLINK(A1)", hint: "-1+1"}
  - {type: text, name: r, label: "+33", relevant: "${q} = 'a'"}
  - {type: end_group}
choices:
  l: [{name: a, label: "=2+2"}, {name: b, label: "@b"}]
`
	status, location, _ := amina.upload(trap+"/questionnaires", "=piege.yaml", []byte(form))
	if status != http.StatusSeeOther {
		t.Fatalf("uploading gives %d", status)
	}
	if status, _ := amina.post(location+"/publier", nil); status != http.StatusSeeOther {
		t.Fatalf("publishing gives %d", status)
	}
	cells := 0
	for _, file := range []string{"donnees-internes.zip", "donnees-publiques.zip"} {
		status, _, body := amina.get(trap + "/classeurs/" + file)
		if status != http.StatusOK {
			t.Fatalf("%s gives %d", file, status)
		}
		cells += checkCells(t, file, body)
	}
	if cells < 50 {
		t.Errorf("only %d cells were read", cells)
	}
	for _, extension := range []string{"xlsx", "yaml"} {
		status, _, body := amina.get(location + "/fichier/" + extension)
		if status != http.StatusOK || len(body) == 0 {
			t.Errorf("the questionnaire as .%s gives %d", extension, status)
		}
		if status, _, _ := amina.upload(trap+"/questionnaires", "retour."+extension, []byte(body)); status != http.StatusSeeOther {
			t.Errorf("the questionnaire as .%s is not taken back: %d", extension, status)
		}
	}
}

// checkCells reads every CSV file of an archive, and counts their cells.
func checkCells(t *testing.T, name, content string) int {
	t.Helper()
	archive, err := zip.NewReader(strings.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	cells := 0
	for _, entry := range archive.File {
		if path.Ext(entry.Name) != ".csv" {
			continue
		}
		opened, err := entry.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(opened)
		if err != nil {
			t.Fatal(err)
		}
		reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
		reader.FieldsPerRecord = -1
		if bytes.Count(data, []byte(";")) > bytes.Count(data, []byte(",")) {
			reader.Comma = ';'
		}
		rows, err := reader.ReadAll()
		if err != nil {
			t.Fatalf("%s/%s: %v", name, entry.Name, err)
		}
		for _, row := range rows {
			for _, cell := range row {
				cells++
				if dangerous(cell) {
					t.Errorf("%s/%s: a spreadsheet would compute %q", name, entry.Name, cell)
				}
			}
		}
	}
	return cells
}
