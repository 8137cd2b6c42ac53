package respond_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"concertation/forms"
	"concertation/internal/store"
	"concertation/internal/testkit"
	"concertation/internal/web"
)

func TestAFullDiskKeepsWhatWasTypedInThePage(t *testing.T) {
	definition := forms.Definition{Title: forms.Text{"fr": "Essai"}, DefaultLanguage: "fr", Languages: []string{"fr"}, Sections: []forms.Section{
		{Name: "page", Title: forms.Text{"fr": "Page"}, Questions: []forms.Question{{Name: "avis", Kind: forms.LongText, Label: forms.Text{"fr": "Votre avis"}}}}}}
	site := openWith(t, definition, web.Config{}, store.MaxPages(300))
	token := site.begin()
	for attempt := range 400 {
		typed := fmt.Sprintf("Avis numéro %d. %s", attempt, strings.Repeat("Un texte qui prend de la place. ", 280))
		got := site.send("/r/"+token+"/etape/1", url.Values{"avis": {typed}}, "later")
		if got.status == http.StatusSeeOther {
			token = site.beginOr(token)
			continue
		}
		if got.status != http.StatusServiceUnavailable {
			t.Fatalf("a full disk gives %d", got.status)
		}
		if !strings.Contains(got.body, fmt.Sprintf("Avis numéro %d.", attempt)) || !strings.Contains(got.body, "ne sont pas encore enregistrées") {
			t.Error("what was typed is not in the page, or nothing is said")
		}
		if faults := testkit.HTMLFaults(got.body); len(faults) > 0 {
			t.Error(faults)
		}
		return
	}
	t.Fatal("the disk never filled")
}

// beginOr begins another response while there is room for one, and goes on with the present one after.
func (s *site) beginOr(token string) string {
	got := s.post(start+"/commencer", nil)
	if got.status != http.StatusSeeOther {
		return token
	}
	return strings.Split(got.location, "/")[2]
}
