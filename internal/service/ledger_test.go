package service_test

import (
	"context"
	"slices"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/service"
)

func TestTheLedgerShowsTheSilentFirstAndKeepsCalls(t *testing.T) {
	ctx, system := context.Background(), consult.System()
	h := openHouse(t, small())
	bees, zest, mill := h.structure(t, "Abeille", "asso", "44"), h.structure(t, "Zeste", "coop", "49"), h.structure(t, "Moulin", "asso", "44")
	h.tie(t, h.spoke(t, "Moulin", "Un local"), mill)
	view := h.ledger(t, service.LedgerQuery{})
	if got := names(view); !slices.Equal(got, []string{"Zeste", "Abeille"}) || view.Strata[0].Category != "coop" {
		t.Fatalf("to call: %v, first stratum %+v", got, view.Strata[0])
	}
	if view.Whole.Count != 3 || view.Whole.At(consult.StepAnswered) != 1 || view.Whole.Silent != 2 {
		t.Fatalf("the whole is %+v", view.Whole)
	}
	note := service.CallNote{ID: consult.NewID(), Organisation: bees.ID, Reached: true, Note: "rappeler lundi"}
	for range 2 { // sent twice, it is one call
		if err := h.NoteCall(ctx, system, "essai", note); err != nil {
			t.Fatal(err)
		}
	}
	view = h.ledger(t, service.LedgerQuery{Category: "asso"})
	if row := view.Rows[0]; len(view.Rows) != 1 || len(row.Calls) != 1 || row.Calls[0].Note != "rappeler lundi" || !row.Calls[0].Reached || !row.Did(consult.StepReached) {
		t.Fatalf("after a call: %+v", view.Rows)
	}
	reader, err := h.Ledger(ctx, consult.Actor{Role: consult.RoleReader}, "essai", service.LedgerQuery{Category: "asso"})
	if err != nil || reader.Rows[0].Contact != nil || reader.Rows[0].Calls[0].Note != "" {
		t.Fatalf("a reader sees %+v, %v", reader.Rows, err)
	}
	if err := h.RemoveCall(ctx, system, "essai", bees.ID, note.ID); err != nil {
		t.Fatal(err)
	}
	if row := h.ledger(t, service.LedgerQuery{Category: "asso"}).Rows[0]; len(row.Calls) > 0 || row.Did(consult.StepReached) {
		t.Fatalf("after the call was taken back: %+v", row)
	}
	if err := h.NoteCall(ctx, system, "essai", service.CallNote{ID: consult.NewID(), Organisation: zest.ID}); consult.CodeOf(err) != consult.CodeInvalid {
		t.Fatalf("a call without a word gives %v", err)
	}
}

func TestEveryServerFollowsTheSameLedger(t *testing.T) {
	ctx := context.Background()
	h := openHouse(t, small())
	mill, zest := h.structure(t, "Moulin", "asso", "44"), h.structure(t, "Zeste", "coop", "49")
	other := service.New(h.store, service.WithClock(h.clock.Now))
	agree := func(what string, answered, silent, untied int) {
		t.Helper()
		for name, s := range map[string]*service.Service{"the first": h.Service, "the other": other, "a fresh one": service.New(h.store)} {
			view, err := s.LedgerFigures(ctx, consult.System(), "essai")
			if err != nil || view.Whole.At(consult.StepAnswered) != answered || view.Whole.Silent != silent || view.Untied != untied {
				t.Fatalf("%s: %s server says %+v and %d untied, %v", what, name, view.Whole, view.Untied, err)
			}
		}
	}
	agree("at first", 0, 2, 0)
	r := h.spoke(t, "Moulin", "Un local")
	agree("one answer tied to none", 0, 2, 1)
	h.tie(t, r, mill)
	agree("tied", 1, 1, 0)
	h.tie(t, r, zest)
	agree("tied to another", 1, 1, 0)
	if err := h.WithdrawResponse(ctx, consult.System(), "essai", r.ID, "test"); err != nil {
		t.Fatal(err)
	}
	agree("withdrawn", 0, 2, 0)
	h.tie(t, h.spoke(t, "Moulin", "Un local"), mill)
	agree("another", 1, 1, 0)
	h.structure(t, "Abeille", "asso", "44")
	agree("a structure more", 1, 2, 0)
	write := func(f func(tx consult.Tx) error) {
		if err := h.store.Atomic(ctx, f); err != nil {
			t.Fatal(err)
		}
	}
	write(func(tx consult.Tx) error {
		return tx.InsertTouch(ctx, &consult.Touch{ID: consult.NewID(), ConsultationID: h.id, OrganisationID: zest.ID, Kind: consult.TouchAttended, Source: "e", At: noon})
	})
	agree("one came", 1, 1, 0)
	write(func(tx consult.Tx) error { return tx.DeleteTouch(ctx, zest.ID, consult.TouchAttended, "e") })
	agree("one did not come after all", 1, 2, 0)
	if err := h.TieResponse(ctx, consult.System(), "essai", r.ID, ""); err != nil {
		t.Fatal(err)
	}
	agree("a withdrawn one untied", 1, 2, 0)
}
