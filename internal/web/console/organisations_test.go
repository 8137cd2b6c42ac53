package console_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/testkit"
)

const structures = "/console/concertations/demonstration/structures"

const structuresFile = "Structure;N° SIRET;Collège;Département;Courriel;Contact;Fonction du contact;Téléphone;Commune;Code postal;Couleur\n" +
	"Atelier du Bocage;;Association;49;bonjour@exemple.fr;Amina Benali;Présidente;;Cholet;49300;bleu\n" +
	"Scop Ateliers du bocage;;Association;49;;Bruno Petit;;02 41 00 00 00;Cholet;49300;\n" +
	"Zeste;732 829 320 00074;Coopérative;44;zeste@exemple.fr;;;;Nantes;44000;vert\n" +
	"Cuisine du Port;12345678901234;Association;44;;;;;Nantes;44000;\n" +
	"Épicerie;;Association;44;\"a@exemple.fr\r\nBcc: tous@exemple.fr\";;;;Nantes;44000;\n"

const shiftedFile = "Structure;SIRET;Courriel;Code postal\n73282932000074;zeste@exemple.fr;44000;\n35600000000048;port@exemple.fr;44000;\n"

// columnsOf reads the form of an import as its page proposes it.
func (p *person) columnsOf(path string) url.Values {
	p.t.Helper()
	_, _, body := p.get(path)
	values := url.Values{}
	for _, list := range regexp.MustCompile(`(?s)<select[^>]* name="([^"]+)".*?</select>`).FindAllStringSubmatch(body, -1) {
		if chosen := regexp.MustCompile(`value="([^"]*)" selected`).FindStringSubmatch(list[0]); chosen != nil {
			values.Set(list[1], strings.NewReplacer("&#39;", "'", "&amp;", "&").Replace(chosen[1]))
		}
	}
	return values
}

// imported brings a list of structures through the console.
func (p *person) brought(name, content string) (page string) {
	p.t.Helper()
	status, page, body := p.upload(structures+"/importer", name, []byte(content))
	if status != http.StatusSeeOther {
		p.t.Fatalf("uploading gives %d %s", status, body)
	}
	form := p.columnsOf(page)
	form.Set("acte", "importer")
	if status, _ := p.post(page, form); status != http.StatusSeeOther {
		p.t.Fatalf("importing gives %d", status)
	}
	p.house.service.Idle()
	return page
}

func (h *house) structure(name string) consult.Organisation {
	h.t.Helper()
	consultation, err := h.store.ConsultationBySlug(context.Background(), "demonstration")
	if err != nil {
		h.t.Fatal(err)
	}
	all, err := h.store.Organisations(context.Background(), consult.OrganisationFilter{ConsultationID: consultation.ID})
	if err != nil {
		h.t.Fatal(err)
	}
	for _, o := range all {
		if o.Name == name {
			return o
		}
	}
	h.t.Fatalf("no structure is called %s", name)
	return consult.Organisation{}
}

