package storetest

import (
	"time"

	"concertation/internal/consult"
)

var maskTests = map[string]func(*world){
	"what people hid stays hidden where its words still stand, when the text changes": func(w *world) {
		c := w.consultation()
		note := w.note(c, "Ecrire à Mme Durand")
		hidden, left := w.mask(note, 10, 20, true), w.mask(note, 0, 6, false)
		before := *note
		note.Body, note.TextVersion, note.ChangedAt = "Bonjour. Ecrire à Mme Durand, puis à Mme Durand encore", 2, noon.Add(time.Hour)
		w.write(func(tx consult.Tx) error { return tx.UpdateContribution(w.ctx, note) })
		masks := must[[]consult.Mask](w)(w.store.Masks(w.ctx, c.ID))
		if len(masks) != 2 {
			w.Fatalf("%d masks stand: %+v", len(masks), masks)
		}
		for _, mask := range masks {
			same(w, note.Body[mask.Start:mask.End], before.Body[hidden.Start:hidden.End])
			same(w, mask.TextVersion, 2)
			same(w, mask.By, hidden.By)
			same(w, mask.Note, hidden.Note)
		}
		same(w, left.Hidden, false)
		note.Body, note.TextVersion = "Ecrire à la mairie", 3
		w.write(func(tx consult.Tx) error { return tx.UpdateContribution(w.ctx, note) })
		same(w, len(must[[]consult.Mask](w)(w.store.Masks(w.ctx, c.ID))), 0)
		same(w, len(must[[]consult.Mask](w)(w.store.MaskHistory(w.ctx, note.ID))), 4)
	},
	"a mask holds until it is ended, and stays as history": func(w *world) {
		c := w.consultation()
		note := w.note(c, "Appelez Amina Benali")
		first := w.mask(note, 8, 20, true)
		same(w, must[[]consult.Mask](w)(w.store.Masks(w.ctx, c.ID)), []consult.Mask{*first})
		w.write(func(tx consult.Tx) error { return tx.EndMask(w.ctx, first.ID, noon.Add(time.Minute)) })
		second := w.mask(note, 8, 20, false)
		first.EndedAt = noon.Add(time.Minute)
		same(w, must[[]consult.Mask](w)(w.store.MaskHistory(w.ctx, note.ID)), []consult.Mask{*first, *second})
		same(w, must[[]consult.Mask](w)(w.store.Masks(w.ctx, c.ID)), []consult.Mask{*second})
		w.refused(consult.CodeNotFound, func(tx consult.Tx) error { return tx.EndMask(w.ctx, first.ID, noon) })
	},
	"a part of a text has one current word": func(w *world) {
		note := w.note(w.consultation(), "Appelez Amina Benali")
		again := *w.mask(note, 8, 20, true)
		again.ID, again.Hidden = consult.NewID(), false
		w.refused(consult.CodeConflict, func(tx consult.Tx) error { return tx.InsertMask(w.ctx, &again) })
		again.Start = 14
		w.write(func(tx consult.Tx) error { return tx.InsertMask(w.ctx, &again) })
	},
	"identifying answers are read by question, each once": func(w *world) {
		c := w.consultation()
		revision := w.revision(c)
		for _, name := range []string{"Bruno Petit", "Amina Benali", "Bruno Petit"} {
			r := w.draft(revision)
			r.Status, r.SubmittedAt = consult.ResponseSubmitted, noon
			w.write(func(tx consult.Tx) (err error) {
				if r.ChangeSeq, err = tx.NextSeq(w.ctx); err != nil {
					return err
				}
				return tx.SubmitResponse(w.ctx, r, []consult.Identity{{ResponseID: r.ID, Question: "courriel", Value: "a@exemple.fr"},
					{ResponseID: r.ID, Question: "nom", Value: name}})
			})
		}
		got := must[[]string](w)(w.store.IdentityValues(w.ctx, c.ID, []string{"nom"}))
		same(w, got, []string{"Amina Benali", "Bruno Petit"})
		same(w, must[[]string](w)(w.store.IdentityValues(w.ctx, c.ID, nil)), nil)
	},
}

// mask says of a part of a note's body whether it is hidden.
func (w *world) mask(note *consult.Contribution, start, end int, hidden bool) *consult.Mask {
	w.Helper()
	m := &consult.Mask{ID: consult.NewID(), ConsultationID: note.ConsultationID, ContributionID: note.ID, Field: consult.MaskBody,
		TextVersion: note.TextVersion, Start: start, End: end, Kind: "name", Hidden: hidden, Note: "nom", By: consult.NewID(), At: noon}
	w.write(func(tx consult.Tx) error { return tx.InsertMask(w.ctx, m) })
	return m
}
