package ui_test

import (
	"strconv"
	"strings"
	"testing"

	"concertation/internal/web/ui"
)

func TestWhatIsAroundAPageIsThatOfItsConsultation(t *testing.T) {
	s := site(t)
	page := func(consultation *ui.Consultation) string {
		p := s.Page("Page")
		p.Consultation = consultation
		return render(t, ui.Layout(p))
	}
	for range 2 { // made, then remembered
		for title, address := range map[string]string{"Eau": "/c/eau", "Vélo": "/c/velo"} {
			html := page(&ui.Consultation{Title: title, URL: address})
			if !strings.Contains(html, ">"+title+"</a>") || !strings.Contains(html, `href="`+address+`/aide"`) {
				t.Errorf("%s: %s", title, html)
			}
		}
		if html := page(nil); strings.Contains(html, "/c/") || !strings.Contains(html, `href="/aide"`) {
			t.Errorf("the site: %s", html)
		}
	}
	if html := page(&ui.Consultation{Title: "Eau et rivières", URL: "/c/eau"}); !strings.Contains(html, ">Eau et rivières</a>") {
		t.Errorf("under a new title: %s", html)
	}
}

func TestWhoIsLoggedInIsRememberedByNoPage(t *testing.T) {
	s := site(t)
	consultation := &ui.Consultation{Title: "Eau", URL: "/c/eau"}
	visitor, organiser := s.Page("Page"), s.Page("Page")
	visitor.Consultation, organiser.Consultation = consultation, consultation
	organiser.Console = &ui.Console{UserName: "Bruno", LogoutURL: "/console/sortir"}
	for range 2 {
		if html := render(t, ui.ConsoleLayout(organiser)); !strings.Contains(html, "Bruno") {
			t.Error("the organiser is not named")
		}
		if html := render(t, ui.Layout(visitor)); strings.Contains(html, "Bruno") {
			t.Error("a visitor reads who is logged in")
		}
	}
}

func TestManyTitlesAreNotRememberedForEver(t *testing.T) {
	s := site(t)
	for i := range 1200 {
		p := s.Page("Page")
		p.Consultation = &ui.Consultation{Title: "Titre " + strconv.Itoa(i), URL: "/c/eau"}
		if html := render(t, ui.Layout(p)); !strings.Contains(html, ">Titre "+strconv.Itoa(i)+"</a>") {
			t.Fatalf("title %d: %s", i, html)
		}
	}
	if known := ui.FramesKnown(s); known > 1000 {
		t.Errorf("%d frames are held", known)
	}
}