func TestAListOfStructuresGoesThroughTheConsole(t *testing.T) {
	house := open(t, 0)
	amina := house.staff(consult.RoleOrganiser)
	_, page, _ := amina.upload(structures+"/importer", "liste.csv", []byte(structuresFile))
	form := amina.columnsOf(page)
	if form.Get("name") != "Structure" || form.Get("siret") != "N° SIRET" || form.Get("contact_role") != "Fonction du contact" {
		t.Fatalf("columns proposed: %v", form)
	}
	form.Set("acte", "essayer")
	_, _, body := amina.send(page, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
	testkit.CheckHTML(t, body)
	for _, want := range []string{"3\u00a0structures seraient ajoutées", "Ligne\u00a05, colonne N° SIRET", "Ligne\u00a06, colonne Courriel"} {
		if !strings.Contains(strings.ReplaceAll(body, "\u00a0", " "), strings.ReplaceAll(want, "\u00a0", " ")) {
			t.Errorf("the trial lacks %q", want)
		}
	}
	form.Set("acte", "importer")
	amina.post(page, form)
	house.service.Idle()
	if _, _, body = amina.get(page); !strings.Contains(body, "L’import est terminé") {
		t.Error("the import is not over")
	}
	_, _, body = amina.get(structures + "?mots=atelier&territoire=49")
	testkit.CheckHTML(t, body)
	if !strings.Contains(body, "Atelier du Bocage") || strings.Contains(body, "Zeste<") {
		t.Error("the filters of the address are not followed")
	}

	kept, merged := house.structure("Atelier du Bocage"), house.structure("Scop Ateliers du bocage")
	if _, _, body = amina.get(structures + "/doublons"); !strings.Contains(body, string(merged.ID)) {
		t.Error("the duplicates are not shown")
	}
	pair := structures + "/" + string(kept.ID) + "/reunir/" + string(merged.ID)
	choice := url.Values{"kept": {amina.hidden(pair, "kept")}, "merged": {amina.hidden(pair, "merged")}, "name": {"gardee"}, "phone": {"autre"}, "contacts": {"deux"}}
	if status, location := amina.post(pair, choice); status != http.StatusSeeOther || location != structures+"/"+string(kept.ID) {
		t.Fatalf("merging leads to %d %s", status, location)
	}
	one := house.structure("Atelier du Bocage")
	if one.Phone != "02 41 00 00 00" || len(one.Contacts) != 2 {
		t.Errorf("merged: %+v", one)
	}
	_, _, body = amina.get(structures + "/" + string(kept.ID))
	parting := regexp.MustCompile(`action="([^"]*/separer)"`).FindStringSubmatch(body)
	if parting == nil {
		t.Fatal("a merge cannot be undone")
	}
	if status, _ := amina.post(parting[1], nil); status != http.StatusSeeOther || house.structure("Scop Ateliers du bocage").MergedInto != "" {
		t.Errorf("parting gives %d", status)
	}
	// Merged from a page that shows what no longer is, nothing changes.
	choice.Set("kept", "1")
	if status, _ := amina.post(pair, choice); status != http.StatusConflict {
		t.Errorf("a stale page gives %d", status)
	}

	zeste := house.structure("Zeste")
	edit := structures + "/" + string(zeste.ID) + "/modifier"
	said := url.Values{"version": {amina.hidden(edit, "version")}, "name": {"Zeste"}, "siret": {zeste.SIRET}, "email": {"zeste@exemple.fr\r\nBcc: tous@exemple.fr"}, "contact_name-2": {"Chloé"}}
	status, _, body := amina.send(edit, "application/x-www-form-urlencoded", strings.NewReader(said.Encode()))
	if testkit.CheckHTML(t, body); status != http.StatusUnprocessableEntity || !strings.Contains(body, `value="Chloé"`) {
		t.Errorf("a header in an address gives %d", status)
	}
	said.Set("email", "zeste@exemple.fr")
	if status, _ := amina.post(edit, said); status != http.StatusSeeOther || house.structure("Zeste").Contacts[0].Name != "Chloé" {
		t.Errorf("mending gives %d", status)
	}
	if status, location := amina.post(structures+"/"+string(zeste.ID)+"/supprimer", nil); status != http.StatusSeeOther || location != structures {
		t.Errorf("removing leads to %d %s", status, location)
	}
	if status, _ := amina.post(page+"/annuler", nil); status != http.StatusSeeOther {
		t.Errorf("undoing gives %d", status)
	}
	house.service.Idle()
	if _, _, body = amina.get(page); !strings.Contains(body, "Structures laissées dans la liste") {
		t.Error("what undoing left is not said")
	}
}

func TestAShiftedListIsSaidBeforeItIsImported(t *testing.T) {
	house := open(t, 0)
	amina := house.staff(consult.RoleOrganiser)
	_, page, _ := amina.upload(structures+"/importer", "décalée.csv", []byte(shiftedFile))
	_, _, body := amina.get(page)
	if testkit.CheckHTML(t, body); !strings.Contains(body, "contient des numéros SIRET") {
		t.Error("the SIRET in the names are not noticed")
	}
	form := amina.columnsOf(page)
	form.Set("acte", "importer")
	status, _, body := amina.send(page, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
	if testkit.CheckHTML(t, body); status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#sure"`) {
		t.Errorf("importing it gives %d", status)
	}
	form.Set("sure", "oui")
	if status, _ := amina.post(page, form); status != http.StatusSeeOther {
		t.Errorf("somebody sure gets %d", status)
	}
	house.service.Idle()
}

// listed brings structures into the demonstration, and gives the screens of the list.
func (p *person) listed() map[string]string {
	p.t.Helper()
	screens := map[string]string{"vide": "/console/concertations/plan-velo/structures", "liste": structures, "filtre": structures + "?mots=personne",
		"nouvelle": structures + "/nouvelle", "importer": structures + "/importer", "strates": structures + "/strates", "doublons": structures + "/doublons"}
	screens["import-fini"] = p.brought("liste.csv", structuresFile)
	_, screens["import-colonnes"], _ = p.upload(structures+"/importer", "liste.csv", []byte(structuresFile))
	_, screens["import-decale"], _ = p.upload(structures+"/importer", "décalée.csv", []byte(shiftedFile))
	kept, merged := p.house.structure("Atelier du Bocage"), p.house.structure("Scop Ateliers du bocage")
	p.brought("autres.csv", "nom;ville\nFabrique de l’Île;Nantes\nLa fabrique de l'ile;Nantes\n"+strings.Repeat("long ", 50)+";"+strings.Repeat("Saint-Germain-", 8)+"\n")
	a, b := p.house.structure("Fabrique de l’Île"), p.house.structure("La fabrique de l'ile")
	pair := structures + "/" + string(a.ID) + "/reunir/" + string(b.ID)
	p.post(pair, url.Values{"kept": {p.hidden(pair, "kept")}, "merged": {p.hidden(pair, "merged")}})
	one := structures + "/" + string(kept.ID)
	screens["structure"], screens["modifier"], screens["supprimer"] = one, one+"/modifier", one+"/supprimer"
	screens["reunie"] = structures + "/" + string(a.ID)
	screens["paire"] = one + "/reunir/" + string(merged.ID)
	return screens
}

func TestScreensOfStructuresLookAsBefore(t *testing.T) {
	house := open(t, 0)
	organiser := house.staff(consult.RoleOrganiser)
	organiser.post("/console/concertations", url.Values{"title": {"Plan vélo"}, "slug": {"plan-velo"}, "start": {"vide"}})
	screens := organiser.listed()
	organiser.get(structures) // what was just done is said once
	for name, path := range screens {
		t.Run(name, func(t *testing.T) {
			status, _, body := organiser.get(path)
			if status != http.StatusOK {
				t.Fatalf("%s gives %d", path, status)
			}
			testkit.CheckHTML(t, body)
			testkit.Golden(t, "organisations/"+name+".html", ownPart(t, regexp.MustCompile(`name="(version|kept|merged)" value="\d+"`).ReplaceAllString(body, `name="$1" value="1"`)))
		})
	}
}

func TestEveryScreenOfStructuresIsAccessibleAndFits(t *testing.T) {
	chrome := testkit.Browser(t)
	house := open(t, 0)
	organiser := house.staff(consult.RoleOrganiser)
	organiser.post("/console/concertations", url.Values{"title": {"Plan vélo"}, "slug": {"plan-velo"}, "start": {"vide"}})
	screens := organiser.listed()
	for _, width := range []int{testkit.WideScreen, testkit.NarrowScreen} {
		eye := &eye{house: house, chrome: chrome, view: testkit.View{Width: width}}
		eye.fresh()
		eye.login()
		for name, path := range screens {
			eye.see("structures-"+name, path)
		}
		eye.tab.Go(house.server.URL + structures + "/nouvelle")
		eye.tab.Follow("main form button")
		eye.check("structures-nouvelle-refus")
		house.sessionsEnd(t)
	}
}
