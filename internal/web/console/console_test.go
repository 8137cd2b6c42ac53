package console_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"concertation/forms/library"
	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/testkit"
)

func TestAnOrganiserGoesFromTheFirstLinkToAnOpenConsultation(t *testing.T) {
	house := open(t, 0)
	token, wanted, err := house.service.FirstLink(context.Background())
	if err != nil || !wanted {
		t.Fatalf("no first link: %v", err)
	}
	amina := house.visitor()
	welcome := "/console/premiere-connexion/" + token
	if status, _ := amina.post(welcome, url.Values{"name": {"Amina"}, "email": {"amina@exemple.fr"}, "password": {"court"}}); status != http.StatusUnprocessableEntity {
		t.Fatalf("a weak password gives %d", status)
	}
	if status, location := amina.post(welcome, url.Values{"name": {"Amina"}, "email": {"amina@exemple.fr"}, "password": {goodPassword}}); status != http.StatusSeeOther {
		t.Fatalf("the first account gives %d %s", status, location)
	}
	if status, _, _ := house.visitor().get(welcome); status != http.StatusNotFound {
		t.Errorf("the link opens twice: %d", status)
	}
	if status, location := amina.post("/console/concertations", url.Values{"title": {"Plan vélo"}, "slug": {"plan-velo"}, "start": {"reference"}}); status != http.StatusSeeOther || location != "/console/concertations/plan-velo" {
		t.Fatalf("creating gives %d %s", status, location)
	}
	base := "/console/concertations/plan-velo"
	if _, _, body := amina.get(base); !strings.Contains(body, "Il manque") {
		t.Error("what is lacking is not said")
	}
	if status, _ := amina.post(base+"/ouvrir", nil); status != http.StatusConflict {
		t.Errorf("a consultation that lacks texts opens: %d", status)
	}
	publish(t, amina, base)
	if status, _ := amina.post(base+"/textes", completeTexts()); status != http.StatusSeeOther {
		t.Fatalf("saving the texts gives %d", status)
	}
	if status, location := amina.post(base+"/ouvrir", nil); status != http.StatusSeeOther {
		t.Fatalf("opening gives %d %s", status, location)
	}
	if status, _, body := house.visitor().get("/c/plan-velo"); status != http.StatusOK || !strings.Contains(body, "Répondre au questionnaire") {
		t.Errorf("the public page gives %d", status)
	}
	if _, _, body := amina.get("/console/journal"); !strings.Contains(body, "Consultation ouverte") || strings.Contains(body, token) {
		t.Error("the log lacks the opening, or holds a secret")
	}
}

func TestAQuestionnaireUploadedByMistakeIsRemoved(t *testing.T) {
	house := open(t, 8)
	amina := house.staff(consult.RoleOrganiser)
	const base = "/console/concertations/demonstration"
	source, err := library.Source("every_kind")
	if err != nil {
		t.Fatal(err)
	}
	if status, _, _ := amina.upload(base+"/questionnaires", "every_kind.yaml", source); status != http.StatusSeeOther {
		t.Fatalf("uploading gives %d", status)
	}
	removal := regexp.MustCompile(base + `/questionnaire/([^"/]+)/supprimer`)
	_, _, list := amina.get(base + "/questionnaires")
	look(t, "questionnaires_removable", http.StatusOK, http.StatusOK, list)
	address := removal.FindAllString(list, -1)
	if len(address) != 1 || !strings.Contains(list, "8 réponses ont été commencées ou reçues") {
		t.Fatalf("the questionnaires that may be removed: %v", address)
	}
	if status, location := amina.post(base+"/questionnaire/questionnaire/supprimer", nil); status != http.StatusConflict {
		t.Errorf("removing one that was answered gives %d to %s", status, location)
	}
	status, _, body := amina.get(address[0])
	look(t, "confirm_remove_questionnaire", http.StatusOK, status, body)
	if status, location := amina.post(address[0], nil); status != http.StatusSeeOther || location != base+"/questionnaires" {
		t.Errorf("removing gives %d to %s", status, location)
	}
	if _, _, list := amina.get(base + "/questionnaires"); removal.MatchString(list) {
		t.Error("it is still listed")
	}
}

func TestTheOrganiserSaysWhatAnUploadedFileIs(t *testing.T) {
	house := open(t, 0)
	amina := house.staff(consult.RoleOrganiser)
	const base = "/console/concertations/demonstration"
	source, err := library.Source("every_kind")
	if err != nil {
		t.Fatal(err)
	}
	_, location, _ := amina.uploadInto(base+"/questionnaires", "questionnaire", "every_kind.yaml", source)
	if _, _, body := amina.get(location); !strings.Contains(body, ", révision 2") {
		t.Errorf("a file that the organiser says is a revision of the first is at %s", location)
	}
	_, location, _ = amina.uploadInto(base+"/questionnaires", service.IntoNew, "every_kind.yaml", source)
	if _, _, body := amina.get(location); !strings.Contains(body, ", révision 1") {
		t.Errorf("a file that the organiser says is new is at %s", location)
	}
	status, _, body := amina.uploadInto(base+"/questionnaires", "absent", "every_kind.yaml", source)
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#into"`) {
		t.Errorf("a revision of none gives %d", status)
	}
}

