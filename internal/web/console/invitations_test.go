package console_test

import (
	"concertation/internal/mail"
	"concertation/internal/service"
	"image/png"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/qr"
	"concertation/internal/testkit"
)

const invitations = "/console/concertations/demonstration/invitations"

// formOf gives the values that the fields of a page's form hold.
func formOf(body string) url.Values {
	values := url.Values{}
	for _, field := range regexp.MustCompile(`<input[^>]*>`).FindAllString(body, -1) {
		name, value := regexp.MustCompile(` name="([^"]+)"`).FindStringSubmatch(field), regexp.MustCompile(` value="([^"]*)"`).FindStringSubmatch(field)
		if name != nil && value != nil && !strings.Contains(field, `type="checkbox"`) {
			values.Set(name[1], value[1])
		}
	}
	for _, area := range regexp.MustCompile(`(?s)<textarea[^>]* name="([^"]+)"[^>]*>(.*?)</textarea>`).FindAllStringSubmatch(body, -1) {
		values.Set(area[1], area[2])
	}
	return values
}

func TestAnInvitationIsWrittenAndTried(t *testing.T) {
	house := open(t, 0)
	amina := house.staff(consult.RoleOrganiser)
	_, _, empty := amina.get(invitations)
	if !strings.Contains(empty, "La liste des structures est vide") {
		t.Error("an empty list is not said")
	}
	amina.brought("liste.csv", structuresFile)
	_, _, body := amina.get(invitations + "/nouvelle")
	form := formOf(body)
	form.Set("body", "Bonjour {prénom}")
	if status, _ := amina.post(invitations, form); status != http.StatusUnprocessableEntity {
		t.Errorf("an unknown field gives %d", status)
	}
	form.Set("body", "Bonjour {contact},\n\nRépondez : {lien}")
	var address string
	for range 2 { // a double click
		status, location := amina.post(invitations, form)
		if status != http.StatusSeeOther {
			t.Fatalf("saving gives %d", status)
		}
		address = location
	}
	_, _, list := amina.get(invitations)
	if got := strings.Count(list, `class="govuk-table__row`); got != 2 { // the header and one campaign
		t.Errorf("%d rows after a double click", got)
	}
	_, _, shown := amina.get(address)
	for _, words := range []string{"Ce que recevra une structure", "Bonjour Amina Benali", "Sans adresse électronique", "ne sait pas encore envoyer"} {
		if !strings.Contains(shown, words) {
			t.Errorf("the page does not say %q", words)
		}
	}
	house.service.UseMail(service.Postbox{Server: mail.Server{Host: "127.0.0.1"}, From: "avis@exemple.fr", Origin: "https://avis.exemple.fr"})
	_, _, shown = amina.get(address)
	testkit.CheckHTML(t, shown)
	trial := url.Values{"form": {amina.hidden(address, "form")}, "address": {"pas une adresse"}}
	status, _, refused := amina.send(address+"/essayer", "application/x-www-form-urlencoded", strings.NewReader(trial.Encode()))
	if testkit.CheckHTML(t, refused); status != http.StatusUnprocessableEntity || !strings.Contains(refused, `value="pas une adresse"`) {
		t.Errorf("a trial to no address gives %d", status)
	}
	trial.Set("address", "amina@exemple.fr")
	for range 2 { // a double click
		if status, location := amina.post(address+"/essayer", trial); status != http.StatusSeeOther || location != address {
			t.Errorf("a trial gives %d %s", status, location)
		}
	}
	status, header, merge := amina.get(invitations + "/publipostage.xlsx")
	if status != http.StatusOK || !strings.HasPrefix(merge, "PK") {
		t.Errorf("the mail merge gives %d %v", status, header)
	}
}

func TestTheOpenLinkHasItsCodeBeforeAnyListIsThere(t *testing.T) {
	amina := open(t, 0).staff(consult.RoleOrganiser)
	_, _, body := amina.get(invitations)
	link := regexp.MustCompile(`href="(http://[^"]+/c/demonstration)">`).FindStringSubmatch(body)
	if link == nil || !strings.Contains(body, `aria-label="Code QR de l’adresse `+link[1]+`"`) {
		t.Fatalf("the open link is not shown with its code: %v", link)
	}
	status, header, file := amina.get(invitations + "/lien-ouvert.png")
	picture, err := png.Decode(strings.NewReader(file))
	if err != nil {
		t.Fatalf("status %d, %v: %v", status, header, err)
	}
	code, err := qr.New(link[1])
	if err != nil {
		t.Fatal(err)
	}
	if side := picture.Bounds().Dx(); side != code.Modules()*32 {
		t.Errorf("%d dots wide for %d modules", side, code.Modules())
	}
	for y := range code.Modules() {
		for x := range code.Modules() {
			if red, _, _, _ := picture.At(x*32+16, y*32+16).RGBA(); (red == 0) != code.Black(x, y) {
				t.Fatalf("module %d, %d is not that of the link", x, y)
			}
		}
	}
}

func TestTheScreensOfInvitationsPassAxe(t *testing.T) {
	chrome := testkit.Browser(t)
	house := open(t, 0)
	amina := house.staff(consult.RoleOrganiser)
	amina.brought("liste.csv", structuresFile)
	_, _, body := amina.get(invitations + "/nouvelle")
	_, address := amina.post(invitations, formOf(body))
	login := chrome.Tab(testkit.View{Width: testkit.WideScreen})
	login.Go(house.server.URL + "/console/connexion")
	login.Fill("#email", "organiser@exemple.fr")
	login.Fill("#password", goodPassword)
	login.Follow("main button")
	for _, width := range []int{testkit.WideScreen, testkit.NarrowScreen} {
		view := testkit.View{Width: width}
		tab := chrome.Tab(view)
		for name, path := range map[string]string{"liste": invitations, "ecrire": invitations + "/nouvelle?genre=reminder", "apercu": address} {
			tab.Go(house.server.URL + path)
			tab.CheckAxe()
			tab.CheckReflow()
			testkit.Picture(tab, "console-invitations-"+name, view)
		}
	}
}
