package corpus_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"concertation/internal/consult"
	"concertation/internal/corpus"
)

// tally counts as the definition of the four counts says it (rule 7), text by text and with sets.
type tally struct {
	consult.Counts
	authors, alone, sessions map[consult.ID]bool
}

func (y *tally) add(d *desk, c *consult.Contribution, statements int) {
	if y.authors == nil {
		y.authors, y.alone, y.sessions = map[consult.ID]bool{}, map[consult.ID]bool{}, map[consult.ID]bool{}
	}
	y.Statements += statements
	y.Contributions++
	y.authors[c.Contributor()] = true
	y.Contributors = len(y.authors)
	if c.SessionID == "" {
		y.alone[c.Contributor()] = true
	} else {
		y.sessions[c.SessionID] = true
	}
	y.Participants = len(y.alone)
	for id := range y.sessions {
		people := 1
		for _, session := range d.sessions {
			if session.ID == id {
				people = max(session.Participants, 1)
			}
		}
		y.Participants += people
	}
}

// own gives the statements of a contribution.
func (d *desk) own(c *consult.Contribution) []consult.ID {
	var own []consult.ID
	for _, part := range d.parts {
		if part.ContributionID == c.ID {
			own = append(own, part.ID)
		}
	}
	if own == nil {
		own = []consult.ID{c.ID}
	}
	return own
}

// stands says whether somebody's current word on a theme for a statement is a state; "" as theme stands for any.
func (d *desk) stands(statement, theme consult.ID, state consult.AssignmentState) bool {
	return slices.ContainsFunc(d.assignments, func(a consult.Assignment) bool {
		return a.StatementID == statement && (theme == "" || a.ThemeID == theme) && a.EndedAt.IsZero() && a.State == state
	})
}

// count counts the contributions and statements that are kept.
func (d *desk) count(keeps func(c *consult.Contribution, statement consult.ID) bool) consult.Counts {
	var all tally
	for i := range d.contributions {
		c, statements := &d.contributions[i], 0
		for _, statement := range d.own(c) {
			if c.RetractedAt.IsZero() && keeps(c, statement) {
				statements++
			}
		}
		if statements > 0 {
			all.add(d, c, statements)
		}
	}
	return all.Counts
}

func TestEveryCountOfTheGroupingEqualsARecount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDesk(t)
		g := corpus.Of(d.contributions).Group(&d.grid, d.parts, d.assignments, d.sessions)
		same := func(what string, got consult.Counts, keeps func(c *consult.Contribution, statement consult.ID) bool) {
			if want := d.count(keeps); got != want {
				t.Errorf("%s: %+v, want %+v", what, got, want)
			}
		}
		same("all", g.Total, func(*consult.Contribution, consult.ID) bool { return true })
		same("coded", g.Coded, func(_ *consult.Contribution, s consult.ID) bool { return d.stands(s, "", consult.AssignmentConfirmed) })
		same("waiting", g.Waiting, func(_ *consult.Contribution, s consult.ID) bool { return !d.stands(s, "", consult.AssignmentConfirmed) })
		for _, theme := range append([]consult.ID{""}, themesOf(&d.grid)...) {
			given := func(s consult.ID) bool { return theme == "" || d.stands(s, theme, consult.AssignmentConfirmed) }
			for _, share := range g.Categories[theme] {
				same("category", share.Counts, func(c *consult.Contribution, s consult.ID) bool { return given(s) && c.Category == share.Value })
			}
			for _, share := range g.Territories[theme] {
				same("territory", share.Counts, func(c *consult.Contribution, s consult.ID) bool { return given(s) && c.Territory == share.Value })
			}
			if theme == "" {
				continue
			}
			same("theme", g.Theme(theme).Counts, func(_ *consult.Contribution, s consult.ID) bool { return given(s) })
			contested := d.count(func(_ *consult.Contribution, s consult.ID) bool {
				return given(s) && d.stands(s, theme, consult.AssignmentRejected)
			})
			stale := d.count(func(_ *consult.Contribution, s consult.ID) bool {
				return !given(s) && d.stands(s, theme, consult.AssignmentStale)
			})
			if g.Theme(theme).Contested != contested.Statements || g.Theme(theme).Stale != stale.Statements {
				t.Errorf("theme %s: %d contested and %d stale, want %d and %d", theme, g.Theme(theme).Contested, g.Theme(theme).Stale,
					contested.Statements, stale.Statements)
			}
		}
		contributions := 0
		for _, cell := range g.Cells {
			contributions += cell.Counts.Contributions
			same("cell", cell.Counts, func(c *consult.Contribution, s consult.ID) bool {
				return d.stands(s, cell.ThemeID, consult.AssignmentConfirmed) && c.Category == cell.Category && c.Territory == cell.Territory
			})
		}
		for _, count := range g.Themes {
			contributions -= count.Counts.Contributions
		}
		if contributions != 0 {
			t.Errorf("cells make %d contributions more than themes", contributions)
		}
	})
}

