package console_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/testkit"
)

const rightsPath = "/console/droits"

// known puts somebody in the demonstration: an idea, a contact, a letter.
func (h *house) known() {
	h.t.Helper()
	ctx := context.Background()
	form, err := h.service.NewIdea(ctx, "demonstration")
	if err != nil {
		h.t.Fatal(err)
	}
	if _, err := h.service.DropIdea(ctx, "demonstration", service.IdeaDraft{ID: form.ID, Token: form.Token, Title: "Une caravane des métiers",
		Observation: "Les lycéens connaissent mal ces métiers.", Proposal: "Faire tourner une caravane.", Theme: form.Choices.Themes[0].ID, Territory: "44",
		Publication: consult.PublicationNamed, Signature: "Zénobie Quetzal", Email: "zenobie@exemple.fr"}); err != nil {
		h.t.Fatal(err)
	}
	consultation, err := h.store.ConsultationBySlug(ctx, "demonstration")
	if err != nil {
		h.t.Fatal(err)
	}
	organisation := consult.Organisation{ID: consult.NewID(), ConsultationID: consultation.ID, Name: "Épicerie du port", CreatedAt: testkit.Noon, ChangedAt: testkit.Noon,
		Contacts: []consult.Contact{{Name: "Zénobie Quetzal", Email: "zenobie@exemple.fr", Phone: "06 12 34 56 78"}}}
	if err := h.store.Atomic(ctx, func(tx consult.Tx) error { return tx.InsertOrganisation(ctx, &organisation, "epicerie", "epicerie") }); err != nil {
		h.t.Fatal(err)
	}
}

var recordBoxes = regexp.MustCompile(`name="fiche" value="([^"]+)"([^>]*)`)

// opened opens a case on what a search ticks, and gives its address.
func (p *person) opened(query string) string {
	p.t.Helper()
	status, _, body := p.send(rightsPath+"/recherche", "application/x-www-form-urlencoded", strings.NewReader(url.Values{"personne": {query}}.Encode()))
	if status != http.StatusOK {
		p.t.Fatalf("search: %d", status)
	}
	testkit.CheckHTML(p.t, body)
	form := url.Values{}
	for _, box := range recordBoxes.FindAllStringSubmatch(body, -1) {
		if strings.Contains(box[0]+box[2], "checked") {
			form.Add("fiche", box[1])
		}
	}
	status, location := p.post(rightsPath, form)
	if status != http.StatusSeeOther {
		p.t.Fatalf("open %v: %d", form, status)
	}
	return location
}

func TestAnOrganiserAnswersWhoAsksAboutTheirData(t *testing.T) {
	house := open(t, 3)
	house.known()
	organiser := house.staff(consult.RoleOrganiser)
	if status, _, body := organiser.get(rightsPath); status != http.StatusOK || !strings.Contains(body, "Aucune demande") {
		t.Fatalf("%d", status)
	}
	file := organiser.opened("zenobie@exemple.fr")
	if strings.Contains(file, "zenobie") {
		t.Errorf("the address names the person: %s", file)
	}
	_, _, body := organiser.get(file)
	testkit.CheckHTML(t, body)
	for _, words := range []string{"Zénobie Quetzal", "06 12 34 56 78", "Faire tourner une caravane.", "Version 1", "Boîte à idées", "Liste des structures"} {
		if !strings.Contains(body, words) {
			t.Errorf("the file lacks %q", words)
		}
	}
	_, _, exported := organiser.get(file + "/donnees.json")
	var decoded struct {
		Records []struct {
			Kind     string `json:"nature"`
			Identity []struct {
				Value string `json:"valeur"`
			} `json:"identite"`
		} `json:"fiches"`
	}
	if err := json.Unmarshal([]byte(exported), &decoded); err != nil || len(decoded.Records) != 2 || len(decoded.Records[0].Identity)+len(decoded.Records[1].Identity) != 5 {
		t.Errorf("%v: %s", err, exported)
	}
	if _, _, page := organiser.get(file + "/donnees.html"); !strings.Contains(page, "Faire tourner une caravane.") || strings.Contains(page, "<script") {
		t.Errorf("the page: %s", page)
	}
	_, _, body = organiser.get(file + "/rectifier")
	testkit.CheckHTML(t, body)
	organiser.corrects(file)
	for _, act := range []string{"geler", "remettre", "opposition", "effacer", "clore"} {
		status, _, body := organiser.get(file + "/confirmer/" + act)
		testkit.CheckHTML(t, body)
		if status != http.StatusOK {
			t.Errorf("confirm %s: %d", act, status)
		}
		if status, location := organiser.post(file+"/actes", url.Values{"acte": {act}}); status != http.StatusSeeOther || location != file {
			t.Errorf("%s: %d %s", act, status, location)
		}
	}
	_, _, body = organiser.get(file)
	testkit.CheckHTML(t, body)
	if strings.Contains(body, "Quetzal") || strings.Contains(body, "caravane") || strings.Count(body, "Effacée") != 2 {
		t.Error("something of the person is still shown")
	}
	if status, _ := organiser.post(file+"/actes", url.Values{"acte": {"effacer"}}); status != http.StatusConflict {
		t.Errorf("a closed case: %d", status)
	}
	if status, _ := organiser.post(rightsPath, url.Values{}); status != http.StatusUnprocessableEntity {
		t.Errorf("no record: %d", status)
	}
	if status, _ := organiser.post(rightsPath+"/recherche", url.Values{"personne": {"z"}}); status != http.StatusUnprocessableEntity {
		t.Errorf("one letter: %d", status)
	}
}

