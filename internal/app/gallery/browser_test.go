package gallery_test

import (
	"fmt"
	"net/http/httptest"
	"testing"

	"concertation/internal/app/gallery"
	"concertation/internal/testkit"
)

// perTab is how many screens a tab shows: each has a time of its own.
const perTab = 10

// With CONCERTATION_PICTURES it leaves a picture of each screen at both widths there.
func TestEveryScreenOfTheGalleryIsAccessibleAndFits(t *testing.T) {
	chrome := testkit.Browser(t)
	h := open(t)
	server := httptest.NewServer(h.handler)
	defer server.Close()
	tab := chrome.Tab(testkit.View{})
	shown := 0
	show := func(screen gallery.Screen) {
		if shown++; shown%perTab == 0 {
			tab = chrome.Tab(testkit.View{})
		}
		tab.Resize(testkit.WideScreen)
		tab.Go(server.URL + screen.Address())
		for _, width := range []int{testkit.WideScreen, testkit.NarrowScreen} {
			tab.Resize(width)
			tab.CheckAxe()
			if !screen.Paper {
				tab.CheckReflow()
			}
			testkit.Picture(tab, fmt.Sprintf("%03d", shown), testkit.View{Width: width})
		}
	}
	for _, screen := range h.screens {
		if screen.Door {
			show(screen)
		}
	}
	tab.Go(server.URL + "/console/connexion")
	tab.Fill("#email", gallery.Email)
	tab.Fill("#password", gallery.Password)
	tab.Follow("main button")
	show(gallery.Screen{Path: gallery.Address})
	for _, screen := range h.screens {
		if !screen.Door {
			show(screen)
			t.Logf("%03d %s %s", shown, screen.Path, screen.State)
		}
	}
}
