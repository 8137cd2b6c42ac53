package service_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"concertation/forms"
	"concertation/internal/consult"
	"concertation/internal/service"
)

// answered sends a response of a structure in somebody's name, and gives its token.
func (h *house) answered(t testing.TB, name, need string) string {
	t.Helper()
	token := h.begin(t)
	h.save(t, token, h.page(t, token, 0, forms.Raw{"qui": {"structure"}, "nom": {name}, "freins": {"argent", "temps"}, "age": {"12"}}))
	h.save(t, token, h.page(t, token, 1, forms.Raw{"besoin": {need}, "publication": {"anonymous"}}))
	h.send(t, token)
	return token
}

// opened opens a case on every record found for sure.
func (b *box) opened(t testing.TB, query string) consult.RightsCase {
	t.Helper()
	found, err := b.FindPerson(context.Background(), b.organiser, query)
	if err != nil {
		t.Fatal(err)
	}
	var refs []consult.RecordRef
	for _, one := range found {
		refs = append(refs, one.Ref)
	}
	opened, err := b.OpenRightsCase(context.Background(), b.organiser, refs)
	if err != nil {
		t.Fatal(err)
	}
	return opened
}

func TestAPersonIsFoundByWhatTheyGive(t *testing.T) {
	b := openBox(t)
	ctx := context.Background()
	token := b.answered(t, "Amina Éboué", "Un local")
	reference := b.answering(t, token).Response.Reference
	b.drop(t, func(d *service.IdeaDraft) { d.Signature, d.Email = "A. Éboué", "amina.eboue@exemple.fr" })
	organisation := consult.Organisation{ID: consult.NewID(), ConsultationID: b.id, Name: "Épicerie", CreatedAt: noon, ChangedAt: noon,
		Contacts: []consult.Contact{{Name: "Amina Eboue", Email: "Amina.Eboue@exemple.fr", Phone: "06 12 34 56 78"}}}
	b.atomic(t, func(tx consult.Tx) error { return tx.InsertOrganisation(ctx, &organisation, "epicerie", "epicerie") })
	for query, want := range map[string]string{
		"amina eboue":                        "idea organisation response",
		"AMINA.EBOUE@exemple.fr":             "idea organisation",
		"+33 6 12 34 56 78":                  "organisation idea",
		strings.ToLower(reference):           "response",
		"https://exemple.fr/r/" + token:      "response",
		"eboue":                              "idea organisation response",
		"personne@exemple.fr":                "",
		"https://exemple.fr/r/" + token[:25]: "",
	} {
		found, err := b.FindPerson(ctx, b.organiser, query)
		if err != nil {
			t.Fatal(err)
		}
		var kinds []string
		for _, one := range found {
			kinds = append(kinds, string(one.Ref.Kind))
		}
		wanted := strings.Fields(want)
		slices.Sort(kinds)
		slices.Sort(wanted)
		if fmt.Sprint(kinds) != fmt.Sprint(wanted) {
			t.Errorf("%q finds %v, want %v", query, kinds, wanted)
		}
	}
	if _, err := b.FindPerson(ctx, b.analyst, "amina eboue"); consult.CodeOf(err) != consult.CodeForbidden {
		t.Errorf("an analyst: %v", err)
	}
	if _, err := b.FindPerson(ctx, b.organiser, "a"); consult.CodeOf(err) != consult.CodeInvalid {
		t.Errorf("one letter: %v", err)
	}
}

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

