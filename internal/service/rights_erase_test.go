package service_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"concertation/forms"
	"concertation/internal/consult"
	"concertation/internal/service"
)

func TestErasingKeepsWhatIsCountedAndNothingElse(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	b := openBoxOn(t, "sqlite:"+path)
	ctx := context.Background()
	token := b.answered(t, "Zénobie Quetzal", "Un local introuvable xylophone")
	b.answered(t, "Bruno", "Un local")
	other := b.begin(t)
	b.save(t, other, b.page(t, other, 0, forms.Raw{"qui": {"autre"}, "qui_autre": {"Ornithorynque"}, "freins": {"aucun"}}))
	b.send(t, other)
	b.drop(t, func(d *service.IdeaDraft) { d.Signature, d.Proposal = "Zénobie Quetzal", "Une gyrocaravane de jardin" })
	text := b.contributions(t)["besoin"]
	b.code(t, text.ID, b.themes[0].ID)
	tallies, ideas := shown(b.engine(t)), b.counts(t)
	if recounted(t, b.house) != tallies {
		t.Fatal("the recount differs before anything is erased")
	}
	opened := b.opened(t, "quetzal")
	if len(opened.Records) != 2 {
		t.Fatalf("%d records", len(opened.Records))
	}
	if err := b.EraseRecords(ctx, b.organiser, opened.ID); err != nil {
		t.Fatal(err)
	}
	if after := shown(b.engine(t)); after != tallies || recounted(t, b.house) != after {
		t.Errorf("tallies before\n%safter\n%srecounted\n%s", tallies, after, recounted(t, b.house))
	}
	if after := b.counts(t); after != ideas {
		t.Errorf("contributions before %v, after %v", ideas, after)
	}
	if _, err := b.Answering(ctx, token); consult.CodeOf(err) != consult.CodeNotFound {
		t.Errorf("the link still opens: %v", err)
	}
	found, err := b.FindPerson(ctx, b.organiser, "quetzal")
	if err != nil || len(found) != 0 {
		t.Errorf("found %v, %v", found, err)
	}
	file, err := b.PersonFile(ctx, b.organiser, opened.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, record := range file.Records {
		if !record.Gone || len(record.Values) != 0 {
			t.Errorf("%s is not said to be erased", record.Ref.Kind)
		}
	}
	// Again changes nothing, and nothing can be read in the file, freed room included.
	if err := b.EraseRecords(ctx, b.organiser, opened.ID); err != nil {
		t.Fatal(err)
	}
	if err := b.store.Close(); err != nil {
		t.Fatal(err)
	}
	for _, suffix := range []string{"", "-wal"} {
		content, err := os.ReadFile(path + suffix)
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		for _, word := range []string{"Quetzal", "quetzal", "xylophone", "gyrocaravane", "gyrocaravan"} {
			if bytes.Contains(content, []byte(word)) {
				t.Errorf("%q can still be read in the database%s", word, suffix)
			}
		}
		if suffix == "" && !bytes.Contains(content, []byte("Ornithorynque")) {
			t.Error("what another wrote is gone")
		}
	}
}

func TestWhatSpeaksForAStructureAndWhoCameAreErasedWithoutLosingTheStructure(t *testing.T) {
	b := openBox(t)
	ctx := context.Background()
	token := b.answered(t, "Zénobie Quetzal", "Un local")
	response := b.answering(t, token).Response
	organisation := consult.Organisation{ID: consult.NewID(), ConsultationID: b.id, Name: "Épicerie", CreatedAt: noon, ChangedAt: noon,
		Contacts: []consult.Contact{{Name: "Zénobie Quetzal", Email: "z@exemple.fr"}, {Name: "Bruno"}}}
	event := consult.Event{ID: consult.NewID(), ConsultationID: b.id, Title: "Rencontre", StartsAt: noon, KeepUntil: noon.AddDate(1, 0, 0), CreatedAt: noon, ChangedAt: noon}
	attendance := consult.Attendance{ID: consult.NewID(), EventID: event.ID, ConsultationID: b.id, OrganisationID: organisation.ID, Origin: consult.AttendanceRegistered,
		State: consult.AttendanceConfirmed, Rank: 1, Code: "ABCD", TokenHash: []byte("jeton"), ArrivedAt: noon, CreatedAt: noon, ChangedAt: noon}
	mail := consult.Mail{ConsultationID: b.id, Key: "1", Kind: consult.MailInvitation, OrganisationID: organisation.ID, Name: "Zénobie Quetzal", Address: "z@exemple.fr",
		Subject: "Bonjour", Text: "Bonjour Zénobie Quetzal", State: consult.MailQueued, QueuedAt: noon, ChangedAt: noon}
	b.atomic(t, func(tx consult.Tx) error {
		if err := tx.InsertOrganisation(ctx, &organisation, "epicerie", "epicerie"); err != nil {
			return err
		}
		if err := tx.TieResponse(ctx, &consult.ResponseOwner{ResponseID: response.ID, OrganisationID: organisation.ID, At: noon}); err != nil {
			return err
		}
		if err := tx.InsertEvent(ctx, &event); err != nil {
			return err
		}
		if _, err := tx.QueueMail(ctx, &mail); err != nil {
			return err
		}
		return tx.InsertAttendance(ctx, &attendance, &consult.Participant{AttendanceID: attendance.ID, Name: "Zénobie Quetzal", Email: "z@exemple.fr", KeepUntil: event.KeepUntil})
	})
	before, err := b.store.EventFigures(ctx, b.id)
	if err != nil {
		t.Fatal(err)
	}
	opened := b.opened(t, "quetzal")
	if len(opened.Records) != 4 {
		t.Fatalf("%v", opened.Records)
	}
	for range 2 {
		if err := b.EraseRecords(ctx, b.organiser, opened.ID); err != nil {
			t.Fatal(err)
		}
	}
	if found, err := b.FindPerson(ctx, b.organiser, "quetzal"); err != nil || len(found) != 0 {
		t.Errorf("%v, %v", found, err)
	}
	if after, err := b.store.EventFigures(ctx, b.id); err != nil || after[event.ID] != before[event.ID] {
		t.Errorf("figures before %v, after %v, %v", before, after, err)
	}
	kept, err := b.store.Organisation(ctx, organisation.ID)
	if err != nil || len(kept.Contacts) != 1 || kept.Contacts[0].Name != "Bruno" {
		t.Errorf("%v, %v", kept.Contacts, err)
	}
	touches, err := b.store.Touches(ctx, consult.TouchFilter{OrganisationID: organisation.ID, Kind: consult.TouchReached})
	if err != nil || len(touches) != 1 {
		t.Errorf("%v, %v", touches, err)
	}
	left, err := b.store.Mail(ctx, mail.ID)
	if err != nil || left.Address != "" || left.Text != "" || left.State != consult.MailStopped {
		t.Errorf("%v, %v", left, err)
	}
}

func TestNothingErasedOfAStructureIsLeftInTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	b := openBoxOn(t, "sqlite:"+path)
	ctx := context.Background()
	contact := consult.Contact{Name: "Zénobie Quetzal", Email: "quetzal@exemple.fr", Phone: "06 12 34 56 78", Role: "Gyrocaravanière"}
	organisation, err := b.SaveOrganisation(ctx, b.organiser, "essai", consult.Organisation{Name: "Épicerie", Contacts: []consult.Contact{contact}}, noon, "")
	if err != nil {
		t.Fatal(err)
	}
	call := service.CallNote{ID: consult.NewID(), Organisation: organisation.ID, Reached: true, Note: "Mme Quetzal rappelle jeudi, son xylophone est cassé"}
	if err := b.NoteCall(ctx, b.organiser, "essai", call); err != nil {
		t.Fatal(err)
	}
	mail := consult.Mail{ConsultationID: b.id, Key: "1", Kind: consult.MailInvitation, OrganisationID: organisation.ID, Name: "Zénobie Quetzal",
		Address: "quetzal@exemple.fr", Subject: "Bonjour", Text: "Bonjour, ornithorynque Quetzal", State: consult.MailQueued, QueuedAt: noon, ChangedAt: noon}
	b.atomic(t, func(tx consult.Tx) error {
		_, err := tx.QueueMail(ctx, &mail)
		return err
	})
	if err := b.EraseRecords(ctx, b.organiser, b.opened(t, "quetzal").ID); err != nil {
		t.Fatal(err)
	}
	if err := b.store.Close(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"Quetzal", "quetzal", "06 12 34 56 78", "Gyrocaravan", "xylophone", "ornithorynque"} {
		if bytes.Contains(content, []byte(word)) {
			t.Errorf("%q can still be read in the database", word)
		}
	}
	if !bytes.Contains(content, []byte("Épicerie")) {
		t.Error("the structure is gone")
	}
}

