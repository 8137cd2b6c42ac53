package storetest

import (
	"time"

	"concertation/internal/consult"
)

var ledgerTests = map[string]func(*world){
	"a ledger reads what came after what it knows, and is told when something left": func(w *world) {
		c := w.consultation()
		o, other := w.organisation(c, "Épicerie du port"), w.organisation(c, "Zeste")
		before := must[consult.LedgerMark](w)(w.store.LedgerMark(w.ctx, c.ID))
		if before.List == 0 || before.Taken != 0 || before.Seq < before.List {
			w.Fatalf("after two structures came, the mark is %+v", before)
		}
		same(w, must[[]consult.LedgerOrganisation](w)(w.store.LedgerOrganisations(w.ctx, c.ID)), []consult.LedgerOrganisation{
			{ID: o.ID, Name: o.Name, Category: o.Category, Territory: o.Territory, Size: o.Size},
			{ID: other.ID, Name: other.Name, Category: other.Category, Territory: other.Territory, Size: other.Size}})
		w.write(func(tx consult.Tx) error { return tx.InsertTouch(w.ctx, touch(o, consult.TouchOpened, "", noon)) })
		after := must[consult.LedgerMark](w)(w.store.LedgerMark(w.ctx, c.ID))
		if after.Seq <= before.Seq || after.List != before.List || after.Taken != 0 {
			w.Fatalf("after a touch, the mark goes from %+v to %+v", before, after)
		}
		same(w, must[[]consult.LedgerTouch](w)(w.store.LedgerTouches(w.ctx, c.ID, before.Seq, after.Seq)),
			[]consult.LedgerTouch{{OrganisationID: o.ID, Kind: consult.TouchOpened, At: noon}})
		if again := must[[]consult.LedgerTouch](w)(w.store.LedgerTouches(w.ctx, c.ID, after.Seq, after.Seq+9)); len(again) != 0 {
			w.Fatalf("read again: %+v", again)
		}
		w.write(func(tx consult.Tx) error { return tx.DeleteTouch(w.ctx, o.ID, consult.TouchOpened, "") })
		if taken := must[consult.LedgerMark](w)(w.store.LedgerMark(w.ctx, c.ID)); taken.Taken <= after.Seq {
			w.Fatalf("after a touch was taken back, the mark is %+v", taken)
		}
	},
	"a ledger reads the responses that changed, with whom they speak for": func(w *world) {
		c := w.consultation()
		o := w.organisation(c, "Abeille")
		r := w.submitted(w.revision(c), noon, "texte")
		owned := consult.OwnedResponse{ResponseID: r.ID, Status: consult.ResponseSubmitted, Channel: r.Channel, StartedAt: r.StartedAt, SubmittedAt: noon}
		same(w, must[[]consult.OwnedResponse](w)(w.store.LedgerResponses(w.ctx, c.ID, 0)), []consult.OwnedResponse{owned})
		same(w, must[int](w)(w.store.CountUntiedResponses(w.ctx, c.ID)), 1)
		same(w, must[[]consult.UntiedResponse](w)(w.store.UntiedResponses(w.ctx, c.ID, 0, 10)), []consult.UntiedResponse{{ID: r.ID, Reference: r.Reference,
			Channel: r.Channel, Category: r.Category, Territory: r.Territory, SubmittedAt: noon}})
		mark := must[consult.LedgerMark](w)(w.store.LedgerMark(w.ctx, c.ID))
		w.write(func(tx consult.Tx) error {
			return tx.TieResponse(w.ctx, &consult.ResponseOwner{ResponseID: r.ID, OrganisationID: o.ID, At: noon})
		})
		owned.OrganisationID = o.ID
		same(w, must[[]consult.OwnedResponse](w)(w.store.LedgerResponses(w.ctx, c.ID, mark.Seq)), []consult.OwnedResponse{owned})
		same(w, must[int](w)(w.store.CountUntiedResponses(w.ctx, c.ID)), 0)
		w.write(func(tx consult.Tx) error { return tx.UntieResponse(w.ctx, r.ID) })
		if taken := must[consult.LedgerMark](w)(w.store.LedgerMark(w.ctx, c.ID)); taken.Taken <= mark.Seq {
			w.Fatalf("after a response was untied, the mark is %+v", taken)
		}
		w.write(func(tx consult.Tx) error { return tx.EraseResponse(w.ctx, r) })
		same(w, must[int](w)(w.store.CountUntiedResponses(w.ctx, c.ID)), 0)
		same(w, len(must[[]consult.UntiedResponse](w)(w.store.UntiedResponses(w.ctx, c.ID, 0, 10))), 0)
	},
	"what was decided of several answers is kept, and undone once": func(w *world) {
		c := w.consultation()
		o := w.organisation(c, "Abeille")
		s := &consult.Settlement{ID: consult.NewID(), ConsultationID: c.ID, OrganisationID: o.ID, Kind: consult.SettleMerge, Responses: []consult.ID{"a", "b"},
			KeptID: "a", Taken: []consult.TakenAnswer{{Name: "avis", From: "b"}}, Note: "vu au téléphone", By: consult.NewID(), ByName: "Amina", At: noon}
		w.write(func(tx consult.Tx) error { return tx.InsertSettlement(w.ctx, s) })
		same(w, must[consult.Settlement](w)(w.store.Settlement(w.ctx, s.ID)), *s)
		undo := func(tx consult.Tx) error { return tx.UndoSettlement(w.ctx, s.ID, noon.Add(time.Hour), "Bruno") }
		w.write(undo)
		w.refused(consult.CodeConflict, undo)
		s.UndoneAt, s.UndoneByName = noon.Add(time.Hour), "Bruno"
		same(w, must[[]consult.Settlement](w)(w.store.Settlements(w.ctx, c.ID)), []consult.Settlement{*s})
	},
}
