package service_test

import (
	"context"
	"testing"

	"concertation/internal/consult"
)

func TestAnImportIsUndoneAndComesBackWithItsFile(t *testing.T) {
	g := gather(t)
	path := g.file(notes)
	g.bring(path, consult.ImportSettings{})
	ids := g.contributions()
	if undone := g.undo(g.imports()[0].ID); undone != 5 || len(g.contributions()) != 0 || len(g.sessions()) != 0 {
		t.Errorf("%d undone, %d left, sessions %v", undone, len(g.contributions()), g.sessions())
	}
	if state := g.imports()[0].State; state != consult.ImportUndone {
		t.Errorf("state %s", state)
	}
	_, err := g.UndoImport(context.Background(), g.amina, "ateliers", g.imports()[0].ID)
	code(t, "undoing twice", err, consult.CodeConflict)
	report := g.bring(path, consult.ImportSettings{})
	if report.Restored != 5 || report.Added != 0 || len(g.sessions()) != 2 {
		t.Errorf("back: %+v", report)
	}
	back := g.contributions()
	if len(back) != 5 || back[0].ID != ids[0].ID || back[0].TextVersion != 1 {
		t.Errorf("contributions %+v", back)
	}
}

func TestUndoingAnImportLeavesWhatOthersHold(t *testing.T) {
	g, ctx := gather(t), context.Background()
	g.bring(g.file(notes), consult.ImportSettings{})
	first := g.imports()[0].ID
	// A person withdraws a note, another file adds one to the same workshop.
	note := g.contributions()[1]
	err := g.store.Atomic(ctx, func(tx consult.Tx) error {
		note.RetractedAt = noon
		return tx.UpdateContribution(ctx, &note)
	})
	if err != nil {
		t.Fatal(err)
	}
	g.bring(g.file("id;body;session;participants\nA;Des arbres;Atelier du marché;12\n"), consult.ImportSettings{})
	if undone := g.undo(first); undone != 5 {
		t.Errorf("%d undone", undone)
	}
	if left := g.contributions(); len(left) != 1 || left[0].Body != "Des arbres" || len(g.sessions()) != 1 {
		t.Errorf("left %+v, sessions %+v", left, g.sessions())
	}
	if report := g.bring(g.file(notes), consult.ImportSettings{}); report.Restored != 4 || report.Already != 1 {
		t.Errorf("what a person withdrew comes back: %+v", report)
	}
}