// publish uploads a questionnaire with an error, then a good one, and publishes it.
func publish(t *testing.T, amina *person, base string) {
	t.Helper()
	faulty := []byte("settings: {form_title: Essai}\nsurvey:\n  - {type: select_one absente, name: q, label: Question}\n")
	if status, _, body := amina.upload(base+"/questionnaires", "faux.yaml", faulty); status != http.StatusUnprocessableEntity || !strings.Contains(body, "absente") {
		t.Fatalf("a faulty questionnaire gives %d", status)
	}
	source, err := library.Source("every_kind")
	if err != nil {
		t.Fatal(err)
	}
	status, location, _ := amina.upload(base+"/questionnaires", "every_kind.yaml", source)
	if status != http.StatusSeeOther {
		t.Fatalf("a good questionnaire gives %d", status)
	}
	if status, _, body := amina.get(location); status != http.StatusOK || len(testkit.HTMLFaults(body)) > 0 {
		t.Errorf("its preview gives %d: %v", status, testkit.HTMLFaults(body))
	}
	if status, _ := amina.post(location+"/publier", nil); status != http.StatusSeeOther {
		t.Fatalf("publishing gives %d", status)
	}
	if status, _ := amina.post(location+"/supprimer", nil); status != http.StatusConflict {
		t.Errorf("a published revision is removed: %d", status)
	}
}

func completeTexts() url.Values {
	values := url.Values{"title": {"Plan vélo"}, "opens_at": {"2026-11-01"}, "opens_at_time": {"09:00"}, "closes_at": {"2036-12-31"}, "closes_at_time": {"18:00"},
		"cell_threshold": {"5"}, "accessibility": {"none"}, "summary": {"<script>alert(1)</script>"}}
	for _, name := range []string{"purpose", "procedure", "documents", "visibility", "follow_up", "notice_controller", "notice_purpose", "notice_legal_basis",
		"notice_compulsory", "notice_recipients", "notice_retention", "notice_rights", "notice_dpo", "notice_complaint", "legal_notice", "contact"} {
		values.Set(name, "Texte de "+name)
	}
	return values
}

func TestFormsKeepWhatWasTyped(t *testing.T) {
	house := open(t, 0)
	amina := house.staff(consult.RoleOrganiser)
	values := completeTexts()
	values.Set("closes_at", "2020-01-01")
	values.Set("purpose", "Un objet que personne ne veut retaper")
	status, _, body := amina.send("/console/concertations/demonstration/textes", "application/x-www-form-urlencoded", strings.NewReader(values.Encode()))
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, "Un objet que personne ne veut retaper") || !strings.Contains(body, `href="#closes_at"`) {
		t.Errorf("an end before the beginning gives %d, or loses what was typed", status)
	}
	if strings.Contains(body, "<script>alert") {
		t.Error("a script comes through")
	}
}

func TestAnOpenConsultationKeepsItsMandatoryTexts(t *testing.T) {
	house := open(t, 0)
	amina := house.staff(consult.RoleOrganiser)
	values := completeTexts()
	values.Set("notice_dpo", "  ")
	values.Set("follow_up", "")
	values.Set("purpose", "Un objet que personne ne veut retaper")
	status, _, body := amina.send("/console/concertations/demonstration/textes", "application/x-www-form-urlencoded", strings.NewReader(values.Encode()))
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#notice_dpo"`) || !strings.Contains(body, `href="#follow_up"`) {
		t.Errorf("blanking mandatory texts gives %d", status)
	}
	if !strings.Contains(body, "Un objet que personne ne veut retaper") || !strings.Contains(body, "la consultation a été ouverte") {
		t.Error("what was typed is lost, or the reason is not said")
	}
	if kept, err := house.store.ConsultationBySlug(context.Background(), "demonstration"); err != nil || kept.Texts.FollowUp == "" {
		t.Errorf("the text is blank (%v)", err)
	}
}

func TestAClosedAccountLosesItsSessions(t *testing.T) {
	house := open(t, 0)
	house.staff(consult.RoleOrganiser)
	reader := house.staff(consult.RoleReader)
	user, err := house.store.UserByEmail(context.Background(), "reader@exemple.fr")
	if err != nil {
		t.Fatal(err)
	}
	if err := house.service.DisableUser(context.Background(), consult.System(), user.ID); err != nil {
		t.Fatal(err)
	}
	if status, location, _ := reader.get("/console"); status != http.StatusSeeOther || location != "/console/connexion" {
		t.Errorf("a closed account still gets %d %s", status, location)
	}
	if status, _ := house.visitor().post("/console/connexion", url.Values{"email": {"reader@exemple.fr"}, "password": {goodPassword}}); status != http.StatusUnprocessableEntity {
		t.Errorf("a closed account logs in: %d", status)
	}
}

