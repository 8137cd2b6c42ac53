package console_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/testkit"
)

const collecting = "/console/concertations/demonstration/collecte"

const gatheredFile = "Identifiant;Atelier;Participants;Texte;Date;Auteur\n" +
	"1;Atelier du marché;12;Plus de bancs;02/04/2016;\n" +
	"2;Atelier du marché;12;Moins de voitures;02/04/2016;\n" +
	"3;;;Un musée;05/04/2016;Amina\n" +
	"4;;;;06/04/2016;Amina\n" +
	"5;Atelier du marché;9;Des arbres;hier;\n" +
	"6;atelier du marché;12;Une halte;02/04/2016;\n"

// hidden gives the identifier that a page hides in its form.
func (p *person) hidden(path, name string) string {
	p.t.Helper()
	status, _, body := p.get(path)
	found := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(body)
	if status != http.StatusOK || found == nil {
		p.t.Fatalf("%s gives %d and no %s", path, status, name)
	}
	return found[1]
}

// attach sends files beside a record.
func (p *person) attach(path string, files map[string][]byte) (status int, location, body string) {
	p.t.Helper()
	var buffer bytes.Buffer
	writer := multipart.NewWriter(&buffer)
	for name, content := range files {
		part, err := writer.CreateFormFile("files", name)
		if err != nil {
			p.t.Fatal(err)
		}
		if _, err := part.Write(content); err != nil {
			p.t.Fatal(err)
		}
	}
	writer.Close()
	return p.send(path, writer.FormDataContentType(), &buffer)
}

func notesForm(id, text string) url.Values {
	return url.Values{"id": {id}, "event": {"Rencontre de Cholet"}, "table": {"1"}, "date": {"02/11/2015"}, "participants": {"14"},
		"publication": {"anonymous"}, "notes": {text}, "acte": {"enregistrer"}}
}

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

func TestNotesAreKeptOnceAndNothingTypedIsLost(t *testing.T) {
	house := open(t, 0)
	analyst := house.staff(consult.RoleAnalyst)
	id := analyst.hidden(collecting+"/notes", "id")
	form := notesForm(id, "- Plus de bancs\n- Des vélos")
	form.Set("acte", "voir")
	_, _, body := analyst.send(collecting+"/notes", "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
	testkit.CheckHTML(t, body)
	if !strings.Contains(body, "<li>Plus de bancs</li>") || !strings.Contains(body, "Rencontre de Cholet") {
		t.Error("the notes found are not shown")
	}
	form.Set("acte", "enregistrer")
	form.Set("participants", "beaucoup")
	status, _, body := analyst.send(collecting+"/notes", "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
	testkit.CheckHTML(t, body)
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, "- Des vélos") || !strings.Contains(body, "Erreur") {
		t.Errorf("a number that is none gives %d", status)
	}
	form.Set("participants", "14")
	_, first := analyst.post(collecting+"/notes", form)
	_, second := analyst.post(collecting+"/notes", form)
	if first == "" || first != second {
		t.Errorf("sent twice, it leads to %s and %s", first, second)
	}
	form.Set("notes", "Autre chose")
	status, _, body = analyst.send(collecting+"/notes", "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
	if status != http.StatusConflict || !strings.Contains(body, "Autre chose") {
		t.Errorf("the same page with other words gives %d", status)
	}
	next := analyst.hiddenValue(collecting+"/notes?apres="+strings.TrimSuffix(strings.TrimPrefix(first, collecting+"/seances/"), "?saisie=oui"), "event")
	if next != "Rencontre de Cholet" {
		t.Errorf("the next table is of %q", next)
	}
}

// hiddenValue gives the value of any field of a page.
func (p *person) hiddenValue(path, name string) string {
	p.t.Helper()
	_, _, body := p.get(path)
	found := regexp.MustCompile(`name="` + name + `" type="text" value="([^"]*)"`).FindStringSubmatch(body)
	if found == nil {
		p.t.Fatalf("%s has no field %s", path, name)
	}
	return found[1]
}

func TestScansAreServedAsFilesToWhoeverMaySeeResponses(t *testing.T) {
	house := open(t, 0)
	analyst, reader := house.staff(consult.RoleAnalyst), house.staff(consult.RoleReader)
	_, session := analyst.post(collecting+"/notes", notesForm(analyst.hidden(collecting+"/notes", "id"), "Un banc"))
	session = strings.TrimSuffix(session, "?saisie=oui")
	var drawing bytes.Buffer
	if err := png.Encode(&drawing, image.NewRGBA(image.Rect(0, 0, 60, 40))); err != nil {
		t.Fatal(err)
	}
	status, _, body := analyst.attach(session+"/pieces", map[string][]byte{"photo.jpg": drawing.Bytes(), "page.jpg": []byte("<html><script>alert(1)</script>"),
		"dessin.svg": []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), "vaste.pdf": append([]byte("%PDF-"), make([]byte, 50<<20)...)})
	testkit.CheckHTML(t, body)
	for _, want := range []string{"page.jpg", "dessin.svg", "vaste.pdf", "photo.png"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page does not speak of %s", want)
		}
	}
	if status != http.StatusUnprocessableEntity {
		t.Errorf("files refused give %d", status)
	}
	link := regexp.MustCompile(`href="(` + collecting + `/pieces/[^"]+)"`).FindStringSubmatch(body)
	if link == nil {
		t.Fatal("no attachment is linked")
	}
	response, err := analyst.client.Get(house.server.URL + link[1])
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil || !bytes.Equal(content, drawing.Bytes()) {
		t.Errorf("%d bytes come back of %d, %v", len(content), drawing.Len(), err)
	}
	for name, want := range map[string]string{"Content-Type": "image/png", "X-Content-Type-Options": "nosniff", "Content-Disposition": "attachment; filename=photo.png",
		"Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'", "Cache-Control": "no-store"} {
		if got := response.Header.Get(name); got != want {
			t.Errorf("%s is %q", name, got)
		}
	}
	if status, _, _ := reader.get(link[1]); status != http.StatusForbidden {
		t.Errorf("a reader gets %d", status)
	}
}

