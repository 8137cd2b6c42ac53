package consult_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"concertation/internal/consult"
)

func fourThemes() consult.ThemeGrid {
	return consult.ThemeGrid{ConsultationID: "c", Version: 3, Themes: []consult.Theme{
		{ID: "a", Kind: consult.ThemeRegular, Title: "Emploi", Position: 1},
		{ID: "b", Kind: consult.ThemeRegular, Title: "Formation", Position: 2},
		{ID: "d", Kind: consult.ThemeRegular, Title: "Territoires", Position: 3},
		{ID: "out", Kind: consult.ThemeOutside, Title: "Hors grille", Position: 4},
	}}
}

func TestAGridThatMakesNoSenseIsRefused(t *testing.T) {
	grid := fourThemes()
	keep := func(ids ...consult.ID) (kept []consult.Theme) {
		for _, id := range ids {
			theme, _ := grid.Find(id)
			kept = append(kept, theme)
		}
		return kept
	}
	blank, twin := keep("a", "b", "d"), keep("a", "b", "d")
	blank[1].Title = "  "
	twin[1].Title = " EMPLOI "
	for name, test := range map[string]struct {
		draft consult.GridDraft
		code  consult.Code
	}{
		"made from another version":                 {consult.GridDraft{Version: 2, Themes: keep("a", "b", "d")}, consult.CodeConflict},
		"with one theme":                            {consult.GridDraft{Version: 3, Themes: keep("a"), Gone: map[consult.ID]consult.ID{"b": "a", "d": "a"}}, consult.CodeInvalid},
		"with a theme without title":                {consult.GridDraft{Version: 3, Themes: blank}, consult.CodeInvalid},
		"with two themes of one title":              {consult.GridDraft{Version: 3, Themes: twin}, consult.CodeInvalid},
		"that loses a theme without a word":         {consult.GridDraft{Version: 3, Themes: keep("a", "b")}, consult.CodeInvalid},
		"that merges a theme into one that goes":    {consult.GridDraft{Version: 3, Themes: keep("a", "b"), Gone: map[consult.ID]consult.ID{"d": "d"}}, consult.CodeInvalid},
		"that merges a theme into a residual one":   {consult.GridDraft{Version: 3, Themes: keep("a", "b", "out"), Gone: map[consult.ID]consult.ID{"d": "out"}}, consult.CodeInvalid},
		"that keeps a theme and ends it":            {consult.GridDraft{Version: 3, Themes: keep("a", "b", "d"), Gone: map[consult.ID]consult.ID{"d": "a"}}, consult.CodeInvalid},
		"with a theme that no version knows":        {consult.GridDraft{Version: 3, Themes: append(keep("a", "b", "d"), consult.Theme{ID: "x", Title: "Eau"})}, consult.CodeInvalid},
		"with the same theme twice":                 {consult.GridDraft{Version: 3, Themes: keep("a", "b", "d", "d")}, consult.CodeInvalid},
		"that splits a theme which goes":            {consult.GridDraft{Version: 3, Themes: append(keep("a", "b"), consult.Theme{Title: "Eau", SplitFrom: "d"}), Gone: map[consult.ID]consult.ID{"d": ""}}, consult.CodeInvalid},
		"that splits a residual theme":              {consult.GridDraft{Version: 3, Themes: append(keep("a", "b", "d"), consult.Theme{Title: "Eau", SplitFrom: "out"})}, consult.CodeInvalid},
		"which is good: renamed, moved, with a new": {consult.GridDraft{Version: 3, Themes: append(keep("d", "a", "b"), consult.Theme{Title: "Eau"})}, ""},
	} {
		t.Run("a grid "+name, func(t *testing.T) {
			next, err := grid.Next(&test.draft)
			if err != nil {
				if consult.CodeOf(err) != test.code {
					t.Fatalf("%v", err)
				}
				return
			}
			if test.code != "" {
				t.Fatal("taken")
			}
			last := next.Themes[len(next.Themes)-1]
			if next.Version != 4 || next.Themes[0].ID != "d" || next.Themes[0].Position != 1 || last.ID != "out" || last.Position != 5 {
				t.Errorf("%+v", next)
			}
		})
	}
}

func TestATitleKeepsItsNonBreakingSpaces(t *testing.T) {
	grid := fourThemes()
	grid.Themes[0].Title = "Une économie d’avenir\u00a0: innovation"
	draft := consult.GridDraft{Version: 3, Themes: grid.Themes}
	draft.Themes[1].Title = "  Se\tformer\u202f?\r\n"
	next, err := grid.Next(&draft)
	if err != nil || next.Themes[0].Title != "Une économie d’avenir\u00a0: innovation" || next.Themes[1].Title != "Se former\u202f?" {
		t.Errorf("%q, %q, %v", next.Themes[0].Title, next.Themes[1].Title, err)
	}
}

// drawnHistory draws current assignments of one contribution, at most one a coder, statement and theme.
func drawnHistory(t *rapid.T) []consult.Assignment {
	var history []consult.Assignment
	start := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	for _, statement := range []consult.ID{"s1", "s2"} {
		for _, theme := range []consult.ID{"a", "b", "d", "out"} {
			for _, coder := range []consult.ID{"Amina", "Bruno"} {
				state := rapid.SampledFrom([]consult.AssignmentState{"", consult.AssignmentConfirmed, consult.AssignmentRejected, consult.AssignmentStale}).Draw(t, "state")
				if state != "" {
					history = append(history, consult.Assignment{ID: consult.ID(fmt.Sprint(len(history))), ContributionID: "c", StatementID: statement,
						ThemeID: theme, CoderID: coder, Round: 1, State: state, At: start, TextVersion: 1, GridVersion: 3})
				}
			}
		}
	}
	return history
}