func TestAnotherPasswordEndsTheOtherSessions(t *testing.T) {
	house := open(t, 0)
	amina := house.staff(consult.RoleOrganiser)
	elsewhere := house.visitor()
	if status, _ := elsewhere.post("/console/connexion", url.Values{"email": {"organiser@exemple.fr"}, "password": {goodPassword}}); status != http.StatusSeeOther {
		t.Fatalf("logging in elsewhere gives %d", status)
	}
	if status, _, _ := elsewhere.get("/console"); status != http.StatusOK {
		t.Fatalf("the other session gets %d", status)
	}
	if status, _ := amina.post("/console/mot-de-passe", url.Values{"current": {goodPassword}, "password": {goodPassword + " encore"}}); status != http.StatusSeeOther {
		t.Fatalf("changing the password gives %d", status)
	}
	if status, _, body := amina.get("/console/mot-de-passe"); status != http.StatusOK || !strings.Contains(body, "Votre mot de passe est changé") {
		t.Errorf("the session that changed it gets %d, or is not told", status)
	}
	if status, location, _ := elsewhere.get("/console"); status != http.StatusSeeOther || location != "/console/connexion" {
		t.Errorf("the other session still gets %d %s", status, location)
	}
	user, err := house.store.UserByEmail(context.Background(), "organiser@exemple.fr")
	if err != nil {
		t.Fatal(err)
	}
	token, err := house.service.ResetUser(context.Background(), consult.System(), user.ID)
	if err != nil {
		t.Fatal(err)
	}
	if status, _ := house.visitor().post("/console/premiere-connexion/"+token, url.Values{"password": {goodPassword}}); status != http.StatusSeeOther {
		t.Fatalf("the link gives %d", status)
	}
	if status, _, _ := amina.get("/console"); status != http.StatusSeeOther {
		t.Errorf("the session begun with the password before gets %d", status)
	}
}

func TestNobodyActsOnTheFictitiousCoder(t *testing.T) {
	house := open(t, 3)
	amina := house.staff(consult.RoleOrganiser)
	coder, err := house.store.UserByEmail(context.Background(), "demonstration@exemple.invalid")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, body := amina.get("/console/comptes"); strings.Contains(body, "/console/comptes/"+string(coder.ID)) || !strings.Contains(body, "Fictif") {
		t.Error("the list offers to act on it, or does not say what it is")
	}
	for _, act := range []string{"reset", "enable", "disable", "organiser"} {
		if status, _ := amina.post("/console/comptes/"+string(coder.ID), url.Values{"act": {act}}); status != http.StatusConflict {
			t.Errorf("%s gives %d", act, status)
		}
	}
}

func TestLoginAttemptsAreLimitedForEachAccount(t *testing.T) {
	house := open(t, 0)
	house.staff(consult.RoleOrganiser)
	stranger := house.visitor()
	for range 10 {
		if status, _ := stranger.post("/console/connexion", url.Values{"email": {"organiser@exemple.fr"}, "password": {"faux"}}); status != http.StatusUnprocessableEntity {
			t.Fatalf("a wrong password gives %d", status)
		}
	}
	if status, _ := stranger.post("/console/connexion", url.Values{"email": {"organiser@exemple.fr"}, "password": {goodPassword}}); status != http.StatusTooManyRequests {
		t.Errorf("the eleventh attempt gives %d", status)
	}
	if status, location := stranger.post("/console/connexion", url.Values{"email": {"autre@exemple.fr"}, "password": {"faux"}, "retour": {"https://ailleurs.exemple"}}); status != http.StatusUnprocessableEntity {
		t.Errorf("another account is refused too: %d %s", status, location)
	}
}

func TestTheStepsOfAConsultationAreEditedAsOneForm(t *testing.T) {
	house := open(t, 0)
	amina := house.staff(consult.RoleOrganiser)
	const steps = "/console/concertations/demonstration/etapes"
	form := url.Values{"title-0": {"Lancement"}, "kind-0": {"event"}, "starts-0": {"2026-12-01"}, "participants-0": {"douze"}, "title-1": {""}, "title-2": {"Restitution"}, "kind-2": {"event"}}
	status, _, body := amina.send(steps, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#participants-0"`) || !strings.Contains(body, "Restitution") {
		t.Fatalf("a figure that is none gives %d, or loses what was typed", status)
	}
	form.Set("participants-0", "120")
	if status, _ := amina.post(steps, form); status != http.StatusSeeOther {
		t.Fatalf("saving gives %d", status)
	}
	consultation, kept, err := house.service.ConsultationSteps(context.Background(), consult.System(), "demonstration")
	if err != nil || len(kept) != 2 || kept[0].Participants != 120 || kept[1].Title != "Restitution" {
		t.Errorf("%s keeps %+v (%v)", consultation.Slug, kept, err)
	}
	if _, _, body := house.visitor().get("/c/demonstration"); !strings.Contains(body, "Restitution") {
		t.Error("the public page does not show the step")
	}
}
