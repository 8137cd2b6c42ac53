package french_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"concertation/internal/french"
)

func TestFormsOfAWordHaveOneStem(t *testing.T) {
	for _, forms := range [][]string{
		{"coopérative", "coopératives", "COOPERATIVES", "cooperative"},
		{"régional", "régionaux", "régionale", "régionales", "regionaux"},
		{"financé", "financée", "financées", "finance", "finances"},
		{"association", "associations"},
		{"social", "sociaux", "sociale", "sociales"},
		{"emploi", "emplois"},
		{"bénévole", "bénévoles", "benevole"},
		{"Mutualiser", "mutualisation", "mutualisé"},
		{"jeu", "jeux"},
		{"tiers", "tiers"},
		{"2016", "2016"},
	} {
		want := french.Stems(forms[0])
		for _, form := range forms[1:] {
			if got := french.Stems(form); !slices.Equal(got, want) {
				t.Errorf("%s gives %q, %s gives %q", forms[0], want, form, got)
			}
		}
	}
}

func TestWordsApartKeepStemsApart(t *testing.T) {
	for _, pair := range [][2]string{{"emploi", "employeur"}, {"forme", "formation"}, {"pole", "police"}} {
		if a, b := french.Stems(pair[0]), french.Stems(pair[1]); slices.Equal(a, b) {
			t.Errorf("%s and %s both give %q", pair[0], pair[1], a)
		}
	}
}

func TestStemsOfATextComeOnceWithoutEmptyWords(t *testing.T) {
	got := french.Stems("L’emploi, les emplois & l’EMPLOI ; c’est un besoin du territoire à 100 %")
	if want := []string{"emploi", french.Stem("besoin"), french.Stem("territoire"), "100"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, blank := range []string{"", " \n", "de la", "!?", "🌱"} {
		if got := french.Stems(blank); len(got) != 0 {
			t.Errorf("%q gives %q", blank, got)
		}
	}
}

func TestStemsAreBounded(t *testing.T) {
	for _, text := range []string{strings.Repeat("a", 100_000), strings.Repeat("é", 5_000), strings.Repeat("ж", 5_000), strings.Repeat("中", 999)} {
		for _, stem := range french.Stems(text) {
			if len(stem) > 40 || !utf8.ValidString(stem) {
				t.Errorf("a stem of %d bytes", len(stem))
			}
		}
	}
}

func TestStemsAreFoldedWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for _, stem := range french.Stems(rapid.String().Draw(t, "text")) {
			if folded := french.Fold(stem); folded != stem || strings.ContainsAny(stem, " \"'*:()\\") {
				t.Fatalf("%q is not a folded word: %q", stem, folded)
			}
		}
	})
}

func TestAStemmerRemembersWithoutChangingAnything(t *testing.T) {
	var stemmer french.Stemmer
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.SampledFrom([]string{"coopératives", "coopérative", "les", "l’emploi", "régionaux", "été", "中文", "2016"})).Draw(t, "words"), " ") +
			rapid.String().Draw(t, "more")
		if got, want := stemmer.Stems(text), french.Stems(text); !slices.Equal(got, want) {
			t.Fatalf("%q gives %q, want %q", text, got, want)
		}
	})
}

func BenchmarkStems(b *testing.B) {
	text := strings.Repeat("L’économie sociale a besoin de délais plus courts, d’un guichet unique et de financements pérennes. ", 3) +
		"Les associations et les coopératives du territoire proposent de mutualiser leurs moyens, de former leurs bénévoles, d’accueillir des jeunes en service civique."
	var stemmer french.Stemmer
	for name, stems := range map[string]func(string) []string{"each word": french.Stems, "words remembered": stemmer.Stems} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				stems(text)
			}
		})
	}
}
