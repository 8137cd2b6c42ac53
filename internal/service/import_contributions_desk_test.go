package service_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/service"
)

func TestAnInterruptedImportIsTakenUp(t *testing.T) {
	g := gather(t)
	var table strings.Builder
	table.WriteString("id;body\n")
	for i := range 500 {
		fmt.Fprintf(&table, "%d;Texte %d\n", i, i)
	}
	path := g.file(table.String())
	ctx, stop := context.WithCancel(context.Background())
	_, err := g.ImportContributions(ctx, g.amina, "ateliers", service.ContributionImport{Path: path, Name: "notes.csv",
		Progress: func(rows, total int) {
			if rows >= total/2 {
				stop()
			}
		}})
	if err == nil || g.imports()[0].State != consult.ImportStopped {
		t.Fatalf("not interrupted: %v, %s", err, g.imports()[0].State)
	}
	half := len(g.contributions())
	report := g.bring(path, consult.ImportSettings{})
	if half == 0 || half == 500 || report.Added != 500 || len(g.contributions()) != 500 || len(g.imports()) != 1 {
		t.Errorf("half %d, then %+v, %d imports", half, report, len(g.imports()))
	}
}

func TestAFileIsBroughtThroughTheConsole(t *testing.T) {
	g, ctx := gather(t), context.Background()
	held, err := g.ContributionsDesk().Receive(ctx, g.amina, "ateliers", "notes.csv", strings.NewReader(strings.Replace(notes, "body", "Votre texte", 1)))
	if err != nil || held.Settings.Columns["body"] != "Votre texte" || held.Settings.Columns["session"] != "session" {
		t.Fatalf("received %+v, %v", held.Settings, err)
	}
	view, err := g.ContributionsDesk().View(ctx, g.amina, "ateliers", held.ID)
	if err != nil || view.Survey.Rows != 5 || view.Survey.Settings.DateFormat != "JJ/MM/AAAA" || view.Survey.Settings.Separator != ";" {
		t.Fatalf("view %+v, %v", view.Survey, err)
	}
	if report, err := g.ContributionsDesk().Try(ctx, g.amina, "ateliers", held.ID); err != nil || report.Added != 5 || len(g.contributions()) != 0 {
		t.Fatalf("tried %+v, %v", report, err)
	}
	if err := g.ContributionsDesk().Start(ctx, g.amina, "ateliers", held.ID); err != nil {
		t.Fatal(err)
	}
	if err := g.ContributionsDesk().Start(ctx, g.amina, "ateliers", held.ID); err != nil {
		t.Errorf("a second click: %v", err)
	}
	g.Idle()
	if done := g.imports()[0]; done.State != consult.ImportDone || done.Report.Added != 5 || len(g.contributions()) != 5 {
		t.Errorf("done %+v", done)
	}
	if _, err := g.store.ImportPiece(ctx, held.ID, 0); consult.CodeOf(err) != consult.CodeNotFound {
		t.Errorf("the file is still kept: %v", err)
	}
	_, err = g.ContributionsDesk().Receive(ctx, g.amina, "ateliers", "photo.csv", strings.NewReader("\x89PNG\r\n\x1a\n\x00\x00"))
	code(t, "a picture", err, consult.CodeInvalid)
}

func TestFilesThatNobodyImportsAreRemovedAfterAWeek(t *testing.T) {
	g, ctx := gather(t), context.Background()
	left, err := g.ContributionsDesk().Receive(ctx, g.amina, "ateliers", "notes.csv", strings.NewReader(notes))
	if err != nil {
		t.Fatal(err)
	}
	cut := consult.Attachment{ID: consult.NewID(), ConsultationID: g.consultation.ID, ContributionID: letter(g), Name: "a.pdf", Size: 9, At: noon}
	if err := g.store.Atomic(ctx, func(tx consult.Tx) error { return tx.InsertAttachment(ctx, &cut) }); err != nil {
		t.Fatal(err)
	}
	g.clock.now = noon.AddDate(0, 0, 6)
	if err := g.SweepNow(ctx); err != nil || len(g.imports()) != 1 {
		t.Errorf("after six days: %d imports, %v", len(g.imports()), err)
	}
	g.clock.now = noon.AddDate(0, 0, 8)
	if err := g.SweepNow(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := g.store.ImportPiece(ctx, left.ID, 0); consult.CodeOf(err) != consult.CodeNotFound || len(g.imports()) != 0 {
		t.Errorf("the file stays: %v", err)
	}
	if _, err := g.store.Attachment(ctx, cut.ID); consult.CodeOf(err) != consult.CodeNotFound {
		t.Errorf("what was cut short stays: %v", err)
	}
}
