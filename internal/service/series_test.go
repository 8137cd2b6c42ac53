package service_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/service"
)

func TestASeriesOfWhatTeachesMostStaysAsItIsWhileItIsRead(t *testing.T) {
	r := codingRoom(t, 90)
	ctx := context.Background()
	if err := r.RefreshSuggestions(ctx, r.consultation.ID); err != nil {
		t.Fatal(err)
	}
	id, query, err := r.FirstToCode(ctx, r.amina, "demonstration", service.CodingQuery{Among: service.AmongTeaching})
	if err != nil || query.Series == "" {
		t.Fatalf("%q %v", query.Series, err)
	}
	begun := r.view(t, r.amina, id, query)
	if begun.Position != 1 || begun.Previous != "" || begun.Progress.Reviewed != 0 || begun.Progress.All != len(begun.Queue) || len(begun.Queue) < 3 {
		t.Fatalf("place %d, %+v, %d texts", begun.Position, begun.Progress, len(begun.Queue))
	}
	var order []consult.ID
	for _, row := range begun.Queue {
		order = append(order, row.Contribution.ID)
	}
	for at, want := range order { // she groups them one after the other, and the model learns after each
		view := r.view(t, r.amina, id, query)
		if id != want || view.Position != at+1 || view.Total != len(order) {
			t.Fatalf("place %d of %d is %s, want %d of %d, %s", view.Position, view.Total, id, at+1, len(order), want)
		}
		r.code(t, r.amina, id, service.CodingGive, 1+at%6)
		if at < 4 {
			if err := r.RefreshSuggestions(ctx, r.consultation.ID); err != nil {
				t.Fatal(err)
			}
		}
		again := r.view(t, r.amina, id, query)
		if again.Next != view.Next || again.Previous != view.Previous || again.Progress.Reviewed != at+1 {
			t.Fatalf("after place %d: next %s became %s, %+v", at+1, view.Next, again.Next, again.Progress)
		}
		if at > 0 && view.Previous != order[at-1] {
			t.Errorf("before place %d comes %s", at+1, view.Previous)
		}
		id = view.Next
	}
	if id != "" {
		t.Errorf("after the last comes %s", id)
	}
	_, next, err := r.FirstToCode(ctx, r.amina, "demonstration", service.CodingQuery{Among: service.AmongTeaching})
	if err == nil && next.Series == query.Series {
		t.Error("the next series is the same")
	}
}

func TestASeriesThatMakesNoSenseFindsNothingWrong(t *testing.T) {
	r := codingRoom(t, 5)
	for _, series := range []string{"!", "AAAA", strings.Repeat("A", 9000)} {
		if _, err := r.CodingList(context.Background(), r.amina, "demonstration", service.CodingQuery{Among: service.AmongTeaching, Series: series}, 1); err != nil {
			t.Errorf("%.10q: %v", series, err)
		}
	}
}

// told gives the contributions that the filter by a proposed theme finds, over all themes.
func (r *room) told(t testing.TB, coder consult.Actor) (found []consult.ID) {
	t.Helper()
	for _, theme := range r.grid.Themes {
		list, err := r.CodingList(context.Background(), coder, "demonstration", service.CodingQuery{Suggested: theme.ID}, 1)
		if err != nil {
			t.Fatal(err)
		}
		if len(list.Rows) != list.Counts.Contributions && list.Pages == 1 {
			t.Errorf("%d texts counted, %d listed", list.Counts.Contributions, len(list.Rows))
		}
		for _, row := range list.Rows {
			found = append(found, row.Contribution.ID)
		}
	}
	return found
}

