package console_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/testkit"
)

const meetings = "/console/concertations/demonstration/rencontres"

// meet makes an event of today, of two places, with somebody registered and somebody who waits; it gives the event and the
// token of the first.
func (h *house) meet() (event consult.Event, code, token string) {
	h.t.Helper()
	ctx := context.Background()
	event, err := h.service.SaveEvent(ctx, consult.System(), "demonstration", service.EventDraft{Title: "Rencontre de lancement", Place: "Halle des machines, Nantes",
		Description: "Accueil dès 13 h 30, avec un café.", StartsAt: testkit.Noon.Add(2 * time.Hour), EndsAt: testkit.Noon.Add(5 * time.Hour), Capacity: 1, Public: true, Registration: true,
		Declared: 120, DeclaredBy: "les animateurs"})
	if err != nil {
		h.t.Fatal(err)
	}
	for i, name := range []string{"Amina Diallo", "Bruno Le Goff"} {
		made, err := h.service.Register(ctx, "demonstration", event.ID, service.PersonDraft{ID: consult.NewID(), Name: name, Structure: "Épicerie du port", Email: "amina@exemple.fr"})
		if err != nil {
			h.t.Fatal(err)
		}
		if i == 0 {
			code, token = made.Attendee.Code, made.Token
		}
	}
	session, err := h.service.AddWorkshop(ctx, consult.System(), "demonstration", event.ID, consult.NewID(), "1", "12")
	if err != nil {
		h.t.Fatal(err)
	}
	if _, err := h.service.CaptureNotes(ctx, consult.System(), "demonstration", service.NotesDraft{ID: consult.NewID(), Session: session.ID, Notes: "Ouvrir plus tôt",
		GatheredText: service.GatheredText{Publication: consult.PublicationNo}}); err != nil {
		h.t.Fatal(err)
	}
	return event, code, token
}

var aTicketCode = regexp.MustCompile(`\b[0-9A-Z]{4}\x{00a0}?[0-9A-Z]{4}\b`)

