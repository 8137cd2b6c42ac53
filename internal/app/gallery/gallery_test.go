package gallery_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"concertation/internal/app/gallery"
	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/store"
	"concertation/internal/testkit"
	"concertation/internal/testkit/database"
	"concertation/internal/web"
	"concertation/internal/web/assets"
)

// hall is the gallery, open.
type hall struct {
	t       *testing.T
	screens []gallery.Screen
	handler http.Handler
	cookie  string
}

func open(t *testing.T) *hall {
	t.Helper()
	kept, err := store.Open(t.Context(), database.SQLite(t))
	must(t, err)
	t.Cleanup(func() { _ = kept.Close() })
	catalogue, err := i18n.New()
	must(t, err)
	built, err := assets.Embedded()
	must(t, err)
	uses := service.New(kept, service.WithCatalogue(catalogue))
	t.Cleanup(uses.Stop)
	h := &hall{t: t}
	h.screens, err = gallery.Fill(t.Context(), uses)
	must(t, err)
	deps := web.Deps{Service: uses, Catalogue: catalogue, Assets: built}
	site, err := web.New(deps)
	must(t, err)
	h.handler = gallery.Handler(site, deps, h.screens)
	form := url.Values{"email": {gallery.Email}, "password": {gallery.Password}}
	request := httptest.NewRequest(http.MethodPost, "/console/connexion", strings.NewReader(form.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	answer := httptest.NewRecorder()
	h.handler.ServeHTTP(answer, request)
	h.cookie, _, _ = strings.Cut(answer.Header().Get("Set-Cookie"), ";")
	return h
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (h *hall) get(path, cookie string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(http.MethodGet, path, nil)
	request.Header.Set("Cookie", cookie)
	answer := httptest.NewRecorder()
	h.handler.ServeHTTP(answer, request)
	return answer
}

// Whoever adds an address to the site shows its screen, or says why it has none.
func TestEveryAddressOfTheSiteHasAScreen(t *testing.T) {
	h := open(t)
	for _, address := range gallery.Missing(h.screens) {
		t.Errorf("%s has no screen in the gallery: add one, or say in unseen.go why not", address)
	}
	seen := map[string]bool{}
	for _, screen := range h.screens {
		seen[gallery.Pattern(screen.Path)] = true
	}
	for address := range gallery.Unseen() {
		if seen[address] || !slices.Contains(web.RouteTable(), web.RouteLine{Method: http.MethodGet, Path: address}) {
			t.Errorf("%s is said to have no screen, and has one or is no address", address)
		}
	}
}

func TestEveryScreenOfTheGalleryOpens(t *testing.T) {
	h := open(t)
	addresses := map[string]bool{}
	for _, screen := range h.screens {
		cookie := h.cookie
		if screen.Door {
			cookie = ""
		}
		answer := h.get(screen.Address(), cookie)
		if answer.Code != screen.Status {
			t.Errorf("%s (%s) gives %d %s", screen.Path, screen.State, answer.Code, answer.Header().Get("Location"))
			continue
		}
		testkit.CheckHTML(t, answer.Body.String())
		if strings.Contains(answer.Body.String(), "&lt;/s/") {
			t.Errorf("%s shows a mail whose link does not say where it leads", screen.Path)
		}
		if addresses[screen.Address()] {
			t.Errorf("%s is shown twice", screen.Address())
		}
		addresses[screen.Address()] = true
	}
	list := h.get(gallery.Address, "").Body.String()
	testkit.CheckHTML(t, list)
	if strings.Count(list, "<li><a") != len(h.screens) {
		t.Errorf("the list shows %d of %d screens", strings.Count(list, "<li><a"), len(h.screens))
	}
	t.Logf("%d screens", len(h.screens))
}

func TestAPathLeadsToTheAddressWhoseWordsItHas(t *testing.T) {
	for path, want := range map[string]string{
		"/c/demonstration/idees/nouvelle?titre=x":        "/c/:slug/idees/nouvelle",
		"/c/demonstration/idees/0198":                    "/c/:slug/idees/:id",
		"/console/concertations/demonstration":           "/console/concertations/:slug",
		"/console/concertations/d/structures/1/modifier": "/console/concertations/:slug/structures/:id/modifier",
		"/c//aide": "", "/page-absente": "",
	} {
		if got := gallery.Pattern(path); got != want {
			t.Errorf("%s leads to %q", path, got)
		}
	}
}
