package privacy_test

import (
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"concertation/internal/privacy"
)

func TestWhatGivesSomebodyAwayIsFound(t *testing.T) {
	for name, c := range map[string]struct {
		text  string
		found []string // kind: part
	}{
		"an e-mail address":                      {"Écrivez à amina.b+test@asso-exemple.fr, merci", []string{"email: amina.b+test@asso-exemple.fr"}},
		"an e-mail address in disguise":          {"bruno (at) exemple (point) org", []string{"email: bruno (at) exemple (point) org"}},
		"a telephone number":                     {"Appelez le 02 40 12 34 56 demain", []string{"phone: 02 40 12 34 56"}},
		"a telephone number in one go":           {"tel:0612345678.", []string{"phone: 0612345678"}},
		"a telephone number with a country":      {"+33 (0)6 12 34 56 78", []string{"phone: +33 (0)6 12 34 56 78"}},
		"a foreign telephone number":             {"ou +49 30 1234 5678", []string{"phone: +49 30 1234 5678"}},
		"a registration number":                  {"SIRET 732 829 320 00074", []string{"siret: 732 829 320 00074"}},
		"a company's number beside its name":     {"Siren : 732829320", []string{"siret: 732829320"}},
		"a bank account":                         {"IBAN FR14 2004 1010 0505 0001 3M02 606", []string{"iban: FR14 2004 1010 0505 0001 3M02 606"}},
		"a social security number":               {"n° 2 69 05 49 588 157 80", []string{"nir: 2 69 05 49 588 157 80"}},
		"an address with its town":               {"J’habite 12 bis, rue des Lilas 44000 Nantes depuis", []string{"address: 12 bis, rue des Lilas 44000 Nantes"}},
		"an address without a town":              {"au 3 place de la République", []string{"address: 3 place de la République"}},
		"a person after a civility":              {"M. Petit et Mme Le Goff l’ont dit", []string{"name: Petit", "name: Le Goff"}},
		"a person with first name and name":      {"selon Amina Benali, présidente", []string{"name: Amina Benali"}},
		"a name in capitals":                     {"Bruno LEFEVRE est venu", []string{"name: Bruno LEFEVRE"}},
		"a name with a particle":                 {"Claire de La Tour propose", []string{"name: Claire de La Tour"}},
		"two people in one sentence":             {"Luc Morel, Jeanne Roux", []string{"name: Luc Morel", "name: Jeanne Roux"}},
		"a street named after a person":          {"près de la rue Pierre Curie et du lycée Jean Moulin", nil},
		"an office is nobody":                    {"Monsieur le Maire et Madame la Présidente", nil},
		"letters of a name of something":         {"la C.M.U. et Madame, Monsieur", nil},
		"a first name alone":                     {"Florence et Pierre sont venus", nil},
		"figures that are not numbers of people": {"1 932 884 contributions en 2019, 250 000 000 euros, 12 000 km", nil},
		"a year and a street without number":     {"en 2016 la rue était calme", nil},
		"a plain text":                           {"Il faut soutenir l’économie sociale et solidaire en Loire-Atlantique.", nil},
		"nothing":                                {"", nil},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, one := range new(privacy.Screen).Find(c.text) {
				got = append(got, string(one.Kind)+": "+c.text[one.Start:one.End])
			}
			if len(got) != len(c.found) {
				t.Fatalf("found %q, want %q", got, c.found)
			}
			for i := range got {
				if got[i] != c.found[i] {
					t.Errorf("found %q, want %q", got[i], c.found[i])
				}
			}
		})
	}
}

func TestPeopleWhoTakePartAreKnownByTheirNames(t *testing.T) {
	screen := privacy.New([]string{"Oumayma Ker-Guen", "Seul"})
	for text, part := range map[string]string{
		"comme oumayma ker-guen le dit":    "oumayma ker-guen",
		"comme KER-GUEN Oumayma le disait": "KER-GUEN Oumayma",
		"Oumayma. Ker-Guen":                "",
		"il est Seul":                      "",
	} {
		found := screen.Find(text)
		got := ""
		if len(found) > 0 {
			got = text[found[0].Start:found[0].End]
		}
		if got != part {
			t.Errorf("%q: found %q, want %q", text, got, part)
		}
	}
}

func TestAMaskedTextKeepsTheRest(t *testing.T) {
	text := "Mme Roux, 02 40 12 34 56, aime les arbres."
	masked := privacy.Mask(text, new(privacy.Screen).Find(text), func(kind privacy.Kind) string { return "[" + string(kind) + "]" })
	if masked != "Mme [name], [phone], aime les arbres." {
		t.Error(masked)
	}
	if same := privacy.Mask(text, []privacy.Finding{{privacy.Name, 5, 500}}, func(privacy.Kind) string { return "x" }); same != text {
		t.Errorf("a part of another text was masked: %s", same)
	}
}

func TestFindingsAreApartInOrderAndWholeLetters(t *testing.T) {
	pieces := []string{"M. ", "Jean ", "Dupont", "-", "é", "02 40 12 34 56", "12 rue ", "a@b.fr", "732 829 320 00074", "\n", ", ", "'", "\x80", "FR14 2004 1010 0505 0001 3M02 606", "de ", "0"}
	rapid.Check(t, func(t *rapid.T) {
		text := ""
		for _, piece := range rapid.SliceOf(rapid.SampledFrom(pieces)).Draw(t, "pieces") {
			text += piece
		}
		checkFindings(t, text)
	})
}

func FuzzFind(f *testing.F) {
	f.Add("M. Petit, 3 rue des Lilas 44000 Nantes, a@b.fr, 06 12 34 56 78")
	f.Fuzz(func(t *testing.T, text string) { checkFindings(t, text) })
}

func checkFindings(t interface{ Fatalf(string, ...any) }, text string) {
	end := 0
	for _, one := range privacy.New([]string{"Amina Benali"}).Find(text) {
		if one.Start < end || one.End <= one.Start || one.End > len(text) {
			t.Fatalf("%q: %v after %d", text, one, end)
		}
		if utf8.ValidString(text) && !utf8.ValidString(text[one.Start:one.End]) {
			t.Fatalf("%q: %v cuts a letter", text, one)
		}
		end = one.End
	}
}

func BenchmarkFind(b *testing.B) {
	screen := privacy.New([]string{"Amina Benali", "Bruno Lefèvre"})
	const text = "Nous proposons, avec M. Petit et l’association du 12 rue des Lilas, de créer un fonds de soutien aux coopératives de la région, ouvert à toutes les structures de moins de dix salariés."
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		screen.Find(text)
	}
}
