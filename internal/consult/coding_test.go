package consult_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"concertation/internal/consult"
)

// desk is a contribution being coded by several people.
type desk struct {
	grid    consult.ThemeGrid
	history []consult.Assignment
	now     time.Time
	text    int
}

func newDesk() *desk {
	d := &desk{now: time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC), text: 1, grid: consult.ThemeGrid{Version: 1}}
	for i := range 6 {
		d.grid.Themes = append(d.grid.Themes, consult.Theme{ID: consult.ID(fmt.Sprint("t", i+1)), Position: i + 1, Kind: consult.ThemeRegular})
	}
	d.grid.Themes = append(d.grid.Themes, consult.Theme{ID: "outside", Position: 7, Kind: consult.ThemeOutside},
		consult.Theme{ID: "empty", Position: 8, Kind: consult.ThemeEmpty})
	return d
}

func (d *desk) act(coder, theme consult.ID) consult.Assignment {
	return consult.Assignment{ContributionID: "c", StatementID: "c", ThemeID: theme, CoderID: coder, Round: 1,
		TextVersion: d.text, GridVersion: 1, At: d.now}
}

func (d *desk) apply(change consult.CodingChange) {
	for i := range d.history {
		if slices.Contains(change.End, d.history[i].ID) {
			d.history[i].EndedAt = change.At
		}
	}
	d.history = append(d.history, change.Insert...)
}

func (d *desk) give(coder, theme consult.ID) {
	d.apply(consult.GiveTheme(&d.grid, d.history, d.act(coder, theme)))
}
func (d *desk) remove(coder, theme consult.ID) {
	d.apply(consult.RemoveTheme(d.history, d.act(coder, theme)))
}
func (d *desk) undo(coder consult.ID) { d.apply(consult.UndoCoding(d.history, d.act(coder, ""))) }

// shown writes the standings: «t1+Amina,t2+Amina-Bruno», sorted.
func (d *desk) shown() string {
	var words []string
	for _, s := range consult.Standings(d.history)["c"] {
		word := string(s.ThemeID)
		for _, group := range []struct {
			sign   string
			coders []consult.ID
		}{{"+", s.Confirmed}, {"-", s.Rejected}, {"~", s.Stale}} {
			slices.Sort(group.coders)
			for _, coder := range group.coders {
				word += group.sign + string(coder)
			}
		}
		words = append(words, word)
	}
	slices.Sort(words)
	return fmt.Sprint(words)
}

