package storetest

import (
	"slices"
	"time"

	"concertation/forms"
	"concertation/internal/consult"
)

var responseTests = map[string]func(*world){
	"a draft comes back as it was written, by id and by token": func(w *world) {
		r := w.drafted(w.revision(w.consultation()))
		r.Draft = forms.Raw{"besoins": {"du texte", "« é »"}, "vide": {""}}
		r.DraftIdentity = forms.Raw{"nom": {"Amina"}}
		w.write(func(tx consult.Tx) error { return tx.InsertResponse(w.ctx, r) })
		same(w, must[consult.Response](w)(w.store.Response(w.ctx, r.ID)), *r)
		same(w, must[consult.Response](w)(w.store.ResponseByToken(w.ctx, r.TokenHash)), *r)
		_, err := w.store.ResponseByToken(w.ctx, []byte("another hash"))
		w.code(consult.CodeNotFound, err)
	},
	"characters that an engine refuses are replaced, not lost with the rest": func(w *world) {
		r := w.drafted(w.revision(w.consultation()))
		r.Draft = forms.Raw{"besoins": {"avant\x00après"}}
		w.write(func(tx consult.Tx) error { return tx.InsertResponse(w.ctx, r) })
		same(w, must[consult.Response](w)(w.store.Response(w.ctx, r.ID)).Draft.First("besoins"), "avant\x00après")
		w.submit(r, noon, "avant\x00après \xff fin")
		got := must[[]consult.Contribution](w)(w.store.Contributions(w.ctx, consult.ContributionFilter{ConsultationID: r.ConsultationID}))
		same(w, got[0].Body, "avant\uFFFDaprès \uFFFD fin")
	},
	"saving a draft needs its version and gives the next": func(w *world) {
		r := w.draft(w.revision(w.consultation()))
		var version int64
		save := func(at int64, text string) func(tx consult.Tx) error {
			return func(tx consult.Tx) (err error) {
				version, err = tx.SaveDraft(w.ctx, r.ID, at, forms.Raw{"besoins": {text}}, forms.Raw{"nom": {"Bruno"}}, noon.Add(time.Minute))
				return err
			}
		}
		w.write(save(1, "un"))
		same(w, version, 2)
		w.refused(consult.CodeConflict, save(1, "deux"))
		got := must[consult.Response](w)(w.store.Response(w.ctx, r.ID))
		same(w, got.Draft.First("besoins"), "un")
		same(w, got.DraftIdentity.First("nom"), "Bruno")
		same(w, []any{got.DraftVersion, got.ChangedAt, got.Dirty}, []any{int64(2), noon.Add(time.Minute), false})
		w.refused(consult.CodeNotFound, func(tx consult.Tx) error {
			_, err := tx.SaveDraft(w.ctx, consult.NewID(), 1, nil, nil, noon)
			return err
		})
	},
	"an emptied draft identity leaves nothing": func(w *world) {
		r := w.drafted(w.revision(w.consultation()))
		r.DraftIdentity = forms.Raw{"nom": {"Amina"}}
		w.write(func(tx consult.Tx) error { return tx.InsertResponse(w.ctx, r) })
		w.write(func(tx consult.Tx) error {
			_, err := tx.SaveDraft(w.ctx, r.ID, 1, forms.Raw{}, forms.Raw{}, noon)
			return err
		})
		same(w, len(must[consult.Response](w)(w.store.Response(w.ctx, r.ID)).DraftIdentity), 0)
	},
	"lists of responses never carry identities": func(w *world) {
		r := w.drafted(w.revision(w.consultation()))
		r.DraftIdentity = forms.Raw{"nom": {"Amina"}}
		w.write(func(tx consult.Tx) error { return tx.InsertResponse(w.ctx, r) })
		all := must[[]consult.Response](w)(w.store.Responses(w.ctx, consult.ResponseFilter{ConsultationID: r.ConsultationID}))
		same(w, len(all[0].DraftIdentity), 0)
	},
	"the language is all that changing the language changes": func(w *world) {
		r := w.draft(w.revision(w.consultation()))
		w.write(func(tx consult.Tx) error { return tx.SetResponseLanguage(w.ctx, r.ID, "br") })
		r.Language = "br"
		same(w, must[consult.Response](w)(w.store.Response(w.ctx, r.ID)), *r)
	},
	"a reference drawn twice is refused, one derived from an imported row is not": func(w *world) {
		revision := w.revision(w.consultation())
		first, second := w.draft(revision), w.drafted(revision)
		second.Reference = first.Reference
		w.refused(consult.CodeConflict, func(tx consult.Tx) error { return tx.InsertResponse(w.ctx, second) })
		second.Origin = consult.OriginImported
		w.write(func(tx consult.Tx) error { return tx.InsertResponse(w.ctx, second) })
	},
	"responses come in the order of submission, those never sent last": func(w *world) {
		revision := w.revision(w.consultation())
		draft := w.draft(revision)
		late, early := w.submitted(revision, noon.Add(time.Hour), "b"), w.submitted(revision, noon, "a")
		id := func(r consult.Response) consult.ID { return r.ID }
		filter := consult.ResponseFilter{ConsultationID: revision.ConsultationID}
		sameOrder(w, must[[]consult.Response](w)(w.store.Responses(w.ctx, filter)), id, early.ID, late.ID, draft.ID)
		filter.Offset, filter.Limit = 1, 1
		sameOrder(w, must[[]consult.Response](w)(w.store.Responses(w.ctx, filter)), id, late.ID)
		filter.Offset, filter.Limit = 1, 0
		sameOrder(w, must[[]consult.Response](w)(w.store.Responses(w.ctx, filter)), id, late.ID, draft.ID)
	},
	"submitted responses are read on from one of them": func(w *world) {
		revision := w.revision(w.consultation())
		w.draft(revision)
		together := []consult.ID{w.submitted(revision, noon, "a").ID, w.submitted(revision, noon, "b").ID, w.submitted(revision, noon, "c").ID}
		slices.Sort(together)
		late := w.submitted(revision, noon.Add(time.Hour), "d")
		filter := consult.ResponseFilter{ConsultationID: revision.ConsultationID, Status: consult.ResponseSubmitted, Limit: 2}
		var read []consult.ID
		for {
			page := must[[]consult.Response](w)(w.store.Responses(w.ctx, filter))
			if len(page) == 0 {
				break
			}
			for i := range page {
				read = append(read, page[i].ID)
			}
			filter.After = &page[len(page)-1]
		}
		same(w, read, append(together, late.ID))
	},
	"submitted responses are told without their answers": func(w *world) {
		c := w.consultation()
		revision := w.revision(c)
		w.draft(revision)
		w.submitted(w.revision(w.consultation()), noon, "ailleurs")
		one := w.submitted(revision, noon, "a")
		var told []consult.ResponseHead
		if err := w.store.SubmittedHeads(w.ctx, c.ID, func(head *consult.ResponseHead) { told = append(told, *head) }); err != nil {
			w.Fatal(err)
		}
		same(w, told, []consult.ResponseHead{{ID: one.ID, Reference: one.Reference, Channel: one.Channel, ChangedAt: noon}})
	},
	"filters narrow lists and counts alike": func(w *world) {
		c := w.consultation()
		revision, other := w.revision(c), w.revision(c)
		one := w.draft(revision)
		one.Category, one.Territory = "association", "35"
		w.submit(one, noon, "a")
		w.submitted(other, noon, "b")
		w.draft(revision)
		for name, filter := range map[string]consult.ResponseFilter{
			"by questionnaire and status": {QuestionnaireID: revision.QuestionnaireID, Status: consult.ResponseSubmitted},
			"by category":                 {ConsultationID: c.ID, Category: "association"},
			"by territory":                {ConsultationID: c.ID, Territory: "35"},
		} {
			all := must[[]consult.Response](w)(w.store.Responses(w.ctx, filter))
			if count := must[int](w)(w.store.CountResponses(w.ctx, filter)); count != 1 || len(all) != 1 || all[0].ID != one.ID {
				w.Errorf("%s: %d counted, %d listed", name, count, len(all))
			}
		}
		same(w, must[int](w)(w.store.CountResponses(w.ctx, consult.ResponseFilter{ConsultationID: c.ID})), 3)
	},
}
