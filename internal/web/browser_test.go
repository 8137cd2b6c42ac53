package web_test

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"concertation/internal/testkit"
)

// With CONCERTATION_PICTURES set to a folder, the pages looked at are also written there as pictures.
func picture(tab *testkit.Tab, name string) {
	if folder := os.Getenv("CONCERTATION_PICTURES"); folder != "" {
		tab.Screenshot(filepath.Join(folder, name+".png"))
	}
}

func TestPublicPagesInABrowser(t *testing.T) {
	chrome := testkit.Browser(t)
	server := httptest.NewServer(open(t, styled(t)).handler)
	defer server.Close()
	for _, view := range []struct {
		name string
		testkit.View
	}{
		{"wide", testkit.View{Width: testkit.WideScreen}},
		{"narrow", testkit.View{Width: testkit.NarrowScreen}},
		{"dark", testkit.View{Width: testkit.WideScreen, Dark: true}},
	} {
		tab := chrome.Tab(view.View)
		pages := append([]struct{ name, path string }{{"404", "/nowhere"}}, publicPages...)
		for _, page := range pages {
			tab.Go(server.URL + page.path)
			tab.CheckAxe()
			tab.CheckReflow()
			picture(tab, page.name+"-"+view.name)
		}
	}
}

func TestTheSkipLinkLeadsToTheContent(t *testing.T) {
	chrome := testkit.Browser(t)
	server := httptest.NewServer(open(t, styled(t)).handler)
	defer server.Close()
	tab := chrome.Tab(testkit.View{})
	tab.Go(server.URL + "/c/sress-2016")
	tab.Press("\t")
	if got := testkit.Evaluate[string](tab, "document.activeElement.textContent"); got != "Aller au contenu" {
		t.Fatalf("the first key reaches %q", got)
	}
	tab.Press("\r")
	if got := testkit.Evaluate[string](tab, "document.activeElement.id"); got != "contenu" {
		t.Errorf("the skip link leads to %q", got)
	}
}