func TestGivingThemesByHand(t *testing.T) {
	for name, test := range map[string]struct {
		do   func(*desk)
		want string
	}{
		"a contribution takes several themes": {
			func(d *desk) { d.give("Amina", "t1"); d.give("Amina", "t4") }, "[t1+Amina t4+Amina]"},
		"giving a theme twice changes nothing": {
			func(d *desk) { d.give("Amina", "t1"); d.give("Amina", "t1") }, "[t1+Amina]"},
		"taking one's own theme off leaves nothing": {
			func(d *desk) { d.give("Amina", "t1"); d.remove("Amina", "t1") }, "[]"},
		"taking off a theme that nobody gave changes nothing": {
			func(d *desk) { d.remove("Amina", "t1") }, "[]"},
		"a second coder who agrees is recorded beside the first": {
			func(d *desk) { d.give("Amina", "t1"); d.give("Bruno", "t1") }, "[t1+Amina+Bruno]"},
		"a second coder who takes the theme off contests it and the first coding stays": {
			func(d *desk) { d.give("Amina", "t1"); d.remove("Bruno", "t1") }, "[t1+Amina-Bruno]"},
		"a coder who contested may come to agree": {
			func(d *desk) { d.give("Amina", "t1"); d.remove("Bruno", "t1"); d.give("Bruno", "t1") }, "[t1+Amina+Bruno]"},
		"a coder who agreed may come to contest": {
			func(d *desk) { d.give("Amina", "t1"); d.give("Bruno", "t1"); d.remove("Bruno", "t1") }, "[t1+Amina-Bruno]"},
		"contesting twice is contesting once": {
			func(d *desk) { d.give("Amina", "t1"); d.remove("Bruno", "t1"); d.remove("Bruno", "t1") }, "[t1+Amina-Bruno]"},
		"a residual theme puts an end to one's other themes": {
			func(d *desk) { d.give("Amina", "t1"); d.give("Amina", "t2"); d.give("Amina", "empty") }, "[empty+Amina]"},
		"a theme of the grid puts an end to one's residual one": {
			func(d *desk) { d.give("Amina", "outside"); d.give("Amina", "t2") }, "[t2+Amina]"},
		"the two residual themes exclude each other": {
			func(d *desk) { d.give("Amina", "outside"); d.give("Amina", "empty") }, "[empty+Amina]"},
		"a residual theme contests the themes of others": {
			func(d *desk) { d.give("Amina", "t1"); d.give("Bruno", "outside") }, "[outside+Bruno t1+Amina-Bruno]"},
		"undo takes back the last act": {
			func(d *desk) { d.give("Amina", "t1"); d.give("Amina", "t2"); d.undo("Amina") }, "[t1+Amina]"},
		"undo brings back what a residual theme put an end to": {
			func(d *desk) { d.give("Amina", "t1"); d.give("Amina", "t2"); d.give("Amina", "empty"); d.undo("Amina") }, "[t1+Amina t2+Amina]"},
		"undo twice does it again": {
			func(d *desk) { d.give("Amina", "t1"); d.give("Amina", "t2"); d.undo("Amina"); d.undo("Amina") }, "[t1+Amina t2+Amina]"},
		"undo leaves the acts of others alone": {
			func(d *desk) { d.give("Amina", "t1"); d.give("Bruno", "t2"); d.undo("Amina") }, "[t2+Bruno]"},
		"undo without an act changes nothing": {
			func(d *desk) { d.give("Amina", "t1"); d.undo("Bruno") }, "[t1+Amina]"},
		"a stale theme is confirmed again on the new text": {
			func(d *desk) {
				d.give("Amina", "t1")
				d.history[0].State, d.text = consult.AssignmentStale, 2
				d.give("Amina", "t1")
			}, "[t1+Amina]"},
		"a stale theme can be taken off": {
			func(d *desk) {
				d.give("Amina", "t1")
				d.history[0].State, d.text = consult.AssignmentStale, 2
				d.remove("Amina", "t1")
			}, "[]"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk()
			test.do(d)
			if got := d.shown(); got != test.want {
				t.Errorf("stands at %s, want %s", got, test.want)
			}
		})
	}
}

func TestNobodysCodingIsOverwrittenByAnother(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := newDesk()
		coders := []consult.ID{"Amina", "Bruno", "Chloé"}
		for range rapid.IntRange(1, 25).Draw(t, "acts") {
			coder := rapid.SampledFrom(coders).Draw(t, "coder")
			theme := rapid.SampledFrom(d.grid.Themes).Draw(t, "theme").ID
			d.now = d.now.Add(time.Duration(rapid.IntRange(0, 2).Draw(t, "passes")) * time.Millisecond)
			var change consult.CodingChange
			switch rapid.IntRange(0, 3).Draw(t, "what") {
			case 0:
				change = consult.RemoveTheme(d.history, d.act(coder, theme))
			case 1:
				change = consult.UndoCoding(d.history, d.act(coder, ""))
			default:
				change = consult.GiveTheme(&d.grid, d.history, d.act(coder, theme))
			}
			for _, a := range d.history {
				if slices.Contains(change.End, a.ID) && (a.CoderID != coder || !a.EndedAt.IsZero()) {
					t.Fatalf("an act of %s ends %+v", coder, a)
				}
			}
			for _, a := range change.Insert {
				if a.CoderID != coder {
					t.Fatalf("an act of %s speaks for %s", coder, a.CoderID)
				}
			}
			d.apply(change)

			own := map[string]int{}
			residual := map[consult.ID]int{}
			regular := map[consult.ID]int{}
			for _, a := range d.history {
				if !a.EndedAt.IsZero() {
					continue
				}
				if own[string(a.CoderID+a.ThemeID)]++; own[string(a.CoderID+a.ThemeID)] > 1 {
					t.Fatalf("%s says two things of %s", a.CoderID, a.ThemeID)
				}
				if a.State != consult.AssignmentConfirmed {
					continue
				}
				if found, _ := d.grid.Find(a.ThemeID); found.Kind == consult.ThemeRegular {
					regular[a.CoderID]++
				} else {
					residual[a.CoderID]++
				}
			}
			for _, coder := range coders {
				if residual[coder] > 1 || residual[coder] == 1 && regular[coder] > 0 {
					t.Fatalf("%s gave a residual theme and %d others", coder, regular[coder])
				}
			}
		}
	})
}
