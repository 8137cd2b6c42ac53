package service_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/intake"
	"concertation/internal/service"
)

// listed imports a list written as CSV.
func (h *house) listed(t testing.TB, csv string, options service.ImportOptions) *service.OrganisationReport {
	t.Helper()
	path := filepath.Join(t.TempDir(), "structures.csv")
	if err := os.WriteFile(path, []byte(csv), 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := intake.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	report, err := h.ImportOrganisations(context.Background(), consult.System(), "demonstration", file, options)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func (h *house) organisations(t testing.TB) []consult.Organisation {
	t.Helper()
	consultation, err := h.store.ConsultationBySlug(context.Background(), "demonstration")
	if err != nil {
		t.Fatal(err)
	}
	all, err := h.store.Organisations(context.Background(), consult.OrganisationFilter{ConsultationID: consultation.ID})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

const smallList = `Structure;N° SIRET;Collège;Département;Courriel;Contact;Fonction du contact;Ville;Couleur
Zeste;732 829 320 00074;Association;Loire-Atlantique;zeste@exemple.fr;Amina Benali;Présidente;Nantes;bleu
Épicerie du Port;;Coopérative;49;;;;Angers;vert
`

func TestAListOfOrganisationsIsReadAsPeopleWriteIt(t *testing.T) {
	h, _ := demonstrated(t, service.DemoOptions{Responses: 1, Seed: 1})
	if report := h.listed(t, smallList, service.ImportOptions{DryRun: true}); report.Added != 2 || len(h.organisations(t)) != 0 {
		t.Fatalf("a rehearsal: %+v, %d written", report, len(h.organisations(t)))
	}
	report := h.listed(t, smallList, service.ImportOptions{})
	if report.Added != 2 || report.Rows != 2 || strings.Join(report.Ignored, ",") != "Couleur" {
		t.Fatalf("%+v", report)
	}
	all := h.organisations(t)
	if len(all) != 2 || all[0].Name != "Épicerie du Port" || all[1].SIRET != "73282932000074" || all[1].Contacts[0].Role != "Présidente" {
		t.Fatalf("%+v", all)
	}
	if all[1].Territory != "44" || all[0].Territory != "49" {
		t.Errorf("territories %q and %q, want the questionnaire's codes", all[1].Territory, all[0].Territory)
	}
}

func TestAListReadTwiceAddsNothingAndOneMendedDescribesAnew(t *testing.T) {
	h, _ := demonstrated(t, service.DemoOptions{Responses: 1, Seed: 1})
	h.listed(t, smallList, service.ImportOptions{})
	if report := h.listed(t, smallList, service.ImportOptions{}); report.Same != 2 || report.Added+report.Updated != 0 {
		t.Errorf("again: %+v", report)
	}
	mended := "Structure;SIRET;Courriel;Contact;Ville\nLe Zeste;73282932000074;accueil@exemple.fr;Bruno Petit;\nepicerie du port;;;;ANGERS\n"
	if report := h.listed(t, mended, service.ImportOptions{}); report.Updated != 2 || report.Added != 0 {
		t.Errorf("mended: %+v", report)
	}
	all := h.organisations(t)
	if len(all) != 2 || all[1].Name != "Le Zeste" || all[1].Email != "accueil@exemple.fr" || len(all[1].Contacts) != 2 || all[1].Town != "Nantes" {
		t.Errorf("%+v", all)
	}
}

func TestRowsThatCannotBeTakenSayWhy(t *testing.T) {
	h, _ := demonstrated(t, service.DemoOptions{Responses: 1, Seed: 1})
	report := h.listed(t, "nom;siret;rna;courriel\n"+
		";;;\n"+
		";73282932000074;;\n"+
		"A;12345678901234;;\n"+
		"B;;X12;\n"+
		"C;;;deux@exemple.fr, trois@exemple.fr\n"+
		"D;;;ami@ехеmple.fr\n"+
		"F;;;ami@???mple.fr\n"+
		strings.Repeat("long ", 1000)+";;;\n"+
		"\"E\r\nBcc: tous\";;;bon@exemple.fr\n", service.ImportOptions{})
	want := map[int]string{3: "name", 4: "siret", 5: "rna", 6: "email", 7: "email", 8: "email", 9: "name"}
	if len(report.Refused) != len(want) || !report.Shifted {
		t.Errorf("%+v", report)
	}
	for _, refused := range report.Refused {
		if want[refused.Row] != refused.Faults[0].Field {
			t.Errorf("row %d: %+v", refused.Row, refused.Faults)
		}
	}
	if all := h.organisations(t); len(all) != 1 || all[0].Name != "E Bcc: tous" {
		t.Errorf("taken: %+v", all)
	}
}

func TestARowThatReplacesWhatAnotherSaidSaysSo(t *testing.T) {
	h, _ := demonstrated(t, service.DemoOptions{Responses: 1, Seed: 1})
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "structures.csv")
	check(t, os.WriteFile(path, []byte("nom;ville;catégorie;courriel\nZeste;Nantes;Association;a@exemple.fr\nZeste;Nantes;Coopérative;\nZeste;Nantes;;\n"), 0o600))
	file, err := intake.Open(path)
	check(t, err)
	defer file.Close()
	_, err = h.ImportOrganisations(ctx, consult.System(), "demonstration", file, service.ImportOptions{})
	check(t, err)
	consultation, err := h.store.ConsultationBySlug(ctx, "demonstration")
	check(t, err)
	imports, err := h.store.Imports(ctx, consultation.ID)
	check(t, err)
	var said []string
	for _, issue := range imports[0].Report.Issues {
		said = append(said, issue.Key+" "+strings.Join(issue.Args, " "))
	}
	if want := "organisations.issue.again_over row 2 columns catégorie"; len(said) != 1 || said[0] != want {
		t.Errorf("said %q, want %q", said, want)
	}
}

func TestTwoWritingsOfOneOrganisationAreShown(t *testing.T) {
	h, _ := demonstrated(t, service.DemoOptions{Responses: 1, Seed: 1})
	report := h.listed(t, "nom;ville;siret\nAteliers du Bocage;Cholet;\nScop Atelier du bocage;Cholet;\nAtelier du Bocage;Cholet;73282932000074\nAteliers du bocage;Cholet;35600000000048\n", service.ImportOptions{})
	for _, pair := range report.Near {
		if pair.A.SIRET != "" && pair.B.SIRET != "" {
			t.Errorf("two numbers of registration are one organisation: %+v", pair)
		}
	}
	if len(report.Near) == 0 {
		t.Error("nothing is shown")
	}
}

// longList is a list of so many organisations of ordinary names.
func longList(rows int) string {
	var out strings.Builder
	out.WriteString("id;nom;catégorie;département;ville;courriel\n")
	kinds := []string{"Maison", "Atelier", "Cuisine", "Jardin", "Garage", "Épicerie", "Café", "Fabrique"}
	for i := range rows {
		fmt.Fprintf(&out, "S%d;%s %c%c%c n° %d;Association;%d;Ville %d;a%d@exemple.fr\n", i, kinds[i%8], 'a'+i%26, 'a'+i/26%26, 'a'+i/676%26, i, 44+i%5, i%97, i)
	}
	return out.String()
}

func BenchmarkImportOfTenThousandOrganisations(b *testing.B) {
	list := longList(10_000)
	for b.Loop() {
		b.StopTimer()
		h, _ := demonstrated(b, service.DemoOptions{Responses: 1, Seed: 1})
		b.StartTimer()
		h.listed(b, list, service.ImportOptions{})
	}
}
