package service_test

import (
	"context"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/service"
)

// standing gives how far the first theme is.
func (r *room) standing(t testing.TB) service.ThemeStanding {
	t.Helper()
	all, err := r.ThemeStandings(context.Background(), r.bruno, "demonstration")
	if err != nil {
		t.Fatal(err)
	}
	return all[0]
}

func TestAThemeIsPublicOnceSomebodyReadItThroughAndUntilItChanges(t *testing.T) {
	ctx := context.Background()
	r := codingRoom(t, 20)
	theme := r.grid.Themes[0].ID
	var open, quoted []consult.ID
	for _, text := range r.texts(t, consult.ContributionFilter{ConsultationID: r.consultation.ID}) {
		if text.Publication == consult.PublicationNo {
			open = append(open, text.ID)
		} else {
			quoted = append(quoted, text.ID)
		}
	}
	if len(open) < 2 || len(quoted) < 1 {
		t.Fatalf("%d texts to keep, %d to publish", len(open), len(quoted))
	}
	for _, id := range []consult.ID{open[0], quoted[0]} {
		r.code(t, r.amina, id, service.CodingGive, 1)
		if err := r.Margin(ctx, r.amina, "demonstration", service.MarginAct{Contribution: id, Kind: service.MarginQuote}); err != nil {
			t.Fatal(err)
		}
	}
	hidden := func(when string) {
		t.Helper()
		if _, err := r.ValidatedTheme(ctx, "demonstration", theme); consult.CodeOf(err) != consult.CodeNotFound {
			t.Errorf("%s: %v", when, err)
		}
	}
	hidden("before anybody validated it")

	r.code(t, r.bruno, open[0], service.CodingRemove, 1)
	if err := r.ValidateTheme(ctx, r.amina, "demonstration", theme); consult.CodeOf(err) != consult.CodeConflict {
		t.Errorf("validated though coders disagree: %v", err)
	}
	r.code(t, r.bruno, open[0], service.CodingGive, 1)
	if err := r.ValidateTheme(ctx, r.amina, "demonstration", theme); err != nil {
		t.Fatal(err)
	}
	if got := r.standing(t); !got.Validated || got.Reopened || got.By != "Amina" {
		t.Errorf("%+v", got)
	}
	page, err := r.ValidatedTheme(ctx, "demonstration", theme)
	if err != nil {
		t.Fatal(err)
	}
	if len(page.Quotes) != 1 || page.Quotes[0].Text == "" || !page.Quotes[0].At.IsZero() {
		t.Errorf("quotes: %+v", page.Quotes)
	}

	r.code(t, r.bruno, open[1], service.CodingGive, 1)
	if got := r.standing(t); got.Validated || !got.Reopened {
		t.Errorf("a theme given since does not open the theme again: %+v", got)
	}
	hidden("after something changed")
}

func TestCountsFollowEveryChangeThoughTheyAreKept(t *testing.T) {
	ctx := context.Background()
	r := codingRoom(t, 20)
	counts := func() *consult.Grouping {
		t.Helper()
		grouping, err := r.ThemeCounts(ctx, r.consultation.ID)
		if err != nil {
			t.Fatal(err)
		}
		return grouping
	}
	before := counts()
	if counts() != before {
		t.Error("counted anew though nothing changed")
	}
	var text consult.Contribution
	for _, one := range r.texts(t, consult.ContributionFilter{ConsultationID: r.consultation.ID}) {
		if len(one.Body) > 20 {
			text = one
		}
	}
	_, err := r.Split(ctx, r.amina, "demonstration", service.SplitAct{Contribution: text.ID, Statement: text.ID, TextVersion: text.TextVersion, Statements: 1,
		Start: 0, End: len(text.Body[:10]) - offRune(text.Body, 10)})
	if err != nil {
		t.Fatal(err)
	}
	after := counts().Total
	if after.Statements != before.Total.Statements+1 || after.Contributions != before.Total.Contributions || after.Contributors != before.Total.Contributors {
		t.Errorf("from %+v to %+v", before.Total, after)
	}
	if err := r.Join(ctx, r.bruno, "demonstration", service.SplitAct{Contribution: text.ID, TextVersion: text.TextVersion, Statements: 2}); err != nil {
		t.Fatal(err)
	}
	if joined := counts().Total; joined != before.Total {
		t.Errorf("split and joined: %+v became %+v", before.Total, joined)
	}
}

// offRune says how many bytes before at a character begins.
func offRune(text string, at int) int {
	back := 0
	for text[at-back]&0xC0 == 0x80 {
		back++
	}
	return back
}
