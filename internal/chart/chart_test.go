package chart_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"concertation/internal/chart"
	"concertation/internal/i18n"
	"concertation/internal/testkit"
)

func printer(t testing.TB) *i18n.Printer {
	t.Helper()
	catalogue, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	return catalogue.In("fr")
}

// examples are the charts looked at: one of each sort, with what is awkward in it.
func examples(p *i18n.Printer) map[string]string {
	day := func(day int) time.Time { return time.Date(2026, 11, day, 11, 0, 0, 0, time.UTC) }
	return map[string]string{
		"bars": chart.Bars{ID: "q1", Title: "Freins au développement", Bars: []chart.Bar{
			{Label: "L’accès au foncier et aux locaux d’activité, en ville comme à la campagne", Count: 98, Share: 0.366},
			{Label: "Les délais de paiement", Count: 268, Share: 1},
			{Label: "Le recrutement", Count: 1, Share: 0.0037},
			{Label: "Aucun", Count: 0, Share: 0},
			{Label: "Autre <précisé> & « tout »", Hidden: true},
		}}.SVG(p),
		"stacked": chart.Stacked{ID: "grille", Title: "Satisfaction", Answers: []string{"Très satisfaisant", "Plutôt satisfaisant", "Peu satisfaisant", "Pas du tout satisfaisant", "Ne sait pas"},
			Rows: []chart.StackedRow{
				{Label: "L’accompagnement des porteurs de projet par les réseaux du territoire", Counts: []int{40, 80, 60, 20, 12}},
				{Label: "Le financement", Counts: []int{1, 0, 3, 190, 4}},
				{Label: "La formation", Counts: []int{0, 0, 0, 0, 0}},
				{Label: "La visibilité", Hidden: true},
			}}.SVG(p),
		"days": chart.Days{ID: "jours", Title: "Réponses reçues", Sum: true,
			Days: []chart.Day{{day(2), 12}, {day(3), 40}, {day(9), 73}, {day(20), 150}}}.SVG(p),
		"day by day": chart.Days{ID: "jours", Title: "Réponses par jour",
			Days: []chart.Day{{day(2), 3}, {day(3), 0}, {day(9), 1}}}.SVG(p),
		"days marked": chart.Days{ID: "jours", Title: "Structures ayant répondu, par jour", Sum: true, Days: []chart.Day{{day(2), 12}, {day(20), 150}},
			Marks: []chart.Mark{{day(1), "I0", "avant"}, {day(3), "R1", "relance du 03/11/2026"}, {day(4), "Relance 2", "relance du 04/11/2026"}, {day(20), "R3", "relance du 20/11/2026"}}}.SVG(p),
		"nothing": chart.Days{ID: "rien", Title: "Réponses par jour"}.SVG(p) + chart.Bars{ID: "vide", Title: "Vide"}.SVG(p),
	}
}

func TestChartsStayAsTheyWereLookedAt(t *testing.T) {
	for name, svg := range examples(printer(t)) {
		t.Run(name, func(t *testing.T) { testkit.Golden(t, strings.ReplaceAll(name, " ", "_")+".svg", svg) })
	}
}

// wellFormed reads a drawing and gives its attributes by name.
func wellFormed(t interface{ Fatalf(string, ...any) }, svg string) map[string][]string {
	attributes := map[string][]string{}
	decoder := xml.NewDecoder(strings.NewReader(svg))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return attributes
		}
		if err != nil {
			t.Fatalf("not XML: %v\n%s", err, svg)
		}
		if start, ok := token.(xml.StartElement); ok {
			if start.Name.Local == "script" || start.Name.Local == "style" {
				t.Fatalf("<%s> in a drawing", start.Name.Local)
			}
			for _, attribute := range start.Attr {
				attributes[attribute.Name.Local] = append(attributes[attribute.Name.Local], attribute.Value)
			}
		}
	}
}

func TestAChartIsNamedAndHoldsNoStyleNorScriptWhateverItsWords(t *testing.T) {
	p := printer(t)
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.OneOf(rapid.String(), rapid.Just(`"><script>alert(1)</script>`), rapid.Just(strings.Repeat("anticonstitutionnellement", 9)))
		label, id := words.Draw(t, "label"), words.Draw(t, "id")
		counts := rapid.SliceOfN(rapid.IntRange(-1, 500), 3, 3).Draw(t, "counts")
		for _, svg := range []string{
			chart.Bars{ID: id, Title: label, Bars: []chart.Bar{{Label: label, Count: 3, Share: rapid.Float64Range(0, 1).Draw(t, "share")}}}.SVG(p),
			chart.Stacked{ID: id, Title: label, Answers: []string{label, "b", "c"}, Rows: []chart.StackedRow{{Label: label, Counts: counts}}}.SVG(p),
			chart.Days{ID: id, Title: label, Days: []chart.Day{{time.Unix(0, 0), max(counts[0], 0)}}}.SVG(p),
		} {
			attributes := wellFormed(t, svg)
			if len(attributes["style"]) > 0 || len(attributes["role"]) != 1 {
				t.Fatalf("style %v, role %v", attributes["style"], attributes["role"])
			}
			ids := map[string]bool{}
			for _, id := range attributes["id"] {
				ids[id] = true
			}
			for _, named := range strings.Fields(attributes["aria-labelledby"][0]) {
				if !ids[named] {
					t.Fatalf("named by %q, which is not there", named)
				}
			}
		}
	})
}

func TestBarsAreAsLongAsTheirSharesAndStayInside(t *testing.T) {
	p := printer(t)
	rapid.Check(t, func(t *rapid.T) {
		shares := rapid.SliceOfN(rapid.Float64Range(0, 1), 1, 8).Draw(t, "shares")
		bars := chart.Bars{ID: "x", Title: "x"}
		for i, share := range shares {
			bars.Bars = append(bars.Bars, chart.Bar{Label: fmt.Sprint("réponse ", i), Count: 1000000, Share: share})
		}
		var lengths []float64
		for _, width := range wellFormed(t, bars.SVG(p))["width"][1:] {
			var length float64
			if _, err := fmt.Sscan(width, &length); err != nil || length < 0 || length > 400 {
				t.Fatalf("bar of width %q", width)
			}
			lengths = append(lengths, length)
		}
		for i := range shares {
			for j := range shares {
				if shares[i] > shares[j] && lengths[i] < lengths[j] {
					t.Fatalf("%v is drawn shorter than %v", shares[i], shares[j])
				}
			}
		}
	})
}
