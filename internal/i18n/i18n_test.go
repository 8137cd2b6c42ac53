package i18n_test

import (
	"testing"
	"time"

	"concertation/internal/i18n"
)

func printer(t testing.TB) *i18n.Printer {
	t.Helper()
	catalogue, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	return catalogue.In("fr")
}

func TestSentences(t *testing.T) {
	p := printer(t)
	for _, c := range []struct{ name, got, want string }{
		{"a plain sentence", p.T("ui.nav.skip"), "Aller au contenu"},
		{"placeholders are filled", p.T("ui.progress.step", "step", 2, "total", 7), "Étape 2 sur 7"},
		{"several take the plural", p.T("public.themes.title", "count", 6), "6 thématiques"},
		{"one takes the singular", p.T("public.themes.title", "count", 1), "1 thématique"},
		{"in French none takes the singular", p.T("public.themes.title", "count", 0), "0 thématique"},
		{"thousands are parted", p.T("public.themes.title", "count", 1932884), "1\u202f932\u202f884 thématiques"},
		{"dates are written out", p.T("public.dates.from", "from", time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)), "Depuis le 23\u00a0novembre\u00a02026"},
		{"an unknown key shows itself", p.T("ui.nothing"), "[ui.nothing]"},
		{"a value not given shows its name", p.T("ui.progress.step", "step", 2), "Étape 2 sur [total]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.got != c.want {
				t.Errorf("got %q, want %q", c.got, c.want)
			}
		})
	}
}

func TestNumbers(t *testing.T) {
	p := printer(t)
	for _, c := range []struct{ got, want string }{
		{p.Number(0), "0"},
		{p.Number(275), "275"},
		{p.Number(8500), "8\u202f500"},
		{p.Number(1932884), "1\u202f932\u202f884"},
		{p.Number(-1234), "−1\u202f234"},
		{p.Decimal(36.7, 1), "36,7"},
		{p.Decimal(1234.5, 2), "1\u202f234,50"},
		{p.Decimal(-0.04, 1), "0,0"},
		{p.Decimal(3, -1), "3"},
		{p.Percent(0.367), "36,7\u00a0%"},
		{p.Percent(1), "100,0\u00a0%"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestDatesAreThoseOfParis(t *testing.T) {
	p := printer(t)
	winter := time.Date(2026, 11, 23, 13, 2, 0, 0, time.UTC)
	evening := time.Date(2026, 6, 30, 22, 30, 0, 0, time.UTC) // already July in Paris
	for _, c := range []struct{ got, want string }{
		{p.Date(winter), "23\u00a0novembre\u00a02026"},
		{p.Time(winter), "14\u00a0h\u00a002"},
		{p.DateTime(winter), "23\u00a0novembre\u00a02026 à\u00a014\u00a0h\u00a002"},
		{p.ShortDate(winter), "23/11/2026"},
		{p.MachineDate(winter), "2026-11-23T14:02+01:00"},
		{p.Date(evening), "1er\u00a0juillet\u00a02026"},
		{p.Date(time.Time{}), ""},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func BenchmarkPlainSentence(b *testing.B) {
	p := printer(b)
	b.ReportAllocs()
	for b.Loop() {
		p.T("ui.nav.skip")
	}
}

func BenchmarkSentenceWithValues(b *testing.B) {
	p := printer(b)
	b.ReportAllocs()
	for b.Loop() {
		p.T("ui.progress.step", "step", 2, "total", 7)
	}
}
