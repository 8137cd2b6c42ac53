package consult_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"concertation/internal/consult"
)

func TestASpanIsCutOutOfAStatement(t *testing.T) {
	body := "Former les jeunes. Isoler les écoles. Merci !"
	c := &consult.Contribution{ID: "c", Body: body, TextVersion: 2}
	all := []consult.Statement{{ID: "c", ContributionID: "c", Position: 1, End: len(body), TextVersion: 2}}
	start := strings.Index(body, "Isoler")
	parts, err := consult.SplitStatement(c, all, "c", start, start+len("Isoler les écoles."))
	if err != nil || len(parts) != 3 {
		t.Fatalf("%+v, %v", parts, err)
	}
	var words []string
	for i, part := range parts {
		words = append(words, body[part.Start:part.End])
		if part.Position != i+1 || part.TextVersion != 2 {
			t.Errorf("%+v", part)
		}
	}
	if strings.Join(words, "|") != "Former les jeunes.|Isoler les écoles.|Merci !" || parts[0].ID != "c" || parts[1].ID == "c" {
		t.Errorf("%q %+v", words, parts)
	}
	for name, span := range map[string][2]int{"all of it": {0, len(body)}, "nothing": {3, 3}, "backwards": {9, 3}, "beyond": {3, 900},
		"within a letter": {strings.Index(body, "é") + 1, len(body)}, "white space": {18, 19}} {
		if parts, err := consult.SplitStatement(c, all, "c", span[0], span[1]); err == nil && name != "white space" {
			t.Errorf("%s: %+v", name, parts)
		}
	}
	if _, err := consult.SplitStatement(c, all, "autre", 0, 6); consult.CodeOf(err) != consult.CodeNotFound {
		t.Errorf("a statement of another text: %v", err)
	}
}

func TestStatementsStayApartInOrderAndCoverTheWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"été", "a", " ", "\n", "mot", "。"}), 1, 20).Draw(t, "body"), "")
		c := &consult.Contribution{ID: "c", Body: body, TextVersion: 1}
		all := []consult.Statement{{ID: "c", ContributionID: "c", Position: 1, End: len(body), TextVersion: 1}}
		for range rapid.IntRange(0, 5).Draw(t, "cuts") {
			of := rapid.SampledFrom(all).Draw(t, "of")
			if parts, err := consult.SplitStatement(c, all, of.ID, rapid.IntRange(-1, len(body)+1).Draw(t, "start"), rapid.IntRange(-1, len(body)+1).Draw(t, "end")); err == nil {
				all = parts
			}
		}
		covered, at := "", 0
		for i, part := range all {
			if part.Start < at || part.End <= part.Start || part.Position != i+1 {
				t.Fatalf("%q: %+v", body, all)
			}
			covered, at = covered+body[part.Start:part.End], part.End
		}
		if strings.Join(strings.Fields(covered), "") != strings.Join(strings.Fields(body), "") {
			t.Fatalf("%q became %q", body, covered)
		}
		if !slices.ContainsFunc(all, func(s consult.Statement) bool { return s.ID == "c" }) {
			t.Fatal("no part keeps the identifier, and with it the themes")
		}
	})
}

func TestJoiningKeepsEachCodersWord(t *testing.T) {
	at := time.Date(2026, 11, 23, 11, 0, 0, 0, time.UTC)
	word := func(id, statement, theme, coder consult.ID, state consult.AssignmentState) consult.Assignment {
		return consult.Assignment{ID: id, ContributionID: "c", StatementID: statement, ThemeID: theme, CoderID: coder, State: state, At: at}
	}
	history := []consult.Assignment{word("1", "c", "emploi", "amina", consult.AssignmentConfirmed), word("2", "p", "emploi", "amina", consult.AssignmentConfirmed),
		word("3", "p", "energie", "amina", consult.AssignmentConfirmed), word("4", "p", "emploi", "bruno", consult.AssignmentRejected),
		word("5", "c", "culture", "bruno", consult.AssignmentRejected), word("6", "p", "culture", "bruno", consult.AssignmentConfirmed)}
	change := consult.JoinStatements(&consult.Contribution{ID: "c"}, history, consult.Assignment{At: at})
	var current []consult.Assignment
	for _, a := range append(history, change.Insert...) {
		if !slices.Contains(change.End, a.ID) {
			current = append(current, a)
		}
	}
	got := map[string]consult.AssignmentState{}
	for _, a := range current {
		key := string(a.CoderID + " " + a.ThemeID)
		if _, twice := got[key]; twice || a.StatementID != "c" {
			t.Errorf("%+v", a)
		}
		got[key] = a.State
	}
	want := map[string]consult.AssignmentState{"amina emploi": consult.AssignmentConfirmed, "amina energie": consult.AssignmentConfirmed,
		"bruno emploi": consult.AssignmentRejected, "bruno culture": consult.AssignmentConfirmed}
	if len(got) != len(want) {
		t.Errorf("%v", got)
	}
	for key, state := range want {
		if got[key] != state {
			t.Errorf("%s: %s, want %s", key, got[key], state)
		}
	}
}
