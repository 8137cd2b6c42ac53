package console_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/testkit"
)

// look checks a page and keeps what it says.
func look(t *testing.T, name string, wanted, status int, body string) {
	t.Helper()
	if status != wanted {
		t.Errorf("%s gives %d, want %d", name, status, wanted)
	}
	testkit.CheckHTML(t, body)
	testkit.Golden(t, name+".html", testkit.Main(t, body))
}

// sent posts a form as a browser does.
func (p *person) sent(path string, form url.Values) (status int, body string) {
	p.t.Helper()
	status, _, body = p.send(path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
	return status, body
}

func TestEachScreenOfTheConsoleSaysTheSame(t *testing.T) {
	house := open(t, 8)
	amina := house.staff(consult.RoleOrganiser)
	reader := house.staff(consult.RoleReader)
	if status, _ := amina.post("/console/concertations", url.Values{"title": {"Plan vélo"}, "slug": {"plan-velo"}, "start": {"vide"}}); status != http.StatusSeeOther {
		t.Fatalf("creating gives %d", status)
	}
	const demonstration, empty = "/console/concertations/demonstration", "/console/concertations/plan-velo"
	amina.get(empty) // reads the notice of the creation, which else stands on whichever screen comes first
	for _, screen := range []struct {
		name string
		who  *person
		path string
	}{
		{"login", house.visitor(), "/console/connexion"},
		{"home", amina, "/console"}, {"home_reader", reader, "/console"},
		{"users", amina, "/console/comptes"}, {"audit", amina, "/console/journal"}, {"password", amina, "/console/mot-de-passe"},
		{"overview_created", amina, empty}, {"overview", amina, demonstration}, {"overview_reader", reader, demonstration},
		{"confirm_open", amina, demonstration + "/confirmer/ouvrir"}, {"confirm_close", amina, demonstration + "/confirmer/fermer"},
		{"confirm_remove", amina, demonstration + "/confirmer/supprimer"},
		{"texts", amina, demonstration + "/textes"}, {"texts_empty", amina, empty + "/textes"},
		{"steps", amina, demonstration + "/etapes"}, {"steps_empty", amina, empty + "/etapes"},
		{"questionnaires", amina, demonstration + "/questionnaires"}, {"questionnaires_reader", reader, demonstration + "/questionnaires"},
		{"rights", amina, "/console/droits"}, {"bodies", amina, "/console/instances"},
		{"retention", amina, demonstration + "/conservation"}, {"register", amina, demonstration + "/registre"},
		{"questionnaires_empty", amina, empty + "/questionnaires"}, {"revision", amina, house.revision(t)},
	} {
		t.Run(screen.name, func(t *testing.T) {
			status, _, body := screen.who.get(screen.path)
			look(t, screen.name, http.StatusOK, status, body)
		})
	}
}

// revision gives the address of the questionnaire published in the demonstration.
func (h *house) revision(t *testing.T) string {
	t.Helper()
	ctx := context.Background()
	consultation, err := h.store.ConsultationBySlug(ctx, "demonstration")
	if err != nil {
		t.Fatal(err)
	}
	questionnaires, err := h.store.Questionnaires(ctx, consultation.ID)
	if err != nil {
		t.Fatal(err)
	}
	return "/console/concertations/demonstration/questionnaires/" + string(questionnaires[0].Published)
}

func TestEachRefusalOfTheConsoleSaysTheSame(t *testing.T) {
	house := open(t, 0)
	first, _, err := house.service.FirstLink(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	visitor := house.visitor()
	status, _, body := visitor.get("/console/premiere-connexion/" + first)
	look(t, "welcome", http.StatusOK, status, body)
	status, body = visitor.sent("/console/premiere-connexion/"+first, url.Values{"name": {" "}, "email": {"amina"}, "password": {"court"}})
	look(t, "welcome_refused", http.StatusUnprocessableEntity, status, body)

	amina := house.staff(consult.RoleOrganiser)
	status, _, body = amina.get("/console/concertations/sress-2016")
	look(t, "overview_record", http.StatusOK, status, body)
	status, body = visitor.sent("/console/connexion", url.Values{"email": {"organiser@exemple.fr"}, "password": {"faux"}})
	look(t, "login_refused", http.StatusUnprocessableEntity, status, body)
	status, body = amina.sent("/console/mot-de-passe", url.Values{"current": {"faux"}, "password": {"MotDePasse2026!"}})
	look(t, "password_refused", http.StatusUnprocessableEntity, status, body)
	status, body = amina.sent("/console/comptes", url.Values{"name": {""}, "email": {"bruno"}, "role": {"chef"}})
	look(t, "users_refused", http.StatusUnprocessableEntity, status, body)
	status, body = amina.sent("/console/comptes", url.Values{"name": {"Bruno"}, "email": {"bruno@exemple.fr"}, "role": {"reader"}})
	look(t, "users_link", http.StatusOK, status, body)
	status, body = amina.sent("/console/concertations", url.Values{"title": {""}, "slug": {"Plan vélo"}, "start": {"vide"}})
	look(t, "home_refused", http.StatusUnprocessableEntity, status, body)

	const demonstration = "/console/concertations/demonstration"
	texts := completeTexts()
	texts.Set("closes_at", "2020-01-01")
	texts.Set("cell_threshold", "douze")
	texts.Set("notice_dpo", "")
	status, body = amina.sent(demonstration+"/textes", texts)
	look(t, "texts_refused", http.StatusUnprocessableEntity, status, body)
	status, body = amina.sent(demonstration+"/etapes", url.Values{"title-0": {"Lancement"}, "kind-0": {"event"}, "participants-0": {"douze"}})
	look(t, "steps_refused", http.StatusUnprocessableEntity, status, body)
	status, _, body = amina.upload(demonstration+"/questionnaires", "faux.yaml", []byte("settings: {form_title: Essai}\nsurvey:\n  - {type: select_one absente, name: q, label: Question}\n"))
	look(t, "questionnaires_refused", http.StatusUnprocessableEntity, status, body)
	status, _, body = amina.upload(demonstration+"/questionnaires", "", nil)
	look(t, "questionnaires_missing", http.StatusUnprocessableEntity, status, body)
	status, _, body = amina.upload(demonstration+"/questionnaires", "texte.docx", []byte("Bonjour"))
	look(t, "questionnaires_unreadable", http.StatusUnprocessableEntity, status, body)
}
