package console_test

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
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
