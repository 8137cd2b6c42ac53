package corpus_test

import (
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/corpus"
)

func TestGroupingNamesItsCountsAndNeverMixesThem(t *testing.T) {
	grid := sixThemes()
	contributions := []consult.Contribution{
		// Two answers of one response.
		{ID: "a1", ResponseID: "r1", Category: "structure_ess", Territory: "44"},
		{ID: "a2", ResponseID: "r1", Category: "structure_ess", Territory: "44"},
		{ID: "a3", ResponseID: "r2", Category: "financeur", Territory: "49"},
		// An idea, its own author.
		{ID: "i1", Kind: consult.KindIdea, Territory: "44"},
		// Two notes of a workshop of 30 people.
		{ID: "n1", Kind: consult.KindNote, SessionID: "s1", Territory: "49"},
		{ID: "n2", Kind: consult.KindNote, SessionID: "s1", Territory: "49"},
		// Withdrawn: no longer counted.
		{ID: "gone", ResponseID: "r3", Category: "financeur", RetractedAt: time.Now()},
	}
	statements := []consult.Statement{{ID: "a1/1", ContributionID: "a1"}, {ID: "a1/2", ContributionID: "a1"}}
	assignments := []consult.Assignment{
		{StatementID: "a1/1", ContributionID: "a1", ThemeID: "t1", CoderID: "Amina", State: consult.AssignmentConfirmed},
		{StatementID: "a1/2", ContributionID: "a1", ThemeID: "t1", CoderID: "Amina", State: consult.AssignmentConfirmed},
		{StatementID: "a1/2", ContributionID: "a1", ThemeID: "t1", CoderID: "Bruno", State: consult.AssignmentConfirmed},
		{StatementID: "a2", ContributionID: "a2", ThemeID: "t1", CoderID: "Amina", State: consult.AssignmentConfirmed},
		{StatementID: "a2", ContributionID: "a2", ThemeID: "t1", CoderID: "Bruno", State: consult.AssignmentRejected},
		{StatementID: "a3", ContributionID: "a3", ThemeID: "t1", CoderID: "Amina", State: consult.AssignmentStale},
		{StatementID: "n1", ContributionID: "n1", ThemeID: "t1", CoderID: "Amina", State: consult.AssignmentConfirmed},
		{StatementID: "n2", ContributionID: "n2", ThemeID: "t2", CoderID: "Amina", State: consult.AssignmentConfirmed},
		{StatementID: "i1", ContributionID: "i1", ThemeID: "t2", CoderID: "Amina", State: consult.AssignmentConfirmed, EndedAt: time.Now()},
		{StatementID: "gone", ContributionID: "gone", ThemeID: "t1", CoderID: "Amina", State: consult.AssignmentConfirmed},
	}
	sessions := []consult.SessionHeld{{ID: "s1", Participants: 30}}
	g := corpus.Of(contributions).Group(&grid, statements, assignments, sessions)

	check := func(what string, got, want consult.Counts) {
		t.Helper()
		if got != want {
			t.Errorf("%s: %+v, want %+v", what, got, want)
		}
	}
	check("all", g.Total, consult.Counts{Statements: 7, Contributions: 6, Contributors: 4, Participants: 33})
	check("coded", g.Coded, consult.Counts{Statements: 5, Contributions: 4, Contributors: 2, Participants: 31})
	check("waiting", g.Waiting, consult.Counts{Statements: 2, Contributions: 2, Contributors: 2, Participants: 2})
	first := g.Theme("t1")
	check("theme 1", first.Counts, consult.Counts{Statements: 4, Contributions: 3, Contributors: 2, Participants: 31})
	if first.Contested != 1 || first.Stale != 1 {
		t.Errorf("theme 1: %d contested, %d stale", first.Contested, first.Stale)
	}
	check("theme 2", g.Theme("t2").Counts, consult.Counts{Statements: 1, Contributions: 1, Contributors: 1, Participants: 30})
	check("theme 3", g.Theme("t3").Counts, consult.Counts{})

	byCategory := g.Categories["t1"]
	if len(byCategory) != 2 || byCategory[0].Value != "" || byCategory[1].Value != "structure_ess" {
		t.Fatalf("theme 1 by category: %+v", byCategory)
	}
	check("structures in theme 1", byCategory[1].Counts, consult.Counts{Statements: 3, Contributions: 2, Contributors: 1, Participants: 1})
	byTerritory := g.Territories[""]
	if len(byTerritory) != 2 {
		t.Fatalf("all by territory: %+v", byTerritory)
	}
	check("all of 49", byTerritory[1].Counts, consult.Counts{Statements: 3, Contributions: 3, Contributors: 2, Participants: 31})

	want := []consult.ThemeCell{
		{ThemeID: "t1", Territory: "49", Counts: consult.Counts{Statements: 1, Contributions: 1, Contributors: 1, Participants: 30}},
		{ThemeID: "t1", Category: "structure_ess", Territory: "44", Counts: consult.Counts{Statements: 3, Contributions: 2, Contributors: 1, Participants: 1}},
		{ThemeID: "t2", Territory: "49", Counts: consult.Counts{Statements: 1, Contributions: 1, Contributors: 1, Participants: 30}},
	}
	if len(g.Cells) != len(want) {
		t.Fatalf("cells %+v", g.Cells)
	}
	for i := range want {
		if g.Cells[i] != want[i] {
			t.Errorf("cell %d: %+v, want %+v", i, g.Cells[i], want[i])
		}
	}
}
