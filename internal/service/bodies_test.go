package service_test

import (
	"context"
	"testing"

	"concertation/internal/consult"
)

func TestAReaderOfABodyReadsWhatItNeedsAndNothingElse(t *testing.T) {
	b := openBox(t)
	ctx := context.Background()
	user, _, err := b.AddUser(ctx, consult.System(), "Chloé", "chloe@exemple.fr", consult.RoleReader)
	if err != nil {
		t.Fatal(err)
	}
	other, err := b.NewConsultation(ctx, b.organiser, "autre", "Autre")
	if err != nil {
		t.Fatal(err)
	}
	// Nobody logs in without a password: what matters here is what the account reads.
	reader := func() consult.Actor {
		access, err := b.store.AccessOf(ctx, user.ID)
		if err != nil {
			t.Fatal(err)
		}
		return consult.Actor{User: user.ID, Role: consult.RoleReader, Access: access}
	}
	read := func(slug string) (tallies, workbook bool) {
		_, err := b.Participation(ctx, reader(), slug, "")
		if err != nil && consult.CodeOf(err) != consult.CodeForbidden {
			t.Fatal(err)
		}
		return err == nil, reader().CanIn(consult.ExportPublic, map[string]consult.ID{"essai": b.id, "autre": other.ID}[slug])
	}
	if tallies, workbook := read("essai"); !tallies || !workbook {
		t.Error("a reader of no body reads what readers may")
	}
	body, err := b.SaveBody(ctx, b.organiser, consult.Body{Name: "Comité technique", Members: []consult.ID{user.ID},
		Grants: []consult.Grant{{ConsultationID: b.id, Room: consult.RoomResults}}})
	if err != nil {
		t.Fatal(err)
	}
	if tallies, workbook := read("essai"); !tallies || workbook {
		t.Errorf("results only: %v, %v", tallies, workbook)
	}
	if tallies, workbook := read("autre"); tallies || workbook {
		t.Errorf("another consultation: %v, %v", tallies, workbook)
	}
	listed, err := b.Consultations(ctx, reader())
	if err != nil || len(listed) != 1 || listed[0].ID != b.id {
		t.Errorf("%d consultations, %v", len(listed), err)
	}
	if _, err := b.SaveBody(ctx, b.organiser, consult.Body{Name: "Comité technique"}); consult.CodeOf(err) != consult.CodeInvalid {
		t.Errorf("the same name: %v", err)
	}
	if _, err := b.SaveBody(ctx, b.organiser, consult.Body{Name: "Autre", Members: []consult.ID{b.analyst.User}}); consult.CodeOf(err) != consult.CodeInvalid {
		t.Errorf("an analyst: %v", err)
	}
	if _, err := b.SaveBody(ctx, b.analyst, consult.Body{Name: "Autre"}); consult.CodeOf(err) != consult.CodeForbidden {
		t.Errorf("by an analyst: %v", err)
	}
	body.Grants = nil
	if _, err := b.SaveBody(ctx, b.organiser, body); err != nil {
		t.Fatal(err)
	}
	if tallies, _ := read("essai"); tallies {
		t.Error("nothing is granted any more")
	}
	if err := b.RemoveBody(ctx, b.organiser, body.ID); err != nil {
		t.Fatal(err)
	}
	if tallies, workbook := read("autre"); !tallies || !workbook {
		t.Error("without a body, readers read what they may")
	}
}
