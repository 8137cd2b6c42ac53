package results_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/testkit"
)

// A response's reference is drawn at random; charts have goldens of their own.
var (
	reference = regexp.MustCompile(`\b[0-9A-Z]{4}-[0-9A-Z]{4}\b|\b[0-9A-HJ-NP-Z]{8}\b`)
	drawing   = regexp.MustCompile(`(?s)(<svg[^>]*>).*?</svg>`)
)

func TestEachScreenOfResultsSaysTheSame(t *testing.T) {
	filled, none, bare := open(t, 40), open(t, 0), open(t, 0)
	if _, err := bare.service.NewConsultation(context.Background(), consult.System(), "plan-velo", "Plan vélo"); err != nil {
		t.Fatal(err)
	}
	for _, screen := range []struct {
		name string
		desk *desk
		path string
	}{
		{"participation", filled, "/participation"}, {"participation_counts", filled, "/participation/comptes"}, {"participation_empty", none, "/participation"},
		{"responses", filled, "/reponses"}, {"responses_found", filled, "/reponses?territoire=44"}, {"responses_withdrawn_empty", filled, "/reponses?retirees=1"},
		{"responses_empty", none, "/reponses"}, {"response", filled, "/reponses/" + string(filled.first().ID)},
		{"tallies", filled, "/resultats"}, {"tallies_empty", none, "/resultats"},
		{"crossing", filled, "/croisements"}, {"crossing_unknown", filled, "/croisements?selon=rien&question=rien"}, {"crossing_empty", none, "/croisements"},
		{"downloads", filled, "/classeurs"},
		{"bare_participation", bare, "/../plan-velo/participation"}, {"bare_responses", bare, "/../plan-velo/reponses"},
		{"bare_tallies", bare, "/../plan-velo/resultats"}, {"bare_crossing", bare, "/../plan-velo/croisements"},
	} {
		t.Run(screen.name, func(t *testing.T) {
			answer := screen.desk.get(screen.path)
			if answer.Code != http.StatusOK {
				t.Fatalf("status %d: %s", answer.Code, answer.Body)
			}
			body := answer.Body.String()
			if !strings.Contains(body, "<main") { // a part of a page
				body = "<main>" + body + "</main>"
			} else {
				testkit.CheckHTML(t, body)
			}
			body = drawing.ReplaceAllString(body, "$1</svg>")
			testkit.Golden(t, screen.name+".html", reference.ReplaceAllString(testkit.Main(t, body), "REFERENCE"))
		})
	}
}

func TestWhatAnAnalystAndAReaderDoNotSee(t *testing.T) {
	d := open(t, 12)
	response := "/reponses/" + string(d.first().ID)
	d.actor = consult.Actor{Role: consult.RoleAnalyst}
	if body := d.get(response).Body.String(); strings.Contains(body, "@") || strings.Contains(body, "/retirer") {
		t.Error("an analyst sees an address, or is offered to withdraw a response")
	}
	if body := d.get("/classeurs").Body.String(); !strings.Contains(body, "classeur-interne.xlsx") {
		t.Error("an analyst is not offered the internal workbook")
	}
	d.actor = consult.Actor{Role: consult.RoleReader}
	if status := d.get(response).Code; status != http.StatusForbidden {
		t.Errorf("a reader reads a response: %d", status)
	}
	if body := d.get("/classeurs").Body.String(); strings.Contains(body, "interne") || !strings.Contains(body, "classeur-public.xlsx") {
		t.Error("a reader is offered internal files, or not the public one")
	}
}

func TestIdentitiesReadAreLogged(t *testing.T) {
	d := open(t, 40)
	for range 2 {
		d.get("/reponses/" + string(d.first().ID))
	}
	entries, err := d.store.Audit(context.Background(), consult.AuditFilter{Limit: 5})
	if err != nil {
		t.Fatal(err)
	}
	identities, err := d.store.Identities(context.Background(), d.first().ID)
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, entry := range entries {
		if entry.Operation == "response.identity" {
			seen++
		}
	}
	if len(identities) > 0 && seen != 2 || len(identities) == 0 && seen != 0 {
		t.Errorf("%d identities, read twice, logged %d times", len(identities), seen)
	}
}

func TestAResponseWithdrawnIsNoLongerCounted(t *testing.T) {
	d := open(t, 12)
	counted := func() int {
		t.Helper()
		view, err := d.service.Results(context.Background(), d.actor, "demonstration", service.ResultsQuery{})
		if err != nil {
			t.Fatal(err)
		}
		return view.Total
	}
	response := "/reponses/" + string(d.first().ID)
	if status := d.post(response+"/retirer", url.Values{"reason": {"parce que"}}).Code; status != http.StatusUnprocessableEntity || counted() != 12 {
		t.Errorf("a reason that is none gives %d", status)
	}
	if status := d.post(response+"/retirer", url.Values{"reason": {string(service.WithdrawReasons()[0])}}).Code; status != http.StatusSeeOther {
		t.Fatalf("withdrawing gives %d", status)
	}
	if counted() != 11 {
		t.Errorf("%d responses are counted", counted())
	}
	if body := d.get("/reponses?retirees=1").Body.String(); !strings.Contains(body, response) {
		t.Error("the response withdrawn is in no list")
	}
	if status := d.post(response+"/retirer", url.Values{"reason": {string(service.WithdrawReasons()[0])}}).Code; status >= 500 {
		t.Errorf("withdrawing twice gives %d", status)
	}
}

func TestFilesHaveNamesAndAreNotKept(t *testing.T) {
	d := open(t, 12)
	for file, kind := range map[string]string{"classeur-public.xlsx": "spreadsheetml", "donnees-publiques.zip": "application/zip", "classeur-interne.xlsx": "spreadsheetml"} {
		answer := d.get("/classeurs/" + file)
		header := answer.Header()
		if answer.Code != http.StatusOK || !strings.Contains(header.Get("Content-Type"), kind) || header.Get("Content-Disposition") != `attachment; filename=demonstration-`+file ||
			header.Get("Cache-Control") != "no-store" || !strings.HasPrefix(answer.Body.String(), "PK") {
			t.Errorf("%s gives %d %v", file, answer.Code, header)
		}
	}
	if status := d.get("/classeurs/autre.exe").Code; status != http.StatusNotFound {
		t.Errorf("a file that is none gives %d", status)
	}
}

func TestOddAddressesGiveAPage(t *testing.T) {
	d := open(t, 12)
	for _, path := range []string{"/reponses?page=-3", "/reponses?page=9999999999999999999", "/reponses?page=400", "/resultats?categorie=%00&territoire=%3Cscript%3E",
		"/croisements?selon=categorie&question=categorie", "/croisements?selon=%27&question=%22"} {
		answer := d.get(path)
		if answer.Code != http.StatusOK || strings.Contains(answer.Body.String(), "<script>") {
			t.Errorf("%s gives %d, or a script", path, answer.Code)
		}
		testkit.CheckHTML(t, answer.Body.String())
	}
	for _, path := range []string{"/reponses/rien", "/reponses/" + string(consult.NewID()), "/../ailleurs/resultats"} {
		if status := d.get(path).Code; status != http.StatusNotFound {
			t.Errorf("%s gives %d", path, status)
		}
	}
}
