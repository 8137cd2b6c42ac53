package service_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/intake"
	"concertation/internal/service"
	"concertation/internal/testkit/database"
)

// brought imports a list into the box's consultation.
func (b *box) brought(t testing.TB, csv string, options service.ImportOptions) *service.OrganisationReport {
	t.Helper()
	path := filepath.Join(t.TempDir(), "structures.csv")
	check(t, os.WriteFile(path, []byte(csv), 0o600))
	file, err := intake.Open(path)
	check(t, err)
	defer file.Close()
	report, err := b.ImportOrganisations(context.Background(), b.organiser, "essai", file, options)
	check(t, err)
	return report
}

func (b *box) contactsOf(t testing.TB, name string) (o consult.Organisation) {
	t.Helper()
	all, err := b.store.Organisations(context.Background(), consult.OrganisationFilter{ConsultationID: b.id})
	check(t, err)
	at := slices.IndexFunc(all, func(o consult.Organisation) bool { return o.Name == name })
	if at < 0 {
		t.Fatalf("no %s in the list", name)
	}
	return all[at]
}

func (b *box) erase(t testing.TB, query string) consult.RightsCase {
	t.Helper()
	opened := b.opened(t, query)
	check(t, b.EraseRecords(context.Background(), b.organiser, opened.ID))
	return opened
}

func (b *box) logged(t testing.TB, operation string) int {
	t.Helper()
	entries, err := b.store.Audit(context.Background(), consult.AuditFilter{})
	check(t, err)
	count := 0
	for _, entry := range entries {
		if entry.Operation == operation {
			count++
		}
	}
	return count
}

const listWithContact = `Structure;Courriel;Téléphone;Contact;Courriel du contact;Téléphone du contact
Épicerie;accueil@epicerie.exemple.fr;02 40 00 00 00;Zénobie Quetzal;Quetzal@exemple.fr;06 12 34 56 78
Zeste;zeste@exemple.fr;;Bruno Ohr;bruno@zeste.exemple.fr;
`

// Both engines: what is kept of an erased address is a print, and a list that brings it back says so.
func TestAListThatBringsBackWhoWasErasedSaysSoAndLeavesThemOut(t *testing.T) {
	for engine, url := range map[string]func(testing.TB) string{"sqlite": database.SQLite, "postgres": database.Postgres} {
		t.Run(engine, func(t *testing.T) {
			b := openBoxOn(t, url(t))
			b.brought(t, listWithContact, service.ImportOptions{})
			b.erase(t, "quetzal@exemple.fr")
			report := b.brought(t, listWithContact, service.ImportOptions{DryRun: true})
			if len(report.Erased) != 1 || report.Updated != 0 {
				t.Errorf("the rehearsal: %+v", report)
			}
			// Under another writing of the address, with the telephone alone, under another name: still them.
			for _, row := range []string{"Épicerie;;;Z. Quetzal; QUETZAL@exemple.fr ;", "Épicerie;;;Quetzal;;+33 6 12 34 56 78", "Autre;;;Zoé;quetzal@exemple.fr;",
				"Épicerie;quetzal@exemple.fr;;;;"} {
				list := "Structure;Courriel;Téléphone;Contact;Courriel du contact;Téléphone du contact\n" + row + "\n"
				if report := b.brought(t, list, service.ImportOptions{}); len(report.Erased) != 1 {
					t.Errorf("%s: %+v", row, report)
				}
			}
			b.brought(t, listWithContact, service.ImportOptions{})
			if o := b.contactsOf(t, "Épicerie"); len(o.Contacts) != 0 || o.Email != "accueil@epicerie.exemple.fr" || o.Phone != "02 40 00 00 00" {
				t.Errorf("the structure: %+v", o)
			}
			if o := b.contactsOf(t, "Zeste"); len(o.Contacts) != 1 {
				t.Errorf("another's contact: %+v", o)
			}
			// Brought back by choice, with a reason, in this consultation alone.
			report = b.brought(t, listWithContact, service.ImportOptions{BringBack: []int{2}, BringBackWhy: consult.BringBackAsked})
			if o := b.contactsOf(t, "Épicerie"); len(report.Erased) != 0 || len(o.Contacts) != 1 || o.Contacts[0].Email != "Quetzal@exemple.fr" {
				t.Errorf("brought back: %+v, %+v", report, o)
			}
			if count := b.logged(t, "organisations.bring_back.asked"); count != 1 {
				t.Errorf("%d lines of the log say why", count)
			}
			if report := b.brought(t, listWithContact, service.ImportOptions{}); len(report.Erased) != 0 || report.Same != 2 {
				t.Errorf("the same list afterwards: %+v", report)
			}
			b.erase(t, "quetzal@exemple.fr")
			if report := b.brought(t, listWithContact, service.ImportOptions{DryRun: true}); len(report.Erased) != 1 {
				t.Errorf("erased again: %+v", report)
			}
		})
	}
}