func TestScreensOfEventsLookAsBefore(t *testing.T) {
	house := open(t, 0)
	organiser := house.staff(consult.RoleOrganiser)
	event, code, _ := house.meet()
	at := meetings + "/" + string(event.ID)
	person, err := house.service.Ticket(context.Background(), consult.System(), code)
	if err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{"list": meetings, "new": meetings + "/nouvelle", "edit": at + "/modifier", "event": at, "door": at + "/accueil", "found": at + "/accueil?q=ami",
		"sheet": at + "/emargement", "person": at + "/personnes/" + string(person.Person.ID), "check_in": "/console/arrivee", "ticket": "/console/arrivee/" + code, "file": meetings + "/importer"} {
		t.Run(name, func(t *testing.T) {
			status, _, body := organiser.get(path)
			if status != http.StatusOK {
				t.Fatalf("%s gives %d", path, status)
			}
			testkit.CheckHTML(t, body)
			testkit.Golden(t, "events/"+name+".html", aTicketCode.ReplaceAllString(ownPart(t, body), "CODE"))
		})
	}
	for name, form := range map[string]url.Values{"edit-refus": {"title": {" "}, "starts": {"hier"}}} {
		t.Run(name, func(t *testing.T) {
			status, _, body := organiser.send(meetings+"/nouvelle", "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
			if status != http.StatusUnprocessableEntity {
				t.Fatalf("%d", status)
			}
			testkit.CheckHTML(t, body)
			testkit.Golden(t, "events/"+name+".html", ownPart(t, body))
		})
	}
	if status, _, body := organiser.get("/console/arrivee/FORGED22"); status != http.StatusNotFound || !strings.Contains(body, "aucun billet") {
		t.Errorf("a forged code gives %d", status)
	}
}

func TestAPhoneChecksPeopleInWithAndWithoutScripts(t *testing.T) {
	chrome := testkit.Browser(t)
	for _, scripts := range []bool{true, false} {
		t.Run(fmt.Sprintf("with scripts: %v", scripts), func(t *testing.T) {
			house := open(t, 0)
			house.staff(consult.RoleOrganiser)
			event, code, _ := house.meet()
			tab := chrome.Tab(testkit.View{Width: testkit.NarrowScreen, NoScript: !scripts})
			// What the camera opens leads to the door first, then to the ticket.
			tab.Go(house.server.URL + "/console/arrivee/" + code)
			tab.Fill("#email", "organiser@exemple.fr")
			tab.Fill("#password", goodPassword)
			tab.Follow("main button")
			if said := tab.Text("main"); !strings.Contains(said, "Amina Diallo") || !strings.Contains(said, "Confirmer l’arrivée") {
				t.Fatalf("the ticket says %q", said)
			}
			tab.Follow(`button[value="arriver"]`)
			if said := tab.Text("main"); !strings.Contains(said, "Arrivée déjà notée à 12") {
				t.Errorf("after the arrival: %q", said)
			}
			tab.Go(house.server.URL + "/console/arrivee/" + code)
			if said := tab.Text("main"); !strings.Contains(said, "Arrivée déjà notée à") || strings.Contains(said, "Confirmer l’arrivée") {
				t.Errorf("a second scan: %q", said)
			}
			tab.Follow(`button[value="annuler"]`)
			if said := tab.Text("main"); !strings.Contains(said, "L’arrivée est annulée") || !strings.Contains(said, "Confirmer l’arrivée") {
				t.Errorf("taken back: %q", said)
			}
			// By name at the door, then by a code typed in two halves.
			tab.Go(house.server.URL + meetings + "/" + string(event.ID) + "/accueil")
			tab.Fill("#q", "diallo")
			tab.Follow(`form[role="search"] button`)
			tab.Follow(".events-found__name")
			tab.Go(house.server.URL + "/console/arrivee")
			tab.Fill("#code", strings.ToLower(code[:4])+" "+code[4:])
			tab.Follow("main form button")
			tab.Follow(`button[value="arriver"]`)
			tab.Go(house.server.URL + meetings + "/" + string(event.ID) + "/accueil")
			if said := tab.Text(".events-here"); !strings.Contains(said, "1") {
				t.Errorf("the door says %q", said)
			}
			house.sessionsEnd(t)
		})
	}
}

func TestThePagesOfEventsAreAccessibleAndFit(t *testing.T) {
	chrome := testkit.Browser(t)
	house := open(t, 0)
	organiser := house.staff(consult.RoleOrganiser)
	event, code, token := house.meet()
	at := meetings + "/" + string(event.ID)
	person, err := house.service.Ticket(context.Background(), consult.System(), code)
	if err != nil {
		t.Fatal(err)
	}
	_, location, _ := organiser.upload(meetings+"/importer", "liste.csv", []byte("Nom;Courriel;Présence\nChloé;chloe@exemple.fr;oui\nDavid;pas une adresse;oui\n"))
	waiting, err := house.service.Register(context.Background(), "demonstration", event.ID, service.PersonDraft{ID: consult.NewID(), Name: "David"})
	if err != nil {
		t.Fatal(err)
	}
	for _, width := range []int{testkit.WideScreen, testkit.NarrowScreen} {
		eye := &eye{house: house, chrome: chrome, view: testkit.View{Width: width}}
		eye.fresh()
		public := "/c/demonstration/rencontres"
		for name, path := range map[string]string{"rencontres": public, "rencontre": public + "/" + string(event.ID), "inscription": "/e/" + token, "attente": "/e/" + waiting.Token,
			"inscription-modifier": "/e/" + token + "/modifier", "inscription-annuler": "/e/" + token + "/annuler", "consultation": "/c/demonstration"} {
			eye.see("public-"+name, path)
		}
		eye.tab.Go(house.server.URL + public + "/" + string(event.ID))
		eye.tab.Follow("main form button")
		eye.check("public-rencontre-refus")
		eye.login()
		for name, path := range map[string]string{"liste": meetings, "nouvelle": meetings + "/nouvelle", "rencontre": at, "accueil": at + "/accueil", "trouve": at + "/accueil?q=a",
			"emargement": at + "/emargement", "personne": at + "/personnes/" + string(person.Person.ID), "lire": "/console/arrivee", "billet": "/console/arrivee/" + code, "faux": "/console/arrivee/FORGED22",
			"importer": meetings + "/importer", "colonnes": location} {
			eye.see("rencontres-"+name, path)
		}
		house.sessionsEnd(t)
	}
}

func TestAnEventIsMadeOnceAndTwoWindowsDoNotOverwriteEachOther(t *testing.T) {
	house := open(t, 0)
	organiser := house.staff(consult.RoleOrganiser)
	count := func() int {
		lines, err := house.service.Events(context.Background(), consult.System(), "demonstration")
		if err != nil {
			t.Fatal(err)
		}
		return len(lines.Events)
	}
	before := count()
	said := url.Values{"form": {organiser.hidden(meetings+"/nouvelle", "form")}, "title": {"Atelier"}, "starts": {"2026-09-12"}, "starts_time": {"18:00"}, "place": {"Nantes"}}
	var address string
	for range 2 { // a double click
		status, location := organiser.post(meetings+"/nouvelle", said)
		if status != http.StatusSeeOther || address != "" && location != address {
			t.Errorf("making it gives %d %s", status, location)
		}
		address = location
	}
	if got := count() - before; got != 1 {
		t.Errorf("a double click made %d events", got)
	}
	said.Set("title", "Autre atelier") // the same page, gone back to
	status, _, body := organiser.send(meetings+"/nouvelle", "application/x-www-form-urlencoded", strings.NewReader(said.Encode()))
	if testkit.CheckHTML(t, body); status != http.StatusConflict || !strings.Contains(body, `value="Autre atelier"`) || strings.Contains(body, said.Get("form")) {
		t.Errorf("the page used again gives %d", status)
	}

	edit := address + "/modifier"
	said.Set("version", organiser.hidden(edit, "version"))
	said.Set("place", "Angers")
	if status, _ := organiser.post(edit, said); status != http.StatusSeeOther {
		t.Fatalf("changing it gives %d", status)
	}
	said.Set("version", "1")
	if status, _ := organiser.post(edit, said); status != http.StatusSeeOther {
		t.Errorf("what it says already, sent from a stale window, gives %d", status)
	}
	said.Set("place", "Le Mans")
	said.Set("version", "1")
	status, _, body = organiser.send(edit, "application/x-www-form-urlencoded", strings.NewReader(said.Encode()))
	if testkit.CheckHTML(t, body); status != http.StatusConflict || !strings.Contains(body, `value="Le Mans"`) {
		t.Errorf("a stale window gives %d", status)
	}
	said.Set("version", formOf(body).Get("version"))
	if status, _ := organiser.post(edit, said); status != http.StatusSeeOther {
		t.Errorf("sent again knowingly, it gives %d", status)
	}
}
