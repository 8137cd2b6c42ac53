package french_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"concertation/internal/french"
)

func TestFold(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"accents and case go", "Économie SOCIALE et Solidaire", "economie sociale et solidaire"},
		{"apostrophes and punctuation part words", "L’utilité, d'abord ; l’emploi !", "l utilite d abord l emploi"},
		{"ligatures are spelt", "Œuvre, cœur, Lætitia", "oeuvre coeur laetitia"},
		{"decomposed accents go as well", "e\u0301te\u0301", "ete"},
		{"a soft hyphen leaves the word whole", "coopé\u00adrative", "cooperative"},
		{"a zero-width space leaves the word whole", "coopé\u200brative", "cooperative"},
		{"dashes, ellipses and curly quotes part words", "bien… très – « vraiment » “bien”", "bien tres vraiment bien"},
		{"signs among the accented letters part words", "3×4÷2", "3 4 2"},
		{"an accent on an accented letter goes too", "é\u0301t\u0301e", "ete"},
		{"half a letter parts words", "a\xc3in", "a in"},
		{"digits stay", "49 000 Angers", "49 000 angers"},
		{"nothing gives nothing", " \u202f!? ", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := french.Fold(c.text); got != c.want {
				t.Errorf("Fold(%q) = %q, want %q", c.text, got, c.want)
			}
		})
	}
}

func TestFoldingTwiceChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		once := french.Fold(rapid.String().Draw(t, "text"))
		if twice := french.Fold(once); twice != once {
			t.Fatalf("%q folded again gives %q", once, twice)
		}
	})
}

func TestFrenchOrder(t *testing.T) {
	want := []string{"Action 2", "Action 10", "cote", "coté", "côte", "côté", "coter", "Élan", "élève", "Étang", "œuf", "ogre", "zone"}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, french.Compare)
	if !slices.Equal(got, want) {
		t.Errorf("sorted\n%q, want\n%q", got, want)
	}
}

func TestTypeset(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"a narrow space before high signs", "Quoi ? Rien ; si !", "Quoi\u202f? Rien\u202f; si\u202f!"},
		{"a no-break space before a colon", "Ceci : cela", "Ceci\u00a0: cela"},
		{"no-break spaces inside quotes", "dire « oui », «non»", "dire «\u00a0oui\u00a0», «\u00a0non\u00a0»"},
		{"a typographic apostrophe", "l'emploi d'avenir", "l’emploi d’avenir"},
		{"a percentage", "36,7 %", "36,7\u00a0%"},
		{"an address stays whole", "https://exemple.fr/a?b=c;d", "https://exemple.fr/a?b=c;d"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := french.Typeset(c.text)
			if got != c.want {
				t.Errorf("Typeset(%q) = %q, want %q", c.text, got, c.want)
			}
			if again := french.Typeset(got); again != got {
				t.Errorf("typeset again: %q", again)
			}
			if faults := french.Faults(got); len(faults) > 0 {
				t.Errorf("faults in %q: %q", got, faults)
			}
		})
	}
}

func TestFaultsAreNamed(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"l'emploi", "straight apostrophe"},
		{"Quoi ?", "space before ; ! ?"},
		{"Quoi?", "space before ; ! ?"},
		{"Ceci : cela", "space before :"},
		{"« oui »", "space inside « »"},
		{"36,7 %", "space before % or €"},
		{"et puis...", "three dots for …"},
	} {
		if faults := french.Faults(c.text); !slices.Contains(faults, c.want) {
			t.Errorf("Faults(%q) = %q, want %q", c.text, faults, c.want)
		}
	}
	if faults := french.Faults("Voir https://exemple.fr/a?b=c à 12:30."); len(faults) > 0 {
		t.Errorf("an address and a time are not faults: %q", faults)
	}
}

func BenchmarkFold(b *testing.B) {
	text := strings.Repeat("L’économie sociale a besoin de délais plus courts, d’un guichet unique et de financements pérennes. ", 3)
	for b.Loop() {
		french.Fold(text)
	}
}
