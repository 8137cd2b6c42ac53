package respond_test

import (
	"net/url"
	"strconv"
	"strings"
	"testing"

	"concertation/forms"
	"concertation/forms/library"
	"concertation/internal/web"
)

// What is remembered of a page must be what a server that remembers nothing writes: whoever looked before, whatever the
// order of the choices, before an answer and after.
func TestWhatIsRememberedOfAPageIsWhatWouldBeWrittenAfresh(t *testing.T) {
	for name, definition := range map[string]forms.Definition{"reference": library.Reference(), "every kind": library.EveryKind()} {
		t.Run(name, func(t *testing.T) {
			s := open(t, definition)
			form, issues := forms.Compile(definition)
			if form == nil {
				t.Fatal(issues)
			}
			for range 4 {
				token := s.begin()
				for section := range form.Definition().Sections {
					path := "/r/" + token + "/etape/" + strconv.Itoa(section+1)
					sameAfresh(t, s, path)
					s.post(path, url.Values{"version": {"1"}, "action": {"next"}, "force": {"1"}, "categorie": {"tete_reseau"}, "continuer": {"oui"}, "freins": {"tresorerie"}, "freins_autre": {"Le temps"},
						"themes_prioritaires": {"gouvernance"}, "shown": {"freins freins_autre themes_prioritaires"}})
					sameAfresh(t, s, path)
				}
			}
		})
	}
}

// sameAfresh compares a page with what a server just opened shows.
func sameAfresh(t *testing.T, s *site, path string) {
	t.Helper()
	fresh := serve(t, s.store, web.Config{})
	defer fresh.server.Close()
	remembered, written := s.get(path), fresh.get(path)
	if remembered.status != written.status {
		t.Fatalf("%s: %d, afresh %d", path, remembered.status, written.status)
	}
	if a, b := neutral(s, remembered.body), neutral(fresh, written.body); a != b {
		t.Errorf("%s differs from what is written afresh, from byte %d of %d", path, firstDifference(a, b), len(b))
	}
}

// neutral takes the server's address out of a page.
func neutral(s *site, body string) string {
	address := strings.TrimPrefix(s.server.URL, "http://")
	return strings.NewReplacer(address, "", url.QueryEscape(address), "").Replace(body)
}

func firstDifference(a, b string) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	return min(len(a), len(b))
}
