package coding_test

import (
	"net/url"
	"regexp"
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
	if status, body := d.post("amina", path+"/valider", nil); status != 409 || !strings.Contains(body, "Cochez la case qui dit combien") {
		t.Errorf("validated without a word on what nobody read: status %d", status)
	}
	_, body := d.get("amina", path)
	unread := regexp.MustCompile(`name="non_lus" value="(\d+)"`).FindStringSubmatch(body)
	if unread == nil {
		t.Fatal("does not say how many statements nobody read")
	}
	confirmed := url.Values{"non_lus": {unread[1]}}
	if status, _ := d.post("amina", path+"/valider", confirmed); status != 200 {
		t.Errorf("validate: status %d", status)
	}
	says("once validated", "amina", []string{"validée par Amina", `href="/c/demonstration/thematiques/4"`, "La page publique dit que " + unread[1]}, []string{button})

	if status, _ := d.post("rose", path+"/retirer", nil); status != 403 {
		t.Errorf("a reader takes the validation back: status %d", status)
	}
	if status, _ := d.post("bruno", path+"/retirer", nil); status != 200 {
		t.Errorf("take back: status %d", status)
	}
	says("once taken back", "amina", []string{"Validation retirée par Bruno", button}, []string{`href="/c/demonstration/thematiques/4"`})
	if status, _ := d.post("bruno", path+"/retirer", nil); status != 409 {
		t.Errorf("take back twice: status %d", status)
	}
	if status, _ := d.post("amina", path+"/valider", confirmed); status != 200 {
		t.Errorf("validate again: status %d", status)
	}

	d.post("bruno", text, url.Values{"retirer": {theme}})
	says("after coders disagree again", "amina", []string{"puis rouverte", "il reste à lire"}, []string{`href="/c/demonstration/thematiques/4"`})
}
