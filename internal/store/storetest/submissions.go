package storetest

import (
	"time"

	"concertation/forms"
	"concertation/internal/consult"
)

var submissionTests = map[string]func(*world){
	"what was sent comes back, blanks and identities apart": func(w *world) {
		r := w.draft(w.revision(w.consultation()))
		r.Status, r.Category, r.Territory = consult.ResponseSubmitted, "association", "35"
		r.SubmittedAt, r.ChangedAt = noon, noon
		r.Submission = forms.Submission{Blank: []string{"age"}, Answers: forms.Answers{"besoins": forms.TextAnswer("été"),
			"aides": forms.CodesAnswer("a", "b"), "salaries": forms.NumberAnswer(12.5)}}
		identities := []consult.Identity{{ResponseID: r.ID, Question: "courriel", Value: "amina@exemple.fr"}, {ResponseID: r.ID, Question: "nom", Value: "Amina"}}
		w.write(func(tx consult.Tx) (err error) {
			if r.ChangeSeq, err = tx.NextSeq(w.ctx); err != nil {
				return err
			}
			return tx.SubmitResponse(w.ctx, r, identities)
		})
		same(w, must[consult.Response](w)(w.store.Response(w.ctx, r.ID)), *r)
		same(w, must[[]consult.Identity](w)(w.store.Identities(w.ctx, r.ID)), identities)

		// Sent again, the identities are those of the second time alone.
		w.write(func(tx consult.Tx) error { return tx.SubmitResponse(w.ctx, r, identities[:1]) })
		same(w, must[[]consult.Identity](w)(w.store.Identities(w.ctx, r.ID)), identities[:1])
	},
	"a draft sent comes back as it was typed, whatever its answers say of it": func(w *world) {
		for _, draft := range []forms.Raw{
			{"besoins": {"été"}, "aides": {"a", "b"}, "salaries": {"12.5"}},
			{"besoins": {"été"}, "aides": {"b", "a"}, "salaries": {"12.5"}},
			{"besoins": {"été"}, "aides": {"a", "b"}, "salaries": {"12,50"}},
			{"besoins": {"été"}, "aides": {"a", "b"}, "salaries": {"12.5"}, "cachée": {"gardée"}},
			{"besoins": {" été "}, "aides": {"a", "b"}},
			{},
		} {
			r := w.draft(w.revision(w.consultation()))
			r.Status, r.SubmittedAt, r.ChangedAt, r.Draft = consult.ResponseSubmitted, noon, noon, draft
			r.Submission = forms.Submission{Answers: forms.Answers{"besoins": forms.TextAnswer("été"),
				"aides": forms.CodesAnswer("a", "b"), "salaries": forms.NumberAnswer(12.5)}}
			sending := &consult.Sending{Response: r}
			w.write(func(tx consult.Tx) (err error) {
				if r.ChangeSeq, err = tx.NextSeq(w.ctx); err != nil {
					return err
				}
				if err := w.store.Encode(sending); err != nil {
					return err
				}
				return tx.SendDraft(w.ctx, sending)
			})
			same(w, must[consult.Response](w)(w.store.Response(w.ctx, r.ID)), *r)

			// Other answers are written for it, as a settlement of doubles does: what was typed stays.
			r.Submission = forms.Submission{Answers: forms.Answers{"besoins": forms.TextAnswer("réuni")}}
			w.write(func(tx consult.Tx) (err error) {
				if r.ChangeSeq, err = tx.NextSeq(w.ctx); err != nil {
					return err
				}
				return tx.SubmitResponse(w.ctx, r, nil)
			})
			same(w, must[consult.Response](w)(w.store.Response(w.ctx, r.ID)), *r)
		}
	},
	"a sending that was not encoded is refused": func(w *world) {
		r := w.draft(w.revision(w.consultation()))
		err := w.store.Atomic(w.ctx, func(tx consult.Tx) error { return tx.SendDraft(w.ctx, &consult.Sending{Response: r}) })
		if err == nil {
			w.Error("an empty answer was written")
		}
	},
	"an edit after submission leaves what counts alone until sent again": func(w *world) {
		r := w.submitted(w.revision(w.consultation()), noon, "un")
		w.write(func(tx consult.Tx) (err error) {
			r.DraftVersion, err = tx.SaveDraft(w.ctx, r.ID, r.DraftVersion, forms.Raw{"besoins": {"deux"}}, nil, noon)
			return err
		})
		got := must[consult.Response](w)(w.store.Response(w.ctx, r.ID))
		same(w, []any{got.Dirty, got.Submission.Answers["besoins"].Text, got.Draft.First("besoins")}, []any{true, "un", "deux"})
		w.submit(r, noon.Add(time.Hour), "deux")
		got = must[consult.Response](w)(w.store.Response(w.ctx, r.ID))
		same(w, []any{got.Dirty, got.Submission.Answers["besoins"].Text, got.SubmittedAt}, []any{false, "deux", noon})
	},
	"a draft that changed since it was read is not sent": func(w *world) {
		r := w.draft(w.revision(w.consultation()))
		w.write(func(tx consult.Tx) error {
			_, err := tx.SaveDraft(w.ctx, r.ID, 1, forms.Raw{"besoins": {"autre"}}, nil, noon)
			return err
		})
		r.SubmittedAt = noon
		w.refused(consult.CodeConflict, func(tx consult.Tx) error { return w.submitIn(tx, r, noon, "un", nil) })
		same(w, must[consult.Response](w)(w.store.Response(w.ctx, r.ID)).Status, consult.ResponseDraft)
		missing := w.drafted(&consult.Revision{ID: r.RevisionID, ConsultationID: r.ConsultationID})
		w.refused(consult.CodeNotFound, func(tx consult.Tx) error { return w.submitIn(tx, missing, noon, "un", nil) })
	},
	"a withdrawn response is no longer among the times of submission": func(w *world) {
		revision := w.revision(w.consultation())
		late, early := w.submitted(revision, noon.Add(time.Hour), "b"), w.submitted(revision, noon, "a")
		w.draft(revision)
		times := must[[]time.Time](w)(w.store.SubmittedTimes(w.ctx, revision.ConsultationID))
		same(w, times, []time.Time{early.SubmittedAt, late.SubmittedAt})
		w.write(func(tx consult.Tx) error {
			seq, err := tx.NextSeq(w.ctx)
			if err != nil {
				return err
			}
			return tx.SetResponseStatus(w.ctx, early.ID, consult.ResponseWithdrawn, seq, noon)
		})
		times = must[[]time.Time](w)(w.store.SubmittedTimes(w.ctx, revision.ConsultationID))
		same(w, times, []time.Time{late.SubmittedAt})
		w.refused(consult.CodeNotFound, func(tx consult.Tx) error {
			return tx.SetResponseStatus(w.ctx, consult.NewID(), consult.ResponseWithdrawn, 99, noon)
		})
	},
}
