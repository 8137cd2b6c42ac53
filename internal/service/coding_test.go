package service_test

import (
	"context"
	"strings"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/service"
)

// room is a demonstration with two analysts at work.
type room struct {
	*house
	amina, bruno consult.Actor
	consultation consult.Consultation
	grid         consult.ThemeGrid
}

func codingRoom(t testing.TB, responses int) *room {
	t.Helper()
	ctx := context.Background()
	h, consultation := demonstrated(t, service.DemoOptions{Responses: responses, Ideas: 3, Seed: 1})
	r := &room{house: h, consultation: consultation}
	r.amina, r.bruno = h.analyst(t, "Amina"), h.analyst(t, "Bruno")
	var err error
	if r.grid, err = h.store.ThemeGrid(ctx, consultation.ID); err != nil {
		t.Fatal(err)
	}
	return r
}

func (h *house) analyst(t testing.TB, name string) consult.Actor {
	t.Helper()
	user := consult.User{ID: consult.NewID(), Email: strings.ToLower(name) + "@exemple.invalid", Name: name, Role: consult.RoleAnalyst, CreatedAt: noon}
	err := h.store.Atomic(context.Background(), func(tx consult.Tx) error { return tx.InsertUser(context.Background(), &user) })
	if err != nil {
		t.Fatal(err)
	}
	return consult.Actor{User: user.ID, Role: user.Role}
}

func (r *room) code(t testing.TB, actor consult.Actor, contribution consult.ID, kind service.CodingKind, theme int) {
	t.Helper()
	act := service.CodingAct{Contribution: contribution, Kind: kind}
	if theme > 0 {
		act.Theme = r.grid.Themes[theme-1].ID
	}
	if err := r.Code(context.Background(), actor, "demonstration", act); err != nil {
		t.Fatal(err)
	}
}

func (r *room) view(t testing.TB, actor consult.Actor, id consult.ID, query service.CodingQuery) *service.CodingView {
	t.Helper()
	view, err := r.CodingView(context.Background(), actor, "demonstration", id, "", query)
	if err != nil {
		t.Fatal(err)
	}
	return view
}

// on writes the numbers of the themes that stand as the actor sees it.
func on(view *service.CodingView) string {
	numbers := ""
	for _, toggle := range view.Toggles {
		if toggle.On {
			numbers += string(rune('0' + toggle.Theme.Position))
		}
	}
	return numbers
}

func (r *room) first(t testing.TB) consult.Contribution {
	t.Helper()
	return r.texts(t, consult.ContributionFilter{ConsultationID: r.consultation.ID})[0]
}

func TestTwoAnalystsGroupTheSameTextAndBothAreSeen(t *testing.T) {
	r := codingRoom(t, 20)
	text := r.first(t)
	r.code(t, r.amina, text.ID, service.CodingGive, 1)
	r.code(t, r.amina, text.ID, service.CodingGive, 4)
	r.code(t, r.bruno, text.ID, service.CodingRemove, 1)

	if got := on(r.view(t, r.amina, text.ID, service.CodingQuery{})); got != "14" {
		t.Errorf("Amina sees themes %s", got)
	}
	view := r.view(t, r.bruno, text.ID, service.CodingQuery{})
	if got := on(view); got != "4" {
		t.Errorf("Bruno sees themes %s", got)
	}
	if toggle := view.Toggles[0]; len(toggle.Confirmed) != 1 || toggle.Confirmed[0] != "Amina" || len(toggle.Rejected) != 1 || toggle.Rejected[0] != "Bruno" {
		t.Errorf("theme 1 stands at %+v", toggle)
	}
	if !view.Row.Contested || len(view.Row.Themes) != 2 {
		t.Errorf("row %+v", view.Row)
	}
	if len(view.History) != 3 || view.History[0].Coder != "Bruno" || view.History[0].Kind != service.EventContested {
		t.Errorf("history %+v", view.History)
	}
	r.code(t, r.bruno, text.ID, service.CodingUndo, 0)
	if view := r.view(t, r.bruno, text.ID, service.CodingQuery{}); on(view) != "14" || view.Row.Contested {
		t.Errorf("after undoing, Bruno sees themes %s", on(view))
	}
}