// corrects changes the first value that a file offers to put right, wherever it stands.
func (p *person) corrects(file string) {
	p.t.Helper()
	form := url.Values{"champ-0-0": {strings.Repeat("é", 301)}}
	if status, _ := p.post(file+"/rectifier", form); status != http.StatusUnprocessableEntity {
		p.t.Errorf("too long: %d", status)
	}
	form.Set("champ-0-0", "Zénobie Quetzal-Roux")
	if status, _ := p.post(file+"/rectifier", form); status != http.StatusSeeOther {
		p.t.Errorf("rectify: %d", status)
	}
	if _, _, body := p.get(file); !strings.Contains(body, "Zénobie Quetzal-Roux") {
		p.t.Error("nothing was put right")
	}
}

func TestTheScreensOfRightsAreAccessibleAndFit(t *testing.T) {
	chrome := testkit.Browser(t)
	house := open(t, 3)
	house.known()
	organiser := house.staff(consult.RoleOrganiser)
	file := organiser.opened("zenobie@exemple.fr")
	house.known()
	frozen := organiser.opened("06 12 34 56 78")
	organiser.post(frozen+"/actes", url.Values{"acte": {"geler"}})
	const base = "/console/concertations/demonstration"
	_, committee := organiser.post("/console/instances", url.Values{"nom": {"Comité de pilotage"}})
	house.staff(consult.RoleReader)
	tab := chrome.Tab(testkit.View{Width: testkit.WideScreen})
	tab.Go(house.server.URL + "/console/connexion")
	tab.Fill("#email", "organiser@exemple.fr")
	tab.Fill("#password", goodPassword)
	tab.Follow("main button")
	for _, width := range []int{testkit.WideScreen, testkit.NarrowScreen} {
		view := testkit.View{Width: width}
		tab := chrome.Tab(view)
		see := func(name string) {
			tab.CheckAxe()
			tab.CheckReflow()
			testkit.Picture(tab, "console-droits-"+name, view)
		}
		tab.Go(house.server.URL + rightsPath)
		see("accueil")
		tab.Fill("#personne", "quetzal")
		tab.Follow("main form button")
		see("trouve")
		for name, path := range map[string]string{"dossier": file, "gele": frozen, "rectifier": file + "/rectifier", "effacer": file + "/confirmer/effacer",
			"conservation": base + "/conservation", "purger": base + "/conservation/purger", "registre": base + "/registre", "instances": "/console/instances", "instance": committee} {
			tab.Go(house.server.URL + path)
			see(name)
		}
	}
}

