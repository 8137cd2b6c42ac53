package coding_test

import (
	"net/url"
	"strings"
	"testing"

	"concertation/internal/service"
)

func TestAThemeSaysWhatIsMissingAndIsValidatedOnceNothingIs(t *testing.T) {
	d := open(t, service.DemoOptions{Responses: 60, Seed: 1, Coded: true})
	theme := string(d.grid.Themes[3].ID)
	path, text := "/thematiques/"+theme, "/contributions/"+string(d.first().ID)
	d.contest() // of the fourth theme, on the first text
	if status, _ := d.post("amina", text, url.Values{"enonce": {string(d.first().ID)}, "marge": {"quote"}}); status != 200 {
		t.Fatalf("quote: status %d", status)
	}

	says := func(when string, who string, wanted, gone []string) {
		t.Helper()
		status, body := d.get(who, path)
		if status != 200 {
			t.Fatalf("%s: status %d", when, status)
		}
		for _, words := range wanted {
			if !strings.Contains(body, words) {
				t.Errorf("%s: does not say %q", when, words)
			}
		}
		for _, words := range gone {
			if strings.Contains(body, words) {
				t.Errorf("%s: says %q", when, words)
			}
		}
	}
	button := "Valider cette thématique</button>"
	says("while coders disagree", "amina", []string{"il reste à lire", "1 énoncé sur lequel les analystes sont en désaccord", `id="a-relire"`, "Citations choisies",
		"participants représentés", "Thématiques données aux mêmes contributions"}, []string{button, "Aucune citation choisie"})
	if status, _ := d.post("amina", path+"/valider", nil); status != 409 {
		t.Errorf("validated though coders disagree: status %d", status)
	}

	d.post("bruno", text, url.Values{"donner": {theme}})
	says("once they agree", "amina", []string{button}, []string{"il reste à lire", `id="a-relire"`})
	if status, _ := d.post("amina", path+"/valider", nil); status != 200 {
		t.Errorf("validate: status %d", status)
	}
	says("once validated", "amina", []string{"validée par Amina", `href="/c/demonstration/thematiques/4"`}, []string{button})

	d.post("bruno", text, url.Values{"retirer": {theme}})
	says("after coders disagree again", "amina", []string{"puis rouverte", "il reste à lire"}, []string{`href="/c/demonstration/thematiques/4"`})
}