func TestWhatIsFrozenIsKeptButNeitherCountedNorPublishedNorOpenByItsLink(t *testing.T) {
	for _, kind := range []consult.HoldKind{consult.HoldFrozen, consult.HoldObjected} {
		b := openBox(t)
		ctx := context.Background()
		token := b.answered(t, "Zénobie Quetzal", "Un local")
		b.answered(t, "Bruno", "Un local")
		dropped := b.drop(t, func(d *service.IdeaDraft) { d.Signature = "Zénobie Quetzal" })
		tallies, ideas := shown(b.engine(t)), b.counts(t)
		opened := b.opened(t, "quetzal")
		if err := b.HoldRecords(ctx, b.organiser, opened.ID, kind); err != nil {
			t.Fatal(err)
		}
		if after := shown(b.engine(t)); !strings.HasPrefix(after, "responses 1\n") || recounted(t, b.house) != after {
			t.Errorf("tallies %s", after)
		}
		if _, err := b.Answering(ctx, token); consult.CodeOf(err) != consult.CodeForbidden {
			t.Errorf("the link of the response: %v", err)
		}
		if _, err := b.IdeaByToken(ctx, dropped.Token); consult.CodeOf(err) != consult.CodeForbidden {
			t.Errorf("the link of the idea: %v", err)
		}
		if titles := b.titles(t, service.IdeaQuery{}); len(titles) != 0 {
			t.Errorf("shown: %v", titles)
		}
		file, err := b.PersonFile(ctx, b.organiser, opened.ID)
		if err != nil {
			t.Fatal(err)
		}
		if file.Held() != 2 || !strings.Contains(fmt.Sprint(file.Records), "Zénobie Quetzal") {
			t.Errorf("held %d of %v", file.Held(), file.Records)
		}
		for range 2 { // released twice: the second finds nothing to do
			if err := b.ReleaseRecords(ctx, b.organiser, opened.ID); err != nil {
				t.Fatal(err)
			}
		}
		if after := shown(b.engine(t)); after != tallies || recounted(t, b.house) != after {
			t.Errorf("released: %s", after)
		}
		if after := b.counts(t); after != ideas {
			t.Errorf("released: %v, want %v", after, ideas)
		}
		if !b.answering(t, token).Submitted() {
			t.Error("the response does not count again")
		}
	}
}

func TestWhatIdentifiesSomebodyIsPutRightEverywhere(t *testing.T) {
	b := openBox(t)
	ctx := context.Background()
	token := b.answered(t, "Zenobie Quetsal", "Un local")
	dropped := b.drop(t, func(d *service.IdeaDraft) { d.Signature = "Zenobie Quetsal" })
	organisation := consult.Organisation{ID: consult.NewID(), ConsultationID: b.id, Name: "Épicerie", CreatedAt: noon, ChangedAt: noon,
		Contacts: []consult.Contact{{Name: "Zenobie Quetsal", Email: "z@exemple.fr"}}}
	b.atomic(t, func(tx consult.Tx) error { return tx.InsertOrganisation(ctx, &organisation, "epicerie", "epicerie") })
	opened := b.opened(t, "quetsal")
	var changes []service.Rectification
	for _, ref := range opened.Records {
		field := map[consult.RecordKind]string{consult.RecordResponse: "nom", consult.RecordIdea: "signature", consult.RecordOrganisation: "name"}[ref.Kind]
		changes = append(changes, service.Rectification{Ref: ref, Field: field, Value: "Zénobie Quetzal"})
		if ref.Kind == consult.RecordOrganisation {
			changes = append(changes, service.Rectification{Ref: ref, Field: "email", Value: "zq@exemple.fr"})
		}
	}
	if err := b.RectifyRecords(ctx, b.organiser, opened.ID, changes); err != nil {
		t.Fatal(err)
	}
	a := b.answering(t, token)
	if a.Raw.First("nom") != "Zénobie Quetzal" || a.Response.Dirty {
		t.Errorf("the response: %q, dirty %v", a.Raw.First("nom"), a.Response.Dirty)
	}
	identities, err := b.store.Identities(ctx, a.Response.ID)
	if err != nil || len(identities) != 1 || identities[0].Value != "Zénobie Quetzal" {
		t.Errorf("%v, %v", identities, err)
	}
	if got := b.file(t, dropped.Idea.ID).Idea.Signature; got != "Zénobie Quetzal" {
		t.Errorf("the idea: %q", got)
	}
	kept, err := b.store.Organisation(ctx, organisation.ID)
	if err != nil || kept.Contacts[0] != (consult.Contact{Name: "Zénobie Quetzal", Email: "zq@exemple.fr"}) {
		t.Errorf("%v, %v", kept.Contacts, err)
	}
	if found, err := b.FindPerson(ctx, b.organiser, "quetsal"); err != nil || len(found) != 0 {
		t.Errorf("found %v, %v", found, err)
	}
	file, err := b.PersonFile(ctx, b.organiser, opened.ID)
	if err != nil || strings.Count(fmt.Sprint(file.Records), "Zénobie Quetzal") != 3 {
		t.Errorf("%v, %v", file, err)
	}
}