func TestATextThatChangedWhileItWasReadIsNotGroupedBlindly(t *testing.T) {
	ctx, r := context.Background(), codingRoom(t, 20)
	text := r.texts(t, consult.ContributionFilter{ConsultationID: r.consultation.ID, Kind: consult.KindAnswer})[0]
	r.code(t, r.amina, text.ID, service.CodingGive, 2)
	changed := text
	changed.Body += " Et encore."
	err := r.store.Atomic(ctx, func(tx consult.Tx) error {
		all, err := tx.Contributions(ctx, consult.ContributionFilter{ConsultationID: r.consultation.ID})
		if err != nil {
			return err
		}
		var wanted []consult.Contribution
		for _, c := range all {
			if c.ResponseID != text.ResponseID {
				continue
			}
			if c.ID == text.ID {
				c.Body = changed.Body
			}
			wanted = append(wanted, c)
		}
		return tx.UpsertAnswerContributions(ctx, text.ResponseID, wanted)
	})
	if err != nil {
		t.Fatal(err)
	}
	view := r.view(t, r.amina, text.ID, service.CodingQuery{})
	if on(view) != "" || !view.Row.Stale || len(view.Toggles[1].Stale) != 1 {
		t.Errorf("a grouping of the old text still stands: %+v", view.Toggles[1])
	}
	err = r.Code(ctx, r.amina, "demonstration", service.CodingAct{Contribution: text.ID, Kind: service.CodingGive, Theme: r.grid.Themes[1].ID, TextVersion: 1})
	if consult.CodeOf(err) != consult.CodeConflict {
		t.Errorf("grouped a text that nobody read: %v", err)
	}
	r.code(t, r.amina, text.ID, service.CodingGive, 2)
	if view := r.view(t, r.amina, text.ID, service.CodingQuery{}); on(view) != "2" || view.Row.Stale {
		t.Errorf("read again, themes %s stand", on(view))
	}
}

