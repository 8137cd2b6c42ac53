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
	if err := r.ValidateTheme(ctx, r.amina, "demonstration", theme, r.standing(t).Unread); consult.CodeOf(err) != consult.CodeConflict {
		t.Errorf("validated though coders disagree: %v", err)
	}
	r.code(t, r.bruno, open[0], service.CodingGive, 1)
	if err := r.ValidateTheme(ctx, r.amina, "demonstration", theme, r.standing(t).Unread); err != nil {
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

func TestAThemeIsValidatedWithUnreadStatementsOnlyBySayingHowMany(t *testing.T) {
	ctx := context.Background()
	r := codingRoom(t, 20)
	theme := r.grid.Themes[0].ID
	texts := r.texts(t, consult.ContributionFilter{ConsultationID: r.consultation.ID})
	for _, text := range texts[:len(texts)-2] {
		r.code(t, r.amina, text.ID, service.CodingGive, 1)
	}
	if got := r.standing(t); !got.Ready() || got.Unread != 2 {
		t.Fatalf("%+v", got)
	}
	for _, unread := range []int{0, 1} {
		if err := r.ValidateTheme(ctx, r.amina, "demonstration", theme, unread); consult.CodeOf(err) != consult.CodeConflict {
			t.Errorf("validated by somebody who knows of %d unread statements: %v", unread, err)
		}
	}
	if err := r.ValidateTheme(ctx, r.amina, "demonstration", theme, 2); err != nil {
		t.Fatal(err)
	}
	said := func(when string, want int) {
		t.Helper()
		page, err := r.ValidatedTheme(ctx, "demonstration", theme)
		if err != nil {
			t.Fatalf("%s: %v", when, err)
		}
		all, err := r.PublicThemes(ctx, "demonstration")
		if err != nil || page.Unread != want || all.Unread != want {
			t.Errorf("%s: %d and %d statements are said to be unread, want %d, %v", when, page.Unread, all.Unread, want, err)
		}
	}
	said("once validated", 2)
	r.note(t, "Un texte arrivé depuis.")
	said("once a text came", 3)
	r.code(t, r.bruno, texts[len(texts)-1].ID, service.CodingGive, 2)
	said("once somebody read one", 2)
}

func TestWhatAModelPutsUnderAThemeIsReadBeforeItIsValidated(t *testing.T) {
	ctx := context.Background()
	r := codingRoom(t, 20)
	theme := r.grid.Themes[0].ID
	text := r.note(t, "Une phrase. Une autre phrase.")
	next, err := r.Split(ctx, r.amina, "demonstration", service.SplitAct{Contribution: text.ID, Statement: text.ID, TextVersion: 1, Statements: 1, Start: 0, End: 11})
	if err != nil {
		t.Fatal(err)
	}
	parts, err := r.store.Statements(ctx, text.ID)
	if err != nil || len(parts) != 2 {
		t.Fatalf("%d parts, %v", len(parts), err)
	}
	second := parts[1].ID
	if next == second {
		second = parts[0].ID
	}
	check(t, r.store.Atomic(ctx, func(tx consult.Tx) error {
		return tx.ReplaceSuggestions(ctx, text.ID, []consult.Suggestion{{StatementID: second, ThemeID: theme, Model: "m", Score: 0.9, At: noon}})
	}))
	give := func(statement consult.ID, theme int) {
		t.Helper()
		check(t, r.Code(ctx, r.amina, "demonstration", service.CodingAct{Contribution: text.ID, Statement: statement, Theme: r.grid.Themes[theme-1].ID, Kind: service.CodingGive}))
	}
	give(next, 1)
	if got := r.standing(t); got.Ready() || got.Suggested != 1 {
		t.Errorf("one part was read, the other is proposed: %+v", got)
	}
	if err := r.ValidateTheme(ctx, r.amina, "demonstration", theme, 1000); consult.CodeOf(err) != consult.CodeConflict {
		t.Errorf("validated though nobody read what is proposed: %v", err)
	}
	give(second, 2)
	if got := r.standing(t); !got.Ready() {
		t.Errorf("both parts were read: %+v", got)
	}
}

func TestAValidationIsTakenBack(t *testing.T) {
	ctx := context.Background()
	r := codingRoom(t, 20)
	theme := r.grid.Themes[0].ID
	if err := r.WithdrawTheme(ctx, r.amina, "demonstration", theme); consult.CodeOf(err) != consult.CodeConflict {
		t.Errorf("nothing to take back: %v", err)
	}
	check(t, r.ValidateTheme(ctx, r.amina, "demonstration", theme, r.standing(t).Unread))
	if err := r.WithdrawTheme(ctx, consult.Actor{User: r.bruno.User, Role: consult.RoleReader}, "demonstration", theme); consult.CodeOf(err) != consult.CodeForbidden {
		t.Errorf("a reader: %v", err)
	}
	check(t, r.WithdrawTheme(ctx, r.bruno, "demonstration", theme))
	if got := r.standing(t); got.Validated || got.Reopened || !got.Withdrawn || got.By != "Bruno" {
		t.Errorf("%+v", got)
	}
	if _, err := r.ValidatedTheme(ctx, "demonstration", theme); consult.CodeOf(err) != consult.CodeNotFound {
		t.Errorf("still published: %v", err)
	}
	entries, err := r.store.Audit(ctx, consult.AuditFilter{ConsultationID: r.consultation.ID})
	check(t, err)
	said := map[string]bool{}
	for _, entry := range entries {
		said[entry.Operation] = true
	}
	if !said["theme.validate"] || !said["theme.withdraw"] {
		t.Errorf("the log says %v", said)
	}
	check(t, r.ValidateTheme(ctx, r.amina, "demonstration", theme, r.standing(t).Unread))
	if got := r.standing(t); !got.Validated || got.Withdrawn {
		t.Errorf("validated again: %+v", got)
	}
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