func TestNoListTellsWhatIsProposedOnTheSampleBeforeItIsRead(t *testing.T) {
	r := codingRoom(t, 10) // fewer texts than the sample: all are of it
	ctx := context.Background()
	for range 8 {
		r.code(t, r.bruno, r.note(t, "Isoler les zinzolins des écoles").ID, service.CodingGive, 3)
	}
	probe := r.note(t, "Il faut isoler nos zinzolins d’été")
	if len(r.suggested(t, probe.ID)) == 0 {
		t.Fatal("nothing is proposed for the probe")
	}
	if found := r.told(t, r.amina); len(found) != 0 {
		t.Errorf("a filter tells %d texts", len(found))
	}
	list, err := r.CodingList(ctx, r.amina, "demonstration", service.CodingQuery{Among: service.AmongTeaching}, 1)
	if err != nil || len(list.Rows) != 0 {
		t.Errorf("the order tells %d texts, %v", len(list.Rows), err)
	}
	for _, theme := range r.grid.Themes {
		if _, err := r.BatchView(ctx, r.amina, "demonstration", service.BatchChoice{Whole: true, Query: service.CodingQuery{Suggested: theme.ID}}); consult.CodeOf(err) != consult.CodeInvalid {
			t.Errorf("a batch tells the texts of %s: %v", theme.Title, err)
		}
	}
	standings, err := r.ThemeStandings(ctx, r.amina, "demonstration")
	if err != nil {
		t.Fatal(err)
	}
	for _, standing := range standings {
		if standing.Suggested != 0 || standing.Untested == 0 || standing.Ready() {
			t.Errorf("%s tells %d texts, ready %v", standing.Theme.Title, standing.Suggested, standing.Ready())
		}
	}
	if found := r.told(t, r.bruno); slices.Contains(found, probe.ID) {
		t.Error("Bruno, who has not read the probe, is told of it")
	}
	r.code(t, r.amina, probe.ID, service.CodingGive, 3)
	if found := r.told(t, r.amina); !slices.Contains(found, probe.ID) {
		t.Error("what she read is still kept from her")
	}
}

func TestAnOrganiserHidesAllSuggestions(t *testing.T) {
	r := codingRoom(t, 80)
	ctx := context.Background()
	if err := r.RefreshSuggestions(ctx, r.consultation.ID); err != nil {
		t.Fatal(err)
	}
	shown := r.told(t, r.amina)
	if len(shown) == 0 {
		t.Fatal("nothing is proposed")
	}
	if err := r.HideSuggestions(ctx, r.amina, "demonstration", true); consult.CodeOf(err) != consult.CodeForbidden {
		t.Errorf("an analyst: %v", err)
	}
	odile := r.analyst(t, "Odile")
	odile.Role = consult.RoleOrganiser
	if err := r.HideSuggestions(ctx, odile, "demonstration", true); err != nil {
		t.Fatal(err)
	}
	all, err := r.CodingList(ctx, r.amina, "demonstration", service.CodingQuery{}, 1)
	if err != nil || all.Suggests {
		t.Fatalf("offers suggestions: %v", err)
	}
	for _, query := range []service.CodingQuery{{Suggested: r.grid.Themes[0].ID}, {Among: service.AmongTeaching}} {
		list, err := r.CodingList(ctx, r.amina, "demonstration", query, 1)
		if err != nil || list.Counts != all.Counts || !list.Query.Empty() {
			t.Errorf("%+v still narrows: %+v %v", query, list.Counts, err)
		}
	}
	if view := r.view(t, r.amina, shown[0], service.CodingQuery{}); view.Hidden != service.HiddenBySettings || len(view.Reading.Body) != 1 {
		t.Errorf("hidden: %q", view.Hidden)
	}
	standings, err := r.ThemeStandings(ctx, r.amina, "demonstration")
	if err != nil || slices.ContainsFunc(standings, func(s service.ThemeStanding) bool { return s.Suggested > 0 }) {
		t.Errorf("%+v %v", standings, err)
	}
	if err := r.HideSuggestions(ctx, odile, "demonstration", false); err != nil || len(r.told(t, r.amina)) != len(shown) {
		t.Errorf("shown again: %v", err)
	}
}

func TestTheSittingIsCountedSinceTheLastLongPause(t *testing.T) {
	r := codingRoom(t, 20)
	first, second, third := r.note(t, "Un texte"), r.note(t, "Un autre"), r.note(t, "Un troisième")
	r.code(t, r.amina, first.ID, service.CodingGive, 1)
	r.clock.advance(2 * time.Hour)
	sat := r.Now()
	r.code(t, r.amina, second.ID, service.CodingGive, 1)
	r.clock.advance(30 * time.Minute)
	r.code(t, r.amina, third.ID, service.CodingGive, 1)
	r.code(t, r.amina, third.ID, service.CodingGive, 2)
	progress := r.view(t, r.amina, third.ID, service.CodingQuery{}).Progress
	if progress.Sitting != 2 || progress.Since.Sub(sat).Abs() > time.Minute {
		t.Errorf("%+v, sat down at %s", progress, sat)
	}
	if progress := r.view(t, r.bruno, third.ID, service.CodingQuery{}).Progress; progress.Sitting != 0 || !progress.Since.IsZero() {
		t.Errorf("Bruno: %+v", progress)
	}
}
