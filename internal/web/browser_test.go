package web_test

import (
	"net/http/httptest"
	"testing"

	"concertation/internal/testkit"
)

func TestPublicPagesInABrowser(t *testing.T) {
	chrome := testkit.Browser(t)
	server := httptest.NewServer(open(t, styled(t)).handler)
	defer server.Close()
	for _, view := range []testkit.View{{Width: testkit.WideScreen}, {Width: testkit.NarrowScreen}, {Dark: true}} {
		tab := chrome.Tab(view)
		pages := append([]struct{ name, path string }{{"404", "/nowhere"}}, publicPages...)
		for _, page := range pages {
			tab.Go(server.URL + page.path)
			tab.CheckAxe()
			tab.CheckReflow()
			testkit.Picture(tab, page.name, view)
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
