package storetest

import (
	"time"

	"concertation/internal/consult"
)

var readingTests = map[string]func(*world){
	"what a coder did lately is told, the last first": func(w *world) {
		c := w.consultation()
		note, other := w.note(c, "emploi"), w.note(c, "transport")
		theme, coder := consult.NewID(), consult.NewID()
		w.coded(note, theme, consult.NewID(), consult.AssignmentConfirmed)
		first := w.coded(note, theme, coder, consult.AssignmentConfirmed)
		later := *first
		later.ID, later.ContributionID, later.StatementID, later.At = consult.NewID(), other.ID, other.ID, noon.Add(time.Minute)
		w.write(func(tx consult.Tx) error { return tx.InsertAssignment(w.ctx, &later) })
		acts := func(since time.Time) []consult.CoderAct {
			return must[[]consult.CoderAct](w)(w.store.CoderActs(w.ctx, c.ID, coder, since))
		}
		same(w, acts(noon), []consult.CoderAct{{ContributionID: other.ID, At: later.At}, {ContributionID: note.ID, At: noon}})
		same(w, acts(noon.Add(time.Second)), []consult.CoderAct{{ContributionID: other.ID, At: later.At}})
		same(w, must[[]consult.CoderAct](w)(w.store.CoderActs(w.ctx, w.consultation().ID, coder, noon)), nil)
	},
	"texts are left out of a list": func(w *world) {
		c := w.consultation()
		note, other := w.note(c, "emploi"), w.note(c, "transport")
		found := must[[]consult.Contribution](w)(w.store.Contributions(w.ctx, consult.ContributionFilter{ConsultationID: c.ID, Except: []consult.ID{note.ID}}))
		if len(found) != 1 || found[0].ID != other.ID {
			w.Fatalf("%+v", found)
		}
		same(w, must[int](w)(w.store.CountContributions(w.ctx, consult.ContributionFilter{ConsultationID: c.ID, Except: []consult.ID{note.ID, other.ID}})), 0)
	},
	"suggestions are those of the last time, the likeliest first": func(w *world) {
		c := w.consultation()
		note := w.note(c, "emploi")
		a, b := consult.NewID(), consult.NewID()
		suggested := func(model string, scores map[consult.ID]float64) []consult.Suggestion {
			var all []consult.Suggestion
			for theme, score := range scores {
				all = append(all, consult.Suggestion{StatementID: note.ID, ThemeID: theme, Model: model, Score: score, Evidence: "emploi", At: noon})
			}
			w.write(func(tx consult.Tx) error { return tx.ReplaceSuggestions(w.ctx, note.ID, all) })
			return must[[]consult.Suggestion](w)(w.store.Suggestions(w.ctx, note.ID))
		}
		suggested("m1", map[consult.ID]float64{a: 0.9, b: 0.2})
		got := suggested("m2", map[consult.ID]float64{a: 0.25, b: 0.75})
		if len(got) != 2 || got[0].ThemeID != b || got[0].Score != 0.75 || got[0].Model != "m2" {
			w.Fatalf("%+v", got)
		}
		same(w, must[string](w)(w.store.SuggestedBy(w.ctx, c.ID)), "m2")
		other, none := w.note(c, "logement"), w.note(c, "rien")
		w.write(func(tx consult.Tx) error {
			return tx.ReplaceSuggestions(w.ctx, other.ID, []consult.Suggestion{{StatementID: other.ID, ThemeID: a, Model: "m1", Score: 0.6, At: noon}})
		})
		same(w, must[map[consult.ID][]consult.Suggestion](w)(w.store.SuggestionsAmong(w.ctx, []consult.ID{none.ID, other.ID, note.ID})),
			map[consult.ID][]consult.Suggestion{note.ID: got, other.ID: must[[]consult.Suggestion](w)(w.store.Suggestions(w.ctx, other.ID))})
		w.write(func(tx consult.Tx) error { return tx.ReplaceSuggestions(w.ctx, other.ID, nil) })
		if got := suggested("m3", nil); len(got) != 0 {
			w.Fatalf("%+v", got)
		}
		same(w, must[string](w)(w.store.SuggestedBy(w.ctx, c.ID)), "")
	},
	"a contribution is split, split anew and joined": func(w *world) {
		c := w.consultation()
		note := w.note(c, "un. deux. trois")
		before := must[consult.ReadingMark](w)(w.store.ReadingMark(w.ctx, c.ID))
		cut := func(ends ...int) []consult.Statement {
			var all []consult.Statement
			start := 0
			for i, end := range ends {
				all = append(all, consult.Statement{ID: consult.NewID(), ContributionID: note.ID, Position: i + 1, Start: start, End: end, TextVersion: 1})
				start = end
			}
			w.write(func(tx consult.Tx) error { return tx.ReplaceStatements(w.ctx, note.ID, all) })
			return all
		}
		parts := cut(4, 10, 15)
		same(w, must[[]consult.Statement](w)(w.store.StatementRows(w.ctx, c.ID)), parts)
		same(w, must[[]consult.Statement](w)(w.store.Statements(w.ctx, note.ID)), parts)
		if after := must[consult.ReadingMark](w)(w.store.ReadingMark(w.ctx, c.ID)); after == before {
			w.Fatal("the mark does not tell a split")
		}
		cut()
		same(w, must[[]consult.Statement](w)(w.store.Statements(w.ctx, note.ID)), nil)
	},
	"each coder has their own note, and a blank one is none": func(w *world) {
		c := w.consultation()
		note := w.note(c, "emploi")
		first := consult.StatementNote{ConsultationID: c.ID, ContributionID: note.ID, StatementID: note.ID, CoderID: consult.NewID(), Body: "à revoir", ChangedAt: noon}
		second := first
		second.CoderID, second.Body = consult.NewID(), "non"
		for _, n := range []consult.StatementNote{first, second} {
			w.write(func(tx consult.Tx) error { return tx.SaveStatementNote(w.ctx, &n) })
		}
		first.Body = "vu"
		w.write(func(tx consult.Tx) error { return tx.SaveStatementNote(w.ctx, &first) })
		second.Body = ""
		w.write(func(tx consult.Tx) error { return tx.SaveStatementNote(w.ctx, &second) })
		same(w, must[[]consult.StatementNote](w)(w.store.StatementNotes(w.ctx, c.ID)), []consult.StatementNote{first})
	},
	"a statement is quoted once and no more": func(w *world) {
		c := w.consultation()
		note := w.note(c, "emploi")
		quote := consult.Quote{ConsultationID: c.ID, ContributionID: note.ID, StatementID: note.ID, TextVersion: 1, By: consult.NewID(), At: noon}
		again := quote
		again.By = consult.NewID()
		w.write(func(tx consult.Tx) error { return tx.InsertQuote(w.ctx, &quote) })
		w.write(func(tx consult.Tx) error { return tx.InsertQuote(w.ctx, &again) })
		same(w, must[[]consult.Quote](w)(w.store.Quotes(w.ctx, c.ID)), []consult.Quote{quote})
		w.write(func(tx consult.Tx) error { return tx.DeleteQuote(w.ctx, note.ID) })
		same(w, must[[]consult.Quote](w)(w.store.Quotes(w.ctx, c.ID)), nil)
	},
	"a proposed action keeps its sources": func(w *world) {
		c := w.consultation()
		note := w.note(c, "un fonds")
		p := consult.Proposal{ID: consult.NewID(), ConsultationID: c.ID, Title: "Créer un fonds", CreatedBy: consult.NewID(), CreatedAt: noon, ChangedAt: noon}
		other := consult.Proposal{ID: consult.NewID(), ConsultationID: c.ID, Title: "Animer", CreatedBy: p.CreatedBy, CreatedAt: noon, ChangedAt: noon}
		source := consult.ProposalSource{ProposalID: p.ID, StatementID: note.ID, ContributionID: note.ID, By: p.CreatedBy, At: noon}
		w.write(func(tx consult.Tx) error {
			if err := tx.InsertProposal(w.ctx, &p, "creer un fonds"); err != nil {
				return err
			}
			return tx.InsertProposal(w.ctx, &other, "animer")
		})
		for range 2 {
			w.write(func(tx consult.Tx) error { return tx.AddProposalSource(w.ctx, &source) })
		}
		p.Title, p.ChangedAt = "Créer un grand fonds", noon.Add(time.Hour)
		w.write(func(tx consult.Tx) error { return tx.UpdateProposal(w.ctx, &p, "creer un grand fonds") })
		same(w, must[[]consult.Proposal](w)(w.store.Proposals(w.ctx, c.ID)), []consult.Proposal{other, p})
		same(w, must[[]consult.ProposalSource](w)(w.store.ProposalSources(w.ctx, c.ID)), []consult.ProposalSource{source})
		w.write(func(tx consult.Tx) error { return tx.RemoveProposalSource(w.ctx, p.ID, note.ID) })
		same(w, must[[]consult.ProposalSource](w)(w.store.ProposalSources(w.ctx, c.ID)), nil)
		w.write(func(tx consult.Tx) error { return tx.DeleteProposal(w.ctx, p.ID) })
		_, err := w.store.Proposal(w.ctx, p.ID)
		w.code(consult.CodeNotFound, err)
	},
	"the last validation of a theme is the one that holds": func(w *world) {
		c := w.consultation()
		theme := consult.NewID()
		var last consult.ThemeValidation
		for i := range 2 {
			last = consult.ThemeValidation{ID: consult.NewID(), ConsultationID: c.ID, ThemeID: theme, Mark: "m", By: consult.NewID(), At: noon.Add(time.Duration(i) * time.Hour)}
			w.write(func(tx consult.Tx) error { return tx.InsertThemeValidation(w.ctx, &last) })
		}
		same(w, must[[]consult.ThemeValidation](w)(w.store.ThemeValidations(w.ctx, c.ID)), []consult.ThemeValidation{last})
	},
}
