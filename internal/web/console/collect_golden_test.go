package console_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/testkit"
)

var anIdentifier = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)

// ownPart gives what is between the navigation and the footer, its identifiers made the same each time.
func ownPart(t *testing.T, body string) string {
	t.Helper()
	_, inside, _ := strings.Cut(body, "<main")
	inside, _, found := strings.Cut(inside, "</main>")
	if !found {
		t.Fatal("the page has no content")
	}
	numbers := map[string]string{}
	steady := anIdentifier.ReplaceAllStringFunc("<main"+inside+"</main>", func(id string) string {
		if numbers[id] == "" {
			numbers[id] = fmt.Sprintf("id-%d", len(numbers)+1)
		}
		return numbers[id]
	})
	steady = regexp.MustCompile(`name="version" value="\d+"`).ReplaceAllString(steady, `name="version" value="1"`)
	return testkit.NormalHTML(t, steady)
}

func TestScreensOfCollectingLookAsBefore(t *testing.T) {
	house := open(t, 0)
	organiser := house.staff(consult.RoleOrganiser)
	organiser.post("/console/concertations", url.Values{"title": {"Plan vélo"}, "slug": {"plan-velo"}, "start": {"vide"}})
	screens := organiser.gathered()
	organiser.get(collecting) // what was just done is said once
	for name, path := range screens {
		t.Run(name, func(t *testing.T) {
			status, _, body := organiser.get(path)
			if status != http.StatusOK {
				t.Fatalf("%s gives %d", path, status)
			}
			testkit.CheckHTML(t, body)
			testkit.Golden(t, "collect/"+name+".html", ownPart(t, body))
		})
	}
	for name, path := range map[string]string{"notes-refus": "/notes", "courrier-refus": "/courrier"} {
		t.Run(name, func(t *testing.T) {
			status, _, body := organiser.send(collecting+path, "application/x-www-form-urlencoded", strings.NewReader(url.Values{"id": {string(consult.NewID())}, "date": {"hier"}}.Encode()))
			if status != http.StatusUnprocessableEntity {
				t.Fatalf("%s gives %d", path, status)
			}
			testkit.CheckHTML(t, body)
			testkit.Golden(t, "collect/"+name+".html", ownPart(t, body))
		})
	}
}
