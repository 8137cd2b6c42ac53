package service_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"slices"
	"strings"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
)

func table(id consult.ID, notes string) service.NotesDraft {
	return service.NotesDraft{ID: id, Event: "Atelier de Cholet", Table: "3", Date: "02/11/2015", People: "12", Notes: notes,
		GatheredText: service.GatheredText{Question: "Que faire ?", Territory: "49", Publication: consult.PublicationAnonymous}}
}

// wrongFields names the fields at fault.
func wrongFields(err error) []string {
	var domain *consult.Error
	var fields []string
	if errors.As(err, &domain) {
		for _, field := range domain.Fields {
			fields = append(fields, field.Field)
		}
	}
	slices.Sort(fields)
	return fields
}

func TestTheNotesOfAListAreFound(t *testing.T) {
	got := service.NoteLines("- Plus de bancs\r\n\n•\u00a0Des vélos\n 3) Un marché \n12. Une école\n—\n2016 fut une année\n-5 degrés en hiver")
	want := []string{"Plus de bancs", "Des vélos", "Un marché", "Une école", "2016 fut une année", "5 degrés en hiver"}
	if !slices.Equal(got, want) {
		t.Errorf("notes %q, want %q", got, want)
	}
}

func TestNotesAreTakenOnce(t *testing.T) {
	g, ctx := gather(t), context.Background()
	draft := table(consult.NewID(), "- Plus de bancs\n- Des vélos")
	made, err := g.CaptureNotes(ctx, g.amina, "ateliers", draft)
	if err != nil || made.Notes != 2 || made.Session.Participants != 12 || made.Session.Table != "3" {
		t.Fatalf("made %+v, %v", made, err)
	}
	if again, err := g.CaptureNotes(ctx, g.amina, "ateliers", draft); err != nil || !again.Again || again.Session.ID != made.Session.ID {
		t.Errorf("the same form again: %+v, %v", again, err)
	}
	changed := draft
	changed.Notes += "\n- Des arbres"
	_, err = g.CaptureNotes(ctx, g.amina, "ateliers", changed)
	code(t, "the same form with other words", err, consult.CodeConflict)
	more := table(consult.NewID(), "Des arbres")
	more.Session = made.Session.ID
	if _, err := g.CaptureNotes(ctx, g.amina, "ateliers", more); err != nil {
		t.Fatal(err)
	}
	want := consult.Counts{Statements: 3, Contributions: 3, Contributors: 1, Participants: 12}
	if counts := g.counts(); counts != want {
		t.Errorf("counts %+v, want %+v", counts, want)
	}
}

func TestWhatIsWrongWithACaptureIsSaidAtOnce(t *testing.T) {
	g, ctx := gather(t), context.Background()
	_, err := g.CaptureNotes(ctx, g.amina, "ateliers", service.NotesDraft{ID: consult.NewID(), Date: "02/11/2130", People: "douze", Notes: " \n- \n"})
	if got := wrongFields(err); !slices.Equal(got, []string{"date", "event", "notes", "participants", "publication"}) {
		t.Errorf("faults of notes %v", got)
	}
	_, err = g.CaptureLetter(ctx, g.amina, "ateliers", service.LetterDraft{ID: consult.NewID(), Kind: "idea", Date: "hier", Sender: strings.Repeat("a", 300)})
	if got := wrongFields(err); !slices.Equal(got, []string{"body", "date", "kind", "publication", "sender"}) {
		t.Errorf("faults of a letter %v", got)
	}
	_, err = g.CaptureNotes(ctx, consult.Actor{User: consult.NewID(), Role: consult.RoleReader}, "ateliers", table(consult.NewID(), "a"))
	code(t, "a reader's capture", err, consult.CodeForbidden)
}

func letter(g *gathering) consult.ID {
	g.t.Helper()
	made, err := g.CaptureLetter(context.Background(), g.amina, "ateliers", service.LetterDraft{ID: consult.NewID(), Kind: consult.KindLetter,
		Date: "2015-11-02", Sender: "Bruno Petit", Contact: "bruno@exemple.fr",
		GatheredText: service.GatheredText{Body: "Madame,\nIl faudrait des bancs.", Publication: consult.PublicationNo}})
	if err != nil {
		g.t.Fatal(err)
	}
	return made.Contribution
}

func TestASenderIsKeptApartFromTheLetter(t *testing.T) {
	g, ctx := gather(t), context.Background()
	id := letter(g)
	bruno := g.analyst(t, "Bruno")
	view, err := g.GatheredView(ctx, bruno, "ateliers", id)
	if err != nil || !view.Apart || view.Identities != nil || view.Contribution.Channel != consult.ChannelMail {
		t.Errorf("an analyst sees %+v, %v", view, err)
	}
	view, err = g.GatheredView(ctx, g.amina, "ateliers", id)
	if err != nil || len(view.Identities) != 2 || view.Identities[0].Value != "Bruno Petit" {
		t.Errorf("an organiser sees %+v, %v", view, err)
	}
}