func TestWhatARespondentReadIsTheNoticeOfTheirDay(t *testing.T) {
	b := openBox(t)
	ctx := context.Background()
	write := func(purpose string) {
		b.clock.advance(1)
		consultation, err := b.store.Consultation(ctx, b.id)
		if err != nil {
			t.Fatal(err)
		}
		consultation.Texts.Notice.Purpose, consultation.ChangedAt = purpose, b.clock.Now()
		b.atomic(t, func(tx consult.Tx) error { return tx.UpdateConsultation(ctx, &consultation) })
	}
	b.answered(t, "Zénobie Quetzal", "Un local")
	for _, purpose := range []string{"Écouter", "Écouter", "Écouter et décider"} {
		b.clock.advance(1e9)
		write(purpose)
		b.answered(t, "Yann "+purpose, "Un local")
	}
	for name, want := range map[string]string{"quetzal": "1 ", "yann ecouter decider": "3 Écouter et décider"} {
		file, err := b.PersonFile(ctx, b.organiser, b.opened(t, name).ID)
		if err != nil {
			t.Fatal(err)
		}
		notice := file.Records[0].Notice
		if got := fmt.Sprint(notice.Number, " ", notice.Notice.Purpose); got != want {
			t.Errorf("%s read %q, want %q", name, got, want)
		}
	}
}

func TestTheLogOfRightsTellsNothingOfThePerson(t *testing.T) {
	b := openBox(t)
	ctx := context.Background()
	b.answered(t, "Zénobie Quetzal", "Un local")
	opened := b.opened(t, "quetzal")
	for _, act := range []func() error{
		func() error { return b.HoldRecords(ctx, b.organiser, opened.ID, consult.HoldFrozen) },
		func() error { return b.EraseRecords(ctx, b.organiser, opened.ID) },
		func() error { return b.CloseRightsCase(ctx, b.organiser, opened.ID) },
	} {
		if err := act(); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.EraseRecords(ctx, b.organiser, opened.ID); consult.CodeOf(err) != consult.CodeConflict {
		t.Errorf("a closed case: %v", err)
	}
	log, err := b.store.Audit(ctx, consult.AuditFilter{})
	if err != nil {
		t.Fatal(err)
	}
	var operations []string
	for _, entry := range log {
		if strings.HasPrefix(entry.Operation, "rights.") {
			operations = append(operations, entry.Operation)
		}
		if strings.Contains(fmt.Sprint(entry), "Quetzal") {
			t.Errorf("%v", entry)
		}
	}
	if got := fmt.Sprint(operations); got != "[rights.close rights.erase rights.freeze rights.open]" {
		t.Error(got)
	}
	entries, err := b.store.RightsEntries(ctx, opened.ID)
	if err != nil || len(entries) != 4 || entries[2].Records != 1 {
		t.Errorf("%v, %v", entries, err)
	}
}

func (b *box) atomic(t testing.TB, f func(consult.Tx) error) {
	t.Helper()
	if err := b.store.Atomic(context.Background(), f); err != nil {
		t.Fatal(err)
	}
}

// code gives a theme to a text.
func (b *box) code(t testing.TB, text, theme consult.ID) {
	t.Helper()
	b.atomic(t, func(tx consult.Tx) error {
		return tx.InsertAssignment(context.Background(), &consult.Assignment{ID: consult.NewID(), ConsultationID: b.id, ContributionID: text, StatementID: text,
			ThemeID: theme, CoderID: b.analyst.User, Round: 1, State: consult.AssignmentConfirmed, TextVersion: 1, GridVersion: 1, At: noon})
	})
}

// counts gives how many contributions, contributors and codings count.
func (b *box) counts(t testing.TB) [3]int {
	t.Helper()
	ctx := context.Background()
	filter := consult.ContributionFilter{ConsultationID: b.id}
	contributions, err := b.store.CountContributions(ctx, filter)
	if err != nil {
		t.Fatal(err)
	}
	contributors, err := b.store.CountContributors(ctx, filter)
	if err != nil {
		t.Fatal(err)
	}
	coded, err := b.store.CountContributions(ctx, consult.ContributionFilter{ConsultationID: b.id, ThemeID: b.themes[0].ID})
	if err != nil {
		t.Fatal(err)
	}
	return [3]int{contributions, contributors, coded}
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

func TestWhatIsFrozenIsBroughtBackByItsCaseAlone(t *testing.T) {
	b := openBox(t)
	ctx := context.Background()
	dropped := b.drop(t, func(d *service.IdeaDraft) { d.Signature = "Zénobie Quetzal" })
	opened := b.opened(t, "quetzal")
	if err := b.HoldRecords(ctx, b.organiser, opened.ID, consult.HoldFrozen); err != nil {
		t.Fatal(err)
	}
	err := b.Moderate(ctx, b.analyst, "essai", service.ModerationAct{Idea: dropped.Idea.ID, Kind: service.ModeratePublish})
	if consult.CodeOf(err) != consult.CodeConflict {
		t.Errorf("moderated: %v", err)
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
