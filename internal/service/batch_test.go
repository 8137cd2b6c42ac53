package service_test

import (
	"context"
	"slices"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/service"
)

// given lists the themes that stand on a text in a coder's own name.
func (r *room) given(t testing.TB, coder consult.Actor, id consult.ID) (themes []consult.ID) {
	t.Helper()
	history, err := r.store.Assignments(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range history {
		if a.EndedAt.IsZero() && a.State == consult.AssignmentConfirmed && a.CoderID == coder.User {
			themes = append(themes, a.ThemeID)
		}
	}
	return themes
}

func (r *room) batch(t testing.TB, choice service.BatchChoice) *service.BatchView {
	t.Helper()
	view, err := r.BatchView(context.Background(), r.amina, "demonstration", choice)
	if err != nil {
		t.Fatal(err)
	}
	return view
}

func TestChosenTextsAreGroupedByOneActThatIsTakenBackAsOne(t *testing.T) {
	r := codingRoom(t, 5)
	ctx := context.Background()
	one, own, residual, split := r.note(t, "Un texte"), r.note(t, "Un autre"), r.note(t, "Un troisième"), r.note(t, "Coupé en deux. Voilà.")
	r.code(t, r.amina, own.ID, service.CodingGive, 2)
	r.code(t, r.amina, residual.ID, service.CodingGive, len(r.grid.Themes))
	r.code(t, r.bruno, one.ID, service.CodingGive, 2)
	if _, err := r.Split(ctx, r.bruno, "demonstration", service.SplitAct{Contribution: split.ID, Statement: split.ID, TextVersion: 1, Statements: 1, Start: 0, End: 14}); err != nil {
		t.Fatal(err)
	}
	view := r.batch(t, service.BatchChoice{Texts: []consult.ID{one.ID, own.ID, residual.ID, split.ID}})
	if theme := view.Themes[1]; len(view.Texts) != 3 || len(view.Split) != 1 || theme.Gains != 1 || theme.Has != 1 || theme.Otherwise != 1 || theme.Loses != 1 {
		t.Fatalf("%d texts, %d split, %+v", len(view.Texts), len(view.Split), theme)
	}
	done, err := r.CodeBatch(ctx, r.amina, "demonstration", service.BatchAct{Texts: view.Texts, Themes: []consult.ID{r.grid.Themes[1].ID}, Also: true})
	if err != nil || done.Changed != 2 || len(done.Aside) != 0 {
		t.Fatalf("%+v %v", done, err)
	}
	for _, text := range view.Texts {
		if got := r.given(t, r.amina, text.ID); !slices.Equal(got, []consult.ID{r.grid.Themes[1].ID}) {
			t.Errorf("%s bears %v", text.ID, got)
		}
	}
	if got := r.given(t, r.bruno, one.ID); len(got) != 1 {
		t.Errorf("Bruno's word became %v", got)
	}
	if told, err := r.BatchDoneView(ctx, r.amina, "demonstration", done.At, nil); err != nil || told.Stands != 2 || len(told.Themes) != 1 {
		t.Errorf("%+v %v", told, err)
	}
	r.code(t, r.amina, one.ID, service.CodingGive, 4) // she goes on by hand on one of them
	undone, err := r.UndoBatch(ctx, r.amina, "demonstration", done.At)
	if err != nil || undone != 1 || len(r.given(t, r.amina, one.ID)) != 2 || !slices.Equal(r.given(t, r.amina, residual.ID), []consult.ID{r.grid.Themes[len(r.grid.Themes)-1].ID}) {
		t.Errorf("%d undone, %v", undone, err)
	}
	if again, err := r.UndoBatch(ctx, r.amina, "demonstration", done.At); err != nil || again != 0 {
		t.Errorf("undone again: %d %v", again, err)
	}
	if others, err := r.UndoBatch(ctx, r.bruno, "demonstration", done.At); err != nil || others != 0 {
		t.Errorf("Bruno takes back Amina's act: %d %v", others, err)
	}
}

func TestATextThatChangedSinceItWasChosenIsLeftAside(t *testing.T) {
	r := codingRoom(t, 5)
	ctx := context.Background()
	stays, changes, goes, split := r.note(t, "Un texte"), r.note(t, "Un autre"), r.note(t, "Un troisième"), r.note(t, "Un dernier. Voilà.")
	view := r.batch(t, service.BatchChoice{Texts: []consult.ID{stays.ID, changes.ID, goes.ID, split.ID}})
	for i := range view.Texts {
		switch view.Texts[i].ID {
		case changes.ID:
			view.Texts[i].TextVersion = 7 // as if another had been read
		case goes.ID:
			view.Texts[i].ID = consult.NewID()
		}
	}
	if _, err := r.Split(ctx, r.bruno, "demonstration", service.SplitAct{Contribution: split.ID, Statement: split.ID, TextVersion: 1, Statements: 1, Start: 0, End: 11}); err != nil {
		t.Fatal(err)
	}
	done, err := r.CodeBatch(ctx, r.amina, "demonstration", service.BatchAct{Texts: view.Texts, Themes: []consult.ID{r.grid.Themes[0].ID}})
	if err != nil || done.Changed != 1 || len(done.Aside) != 3 {
		t.Fatalf("%+v %v", done, err)
	}
	told, err := r.BatchDoneView(ctx, r.amina, "demonstration", done.At, done.Aside)
	if err != nil || len(told.Aside) != 2 || told.Gone != 1 || told.Stands != 1 {
		t.Errorf("%+v %v", told, err)
	}
}

func TestTextsUnderAnotherThemeAreLeftAloneUnlessAskedFor(t *testing.T) {
	r := codingRoom(t, 5)
	ctx := context.Background()
	free, mine, theirs := r.note(t, "Un texte"), r.note(t, "Un autre"), r.note(t, "Un troisième")
	r.code(t, r.amina, mine.ID, service.CodingGive, 3)
	r.code(t, r.bruno, theirs.ID, service.CodingGive, 3)
	view := r.batch(t, service.BatchChoice{Texts: []consult.ID{free.ID, mine.ID, theirs.ID}})
	if theme := view.Themes[1]; theme.Gains != 1 || theme.Otherwise != 2 || theme.Loses != 0 {
		t.Errorf("said beforehand: %+v", theme)
	}
	given := []consult.ID{r.grid.Themes[1].ID}
	done, err := r.CodeBatch(ctx, r.amina, "demonstration", service.BatchAct{Texts: view.Texts, Themes: given})
	if err != nil || done.Changed != 1 || done.Otherwise != 2 || len(done.Aside) != 0 {
		t.Fatalf("%+v %v", done, err)
	}
	if got := r.given(t, r.amina, theirs.ID); len(got) != 0 {
		t.Errorf("Bruno's text got %v", got)
	}
	done, err = r.CodeBatch(ctx, r.amina, "demonstration", service.BatchAct{Texts: view.Texts, Themes: given, Also: true})
	if err != nil || done.Changed != 2 || done.Otherwise != 0 || len(r.given(t, r.amina, mine.ID)) != 2 {
		t.Errorf("asked for: %+v %v", done, err)
	}
}

func TestABatchIsAllOfTheFilterUpToItsBound(t *testing.T) {
	r := codingRoom(t, 30)
	query := service.CodingQuery{Question: "amelioration_proposee"}
	list, err := r.CodingList(context.Background(), r.amina, "demonstration", query, 1)
	if err != nil {
		t.Fatal(err)
	}
	view := r.batch(t, service.BatchChoice{Whole: true, Query: query})
	if view.Found != list.Counts.Contributions || len(view.Texts) != min(view.Found, service.MostBatch) {
		t.Errorf("%d texts of %d, the list has %d", len(view.Texts), view.Found, list.Counts.Contributions)
	}
}

func TestABatchThatMakesNoSenseIsRefused(t *testing.T) {
	r := codingRoom(t, 5)
	ctx := context.Background()
	text := r.note(t, "Un texte")
	read := []service.BatchText{{ID: text.ID, TextVersion: 1}}
	regular, residual := r.grid.Themes[0].ID, r.grid.Themes[len(r.grid.Themes)-1].ID
	for name, test := range map[string]struct {
		actor consult.Actor
		act   service.BatchAct
		want  consult.Code
	}{
		"no theme":               {r.amina, service.BatchAct{Texts: read}, consult.CodeInvalid},
		"no text":                {r.amina, service.BatchAct{Themes: []consult.ID{regular}}, consult.CodeInvalid},
		"a residual with others": {r.amina, service.BatchAct{Texts: read, Themes: []consult.ID{regular, residual}}, consult.CodeInvalid},
		"too many texts":         {r.amina, service.BatchAct{Texts: make([]service.BatchText, service.MostBatch+1), Themes: []consult.ID{regular}}, consult.CodeInvalid},
		"a theme that went":      {r.amina, service.BatchAct{Texts: read, Themes: []consult.ID{regular, consult.NewID()}}, consult.CodeConflict},
		"a reader":               {consult.Actor{User: r.amina.User, Role: consult.RoleReader}, service.BatchAct{Texts: read, Themes: []consult.ID{regular}}, consult.CodeForbidden},
		"the machine":            {consult.System(), service.BatchAct{Texts: read, Themes: []consult.ID{regular}}, consult.CodeForbidden},
	} {
		if _, err := r.CodeBatch(ctx, test.actor, "demonstration", test.act); consult.CodeOf(err) != test.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	if len(r.given(t, r.amina, text.ID)) != 0 {
		t.Error("something was given")
	}
	if _, err := r.BatchView(ctx, r.amina, "demonstration", service.BatchChoice{}); consult.CodeOf(err) != consult.CodeInvalid {
		t.Errorf("nothing chosen: %v", err)
	}
}
