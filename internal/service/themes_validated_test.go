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

func TestAThemesPageTellsWhatComesWithItAndWhatItQuotes(t *testing.T) {
	ctx := context.Background()
	r := codingRoom(t, 20)
	texts := r.texts(t, consult.ContributionFilter{ConsultationID: r.consultation.ID})
	for i, themes := range [][]int{{1, 2}, {1, 2}, {1, 3}, {2, 3}} {
		for _, theme := range themes {
			r.code(t, r.amina, texts[i].ID, service.CodingGive, theme)
		}
	}
	r.code(t, r.bruno, texts[2].ID, service.CodingRemove, 1)
	for _, i := range []int{0, 3} { // the last one is not under the theme
		if err := r.Margin(ctx, r.amina, "demonstration", service.MarginAct{Contribution: texts[i].ID, Kind: service.MarginQuote}); err != nil {
			t.Fatal(err)
		}
	}
	view, err := r.ThemeView(ctx, r.amina, "demonstration", r.grid.Themes[0].ID, 1)
	if err != nil {
		t.Fatal(err)
	}
	if len(view.Together) != 2 || view.Together[0].Theme.Position != 2 || view.Together[0].Contributions != 2 || view.Together[1].Contributions != 1 {
		t.Errorf("together: %+v", view.Together)
	}
	if len(view.Quotes) != 1 || view.Quotes[0].Contribution.ID != texts[0].ID || view.Quotes[0].Text != texts[0].Body {
		t.Errorf("quotes: %+v", view.Quotes)
	}
	if len(view.Waiting) != 1 || view.Waiting[0].Contribution.ID != texts[2].ID || !view.Waiting[0].Contested {
		t.Errorf("waiting: %+v", view.Waiting)
	}
	if view.Standing == nil || view.Standing.Contested != 1 || view.Standing.Ready() {
		t.Errorf("standing: %+v", view.Standing)
	}
	for _, share := range append(view.Categories, view.Territories...) {
		if share.Counts.Contributors > share.All || share.All > view.All {
			t.Errorf("%d of %d contributors of %s, of %d", share.Counts.Contributors, share.All, share.Label, view.All)
		}
	}
}