func TestAnOrganiserSeesWhatAPurgeTakesAndWritesTheRegister(t *testing.T) {
	house := open(t, 3)
	house.known()
	organiser := house.staff(consult.RoleOrganiser)
	const base = "/console/concertations/demonstration"
	status, _, body := organiser.get(base + "/conservation")
	testkit.CheckHTML(t, body)
	if status != http.StatusOK || !strings.Contains(body, "Rien n’est à purger") {
		t.Errorf("%d", status)
	}
	status, _, body = organiser.send(base+"/conservation", "application/x-www-form-urlencoded", strings.NewReader(url.Values{"logs": {"24"}, "drafts": {"deux"}}.Encode()))
	testkit.CheckHTML(t, body)
	if status != http.StatusUnprocessableEntity || strings.Count(body, "Indiquez un nombre de mois entre") != 4 || !strings.Contains(body, `value="deux"`) {
		t.Errorf("out of bounds: %d", status)
	}
	if status, _ := organiser.post(base+"/conservation", url.Values{"logs": {"6"}, "drafts": {"2"}}); status != http.StatusSeeOther {
		t.Errorf("bounds: %d", status)
	}
	if status, _ := organiser.post(base+"/conservation/purger", nil); status != http.StatusSeeOther {
		t.Errorf("purge: %d", status)
	}
	_, _, body = organiser.get(base + "/conservation")
	if !strings.Contains(body, "La purge est faite") || !strings.Contains(body, "Amina organiser") {
		t.Error("the purge is not told")
	}
	if status, _ := organiser.post(base+"/registre", url.Values{"processors": {"Hébergeur de Nantes"}}); status != http.StatusSeeOther {
		t.Errorf("register: %d", status)
	}
	_, _, body = organiser.get(base + "/registre")
	testkit.CheckHTML(t, body)
	if strings.Count(body, "Hébergeur de Nantes") != 2 {
		t.Error("the register lacks what was written")
	}
	if status, _, file := organiser.get(base + "/registre.xlsx"); status != http.StatusOK || !strings.HasPrefix(file, "PK") {
		t.Errorf("workbook: %d", status)
	}
}

func TestAnOrganiserLetsACommitteeReadWhatItNeeds(t *testing.T) {
	house := open(t, 3)
	organiser, reader := house.staff(consult.RoleOrganiser), house.staff(consult.RoleReader)
	status, location := organiser.post("/console/instances", url.Values{"nom": {"Comité de pilotage"}})
	if status != http.StatusSeeOther {
		t.Fatalf("add: %d", status)
	}
	if status, _ := organiser.post("/console/instances", url.Values{"nom": {"Comité de pilotage"}}); status != http.StatusUnprocessableEntity {
		t.Errorf("twice: %d", status)
	}
	_, _, body := organiser.get(location)
	testkit.CheckHTML(t, body)
	consultation, err := house.store.ConsultationBySlug(context.Background(), "demonstration")
	if err != nil {
		t.Fatal(err)
	}
	user, err := house.store.UserByEmail(context.Background(), "reader@exemple.fr")
	if err != nil {
		t.Fatal(err)
	}
	form := url.Values{"nom": {"Comité de pilotage"}, "pieces-" + string(consultation.ID): {"results"}, "membre": {string(user.ID)}}
	if status, _ := organiser.post(location, form); status != http.StatusSeeOther {
		t.Errorf("change: %d", status)
	}
	for path, want := range map[string]int{"/resultats": http.StatusOK, "": http.StatusOK, "/classeurs/classeur-public.xlsx": http.StatusForbidden} {
		if status, _, _ := reader.get("/console/concertations/demonstration" + path); status != want {
			t.Errorf("%q gives %d", path, status)
		}
	}
	if _, _, body := reader.get("/console/concertations/demonstration"); strings.Contains(body, "/classeurs") {
		t.Error("the navigation leads where the reader may not go")
	}
	_, _, body = organiser.get("/console/instances")
	testkit.CheckHTML(t, body)
	if !strings.Contains(body, "Résultats, croisements, thématiques") || !strings.Contains(body, "Amina reader") {
		t.Error("the list does not tell what the committee reads")
	}
	if status, _ := organiser.post(location, url.Values{"acte": {"supprimer"}}); status != http.StatusSeeOther {
		t.Errorf("remove: %d", status)
	}
}

func TestACaseOffersOnlyWhatWouldChangeSomething(t *testing.T) {
	house := open(t, 3)
	house.known()
	organiser := house.staff(consult.RoleOrganiser)
	file := organiser.opened("zenobie@exemple.fr")
	offered := func() string {
		_, _, body := organiser.get(file)
		var found []string
		for _, act := range []string{"rectifier", "confirmer/geler", "confirmer/opposition", "confirmer/remettre", "confirmer/effacer", "confirmer/clore"} {
			if strings.Contains(body, `href="`+file+"/"+act+`"`) {
				found = append(found, act[strings.LastIndex(act, "/")+1:])
			}
		}
		return strings.Join(found, " ")
	}
	for _, step := range [][2]string{{"", "rectifier geler opposition effacer clore"}, {"geler", "remettre effacer clore"}, {"remettre", "rectifier geler opposition effacer clore"},
		{"effacer", "clore"}} {
		if step[0] != "" {
			organiser.post(file+"/actes", url.Values{"acte": {step[0]}})
		}
		if got := offered(); got != step[1] {
			t.Errorf("after %q, it offers %q, want %q", step[0], got, step[1])
		}
	}
}