func TestNotesThatNameSomebodyAreShownFrozenAndErased(t *testing.T) {
	b := openBox(t)
	ctx := context.Background()
	organisation, err := b.SaveOrganisation(ctx, b.organiser, "essai", consult.Organisation{Name: "Épicerie", Note: "demander Mme Quetzal"}, noon, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, note := range []string{"Zénobie Quetzal rappelle jeudi", "personne"} {
		if err := b.NoteCall(ctx, b.organiser, "essai", service.CallNote{ID: consult.NewID(), Organisation: organisation.ID, Reached: true, Note: note}); err != nil {
			t.Fatal(err)
		}
	}
	settlement := consult.Settlement{ID: consult.NewID(), ConsultationID: b.id, OrganisationID: organisation.ID, Kind: consult.SettleBoth,
		Responses: []consult.ID{"a", "b"}, Note: "d’accord avec Mme Quetzal", ByName: "Amina", At: noon}
	b.atomic(t, func(tx consult.Tx) error { return tx.InsertSettlement(ctx, &settlement) })
	notes := func() (all []string) {
		t.Helper()
		touches, err := b.store.Touches(ctx, consult.TouchFilter{OrganisationID: organisation.ID, Kind: consult.TouchCalled})
		if err != nil {
			t.Fatal(err)
		}
		for _, touch := range touches {
			all = append(all, touch.Note)
		}
		settled, err := b.store.Settlement(ctx, settlement.ID)
		if err != nil {
			t.Fatal(err)
		}
		kept, err := b.store.Organisation(ctx, organisation.ID)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, settled.Note, kept.Note)
		slices.Sort(all)
		return slices.DeleteFunc(all, func(note string) bool { return note == "" })
	}
	before := notes()
	opened := b.opened(t, "quetzal")
	file, err := b.PersonFile(ctx, b.organiser, opened.ID)
	if err != nil || len(file.Records) != 3 {
		t.Fatalf("%+v, %v", file, err)
	}
	for _, record := range file.Records {
		if record.Ref.Kind != consult.RecordNote || len(record.Values) != 1 || record.Consultation.ID != b.id || record.Texts[0].Lines[0] != "Épicerie" {
			t.Errorf("%+v", record)
		}
	}
	if err := b.HoldRecords(ctx, b.organiser, opened.ID, consult.HoldFrozen); err != nil {
		t.Fatal(err)
	}
	if got := notes(); !slices.Equal(got, []string{"personne"}) {
		t.Errorf("frozen: %v", got)
	}
	if found, err := b.FindPerson(ctx, b.organiser, "quetzal"); err != nil || len(found) != 3 {
		t.Errorf("what is frozen is not found: %v, %v", found, err)
	}
	if err := b.ReleaseRecords(ctx, b.organiser, opened.ID); err != nil {
		t.Fatal(err)
	}
	if got := notes(); !slices.Equal(got, before) {
		t.Errorf("released: %v, want %v", got, before)
	}
	if err := b.EraseRecords(ctx, b.organiser, opened.ID); err != nil {
		t.Fatal(err)
	}
	if got := notes(); !slices.Equal(got, []string{"personne"}) {
		t.Errorf("erased: %v", got)
	}
	if view := b.ledger(t, service.LedgerQuery{Show: service.ShowAll}); len(view.Rows) != 1 || len(view.Rows[0].Calls) != 2 {
		t.Errorf("the calls themselves are lost: %+v", view.Rows)
	}
}