func TestWhoeverKeysInSomebodyErasedIsWarned(t *testing.T) {
	b := openBox(t)
	ctx := context.Background()
	b.brought(t, listWithContact, service.ImportOptions{})
	b.erase(t, "quetzal@exemple.fr")
	typed := consult.Organisation{Name: "Neuve", Contacts: []consult.Contact{{Name: "Zénobie", Phone: "06.12.34.56.78"}}}
	_, err := b.SaveOrganisation(ctx, b.organiser, "essai", typed, noon, "")
	if !faulty(err, "bring_back") {
		t.Fatalf("keyed without a word: %v", err)
	}
	if _, err := b.SaveOrganisation(ctx, b.organiser, "essai", typed, noon, "parce que"); !faulty(err, "bring_back") {
		t.Fatalf("keyed for no known reason: %v", err)
	}
	saved, err := b.SaveOrganisation(ctx, b.organiser, "essai", typed, noon, consult.BringBackOther)
	if err != nil || len(saved.Contacts) != 1 || b.logged(t, "organisations.bring_back.other") != 1 {
		t.Fatalf("keyed with a reason: %+v, %v", saved, err)
	}
	saved.Town = "Nantes"
	if _, err := b.SaveOrganisation(ctx, b.organiser, "essai", saved, saved.ChangedAt, ""); err != nil {
		t.Errorf("mended afterwards: %v", err)
	}
}

func TestWhatOthersOfAStructureHoldTooIsNotSuppressed(t *testing.T) {
	b := openBox(t)
	ctx := context.Background()
	shared := []consult.Contact{{Name: "Zénobie Quetzal", Email: "accueil@exemple.fr", Phone: "02 40 00 00 00"}, {Name: "Bruno", Phone: "02 40 00 00 00"}}
	_, err := b.SaveOrganisation(ctx, b.organiser, "essai", consult.Organisation{Name: "Épicerie", Email: "accueil@exemple.fr", Contacts: shared}, noon, "")
	check(t, err)
	b.erase(t, "quetzal")
	kept, err := b.store.CountSuppressions(ctx)
	if err != nil || kept.Count != 0 {
		t.Errorf("%d prints, %v", kept.Count, err)
	}
}

func TestErasingTwiceLeavesTheStructureItsOwnAddress(t *testing.T) {
	b := openBox(t)
	b.brought(t, listWithContact, service.ImportOptions{})
	opened := b.erase(t, "quetzal")
	check(t, b.EraseRecords(context.Background(), b.organiser, opened.ID))
	if o := b.contactsOf(t, "Épicerie"); o.Email == "" || o.Phone == "" {
		t.Errorf("a double click took the structure's own: %+v", o)
	}
}

func TestNoInvitationGoesToAnAddressThatWasErased(t *testing.T) {
	ctx, system := context.Background(), consult.System()
	h := openInviting(t, "a@exemple.fr", "b@exemple.fr")
	first := h.leave(t, waveOf(consult.MailInvitation)) // queued, not yet sent
	suppress := func() {
		case1, err := h.OpenRightsCase(ctx, system, []consult.RecordRef{{Kind: consult.RecordOrganisation, ID: h.listed[1].ID}})
		check(t, err)
		check(t, h.EraseRecords(ctx, system, case1.ID))
	}
	suppress()
	h.sent(t)
	states := map[string]consult.MailState{}
	for _, m := range h.mails(t, first.Campaign.ID) {
		states[m.Address] = m.State
	}
	if states["a@exemple.fr"] != consult.MailSent || states["b@exemple.fr"] != consult.MailRefused {
		t.Errorf("what became of those that were queued: %v", states)
	}
	// Written back by another way than a list, it is not written to either.
	o, err := h.store.Organisation(ctx, h.listed[1].ID)
	check(t, err)
	o.Email = "B@exemple.fr"
	h.write(t, func(tx consult.Tx) error { return tx.UpdateOrganisation(ctx, &o, "x", "x") })
	again := h.leave(t, waveOf(consult.MailInvitation))
	if again.Campaign.Report.Erased != 1 || again.Campaign.Report.Mails != 0 {
		t.Errorf("another invitation: %+v", again.Campaign.Report)
	}
	var letters strings.Builder
	check(t, h.ExportMailMerge(ctx, system, "essai", "https://avis.exemple.fr", false, &letters))
	if strings.Contains(letters.String(), "B@exemple.fr") {
		t.Error("the mail merge holds it")
	}
}

func TestPrintsOfErasedAddressesGoAfterThreeYears(t *testing.T) {
	b := openBox(t)
	ctx := context.Background()
	b.brought(t, listWithContact, service.ImportOptions{})
	b.erase(t, "quetzal")
	for _, months := range []int{35, 2} {
		b.clock.advance(b.clock.Now().AddDate(0, months, 0).Sub(b.clock.Now()))
		check(t, b.PurgeNight(ctx))
		kept, err := b.store.CountSuppressions(ctx)
		if err != nil || (kept.Count == 0) != (months == 2) {
			t.Errorf("after %d months more: %d prints, %v", months, kept.Count, err)
		}
	}
}
