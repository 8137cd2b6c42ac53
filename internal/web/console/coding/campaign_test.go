package coding_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/testkit"
)

const petition = "Nous demandons à la région de soutenir les épiceries solidaires des communes rurales par une aide au loyer, sans quoi il n’y aura plus de commerce"

// petitioned puts three near-identical texts in the demonstration and gives the first.
func (d *desk) petitioned() consult.Contribution {
	d.t.Helper()
	ctx := context.Background()
	var first consult.Contribution
	for i, body := range []string{petition, petition + ". Amina", petition + " !"} {
		letter := consult.Contribution{ID: consult.NewID(), ConsultationID: d.consultation.ID, Kind: consult.KindLetter, Origin: consult.OriginCollected,
			Channel: consult.ChannelMail, Body: body, Folded: strings.ToLower(body), Publication: consult.PublicationNo, TextVersion: 1, CreatedAt: testkit.Noon, ChangedAt: testkit.Noon}
		err := d.store.Atomic(ctx, func(tx consult.Tx) (err error) {
			if letter.ChangeSeq, err = tx.NextSeq(ctx); err != nil {
				return err
			}
			return tx.InsertContribution(ctx, &letter)
		})
		if err != nil {
			d.t.Fatal(err)
		}
		if i == 0 {
			first = letter
		}
	}
	if err := d.service.RefreshSuggestions(ctx, d.consultation.ID); err != nil {
		d.t.Fatal(err)
	}
	return first
}

func TestNearIdenticalTextsAreGroupedTogetherAndUndoneTogether(t *testing.T) {
	d := open(t, service.DemoOptions{Responses: 3, Seed: 1})
	path := "/contributions/" + string(d.petitioned().ID)
	if _, body := d.get("amina", path); !strings.Contains(body, "2 textes presque identiques") {
		t.Fatal("the campaign is not said")
	}
	if status, _ := d.post("amina", path+"/lot", nil); status != http.StatusUnprocessableEntity {
		t.Errorf("without a theme: %d", status)
	}
	d.post("amina", path, url.Values{"donner": {string(d.grid.Themes[1].ID)}})
	if _, body := d.get("amina", path+"/lot"); !strings.Contains(body, "Donner ces thématiques à 2 textes") {
		t.Error("what would be done is not said")
	}
	if status, _ := d.post("rose", path+"/lot", nil); status != http.StatusForbidden {
		t.Errorf("a reader: %d", status)
	}
	_, done := d.post("amina", path+"/lot", nil)
	if len(d.current()) != 3 {
		t.Fatalf("%d themes stand, want 3", len(d.current()))
	}
	moment := regexp.MustCompile(`name="moment" value="(\d+)"`).FindStringSubmatch(done)
	if moment == nil {
		t.Fatal("no way back is offered")
	}
	d.post("amina", path+"/lot/annuler", url.Values{"moment": {moment[1]}})
	if len(d.current()) != 1 {
		t.Errorf("%d themes stand after the undo, want 1", len(d.current()))
	}
}

func TestThePageOfNearIdenticalTextsPassesAxeAndFitsAPhone(t *testing.T) {
	testkit.Require(t, "assets")
	d := open(t, service.DemoOptions{Responses: 3, Seed: 1})
	path := "/contributions/" + string(d.petitioned().ID)
	d.post("amina", path, url.Values{"donner": {string(d.grid.Themes[1].ID)}})
	chrome := testkit.Browser(t)
	for _, view := range []testkit.View{{Width: testkit.WideScreen}, {Width: testkit.NarrowScreen}} {
		tab := chrome.Tab(view)
		tab.Go(d.url("amina", path+"/lot"))
		tab.Wait("h1")
		tab.CheckReflow()
		tab.CheckAxe()
		testkit.Picture(tab, "coding-campaign", view)
	}
}