func TestOnlyAPersonWithTheRightGroupsTexts(t *testing.T) {
	ctx, r := context.Background(), codingRoom(t, 10)
	act := service.CodingAct{Contribution: r.first(t).ID, Kind: service.CodingGive, Theme: r.grid.Themes[0].ID}
	for name, actor := range map[string]consult.Actor{
		"the public":  {},
		"a reader":    {User: r.amina.User, Role: consult.RoleReader},
		"the machine": consult.System(),
	} {
		if err := r.Code(ctx, actor, "demonstration", act); consult.CodeOf(err) != consult.CodeForbidden {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := r.CodingList(ctx, consult.Actor{User: r.amina.User, Role: consult.RoleReader}, "demonstration", service.CodingQuery{}, 1); consult.CodeOf(err) != consult.CodeForbidden {
		t.Errorf("a reader reads the texts: %v", err)
	}
	if err := r.Code(ctx, r.amina, "sress-2016", act); consult.CodeOf(err) != consult.CodeNotFound {
		t.Errorf("a text of another consultation: %v", err)
	}
	act.Theme = consult.NewID()
	if err := r.Code(ctx, r.amina, "demonstration", act); consult.CodeOf(err) != consult.CodeNotFound {
		t.Errorf("a theme of no grid: %v", err)
	}
}

func TestTheQueueToCodeNeitherJumpsNorLosesItsPlace(t *testing.T) {
	ctx, r := context.Background(), codingRoom(t, 20)
	waiting := service.CodingQuery{Uncoded: true}
	all := r.texts(t, consult.ContributionFilter{ConsultationID: r.consultation.ID})
	first, _, err := r.FirstToCode(ctx, r.amina, "demonstration", waiting)
	if err != nil || first != all[0].ID {
		t.Fatalf("first to code %s, want %s, %v", first, all[0].ID, err)
	}
	before := r.view(t, r.amina, all[2].ID, waiting)
	if before.Position != 3 || before.Previous != all[1].ID || before.Next != all[3].ID {
		t.Errorf("at %d between %s and %s", before.Position, before.Previous, before.Next)
	}
	r.code(t, r.amina, all[2].ID, service.CodingGive, 3)
	after := r.view(t, r.amina, all[2].ID, waiting)
	if after.Previous != before.Previous || after.Next != before.Next || after.Position != 3 || len(after.Queue) != len(before.Queue) {
		t.Errorf("once grouped: at %d between %s and %s", after.Position, after.Previous, after.Next)
	}
	if next := r.view(t, r.amina, after.Next, waiting); next.Previous != all[2].ID {
		t.Error("one cannot go back to the text just grouped")
	}
	if back := r.view(t, r.amina, all[1].ID, waiting); back.Next != all[3].ID {
		t.Error("a grouped text is still to code")
	}
	if after.Progress.Reviewed != 1 || after.Progress.All != len(all) {
		t.Errorf("progress %+v", after.Progress)
	}
}

func TestATextThatIsCutIsToCodeUntilEveryPartHasATheme(t *testing.T) {
	ctx, r := context.Background(), codingRoom(t, 20)
	text := r.note(t, "Une phrase. Une autre phrase.")
	waits := func(when string, want bool, parts, waiting int) {
		t.Helper()
		list, err := r.CodingList(ctx, r.amina, "demonstration", service.CodingQuery{Words: "phrase", Uncoded: true}, 1)
		check(t, err)
		whole, err := r.CodingList(ctx, r.amina, "demonstration", service.CodingQuery{Words: "phrase"}, 1)
		check(t, err)
		if got := len(list.Rows) == 1; got != want || whole.Progress.Reviewed == 1 == want {
			t.Errorf("%s: to code %v, progress %+v", when, got, whole.Progress)
		}
		if row := whole.Rows[0]; row.Statements != parts || row.Waiting != waiting {
			t.Errorf("%s: %d parts of which %d wait, want %d and %d", when, row.Statements, row.Waiting, parts, waiting)
		}
		if _, _, err := r.FirstToCode(ctx, r.amina, "demonstration", service.CodingQuery{Words: "phrase", Uncoded: true}); (err == nil) != want {
			t.Errorf("%s: the queue says %v", when, err)
		}
		grouping, err := r.ThemeCounts(ctx, r.consultation.ID)
		check(t, err)
		all, err := r.store.CountContributions(ctx, consult.ContributionFilter{ConsultationID: r.consultation.ID, Uncoded: true})
		check(t, err)
		if grouping.Waiting.Contributions != all {
			t.Errorf("%s: %d texts wait in the counts, %d in the queue", when, grouping.Waiting.Contributions, all)
		}
	}
	waits("before anybody read it", true, 1, 1)
	r.code(t, r.amina, text.ID, service.CodingGive, 1)
	waits("once it has a theme", false, 1, 0)
	next, err := r.Split(ctx, r.amina, "demonstration", service.SplitAct{Contribution: text.ID, Statement: text.ID, TextVersion: 1, Statements: 1, Start: 12, End: len(text.Body)})
	check(t, err)
	waits("once it is cut", true, 2, 1)
	check(t, r.Code(ctx, r.amina, "demonstration", service.CodingAct{Contribution: text.ID, Statement: next, Theme: r.grid.Themes[2].ID, Kind: service.CodingGive}))
	waits("once both parts have a theme", false, 2, 0)
	check(t, r.Code(ctx, r.amina, "demonstration", service.CodingAct{Contribution: text.ID, Statement: next, Theme: r.grid.Themes[2].ID, Kind: service.CodingRemove}))
	check(t, r.Join(ctx, r.amina, "demonstration", service.SplitAct{Contribution: text.ID, TextVersion: 1, Statements: 2}))
	waits("once it is one again", false, 1, 0)
}

func TestAPlaceInTheQueueIsAPlaceInWhatTheFilterFinds(t *testing.T) {
	r := codingRoom(t, 20)
	text := r.first(t)
	if text.Channel != consult.ChannelWeb {
		t.Fatalf("the first text came by %s", text.Channel)
	}
	for name, query := range map[string]service.CodingQuery{
		"another channel": {Channel: consult.ChannelMail}, "a session it is not of": {Session: consult.NewID()}, "a coder who said nothing": {Coder: r.bruno.User},
		"a theme nobody suggests": {Suggested: r.grid.Themes[0].ID}, "a later day": {Since: "2099-01-01"}, "a sample not drawn": {Among: service.AmongSample},
		"a score it has not": {ScoreMin: "0,5"}, "words it has not": {Words: "zzzz"}, "another channel, to code": {Channel: consult.ChannelMail, Uncoded: true},
	} {
		if view := r.view(t, r.amina, text.ID, query); view.Position != 0 || view.Total != 0 {
			t.Errorf("%s: %d of %d", name, view.Position, view.Total)
		}
	}
	if view := r.view(t, r.amina, text.ID, service.CodingQuery{Channel: consult.ChannelWeb}); view.Position != 1 || view.Total == 0 {
		t.Errorf("its own channel: %d of %d", view.Position, view.Total)
	}
}

func TestScoresNarrowToWhatPagesWrite(t *testing.T) {
	ctx, r := context.Background(), codingRoom(t, 20)
	text := r.note(t, "Un texte.")
	check(t, r.store.Atomic(ctx, func(tx consult.Tx) error {
		return tx.ReplaceSuggestions(ctx, text.ID, []consult.Suggestion{{StatementID: text.ID, ThemeID: r.grid.Themes[0].ID, Model: "m", Score: 0.8151, At: noon}})
	}))
	for _, test := range []struct {
		least, most string
		want        int
	}{{"0,82", "", 1}, {"0.82", "0,82", 1}, {"0,83", "", 0}, {"", "0,81", 0}, {"", "0,9", 1}, {"0,9", "0,1", 0}, {"1", "", 0}} {
		list, err := r.CodingList(ctx, r.amina, "demonstration", service.CodingQuery{ScoreMin: test.least, ScoreMax: test.most}, 1)
		check(t, err)
		if list.Counts.Contributions != test.want {
			t.Errorf("from %q to %q: %d, want %d", test.least, test.most, list.Counts.Contributions, test.want)
		}
	}
	for _, typed := range []string{"beaucoup", "-1", "2", "NaN"} {
		list, err := r.CodingList(ctx, r.amina, "demonstration", service.CodingQuery{ScoreMin: typed}, 1)
		check(t, err)
		if list.Counts.Contributions < 2 {
			t.Errorf("%q narrows to %d", typed, list.Counts.Contributions)
		}
	}
}

func TestTheListIsNarrowedByWhatItsAddressSays(t *testing.T) {
	ctx, r := context.Background(), codingRoom(t, 60)
	list := func(query service.CodingQuery) *service.CodingList {
		found, err := r.CodingList(ctx, r.amina, "demonstration", query, 1)
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	all := list(service.CodingQuery{})
	if all.Counts.Contributions <= all.Counts.Contributors || all.Counts.Statements != all.Counts.Contributions || len(all.Rows) != 50 || all.Pages < 2 {
		t.Errorf("all: %+v, %d rows, %d pages", all.Counts, len(all.Rows), all.Pages)
	}
	if len(all.Choices.Questions) != 5 || len(all.Choices.Categories) != 9 || len(all.Choices.Territories) != 6 {
		t.Errorf("choices: %d questions, %d categories, %d territories", len(all.Choices.Questions), len(all.Choices.Categories), len(all.Choices.Territories))
	}
	for _, row := range list(service.CodingQuery{Question: "amelioration_proposee", Territory: "44"}).Rows {
		if row.Contribution.Question != "amelioration_proposee" || row.Territory != "Loire-Atlantique" || !strings.HasPrefix(row.Question, "Quelle amélioration") {
			t.Errorf("row %q, %q", row.Question, row.Territory)
		}
	}
	folded := list(service.CodingQuery{Words: "DÉLAI reponse"})
	for _, row := range folded.Rows {
		if lower := strings.ToLower(row.Contribution.Body); !strings.Contains(lower, "lai") || !strings.Contains(lower, "ponse") {
			t.Errorf("found %q", row.Contribution.Body)
		}
	}
	r.code(t, r.amina, all.Rows[0].Contribution.ID, service.CodingGive, 5)
	if grouped := list(service.CodingQuery{Theme: r.grid.Themes[4].ID}); len(grouped.Rows) != 1 || grouped.Rows[0].Themes[0].Position != 5 {
		t.Errorf("theme 5 has %d texts", len(grouped.Rows))
	}
	if waiting := list(service.CodingQuery{Uncoded: true}); waiting.Counts.Contributions != all.Counts.Contributions-1 {
		t.Errorf("%d to code of %d", waiting.Counts.Contributions, all.Counts.Contributions)
	}
}

func TestAThemeShowsItsCountsByCategoryAndTerritory(t *testing.T) {
	ctx := context.Background()
	h, _ := demonstrated(t, service.DemoOptions{Responses: 80, Ideas: 10, Seed: 2, Coded: true})
	amina := h.analyst(t, "Amina")
	themes, err := h.ThemesView(ctx, amina, "demonstration")
	if err != nil || len(themes.Grouping.Themes) != 8 {
		t.Fatalf("themes %+v, %v", themes, err)
	}
	theme := themes.Grouping.Themes[1]
	view, err := h.ThemeView(ctx, amina, "demonstration", theme.Theme.ID, 1)
	if err != nil || view.Count.Counts != theme.Counts || len(view.Rows) != min(theme.Counts.Contributions, 50) {
		t.Fatalf("theme 2: %+v against %+v, %d rows, %v", view.Count.Counts, theme.Counts, len(view.Rows), err)
	}
	contributions := 0
	for _, share := range view.Categories {
		contributions += share.Counts.Contributions
	}
	if contributions != theme.Counts.Contributions {
		t.Errorf("categories hold %d contributions of %d", contributions, theme.Counts.Contributions)
	}
	if _, err := h.ThemeView(ctx, amina, "demonstration", consult.NewID(), 1); consult.CodeOf(err) != consult.CodeNotFound {
		t.Errorf("a theme of no grid: %v", err)
	}
}
