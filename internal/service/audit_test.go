package service_test

import (
	"context"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/service"
)

// counting counts the questions of the log's page to the store.
type counting struct {
	consult.Store
	asked int
	refs  []consult.AuditRef
}

func (c *counting) AuditNames(ctx context.Context, refs []consult.AuditRef) ([]consult.AuditName, error) {
	c.asked++
	c.refs = refs
	return c.Store.AuditNames(ctx, refs)
}

func TestTheLogSaysWhatItsRecordsAreCalledInOneQuestion(t *testing.T) {
	h, ctx := openHouse(t, small()), context.Background()
	amina := actor(h.organiser(t))
	store := &counting{Store: h.store}
	log := service.New(store)
	gone := consult.NewID()
	entries := []consult.AuditEntry{
		{Operation: "consultation.edit", ConsultationID: h.id, Record: "consultation " + string(h.id)},
		{Operation: "organisations.merge", ConsultationID: h.id, Record: "organisation " + string(gone) + " into " + string(gone)},
		{Operation: "notes.capture", ConsultationID: h.id, Record: "session " + string(gone) + ", 3 notes"},
		{Operation: "mails.stop", ConsultationID: h.id},
		{Operation: "grid.publish", ConsultationID: h.id, Record: "version 2"},
		{Operation: "user.login", Record: "user " + string(amina.User)},
		{Operation: "stop campaign", ConsultationID: h.id, Record: string(gone)}, // as entries were written once
		{Operation: "theme.validate", ConsultationID: h.id, Record: "theme " + string(gone) + ", unread 50"},
	}
	for range 50 {
		entries = append(entries, entries[0])
	}
	lines, err := log.NamedAudit(ctx, amina, entries)
	if err != nil {
		t.Fatal(err)
	}
	if store.asked != 1 || len(store.refs) != 6 {
		t.Errorf("%d questions about %v", store.asked, store.refs)
	}
	part := func(line, at int) service.AuditPart {
		t.Helper()
		if len(lines[line].Parts) <= at {
			t.Fatalf("%s has the parts %+v", entries[line].Operation, lines[line].Parts)
		}
		return lines[line].Parts[at]
	}
	if got := part(0, 0); got.Name.Title != "Essai" || got.Name.Slug != "essai" || got.Gone {
		t.Errorf("the consultation is %+v", got)
	}
	if got := part(1, 1); !got.Gone || got.Lead != "into" || got.Kind != consult.AuditOrganisation {
		t.Errorf("the structure kept, gone since, is %+v", got)
	}
	if got := part(2, 1); got.Words != "notes" || got.Count != 3 {
		t.Errorf("the notes are %+v", got)
	}
	for line := 3; line <= 4; line++ {
		if got := part(line, 0); got.Name.Title != "Essai" {
			t.Errorf("%s is about %+v", entries[line].Operation, got)
		}
	}
	if got := part(5, 0); got.Name.Title == "" || got.Gone {
		t.Errorf("the account is %+v", got)
	}
	if got := part(6, 0); got.Kind != consult.AuditCampaign || !got.Gone {
		t.Errorf("the campaign is %+v", got)
	}
	if got := part(7, 1); got.Words != "unread" || got.Count != 50 {
		t.Errorf("what the validation accepted is %+v", got)
	}
	_, err = log.NamedAudit(ctx, actor(h.colleague(t, "bruno", consult.RoleAnalyst)), entries)
	code(t, "an analyst", err, consult.CodeForbidden)
}

// The demonstration and the record share the identifiers of the themes of the reference.
func TestAThemeOfTheLogIsTheOneOfItsConsultation(t *testing.T) {
	h, ctx := seeded(t), context.Background()
	amina := actor(h.organiser(t))
	for _, slug := range []string{"demonstration", "sress-2016"} {
		consultation, err := h.ConsultationBySlug(ctx, amina, slug)
		if err != nil {
			t.Fatal(err)
		}
		grid, err := h.store.ThemeGrid(ctx, consultation.ID)
		if err != nil {
			t.Fatal(err)
		}
		lines, err := h.NamedAudit(ctx, amina, []consult.AuditEntry{{Operation: "theme.validate", ConsultationID: consultation.ID, Record: "theme " + string(grid.Themes[0].ID)}})
		if err != nil || len(lines[0].Parts) != 1 || lines[0].Parts[0].Name.Slug != slug || lines[0].Parts[0].Name.Title != grid.Themes[0].Title {
			t.Errorf("%s: %+v, %v", slug, lines, err)
		}
	}
}
