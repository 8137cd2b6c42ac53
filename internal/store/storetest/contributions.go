package storetest

import (
	"errors"
	"slices"
	"time"

	"concertation/internal/consult"
)

var contributionTests = map[string]func(*world){
	"the contributions of a response come without those of others": func(w *world) {
		revision := w.revision(w.consultation())
		r := w.submitted(revision, noon, "Un texte")
		w.submitted(revision, noon, "Un autre")
		same(w, must[[]consult.Contribution](w)(w.store.ContributionsOf(w.ctx, r.ID)), w.contributions(r))
	},
	"a contribution comes back as it was written": func(w *world) {
		c := w.consultation()
		note := w.note(c, "Un atelier\nsur l’emploi")
		same(w, must[consult.Contribution](w)(w.store.Contribution(w.ctx, note.ID)), *note)
		_, err := w.store.Contribution(w.ctx, consult.NewID())
		w.code(consult.CodeNotFound, err)
		same(w, len(must[[]consult.Statement](w)(w.store.Statements(w.ctx, note.ID))), 0)
		same(w, len(must[[]consult.SessionHeld](w)(w.store.SessionsHeld(w.ctx, c.ID))), 0)
	},
	"sessions held come by date, and number their participants once": func(w *world) {
		c := w.consultation()
		undated := consult.SessionHeld{ID: consult.NewID(), ConsultationID: c.ID, Title: "Sans date", Participants: 12}
		late := consult.SessionHeld{ID: consult.NewID(), ConsultationID: c.ID, Title: "Second atelier", HeldOn: noon.Add(time.Hour)}
		early := consult.SessionHeld{ID: consult.NewID(), ConsultationID: c.ID, StepID: consult.NewID(), Title: "Atelier", HeldOn: noon, Participants: 120}
		w.write(func(tx consult.Tx) error {
			for _, session := range []consult.SessionHeld{undated, late, early} {
				if err := tx.InsertSessionHeld(w.ctx, &session); err != nil {
					return err
				}
			}
			return nil
		})
		note := w.note(c, "mobilite")
		held := *note
		held.ID, held.SessionID = consult.NewID(), early.ID
		w.write(func(tx consult.Tx) error { return tx.InsertContribution(w.ctx, &held) })
		same(w, must[consult.Contribution](w)(w.store.Contribution(w.ctx, held.ID)), held)
		same(w, must[[]consult.SessionHeld](w)(w.store.SessionsHeld(w.ctx, c.ID)), []consult.SessionHeld{early, late, undated})
		w.write(func(tx consult.Tx) error { return tx.DeleteConsultation(w.ctx, c.ID) })
	},
	"what changed since a sequence comes without its texts, the retracted too": func(w *world) {
		c := w.consultation()
		w.note(w.consultation(), "ailleurs")
		session := &consult.SessionHeld{ID: consult.NewID(), ConsultationID: c.ID, Title: "Laval"}
		w.write(func(tx consult.Tx) error { return tx.InsertSessionHeld(w.ctx, session) })
		since := func(seq int64) map[consult.ID]consult.Contribution {
			found := map[consult.ID]consult.Contribution{}
			err := w.store.ContributionsSince(w.ctx, c.ID, seq, func(one *consult.Contribution) { found[one.ID] = *one })
			if err != nil {
				w.Fatal(err)
			}
			return found
		}
		add := func(change func(one *consult.Contribution)) consult.Contribution {
			one := *w.note(c, "un texte")
			w.write(func(tx consult.Tx) (err error) {
				one.ChangeSeq, err = tx.NextSeq(w.ctx)
				one.ID = consult.NewID()
				change(&one)
				return errors.Join(err, tx.InsertContribution(w.ctx, &one))
			})
			return one
		}
		start := add(func(*consult.Contribution) {}).ChangeSeq
		authored := add(func(one *consult.Contribution) {
			one.AuthorKey, one.SessionID, one.Category, one.Territory = "clé", session.ID, "elus", "44"
		})
		answered := w.submitted(w.revision(c), noon, "Un texte")
		answer := w.contributions(answered)[0]
		counted := func(one consult.Contribution) consult.Contribution {
			one.Title, one.Body, one.Folded, one.Origin, one.QuestionnaireID, one.Item = "", "", "", "", "", 0
			return one
		}
		same(w, since(start), map[consult.ID]consult.Contribution{authored.ID: counted(authored), answer.ID: counted(answer)})
		same(w, len(since(answer.ChangeSeq)), 0)

		w.write(func(tx consult.Tx) error {
			seq, err := tx.NextSeq(w.ctx)
			authored.ChangeSeq, authored.AuthorKey = seq, "autre"
			return errors.Join(err, tx.RenameAuthor(w.ctx, c.ID, "clé", "autre", seq))
		})
		same(w, since(answer.ChangeSeq), map[consult.ID]consult.Contribution{authored.ID: counted(authored)})
	},
	"contributions come in the order of their making": func(w *world) {
		c := w.consultation()
		first, second := w.note(c, "a"), w.note(c, "b")
		early := *first
		early.ID, early.CreatedAt = consult.NewID(), noon.Add(-time.Hour)
		w.write(func(tx consult.Tx) error { return tx.InsertContribution(w.ctx, &early) })
		filter := consult.ContributionFilter{ConsultationID: c.ID}
		id := func(c consult.Contribution) consult.ID { return c.ID }
		sameOrder(w, must[[]consult.Contribution](w)(w.store.Contributions(w.ctx, filter)), id, early.ID, first.ID, second.ID)
		filter.Offset, filter.Limit = 1, 1
		sameOrder(w, must[[]consult.Contribution](w)(w.store.Contributions(w.ctx, filter)), id, first.ID)
	},
	"a list goes on from a place, either way": func(w *world) {
		c := w.consultation()
		first, second, third := w.note(c, "a"), w.note(c, "b"), w.note(c, "c")
		id := func(c consult.Contribution) consult.ID { return c.ID }
		after := consult.ContributionFilter{ConsultationID: c.ID, After: first.Place()}
		sameOrder(w, must[[]consult.Contribution](w)(w.store.Contributions(w.ctx, after)), id, second.ID, third.ID)
		before := consult.ContributionFilter{ConsultationID: c.ID, Before: third.Place(), Backwards: true}
		sameOrder(w, must[[]consult.Contribution](w)(w.store.Contributions(w.ctx, before)), id, second.ID, first.ID)
		before.Limit = 1
		sameOrder(w, must[[]consult.Contribution](w)(w.store.Contributions(w.ctx, before)), id, second.ID)
		same(w, must[int](w)(w.store.CountContributions(w.ctx, after)), 2)
	},
	"a search hands over the contributions in which every word stands": func(w *world) {
		c := w.consultation()
		w.note(w.consultation(), "un velo pour tous")
		first, _, third := w.note(c, "un velo pour tous"), w.note(c, "un velo 100% neuf"), w.note(c, "tous a velo")
		id := func(id consult.ID) consult.ID { return id }
		said := func(words string, since int64) (found []consult.ID) {
			if err := w.store.ContributionsSaying(w.ctx, c.ID, words, since, func(id consult.ID) { found = append(found, id) }); err != nil {
				w.Fatal(err)
			}
			slices.Sort(found)
			return found
		}
		want := []consult.ID{first.ID, third.ID}
		slices.Sort(want)
		sameOrder(w, said("velo tous", -1), id, want...)
		same(w, len(said("0% velo", -1)), 1)
		same(w, len(said("%", -1)), 1)
		same(w, len(said("absent", -1)), 0)
		same(w, len(said("velo", 0)), 0)
		// Far apart, so that several may read a part each.
		var later []consult.ID
		for seq := int64(1); seq <= 9001; seq += 1500 {
			note := *first
			note.ID, note.ChangeSeq = consult.NewID(), seq
			w.write(func(tx consult.Tx) error { return tx.InsertContribution(w.ctx, &note) })
			later = append(later, note.ID)
		}
		slices.Sort(later)
		sameOrder(w, said("velo tous", 0), id, later...)
		same(w, len(said("velo tous", 1501)), 5)
		same(w, len(said("velo tous", -1)), 9)
		same(w, len(said("absent", -1)), 0)
	},
	"what words find may be known beforehand": func(w *world) {
		c := w.consultation()
		first, second := w.note(c, "un velo"), w.note(c, "deux velos")
		for name, known := range map[string]struct {
			saying []consult.ID
			want   int
		}{"not": {nil, 2}, "nothing": {[]consult.ID{}, 0}, "one": {[]consult.ID{second.ID}, 1}, "both": {[]consult.ID{second.ID, first.ID}, 2}} {
			filter := consult.ContributionFilter{ConsultationID: c.ID, Words: "velo", Saying: known.saying}
			if found := must[[]consult.Contribution](w)(w.store.Contributions(w.ctx, filter)); len(found) != known.want {
				w.Errorf("%s: %d found, want %d", name, len(found), known.want)
			}
			same(w, must[int](w)(w.store.CountContributions(w.ctx, filter)), known.want)
		}
	},
	"a contribution is to code while one of the parts it has now lacks a theme": func(w *world) {
		c := w.consultation()
		theme, coder := consult.NewID(), consult.NewID()
		note := w.note(c, "l'emploi, puis la mobilite")
		parts := []consult.Statement{{ID: note.ID, ContributionID: note.ID, Position: 1, Start: 0, End: 8, TextVersion: 1},
			{ID: consult.NewID(), ContributionID: note.ID, Position: 2, Start: 10, End: 20, TextVersion: 1}}
		cut := func(parts ...consult.Statement) {
			w.write(func(tx consult.Tx) error { return tx.ReplaceStatements(w.ctx, note.ID, parts) })
		}
		waits := func(when string, filter consult.ContributionFilter, want int) {
			w.Helper()
			filter.ConsultationID, filter.Uncoded = c.ID, true
			if got := must[int](w)(w.store.CountContributions(w.ctx, filter)); got != want {
				w.Errorf("%s: %d to code, want %d", when, got, want)
			}
			if filter.Suggested != "" && w.suggested(filter) != want {
				w.Errorf("%s: %d handed over, want %d", when, w.suggested(filter), want)
			}
		}
		all, proposed := consult.ContributionFilter{}, consult.ContributionFilter{Suggested: theme}
		waits("before anybody read it", all, 1)
		w.coded(note, theme, coder, consult.AssignmentConfirmed)
		waits("once it has a theme", all, 0)
		cut(parts...)
		waits("once it is cut", all, 1)
		w.write(func(tx consult.Tx) error {
			return tx.ReplaceSuggestions(w.ctx, note.ID, []consult.Suggestion{{StatementID: note.ID, ThemeID: theme, Model: "m", Score: 0.8, At: noon}})
		})
		waits("a theme proposed for the part that has one", proposed, 0)
		w.write(func(tx consult.Tx) error {
			return tx.ReplaceSuggestions(w.ctx, note.ID, []consult.Suggestion{{StatementID: parts[1].ID, ThemeID: theme, Model: "m", Score: 0.8, At: noon}})
		})
		waits("a theme proposed for the part that has none", proposed, 1)
		second := consult.Assignment{ID: consult.NewID(), ConsultationID: c.ID, ContributionID: note.ID, StatementID: parts[1].ID, ThemeID: theme,
			CoderID: coder, Round: 1, State: consult.AssignmentConfirmed, TextVersion: 1, GridVersion: 1, At: noon}
		w.write(func(tx consult.Tx) error { return tx.InsertAssignment(w.ctx, &second) })
		waits("once both parts have one", all, 0)
		waits("once both parts have one, proposed", proposed, 0)
		w.write(func(tx consult.Tx) error { return tx.EndAssignment(w.ctx, second.ID, noon) })
		waits("once one is taken back", all, 1)
		parts[0].TextVersion, parts[1].TextVersion = 9, 9
		cut(parts...)
		waits("parts of another text do not count", all, 0)
		cut()
		waits("once it is one again", all, 0)
	},
	"scores narrow to what a model proposes between two bounds": func(w *world) {
		c := w.consultation()
		theme, other := consult.NewID(), consult.NewID()
		high, low := w.note(c, "un"), w.note(c, "deux")
		w.note(c, "trois")
		w.write(func(tx consult.Tx) error {
			if err := tx.ReplaceSuggestions(w.ctx, high.ID, []consult.Suggestion{{StatementID: high.ID, ThemeID: theme, Model: "m", Score: 0.9, At: noon}}); err != nil {
				return err
			}
			return tx.ReplaceSuggestions(w.ctx, low.ID, []consult.Suggestion{{StatementID: low.ID, ThemeID: theme, Model: "m", Score: 0.4, At: noon},
				{StatementID: low.ID, ThemeID: other, Model: "m", Score: 0.8, At: noon}})
		})
		for name, test := range map[string]struct {
			filter consult.ContributionFilter
			want   int
		}{
			"at least":                         {consult.ContributionFilter{ScoreMin: 0.85}, 1},
			"less than":                        {consult.ContributionFilter{ScoreMax: 0.5}, 1},
			"between":                          {consult.ContributionFilter{ScoreMin: 0.5, ScoreMax: 0.95}, 2},
			"of a theme":                       {consult.ContributionFilter{ScoreMin: 0.5, Suggested: theme}, 1},
			"both bounds of one and same word": {consult.ContributionFilter{ScoreMin: 0.5, ScoreMax: 0.7}, 0},
		} {
			test.filter.ConsultationID = c.ID
			if got := must[int](w)(w.store.CountContributions(w.ctx, test.filter)); got != test.want {
				w.Errorf("%s: %d, want %d", name, got, test.want)
			}
			if got := w.suggested(test.filter); got != test.want {
				w.Errorf("%s: %d handed over, want %d", name, got, test.want)
			}
		}
	},
	"filters narrow contributions": func(w *world) {
		c := w.consultation()
		theme, other := consult.NewID(), consult.NewID()
		coded, rejected, plain := w.note(c, "emploi des jeunes"), w.note(c, "emploi 100% local"), w.note(c, "mobilite")
		w.coded(coded, theme, consult.NewID(), consult.AssignmentConfirmed)
		w.coded(rejected, theme, consult.NewID(), consult.AssignmentRejected)
		w.submitted(w.revision(c), noon, "emploi rural")
		retracted := *plain
		retracted.ID, retracted.RetractedAt = consult.NewID(), noon
		w.write(func(tx consult.Tx) error { return tx.InsertContribution(w.ctx, &retracted) })
		for name, test := range map[string]struct {
			filter consult.ContributionFilter
			want   int
		}{
			"all that count":                 {consult.ContributionFilter{}, 4},
			"the retracted too":              {consult.ContributionFilter{Retracted: true}, 5},
			"by kind":                        {consult.ContributionFilter{Kind: consult.KindAnswer}, 1},
			"by question":                    {consult.ContributionFilter{Question: "Que faire ?"}, 3},
			"of a theme":                     {consult.ContributionFilter{ThemeID: theme}, 1},
			"of another theme":               {consult.ContributionFilter{ThemeID: other}, 0},
			"without a theme":                {consult.ContributionFilter{Uncoded: true}, 3},
			"every word":                     {consult.ContributionFilter{Words: "jeunes emploi"}, 1},
			"a word":                         {consult.ContributionFilter{Words: "emploi"}, 3},
			"a sign that stands for itself":  {consult.ContributionFilter{Words: "100%"}, 1},
			"a sign that is no placeholder":  {consult.ContributionFilter{Words: "e_ploi"}, 0},
			"a backslash":                    {consult.ContributionFilter{Words: `\`}, 0},
			"several at once":                {consult.ContributionFilter{Words: "emploi", Uncoded: true, Kind: consult.KindNote}, 1},
			"a category that nobody chose":   {consult.ContributionFilter{Category: "association"}, 0},
			"a territory that nobody chose":  {consult.ContributionFilter{Territory: "35"}, 0},
			"folded text, case as it stands": {consult.ContributionFilter{Words: "éMPLOI"}, 0},
		} {
			test.filter.ConsultationID = c.ID
			all := must[[]consult.Contribution](w)(w.store.Contributions(w.ctx, test.filter))
			count := must[int](w)(w.store.CountContributions(w.ctx, test.filter))
			if len(all) != test.want || count != test.want {
				w.Errorf("%s: %d listed, %d counted, want %d", name, len(all), count, test.want)
			}
		}
	},
}

var answerTests = map[string]func(*world){
	"the same text again keeps its contribution untouched": func(w *world) {
		r := w.submitted(w.revision(w.consultation()), noon, "un texte")
		before := w.contributions(r)
		w.coded(&before[0], consult.NewID(), consult.NewID(), consult.AssignmentConfirmed)
		w.submit(r, noon.Add(time.Hour), "un texte")
		same(w, w.contributions(r), before)
		same(w, w.states(&before[0]), []consult.AssignmentState{consult.AssignmentConfirmed})
	},
	"a changed text keeps its id, takes a version, and makes what coders confirmed stale": func(w *world) {
		r := w.submitted(w.revision(w.consultation()), noon, "un texte")
		before := w.contributions(r)[0]
		w.coded(&before, consult.NewID(), consult.NewID(), consult.AssignmentConfirmed)
		w.coded(&before, consult.NewID(), consult.NewID(), consult.AssignmentRejected)
		ended := w.coded(&before, consult.NewID(), consult.NewID(), consult.AssignmentConfirmed)
		w.write(func(tx consult.Tx) error { return tx.EndAssignment(w.ctx, ended.ID, noon) })
		wanted := w.submit(r, noon.Add(time.Hour), "un autre texte")
		after := w.contributions(r)[0]
		same(w, []any{after.ID, after.TextVersion, after.Body, after.CreatedAt, after.ChangedAt, after.ChangeSeq},
			[]any{before.ID, 2, "un autre texte", noon, noon.Add(time.Hour), r.ChangeSeq})
		same(w, []any{wanted[0].ID, wanted[0].TextVersion}, []any{before.ID, 2})
		same(w, w.states(&before), []consult.AssignmentState{consult.AssignmentStale, consult.AssignmentRejected, consult.AssignmentConfirmed})
	},
	"another choice of publication is kept without touching the codings": func(w *world) {
		r := w.submitted(w.revision(w.consultation()), noon, "un texte")
		before := w.contributions(r)[0]
		w.coded(&before, consult.NewID(), consult.NewID(), consult.AssignmentConfirmed)
		wanted := w.answers(r, noon.Add(time.Hour), "un texte")
		wanted[0].Publication, wanted[0].Category = consult.PublicationNamed, "association"
		w.write(func(tx consult.Tx) error { return w.submitIn(tx, r, noon.Add(time.Hour), "un texte", wanted) })
		after := w.contributions(r)[0]
		same(w, []any{after.ID, after.TextVersion, after.Publication, after.Category}, []any{before.ID, 1, consult.PublicationNamed, "association"})
		same(w, w.states(&before), []consult.AssignmentState{consult.AssignmentConfirmed})
	},
	"a removed answer is retracted and comes back as it was": func(w *world) {
		r := w.submitted(w.revision(w.consultation()), noon, "un texte")
		before := w.contributions(r)[0]
		w.coded(&before, consult.NewID(), consult.NewID(), consult.AssignmentConfirmed)
		w.submit(r, noon.Add(time.Hour), "")
		gone := w.contributions(r)[0]
		same(w, []any{gone.ID, gone.RetractedAt, gone.ChangeSeq}, []any{before.ID, noon.Add(time.Hour), r.ChangeSeq})
		same(w, must[int](w)(w.store.CountContributions(w.ctx, consult.ContributionFilter{ConsultationID: r.ConsultationID})), 0)

		// Retracted once, it does not change again.
		w.submit(r, noon.Add(2*time.Hour), "")
		same(w, w.contributions(r)[0], gone)

		w.submit(r, noon.Add(3*time.Hour), "un texte")
		back := w.contributions(r)[0]
		same(w, []any{back.ID, back.TextVersion, back.RetractedAt.IsZero()}, []any{before.ID, 1, true})
		same(w, w.states(&before), []consult.AssignmentState{consult.AssignmentConfirmed})
	},
	"items of one answer are contributions of their own": func(w *world) {
		r := w.draft(w.revision(w.consultation()))
		w.write(func(tx consult.Tx) error {
			return tx.UpsertAnswerContributions(w.ctx, r.ID, w.answers(r, noon, "un", "deux", "trois"))
		})
		before := w.contributions(r)
		w.write(func(tx consult.Tx) error {
			return tx.UpsertAnswerContributions(w.ctx, r.ID, w.answers(r, noon, "un", "", "trois encore"))
		})
		after := w.contributions(r)
		same(w, len(after), 3)
		versions := map[consult.ID]int{before[0].ID: 1, before[1].ID: 1, before[2].ID: 2}
		for _, contribution := range after {
			same(w, contribution.TextVersion, versions[contribution.ID])
			same(w, contribution.RetractedAt.IsZero(), contribution.ID != before[1].ID)
		}
	},
}

// contributions gives what a response holds, the retracted too.
func (w *world) contributions(r *consult.Response) []consult.Contribution {
	w.Helper()
	all := must[[]consult.Contribution](w)(w.store.Contributions(w.ctx, consult.ContributionFilter{ConsultationID: r.ConsultationID, Retracted: true}))
	var own []consult.Contribution
	for _, one := range all {
		if one.ResponseID == r.ID {
			own = append(own, one)
		}
	}
	return own
}

// states gives the states of a contribution's assignments, oldest first.
func (w *world) states(c *consult.Contribution) []consult.AssignmentState {
	w.Helper()
	var states []consult.AssignmentState
	for _, a := range must[[]consult.Assignment](w)(w.store.Assignments(w.ctx, c.ID)) {
		states = append(states, a.State)
	}
	return states
}

// suggested counts the contributions for which a model proposes what a filter says, each once.
func (w *world) suggested(filter consult.ContributionFilter) int {
	w.Helper()
	found := map[consult.ID]bool{}
	if err := w.store.ContributionsSuggested(w.ctx, filter, func(id consult.ID) { found[id] = true }); err != nil {
		w.Fatal(err)
	}
	return len(found)
}
