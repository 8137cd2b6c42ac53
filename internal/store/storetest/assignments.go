package storetest

import (
	"time"

	"concertation/internal/consult"
)

var assignmentTests = map[string]func(*world){
	"an ended assignment stays as history and leaves the current ones": func(w *world) {
		c := w.consultation()
		note, theme, coder := w.note(c, "emploi"), consult.NewID(), consult.NewID()
		first := w.coded(note, theme, coder, consult.AssignmentConfirmed)
		w.write(func(tx consult.Tx) error { return tx.EndAssignment(w.ctx, first.ID, noon.Add(time.Minute)) })
		second := w.coded(note, theme, coder, consult.AssignmentRejected)
		first.EndedAt = noon.Add(time.Minute)
		same(w, must[[]consult.Assignment](w)(w.store.Assignments(w.ctx, note.ID)), []consult.Assignment{*first, *second})
		same(w, must[[]consult.Assignment](w)(w.store.CurrentAssignments(w.ctx, c.ID)), []consult.Assignment{*second})
		w.refused(consult.CodeNotFound, func(tx consult.Tx) error { return tx.EndAssignment(w.ctx, first.ID, noon) })
	},
	"a coder has one current word on a theme": func(w *world) {
		note, theme, coder := w.note(w.consultation(), "emploi"), consult.NewID(), consult.NewID()
		first := w.coded(note, theme, coder, consult.AssignmentConfirmed)
		again := *first
		again.ID = consult.NewID()
		w.refused(consult.CodeConflict, func(tx consult.Tx) error { return tx.InsertAssignment(w.ctx, &again) })
		w.coded(note, theme, consult.NewID(), consult.AssignmentConfirmed)
		w.coded(note, consult.NewID(), coder, consult.AssignmentConfirmed)
	},
	"current assignments are those of the consultation, by contribution": func(w *world) {
		c, other := w.consultation(), w.consultation()
		first, second := w.note(c, "a"), w.note(c, "b")
		theme := consult.NewID()
		later := w.coded(second, theme, consult.NewID(), consult.AssignmentConfirmed)
		earlier := w.coded(first, theme, consult.NewID(), consult.AssignmentConfirmed)
		w.coded(w.note(other, "c"), theme, consult.NewID(), consult.AssignmentConfirmed)
		all := must[[]consult.Assignment](w)(w.store.CurrentAssignments(w.ctx, c.ID))
		sameOrder(w, all, func(a consult.Assignment) consult.ID { return a.ID }, earlier.ID, later.ID)
	},
}
