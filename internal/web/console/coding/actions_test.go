package coding_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"concertation/internal/service"
)

// proposeActions has the first text propose two actions, and gives the address of their page.
func (d *desk) proposeActions() string {
	d.t.Helper()
	id := string(d.first().ID)
	for _, title := range []string{"Ouvrir un guichet", "Tenir un guichet unique"} {
		if status, _ := d.post("amina", "/contributions/"+id, url.Values{"enonce": {id}, "marge": {"propose"}, "intitule": {title}}); status != 200 {
			d.t.Fatalf("propose %s: status %d", title, status)
		}
	}
	return "/actions-proposees"
}

func TestActionsAreRenamedMergedAndDetached(t *testing.T) {
	d := open(t, service.DemoOptions{Responses: 10, Seed: 1})
	if _, body := d.get("amina", "/actions-proposees"); !strings.Contains(body, "Aucune action relevée") {
		t.Error("does not say what to do when there is none")
	}
	path := d.proposeActions()
	proposals, err := d.store.Proposals(context.Background(), d.consultation.ID)
	if err != nil || len(proposals) != 2 {
		t.Fatalf("%d actions, %v", len(proposals), err)
	}
	first, second := string(proposals[0].ID), string(proposals[1].ID)
	source := string(d.first().ID)
	for _, step := range []struct {
		name, action string
		form         url.Values
		status       int
		want, gone   string
	}{
		{"rename", first, url.Values{"geste": {"rename"}, "intitule": {"Créer un guichet"}}, 200, "Créer un guichet", "Ouvrir un guichet"},
		{"a blank title", first, url.Values{"geste": {"rename"}, "intitule": {" "}}, 422, "Donnez un intitulé", ""},
		{"merge into itself", first, url.Values{"geste": {"merge"}, "vers": {first}}, 422, "Choisissez une autre action", ""},
		{"merge", first, url.Values{"geste": {"merge"}, "vers": {second}}, 200, "Tenir un guichet unique", "Créer un guichet"},
		{"remove without a word", second, url.Values{"geste": {"remove"}}, 422, "Cochez la case", ""},
		{"detach", second, url.Values{"detacher": {source}}, 200, "0 énoncé", source},
		{"remove", second, url.Values{"geste": {"remove"}}, 200, "Aucune action relevée", "Tenir un guichet unique"},
	} {
		status, body := d.post("amina", path+"/"+step.action, step.form)
		if status != step.status || !strings.Contains(body, step.want) || step.gone != "" && strings.Contains(body, step.gone) {
			t.Errorf("%s: status %d", step.name, status)
		}
	}
	d.proposeActions()
	if proposals, err = d.store.Proposals(context.Background(), d.consultation.ID); err != nil || len(proposals) != 2 {
		t.Fatalf("%d actions, %v", len(proposals), err)
	}
	first = string(proposals[0].ID)
	if status, body := d.post("amina", path+"/"+first, url.Values{"geste": {"remove"}, "confirmer-" + first: {"oui"}}); status != 200 || strings.Contains(body, first) {
		t.Errorf("remove, confirmed: status %d", status)
	}
	if status, _ := d.post("rose", path+"/"+second, url.Values{"geste": {"remove"}}); status != 403 {
		t.Errorf("a reader changes actions: status %d", status)
	}
}
