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

// erased has what is held of somebody erased at their request.
func (h *house) erased(query string) {
	h.t.Helper()
	ctx := context.Background()
	found, err := h.service.FindPerson(ctx, consult.System(), query)
	if err != nil || len(found) == 0 {
		h.t.Fatalf("%s: %v, %v", query, found, err)
	}
	var refs []consult.RecordRef
	for _, one := range found {
		refs = append(refs, one.Ref)
	}
	opened, err := h.service.OpenRightsCase(ctx, consult.System(), refs)
	if err == nil {
		err = h.service.EraseRecords(ctx, consult.System(), opened.ID)
	}
	if err != nil {
		h.t.Fatal(err)
	}
}

func TestAPersonErasedComesBackByAListOrAFormOnlyByChoice(t *testing.T) {
	house := open(t, 0)
	amina := house.staff(consult.RoleOrganiser)
	list := "Structure;Contact;Courriel du contact\nZeste;Zoé Quetzal;zoe@exemple.fr\n"
	amina.brought("liste.csv", list)
	house.erased("zoe@exemple.fr")

	_, page, _ := amina.upload(structures+"/importer", "encore.csv", []byte(list))
	_, _, body := amina.get(page)
	testkit.CheckHTML(t, body)
	if !strings.Contains(body, "1\u00a0ligne ramène une personne effacée") && !strings.Contains(body, "1 ligne ramène une personne effacée") {
		t.Error("the page does not say that the list brings somebody back")
	}
	form := amina.columnsOf(page)
	form.Set("acte", "essayer")
	if _, _, body = amina.send(page, "application/x-www-form-urlencoded", strings.NewReader(form.Encode())); !strings.Contains(body, "Adresse effacée à la demande de la personne le") {
		t.Error("the trial does not say so on the row")
	}
	form.Add("bring_back", "2")
	for _, act := range []string{"essayer", "importer"} { // ticked without a reason
		form.Set("acte", act)
		status, _, body := amina.send(page, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
		if testkit.CheckHTML(t, body); status != http.StatusUnprocessableEntity || !strings.Contains(body, "#bring_back_why") {
			t.Errorf("%s without a reason gives %d", act, status)
		}
	}
	form.Del("bring_back")
	form.Set("acte", "importer")
	amina.post(page, form)
	house.service.Idle()
	if _, _, body = amina.get(page); len(house.structure("Zeste").Contacts) != 0 || !strings.Contains(body, "effacées à leur demande") {
		t.Error("the person is back, or nothing says that they were left out")
	}

	edit := structures + "/" + string(house.structure("Zeste").ID) + "/modifier"
	typed := url.Values{"version": {amina.hidden(edit, "version")}, "name": {"Zeste"}, "contact_name-1": {"Zoé"}, "contact_email-1": {"ZOE@exemple.fr"}}
	status, _, body := amina.send(edit, "application/x-www-form-urlencoded", strings.NewReader(typed.Encode()))
	if testkit.CheckHTML(t, body); status != http.StatusUnprocessableEntity || !strings.Contains(body, `name="bring_back"`) || !strings.Contains(body, `value="ZOE@exemple.fr"`) {
		t.Errorf("keyed by hand gives %d", status)
	}
	typed.Set("bring_back", "asked")
	if status, _ := amina.post(edit, typed); status != http.StatusSeeOther || len(house.structure("Zeste").Contacts) != 1 {
		t.Errorf("with a reason, keying gives %d", status)
	}
}

func TestAPersonErasedComesBackToAnEventOnlyByChoice(t *testing.T) {
	house := open(t, 0)
	amina := house.staff(consult.RoleOrganiser)
	event, _, _ := house.meet()
	list := "Nom;Courriel;Présence\nZoé Quetzal;zoe@exemple.fr;oui\nBruno Ohr;bruno@exemple.fr;oui\n"
	bring := func(name string) (page string, form url.Values) {
		status, page, body := amina.upload(meetings+"/importer", name, []byte(list))
		if status != http.StatusSeeOther {
			t.Fatalf("uploading gives %d %s", status, body)
		}
		form = amina.columnsOf(page)
		form.Set("event", string(event.ID))
		return page, form
	}
	page, form := bring("liste.csv")
	form.Set("acte", "importer")
	amina.post(page, form)
	house.service.Idle()
	house.erased("zoe@exemple.fr")

	page, form = bring("encore.csv")
	_, _, body := amina.get(page)
	if testkit.CheckHTML(t, body); !strings.Contains(body, "ramène une personne effacée") || !strings.Contains(body, "Ces personnes seront laissées de côté") {
		t.Error("the page does not say that the list brings somebody back")
	}
	form.Add("bring_back", "2")
	form.Set("acte", "essayer")
	status, _, body := amina.send(page, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
	if testkit.CheckHTML(t, body); status != http.StatusUnprocessableEntity || !strings.Contains(body, "#bring_back_why") {
		t.Errorf("tried without a reason gives %d", status)
	}
	form.Del("bring_back")
	if _, _, body = amina.send(page, "application/x-www-form-urlencoded", strings.NewReader(form.Encode())); !strings.Contains(body, "Personne effacée à sa demande le") {
		t.Error("the trial does not say so on the row")
	}
	form.Set("acte", "importer")
	amina.post(page, form)
	house.service.Idle()
	if _, _, body = amina.get(page); !strings.Contains(body, "effacées à leur demande") {
		t.Error("nothing says that they were left out")
	}

	door := meetings + "/" + string(event.ID) + "/accueil"
	typed := url.Values{"form": {amina.hidden(door, "form")}, "name": {"Zoé"}, "email": {"ZOE@exemple.fr"}}
	status, _, body = amina.send(door, "application/x-www-form-urlencoded", strings.NewReader(typed.Encode()))
	if testkit.CheckHTML(t, body); status != http.StatusUnprocessableEntity || !strings.Contains(body, `name="bring_back"`) || !strings.Contains(body, `<details class="govuk-details" open`) {
		t.Errorf("keyed at the door gives %d", status)
	}
	typed.Set("bring_back", "asked")
	if status, _ := amina.post(door, typed); status != http.StatusSeeOther {
		t.Errorf("with a reason, keying gives %d", status)
	}
}