func themesOf(grid *consult.ThemeGrid) []consult.ID {
	var ids []consult.ID
	for _, theme := range grid.Themes {
		ids = append(ids, theme.ID)
	}
	return ids
}

func TestChangesInAnyOrderLeadToTheSameCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDesk(t)
		followed := corpus.New()
		for i := range d.contributions { // what each was before, some of it only heard of later
			before := d.contributions[i]
			before.ChangeSeq, before.Category, before.AuthorKey, before.RetractedAt = 0, "b", "k2", time.Time{}
			if rapid.Bool().Draw(t, "known before") {
				followed.Put(&before)
			}
			followed.Put(&d.contributions[i])
			followed.Put(&before)
		}
		got, want := followed.Group(&d.grid, d.parts, d.assignments, d.sessions), corpus.Of(d.contributions).Group(&d.grid, d.parts, d.assignments, d.sessions)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("followed: %+v\nat once: %+v", got, want)
		}
	})
}

func TestWhatAFilterFindsEqualsARecount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDesk(t)
		c := corpus.Of(d.contributions)
		one := func(label string, of ...string) string { return rapid.SampledFrom(of).Draw(t, label) }
		filter := consult.ContributionFilter{Category: one("category", "", "", "a", "never"), Territory: one("territory", "", "44"),
			Question: one("question", "", "q1"), SessionID: consult.ID(one("session", "", "", "s1")), ThemeID: consult.ID(one("theme", "", "", "t1")),
			CoderID: consult.ID(one("coder", "", "", "Amina")), Kind: consult.ContributionKind(one("kind", "", "answer")),
			Uncoded: rapid.Bool().Draw(t, "uncoded"), Retracted: rapid.Bool().Draw(t, "retracted")}
		if rapid.Bool().Draw(t, "bounded") {
			filter.Since, filter.Until = noon.Add(-time.Hour), noon.Add(time.Hour)
		}
		picked := []consult.ID{"c1", "c3", "c5", "unknown"}
		switch one("list", "none", "among", "except") {
		case "among":
			filter.Among = picked
		case "except":
			filter.Except = picked
		}
		beside := corpus.Beside{Sessions: d.sessions, Coding: c.Code(d.parts, d.assignments)}
		if rapid.Bool().Draw(t, "said") {
			found, err := c.Select(func(take func(consult.ID)) error {
				take("c2")
				take("c3")
				take("c2")
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			beside.Found = append(beside.Found, found)
		}
		var want tally
		for i := range d.contributions {
			if one := &d.contributions[i]; d.finds(&filter, one) && (beside.Found == nil || one.ID == "c2" || one.ID == "c3") {
				want.add(d, one, 1)
			}
		}
		if got := c.Count(&filter, beside); got != want.Counts {
			t.Errorf("%+v: %+v, want %+v", filter, got, want.Counts)
		}
	})
}

// finds says whether a filter finds a contribution.
func (d *desk) finds(filter *consult.ContributionFilter, c *consult.Contribution) bool {
	given := func(keeps func(a *consult.Assignment) bool) bool {
		return slices.ContainsFunc(d.assignments, func(a consult.Assignment) bool {
			return a.ContributionID == c.ID && a.EndedAt.IsZero() && a.State == consult.AssignmentConfirmed && keeps(&a)
		})
	}
	uncoded := !given(func(*consult.Assignment) bool { return true }) || slices.ContainsFunc(d.parts, func(part consult.Statement) bool {
		return part.ContributionID == c.ID && part.TextVersion == c.TextVersion && !d.stands(part.ID, "", consult.AssignmentConfirmed)
	})
	asked := func(what, is string) bool { return what == "" || what == is }
	return (filter.Retracted || c.RetractedAt.IsZero()) && asked(filter.Category, c.Category) && asked(filter.Territory, c.Territory) &&
		asked(filter.Question, c.Question) && asked(string(filter.SessionID), string(c.SessionID)) && asked(string(filter.Kind), string(c.Kind)) &&
		(filter.Since.IsZero() || !c.CreatedAt.Before(filter.Since)) && (filter.Until.IsZero() || c.CreatedAt.Before(filter.Until)) &&
		(filter.Among == nil || slices.Contains(filter.Among, c.ID)) && !slices.Contains(filter.Except, c.ID) &&
		(filter.ThemeID == "" || given(func(a *consult.Assignment) bool { return a.ThemeID == filter.ThemeID })) &&
		(filter.CoderID == "" || given(func(a *consult.Assignment) bool { return a.CoderID == filter.CoderID })) &&
		(!filter.Uncoded || uncoded)
}
