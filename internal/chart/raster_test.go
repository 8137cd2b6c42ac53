package chart_test

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"concertation/internal/chart"
)

// images are the charts of slides: one of each sort.
func images(t testing.TB) map[string][]byte {
	t.Helper()
	p := printer(t)
	const note = "Base : 268 réponses sur 275 répondants ; source : Démonstration, 23 novembre 2026"
	made := map[string][]byte{}
	keep := func(name string, content []byte, err error) {
		if err != nil {
			t.Fatal(err)
		}
		made[name] = content
	}
	bars := chart.Bars{ID: "q", Title: "Quels sont les freins au développement de votre structure ?", Bars: []chart.Bar{
		{Label: "L’accès au foncier et aux locaux d’activité, en ville comme à la campagne", Count: 1098, Share: 0.366},
		{Label: "Les délais de paiement", Count: 268, Share: 1}, {Label: "Autre", Hidden: true}}}
	content, err := bars.PNG(p, note)
	keep("bars", content, err)
	content, err = chart.Stacked{ID: "g", Title: "Satisfaction", Answers: []string{"Très satisfaisant", "Plutôt", "Peu", "Pas du tout", "Jamais", "Parfois", "Ne sait pas"},
		Rows: []chart.StackedRow{{Label: "L’accompagnement", Counts: []int{40, 80, 60, 20, 12, 30, 30}}, {Label: "Le financement", Counts: []int{1, 0, 3, 190, 4, 0, 0}}}}.PNG(p, note)
	keep("stacked", content, err)
	day := func(day int) time.Time { return time.Date(2026, 11, day, 11, 0, 0, 0, time.UTC) }
	content, err = chart.Days{ID: "j", Title: "Réponses reçues", Sum: true, Days: []chart.Day{{day(2), 12}, {day(3), 40}, {day(9), 73}, {day(20), 150}}}.PNG(p, note)
	keep("days", content, err)
	content, err = chart.Bars{ID: "vide", Title: "Vide"}.PNG(p, "")
	keep("nothing", content, err)
	return made
}

func TestAChartIsAnImageForSlides(t *testing.T) {
	again := images(t)
	for name, content := range images(t) {
		t.Run(name, func(t *testing.T) {
			if folder := os.Getenv("CONCERTATION_PICTURES"); folder != "" {
				if err := os.WriteFile(filepath.Join(folder, "chart-"+name+".png"), content, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if !bytes.Equal(content, again[name]) {
				t.Error("the same figures gave other bytes")
			}
			picture, err := png.Decode(bytes.NewReader(content))
			if err != nil {
				t.Fatal(err)
			}
			if wide := picture.Bounds().Dx(); wide < 1600 {
				t.Errorf("%d pixels wide: too few for a slide", wide)
			}
			if share := drawn(picture); share < 0.002 || share > 0.6 {
				t.Errorf("%.1f %% of the image is drawn on", share*100)
			}
		})
	}
}

// drawn gives the share of pixels that are not white.
func drawn(picture image.Image) float64 {
	marked, bounds := 0, picture.Bounds()
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			if r, g, b, _ := picture.At(x, y).RGBA(); r+g+b < 3*0xffff {
				marked++
			}
		}
	}
	return float64(marked) / float64(bounds.Dx()*bounds.Dy())
}

func TestAnImageTooHighIsRefused(t *testing.T) {
	bars := chart.Bars{ID: "q", Title: "Beaucoup"}
	for range 1000 {
		bars.Bars = append(bars.Bars, chart.Bar{Label: strings.Repeat("mot ", 20), Count: 1, Share: 0.001})
	}
	if _, err := bars.PNG(printer(t), ""); err == nil {
		t.Error("an image of thousands of lines was drawn")
	}
}
