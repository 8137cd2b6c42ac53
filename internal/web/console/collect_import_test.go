package console_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/testkit"
)

func TestAFileIsImportedThroughTheConsole(t *testing.T) {
	house := open(t, 5)
	analyst := house.staff(consult.RoleAnalyst)
	status, page, _ := analyst.upload(collecting+"/importer", "notes.csv", []byte(gatheredFile))
	if status != http.StatusSeeOther {
		t.Fatalf("uploading gives %d", status)
	}
	_, _, body := analyst.get(page)
	testkit.CheckHTML(t, body)
	for _, want := range []string{`value="Windows-1252"`, `<option value=";" selected>`, `<option value="JJ/MM/AAAA" selected>`, `value="Texte" selected`, `value="Atelier" selected`, "Plus de bancs"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page of the columns lacks %s", want)
		}
	}
	settings := url.Values{"encoding": {"UTF-8"}, "separator": {";"}, "date_format": {"JJ/MM/AAAA"}, "decimal": {","}, "publication": {"no"}, "body": {"Texte"},
		"session": {"Atelier"}, "participants": {"Participants"}, "date": {"Date"}, "author": {"Auteur"}, "id": {"Identifiant"}}
	settings.Set("acte", "essayer")
	_, _, body = analyst.send(page, "application/x-www-form-urlencoded", strings.NewReader(settings.Encode()))
	testkit.CheckHTML(t, body)
	for _, want := range []string{"4\u00a0contributions seraient ajoutées", "Ligne\u00a05, colonne Texte", "Ligne\u00a06, colonne Date"} {
		if plain := strings.ReplaceAll(body, "\u00a0", " "); !strings.Contains(plain, strings.ReplaceAll(want, "\u00a0", " ")) {
			t.Errorf("the trial lacks %q", want)
		}
	}
	settings.Set("acte", "importer")
	if status, location := analyst.post(page, settings); status != http.StatusSeeOther || location != page {
		t.Fatalf("importing leads to %d %s", status, location)
	}
	house.service.Idle()
	_, _, body = analyst.get(page)
	testkit.CheckHTML(t, body)
	if !strings.Contains(body, "Annuler cet import") || !strings.Contains(body, "L’import est terminé") {
		t.Error("the page does not say that it is done")
	}
	status, _, body = analyst.get(page + "/remarques.csv")
	if status != http.StatusOK || !strings.Contains(body, "Refusée") {
		t.Errorf("the remarks are %d %s", status, body)
	}
	if status, _ := analyst.post(page+"/annuler", nil); status != http.StatusSeeOther {
		t.Errorf("undoing gives %d", status)
	}
	house.service.Idle()
	if _, _, body = analyst.get(page); !strings.Contains(body, "L’import est annulé") {
		t.Error("the page does not say that it is undone")
	}
}

func TestFilesThatCannotBeImportedAreRefusedOnTheirPage(t *testing.T) {
	house := open(t, 0)
	analyst := house.staff(consult.RoleAnalyst)
	for name, content := range map[string][]byte{"photo.csv": []byte("\x89PNG\r\n\x1a\n\x00\x00"), "vieux.xls": []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1...."), "vide.csv": nil} {
		status, _, body := analyst.upload(collecting+"/importer", name, content)
		if status != http.StatusUnprocessableEntity || !strings.Contains(body, `aria-invalid="true"`) {
			t.Errorf("%s gives %d", name, status)
		}
		testkit.CheckHTML(t, body)
	}
	_, page, _ := analyst.upload(collecting+"/importer", "notes.csv", []byte(gatheredFile))
	status, _, body := analyst.send(page, "application/x-www-form-urlencoded", strings.NewReader(url.Values{"acte": {"importer"}, "title": {"Texte"}}.Encode()))
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, "Indiquez la colonne") {
		t.Errorf("no column for the text gives %d", status)
	}
	status, _, body = analyst.send(page, "application/x-www-form-urlencoded", strings.NewReader(url.Values{"acte": {"relire"}, "encoding": {"UTF-16"}}.Encode()))
	if _, _, again := analyst.get(page); !strings.Contains(again, "Faire un essai") {
		t.Errorf("read as it is not (%d, %d bytes), the file is lost", status, len(body))
	}
	if status, location := analyst.post(page, url.Values{"acte": {"abandonner"}}); status != http.StatusSeeOther || location != collecting {
		t.Errorf("giving up leads to %d %s", status, location)
	}
}

func TestAnImportUnderWayIsFollowedWithoutScript(t *testing.T) {
	house := open(t, 0)
	analyst := house.staff(consult.RoleAnalyst)
	for name, c := range map[string]struct {
		path, refresh, says string
	}{
		"under way":        {analyst.underWay(consult.ImportRunning, testkit.Noon), "3", "<progress"},
		"held still":       {analyst.underWay(consult.ImportRunning, testkit.Noon) + "?suivre=non", "", "<progress"},
		"without a sign":   {analyst.underWay(consult.ImportRunning, testkit.Noon.Add(-time.Minute)), "", "Reprendre l’import"},
		"undone half way":  {analyst.underWay(consult.ImportUndoing, testkit.Noon.Add(-time.Minute)), "", "Annuler cet import"},
		"interrupted":      {analyst.underWay(consult.ImportStopped, testkit.Noon), "", "Reprendre l’import"},
		"being taken back": {analyst.underWay(consult.ImportUndoing, testkit.Noon), "3", "L’annulation est en cours"},
	} {
		t.Run(name, func(t *testing.T) {
			response, err := analyst.client.Get(house.server.URL + c.path)
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			body, err := io.ReadAll(response.Body)
			if err != nil || response.Header.Get("Refresh") != c.refresh || !strings.Contains(string(body), c.says) {
				t.Errorf("refreshed %q, %v", response.Header.Get("Refresh"), err)
			}
			testkit.CheckHTML(t, string(body))
		})
	}
}