// applied gives the current assignments after a change, and fails when one coder has two words on one theme.
func applied(t *rapid.T, history []consult.Assignment, change consult.CodingChange) []consult.Assignment {
	ended := map[consult.ID]bool{}
	for _, id := range change.End {
		if ended[id] {
			t.Fatalf("%s ends twice", id)
		}
		ended[id] = true
	}
	var now []consult.Assignment
	seen := map[string]bool{}
	for _, a := range append(append([]consult.Assignment{}, history...), change.Insert...) {
		key := fmt.Sprint(a.StatementID, a.ThemeID, a.CoderID, a.Round)
		if ended[a.ID] {
			continue
		}
		if seen[key] {
			t.Fatalf("two words of one coder: %s", key)
		}
		seen[key] = true
		now = append(now, a)
	}
	return now
}

func TestMergingThemesLosesNoStatement(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		history := drawnHistory(t)
		draft := consult.GridDraft{Gone: map[consult.ID]consult.ID{"b": "a"}}
		after := applied(t, history, draft.MoveCodings(history, 4, time.Time{}))
		before, now := givenTo(history, "a", "b"), givenTo(after, "a")
		if fmt.Sprint(before) != fmt.Sprint(now) {
			t.Fatalf("given to either before: %v; to the one that stays: %v", before, now)
		}
		if left := givenTo(after, "b"); len(left) > 0 {
			t.Fatalf("left under the theme that went: %v", left)
		}
		for _, theme := range []consult.ID{"d", "out"} {
			if fmt.Sprint(givenTo(history, theme)) != fmt.Sprint(givenTo(after, theme)) {
				t.Fatalf("theme %s changed", theme)
			}
		}
	})
}

// drawnDraft draws a draft that ends, merges and splits themes of the four.
func drawnDraft(t *rapid.T, grid *consult.ThemeGrid) consult.GridDraft {
	draft := consult.GridDraft{Version: 3, Gone: map[consult.ID]consult.ID{}, Reread: map[consult.ID]bool{}}
	if rapid.Bool().Draw(t, "ends") {
		draft.Gone["b"] = rapid.SampledFrom([]consult.ID{"", "a"}).Draw(t, "into")
	}
	for _, theme := range grid.Themes {
		if _, gone := draft.Gone[theme.ID]; !gone {
			draft.Themes = append(draft.Themes, theme)
		}
	}
	for _, from := range []consult.ID{"a", "d"} {
		if rapid.Bool().Draw(t, "splits") {
			draft.Themes = append(draft.Themes, consult.Theme{Title: "Issue de " + string(from), SplitFrom: from})
			draft.Reread[from] = rapid.Bool().Draw(t, "reread")
		}
	}
	return draft
}

func TestTheEffectSaidBeforeIsTheEffectSeenAfter(t *testing.T) {
	grid := fourThemes()
	rapid.Check(t, func(t *rapid.T) {
		history := drawnHistory(t)
		draft := drawnDraft(t, &grid)
		after := applied(t, history, draft.MoveCodings(history, 4, time.Time{}))
		told := 0
		for _, effect := range grid.Effects(&draft, history) {
			waiting := 0
			for statement := range givenTo(history, effect.Theme.ID) {
				if !givenTo(after, "a", "b", "d", "out")[statement] {
					waiting++
				}
			}
			if effect.Coded != len(givenTo(history, effect.Theme.ID)) || effect.Reread != waiting {
				t.Fatalf("said %+v, then %d statements without a theme", effect, waiting)
			}
			told += len(effect.Split)
		}
		if told != len(draft.Themes)-len(grid.Themes)+len(draft.Gone) {
			t.Fatalf("%d splits told", told)
		}
	})
}

func TestASplitKeepsWhatPeopleGaveOrAsksThemToSayItAnew(t *testing.T) {
	grid := fourThemes()
	rapid.Check(t, func(t *rapid.T) {
		history := drawnHistory(t)
		draft := drawnDraft(t, &grid)
		after := applied(t, history, draft.MoveCodings(history, 4, time.Time{}))
		for _, theme := range []consult.ID{"a", "d"} {
			now := givenTo(after, theme)
			if draft.Reread[theme] {
				if len(now) > 0 {
					t.Fatalf("%s is to be read again and still counts for %v", theme, now)
				}
				continue
			}
			for statement := range givenTo(history, theme) {
				if !now[statement] {
					t.Fatalf("%s no longer counts for %s", theme, statement)
				}
			}
		}
		if again := draft.MoveCodings(after, 4, time.Time{}); !again.Empty() {
			t.Fatalf("publishing again after a stop moves more: %+v", again)
		}
	})
}

// givenTo gives the statements that somebody confirms one of the themes for.
func givenTo(all []consult.Assignment, themes ...consult.ID) map[consult.ID]bool {
	given := map[consult.ID]bool{}
	for statement, standings := range consult.Standings(all) {
		for _, standing := range standings {
			for _, theme := range themes {
				if standing.ThemeID == theme && standing.Given() {
					given[statement] = true
				}
			}
		}
	}
	return given
}
