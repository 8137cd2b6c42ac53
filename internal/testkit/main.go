package testkit

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// What differs from a run to the next: identifiers, and the secrets of one-time links.
var (
	identifier = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	secretLink = regexp.MustCompile(`https?://[^/\s"]+/|/premiere-connexion/[A-Za-z0-9_-]+`)
)

// Main gives what a page says between its frame, for a golden file: identifiers are numbered as they come, secrets
// and the address of the test's server are taken out.
func Main(t testing.TB, body string) string {
	t.Helper()
	_, inside, found := strings.Cut(body, "<main")
	inside, _, closed := strings.Cut(inside, "</main>")
	if !found || !closed {
		t.Fatalf("the page has no main part: %.300s", body)
	}
	inside = secretLink.ReplaceAllStringFunc(inside, func(link string) string {
		if strings.HasPrefix(link, "http") {
			return "http://…/"
		}
		return "/premiere-connexion/…"
	})
	numbers := map[string]string{}
	inside = identifier.ReplaceAllStringFunc(inside, func(id string) string {
		if numbers[id] == "" {
			numbers[id] = fmt.Sprintf("id-%d", len(numbers)+1)
		}
		return numbers[id]
	})
	return NormalHTML(t, "<main"+inside+"</main>")
}