// underWay makes an import as a run leaves it, and gives its address.
func (p *person) underWay(state consult.ImportState, beat time.Time) string {
	p.t.Helper()
	ctx := context.Background()
	consultation, err := p.house.store.ConsultationBySlug(ctx, "demonstration")
	if err != nil {
		p.t.Fatal(err)
	}
	made := consult.Import{ID: consult.NewID(), ConsultationID: consultation.ID, State: state, FileName: "ateliers du printemps.csv", Runner: consult.NewID(), By: "amina",
		ByName: "Amina", CreatedAt: testkit.Noon, StartedAt: testkit.Noon, BeatAt: beat, Report: consult.ImportReport{Total: 12000, Rows: 4096, Added: 4090, Already: 6}}
	if err := p.house.store.Atomic(ctx, func(tx consult.Tx) error { return tx.InsertImport(ctx, &made) }); err != nil {
		p.t.Fatal(err)
	}
	return collecting + "/importer/" + string(made.ID)
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

func TestAFileIsImportedInABrowserWithAndWithoutJavaScript(t *testing.T) {
	chrome := testkit.Browser(t)
	house := open(t, 0)
	house.staff(consult.RoleOrganiser)
	for _, noScript := range []bool{false, true} {
		t.Run(fmt.Sprintf("JavaScript off: %v", noScript), func(t *testing.T) {
			defer house.sessionsEnd(t)
			path := filepath.Join(t.TempDir(), "notes.csv")
			if err := os.WriteFile(path, []byte(gatheredFile), 0o600); err != nil {
				t.Fatal(err)
			}
			eye := &eye{house: house, chrome: chrome, view: testkit.View{NoScript: noScript}}
			eye.fresh()
			eye.login()
			tab := eye.tab
			tab.Go(house.server.URL + collecting + "/importer")
			tab.Choose("#file", path)
			tab.Follow("main form button")
			tab.Wait("#body")
			tab.Follow(`main button[value="essayer"]`)
			tab.Wait("#essai")
			tab.Follow(`main button[value="importer"]`)
			house.service.Idle()
			tab.Go(tab.URL())
			tab.Wait(`main form[action$="/annuler"]`)
			tab.Follow(`main form[action$="/annuler"] button`)
			house.service.Idle()
			tab.Go(tab.URL())
			if text := tab.Text("main"); !strings.Contains(text, "est annulé") {
				t.Errorf("after undoing: %s", text)
			}
		})
	}
}

// gathered fills the demonstration with what the screens of collecting show, and gives their addresses.
func (p *person) gathered() map[string]string {
	p.t.Helper()
	screens := map[string]string{"collecte-vide": "/console/concertations/plan-velo/collecte", "collecte": collecting, "importer": collecting + "/importer",
		"notes": collecting + "/notes", "courrier": collecting + "/courrier"}
	_, screens["import-colonnes"], _ = p.upload(collecting+"/importer", "recueil du marché.csv", []byte(gatheredFile))
	_, done, _ := p.upload(collecting+"/importer", "notes.csv", []byte(gatheredFile))
	p.post(done, url.Values{"acte": {"importer"}, "body": {"Texte"}, "session": {"Atelier"}, "participants": {"Participants"}, "date": {"Date"}, "author": {"Auteur"}, "publication": {"no"}})
	p.house.service.Idle()
	screens["import-fini"] = done
	_, session := p.post(collecting+"/notes", notesForm(p.hidden(collecting+"/notes", "id"), "Plus de bancs devant les écoles\nDes vélos partagés entre les entreprises de la zone"))
	var drawing bytes.Buffer
	if err := png.Encode(&drawing, image.NewRGBA(image.Rect(0, 0, 60, 40))); err != nil {
		p.t.Fatal(err)
	}
	p.attach(strings.TrimSuffix(session, "?saisie=oui")+"/pieces", map[string][]byte{"paperboard de la table 1.png": drawing.Bytes()})
	screens["seance"] = session
	screens["import-en-cours"] = p.underWay(consult.ImportRunning, testkit.Noon)
	screens["import-interrompu"] = p.underWay(consult.ImportStopped, testkit.Noon)
	_, screens["lettre"] = p.post(collecting+"/courrier", url.Values{"id": {p.hidden(collecting+"/courrier", "id")}, "kind": {"letter"}, "date": {"02/11/2015"},
		"sender": {"Bruno Petit"}, "contact": {"bruno@exemple.fr"}, "body": {"Madame,\nIl faudrait un lieu pour se réunir."}, "publication": {"no"}})
	if screens["lettre"] == "" {
		p.t.Fatal("the letter is not kept")
	}
	return screens
}

func TestEveryScreenOfCollectingIsAccessibleAndFits(t *testing.T) {
	chrome := testkit.Browser(t)
	house := open(t, 20)
	organiser := house.staff(consult.RoleOrganiser)
	organiser.post("/console/concertations", url.Values{"title": {"Plan vélo"}, "slug": {"plan-velo"}, "start": {"vide"}})
	screens := organiser.gathered()
	for _, width := range []int{testkit.WideScreen, testkit.NarrowScreen} {
		eye := &eye{house: house, chrome: chrome, view: testkit.View{Width: width}}
		eye.fresh()
		eye.login()
		for name, path := range screens {
			eye.see("collect-"+name, path)
		}
		eye.fresh()
		for name, path := range map[string]string{"notes": "/notes", "courrier": "/courrier"} {
			eye.tab.Go(house.server.URL + collecting + path)
			eye.tab.Follow("main form button")
			eye.check("collect-" + name + "-refus")
		}
		eye.tab.Go(house.server.URL + screens["import-colonnes"])
		eye.tab.Follow(`main button[value="essayer"]`)
		eye.check("collect-import-essai")
		house.sessionsEnd(t)
	}
}

func TestNotesAndLettersAreTypedInABrowserWithAndWithoutJavaScript(t *testing.T) {
	chrome := testkit.Browser(t)
	house := open(t, 0)
	house.staff(consult.RoleOrganiser)
	for i, noScript := range []bool{false, true} {
		t.Run(fmt.Sprintf("JavaScript off: %v", noScript), func(t *testing.T) {
			defer house.sessionsEnd(t) // the tabs of a browser share its cookies
			eye := &eye{house: house, chrome: chrome, view: testkit.View{NoScript: noScript}}
			eye.fresh()
			eye.login()
			tab := eye.tab
			tab.Go(house.server.URL + collecting)
			tab.Follow(`main a[href$="/notes"]`)
			tab.Fill("#event", "Rencontre de Segré")
			tab.Fill("#table", fmt.Sprint(i+1))
			tab.Fill("#participants", "9")
			tab.Fill("#notes", "- Un banc\n- Un four à pain")
			tab.Follow(`main button[value="voir"]`)
			tab.Wait(".collect-notes")
			tab.Follow(`main button[value="enregistrer"]`)
			tab.Wait(".collect-notes__text")
			tab.Follow(`main a[href*="/notes?apres="]`)
			tab.Wait(`#event[value="Rencontre de Segré"]`)
			tab.Go(house.server.URL + collecting + "/courrier")
			tab.Fill("#sender", "Bruno Petit")
			tab.Fill("#body", fmt.Sprintf("Il manque %d bancs.", i+1))
			tab.Follow("main form button")
			tab.Wait(`main form[action$="/retirer"]`)
			tab.Follow(`main form[action$="/retirer"] button`)
			tab.Wait(`main form[action$="/retablir"]`)
			tab.Follow(`main form[action$="/retablir"] button`)
			tab.Wait(`main form[action$="/retirer"]`)
		})
	}
	consultation, err := house.store.ConsultationBySlug(context.Background(), "demonstration")
	if err != nil {
		t.Fatal(err)
	}
	sessions, err := house.store.SessionsHeld(context.Background(), consultation.ID)
	if err != nil || len(sessions) != 2 || sessions[0].Participants+sessions[1].Participants != 18 {
		t.Errorf("sessions %+v, %v", sessions, err)
	}
}