func TestATextIsMendedRetractedAndRestored(t *testing.T) {
	g, ctx := gather(t), context.Background()
	id := letter(g)
	was, err := g.store.Contribution(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	mend := service.GatheredMend{Seq: was.ChangeSeq, GatheredText: service.GatheredText{Body: "Des bancs.", Territory: "44", Publication: consult.PublicationNo}}
	if err := g.MendGathered(ctx, g.amina, "ateliers", id, mend); err != nil {
		t.Fatal(err)
	}
	code(t, "mending what changed meanwhile", g.MendGathered(ctx, g.amina, "ateliers", id, mend), consult.CodeConflict)
	now, err := g.store.Contribution(ctx, id)
	if err != nil || now.TextVersion != 2 || now.Territory != "44" || now.AuthorKey == "" {
		t.Errorf("mended %+v, %v", now, err)
	}
	if err := g.RetractGathered(ctx, g.amina, "ateliers", id); err != nil || g.counts().Contributions != 0 {
		t.Errorf("retracted: %+v, %v", g.counts(), err)
	}
	if err := g.RestoreGathered(ctx, g.amina, "ateliers", id); err != nil || g.counts().Contributions != 1 {
		t.Errorf("restored: %+v, %v", g.counts(), err)
	}
}

func TestASessionIsMended(t *testing.T) {
	g, ctx := gather(t), context.Background()
	made, err := g.CaptureNotes(ctx, g.amina, "ateliers", table(consult.NewID(), "a"))
	if err != nil {
		t.Fatal(err)
	}
	if err := g.MendSession(ctx, g.amina, "ateliers", made.Session.ID, service.SessionMend{Event: "Atelier de Segré", People: "1 200"}); err != nil {
		t.Fatal(err)
	}
	if session := g.sessions()[0]; session.Title != "Atelier de Segré" || session.Participants != 1200 || session.Table != "" || !session.HeldOn.IsZero() {
		t.Errorf("session %+v", session)
	}
}

func TestScansStandBesideALetter(t *testing.T) {
	g, ctx := gather(t), context.Background()
	id := letter(g)
	var drawing bytes.Buffer
	if err := png.Encode(&drawing, image.NewRGBA(image.Rect(0, 0, 600, 400))); err != nil {
		t.Fatal(err)
	}
	pdf := "%PDF-1.7\n" + strings.Repeat("x", 600<<10) + "\n%%EOF\n"
	owner := consult.Owner{ContributionID: id}
	uploads := func() []service.Upload {
		return []service.Upload{{Name: "lettre.pdf", Content: strings.NewReader(pdf)}, {Name: "../photo.html", Content: bytes.NewReader(drawing.Bytes())},
			{Name: "page.jpg", Content: strings.NewReader("<html><script>")}, {Name: "vaste.pdf", Content: strings.NewReader("%PDF-" + strings.Repeat("x", 11<<20))}}
	}
	attached, refused, err := g.Attach(ctx, g.amina, "ateliers", owner, uploads())
	if err != nil || attached != 2 || len(refused) != 2 {
		t.Fatalf("%d attached, refused %+v, %v", attached, refused, err)
	}
	if _, _, err := g.Attach(ctx, g.amina, "ateliers", owner, uploads()); err != nil {
		t.Fatal(err)
	}
	kept, err := g.store.Attachments(ctx, owner)
	if err != nil || len(kept) != 2 || kept[0].Name != "lettre.pdf" || kept[1].Name != "photo.png" {
		t.Fatalf("kept %+v, %v", kept, err)
	}
	_, content, err := g.OpenAttachment(ctx, g.amina, "ateliers", kept[0].ID)
	if err != nil || string(content) != pdf {
		t.Errorf("%d bytes come back of %d, %v", len(content), len(pdf), err)
	}
	_, _, err = g.OpenAttachment(ctx, consult.Actor{User: consult.NewID(), Role: consult.RoleReader}, "ateliers", kept[0].ID)
	code(t, "a reader opening a letter", err, consult.CodeForbidden)
	_, _, err = g.OpenAttachment(ctx, g.amina, "demonstration", kept[0].ID)
	code(t, "opening it from another consultation", err, consult.CodeNotFound)
	if back, err := g.Detach(ctx, g.amina, "ateliers", kept[0].ID); err != nil || back != owner {
		t.Errorf("detached from %+v, %v", back, err)
	}
	if _, err := g.store.AttachmentPiece(ctx, kept[0].ID, 0); consult.CodeOf(err) != consult.CodeNotFound {
		t.Errorf("its content stays: %v", err)
	}
}

func TestTheNameOfASenderIsFoundInTheTextsOfOthers(t *testing.T) {
	g, ctx := gather(t), context.Background()
	catalogue, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	g.Service.P = catalogue.In("fr")
	letter(g)
	if _, err := g.CaptureNotes(ctx, g.amina, "ateliers", table(consult.NewID(), "Ce que demande bruno petit est juste")); err != nil {
		t.Fatal(err)
	}
	list, err := g.ScreeningList(ctx, g.amina, "ateliers", false, consult.Place{})
	if err != nil || len(list.Rows) != 1 {
		t.Errorf("%d texts to read, %v", len(list.Rows), err)
	}
}
