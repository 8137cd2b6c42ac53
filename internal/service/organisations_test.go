package service_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/testkit"
)

// listOf opens a house whose demonstration has these organisations, by name.
func listOf(t *testing.T, csv string) (*house, map[string]consult.Organisation) {
	t.Helper()
	h, _ := demonstrated(t, service.DemoOptions{Responses: 3, Seed: 1})
	h.listed(t, csv, service.ImportOptions{})
	return h, h.named(t)
}

func (h *house) named(t *testing.T) map[string]consult.Organisation {
	t.Helper()
	all := map[string]consult.Organisation{}
	for _, o := range h.organisations(t) {
		all[o.Name] = o
	}
	return all
}

func (h *house) write(t *testing.T, f func(tx consult.Tx) error) {
	t.Helper()
	if err := h.store.Atomic(context.Background(), f); err != nil {
		t.Fatal(err)
	}
}

const twice = "nom;ville;courriel;contact;id\n" +
	"Atelier du Bocage;Cholet;;Amina;1\n" +
	"Ateliers du Bocage;Cholet;bonjour@exemple.fr;Bruno;2\n" +
	"Zeste;Nantes;;;3\n"

func choice(kept, merged consult.Organisation, taken ...string) service.MergeChoice {
	return service.MergeChoice{Kept: kept.ID, Merged: merged.ID, Taken: taken, Seen: [2]int64{kept.ChangedAt.UnixMilli(), merged.ChangedAt.UnixMilli()}}
}

func TestTwoOrganisationsAreMergedByChoiceAndPartedAgain(t *testing.T) {
	ctx, system := context.Background(), consult.System()
	h, all := listOf(t, twice)
	kept, merged := all["Atelier du Bocage"], all["Ateliers du Bocage"]
	responses, err := h.store.Responses(ctx, consult.ResponseFilter{ConsultationID: kept.ConsultationID})
	if err != nil {
		t.Fatal(err)
	}
	touch := func(o consult.Organisation, kind consult.TouchKind, source string) *consult.Touch {
		return &consult.Touch{ID: consult.NewID(), ConsultationID: o.ConsultationID, OrganisationID: o.ID, Kind: kind, Channel: "phone", Source: source, At: testkit.Noon}
	}
	came := consult.NewID()
	attended := func(want consult.Organisation) {
		t.Helper()
		if there, err := h.store.AttendancesOf(ctx, want.ID); err != nil || len(there) != 1 || there[0].ID != came {
			t.Errorf("attendances of %s: %+v, %v", want.Name, there, err)
		}
	}
	h.write(t, func(tx consult.Tx) error {
		for _, one := range []*consult.Touch{touch(kept, consult.TouchInvited, "campagne"), touch(merged, consult.TouchInvited, "campagne"), touch(merged, consult.TouchCalled, "appel")} {
			if err := tx.InsertTouch(ctx, one); err != nil {
				return err
			}
		}
		if err := tx.InsertInvitation(ctx, &consult.Invitation{ID: consult.NewID(), ConsultationID: kept.ConsultationID, OrganisationID: merged.ID, TokenHash: []byte("hash"), CreatedAt: testkit.Noon}); err != nil {
			return err
		}
		event := consult.Event{ID: consult.NewID(), ConsultationID: kept.ConsultationID, Title: "Rencontre", StartsAt: testkit.Noon, KeepUntil: testkit.Noon, CreatedAt: testkit.Noon, ChangedAt: testkit.Noon}
		if err := tx.InsertEvent(ctx, &event); err != nil {
			return err
		}
		if err := tx.InsertAttendance(ctx, &consult.Attendance{ID: came, EventID: event.ID, ConsultationID: kept.ConsultationID, OrganisationID: merged.ID, Origin: consult.AttendanceRegistered,
			State: consult.AttendanceConfirmed, Code: "code", CreatedAt: testkit.Noon, ChangedAt: testkit.Noon}, &consult.Participant{AttendanceID: came, Name: "Chloé", KeepUntil: testkit.Noon}); err != nil {
			return err
		}
		return tx.TieResponse(ctx, &consult.ResponseOwner{ResponseID: responses[0].ID, OrganisationID: merged.ID, At: testkit.Noon})
	})
	near, err := h.NearOrganisations(ctx, system, "demonstration")
	if err != nil || len(near.Pairs) != 1 {
		t.Fatalf("duplicates: %+v, %v", near, err)
	}
	if err := h.MergeOrganisations(ctx, system, "demonstration", choice(kept, merged, "name", "email", "id")); err != nil {
		t.Fatal(err)
	}
	view, err := h.Organisation(ctx, system, "demonstration", kept.ID)
	if err != nil {
		t.Fatal(err)
	}
	one := view.Organisation
	if one.Name != "Ateliers du Bocage" || one.Email != "bonjour@exemple.fr" || one.Key != "2" || len(one.Contacts) != 2 || view.Responses != 1 || len(view.Touches) != 2 || len(view.Merges) != 1 {
		t.Errorf("merged: %+v", view)
	}
	attended(kept)
	if _, err := h.store.InvitationOf(ctx, kept.ID); err != nil {
		t.Errorf("the link did not follow: %v", err)
	}
	if gone, err := h.Organisation(ctx, system, "demonstration", merged.ID); err != nil || gone.Into == nil || gone.Into.ID != kept.ID || len(h.organisations(t)) != 2 {
		t.Errorf("the merged one: %+v, %v", gone, err)
	}
	if report := h.listed(t, twice, service.ImportOptions{}); report.Same != 3 {
		t.Errorf("the same list again: %+v", report)
	}
	if err := h.MergeOrganisations(ctx, system, "demonstration", choice(kept, merged)); consult.CodeOf(err) != consult.CodeConflict {
		t.Errorf("merged again: %v", err)
	}

	if err := h.PartOrganisations(ctx, system, "demonstration", view.Merges[0].ID); err != nil {
		t.Fatal(err)
	}
	for _, before := range []consult.Organisation{kept, merged} {
		after, err := h.Organisation(ctx, system, "demonstration", before.ID)
		if err != nil {
			t.Fatal(err)
		}
		after.Organisation.ChangedAt = before.ChangedAt
		if got, want := after.Organisation, before; got.Name != want.Name || got.Key != want.Key || got.Email != want.Email || !slices.Equal(got.Contacts, want.Contacts) || got.MergedInto != "" {
			t.Errorf("parted: %+v, want %+v", got, want)
		}
		if before.ID == merged.ID && (after.Responses != 1 || len(after.Touches) != 2) || before.ID == kept.ID && (after.Responses != 0 || len(after.Touches) != 1) {
			t.Errorf("what happened with %s: %d responses, %d touches", before.Name, after.Responses, len(after.Touches))
		}
		if len(after.Merges) != 1 || after.Merges[0].UndoneAt.IsZero() {
			t.Error("no trace is kept")
		}
	}
	attended(merged)
	if _, err := h.store.InvitationOf(ctx, merged.ID); err != nil {
		t.Errorf("the link did not go back: %v", err)
	}
	if err := h.PartOrganisations(ctx, system, "demonstration", view.Merges[0].ID); consult.CodeOf(err) != consult.CodeConflict {
		t.Errorf("parted twice: %v", err)
	}
}

func TestMergesArePartedFromTheLast(t *testing.T) {
	ctx, system := context.Background(), consult.System()
	h, all := listOf(t, twice)
	a, b, c := all["Atelier du Bocage"], all["Ateliers du Bocage"], all["Zeste"]
	if err := h.MergeOrganisations(ctx, system, "demonstration", choice(b, a)); err != nil {
		t.Fatal(err)
	}
	if err := h.MergeOrganisations(ctx, system, "demonstration", choice(c, h.named(t)["Ateliers du Bocage"])); err != nil {
		t.Fatal(err)
	}
	if report := h.listed(t, twice, service.ImportOptions{}); report.Same != 3 {
		t.Errorf("the list again: %+v", report)
	}
	merges, err := h.store.OrganisationMerges(ctx, a.ConsultationID)
	if err != nil || len(merges) != 2 {
		t.Fatal(merges, err)
	}
	slices.SortFunc(merges, func(x, y consult.OrganisationMerge) int { return strings.Compare(string(x.ID), string(y.ID)) })
	if err := h.PartOrganisations(ctx, system, "demonstration", merges[0].ID); consult.CodeOf(err) != consult.CodeConflict {
		t.Errorf("the first: %v", err)
	}
	for _, m := range slices.Backward(merges) {
		if err := h.PartOrganisations(ctx, system, "demonstration", m.ID); err != nil {
			t.Error(err)
		}
	}
	if len(h.organisations(t)) != 3 {
		t.Error("not all stand again")
	}
}

func TestTwoThatLookAlikeAreSaidToBeTwo(t *testing.T) {
	ctx, system := context.Background(), consult.System()
	h, all := listOf(t, twice)
	if err := h.SayDistinct(ctx, system, "demonstration", all["Ateliers du Bocage"].ID, all["Atelier du Bocage"].ID); err != nil {
		t.Fatal(err)
	}
	if near, err := h.NearOrganisations(ctx, system, "demonstration"); err != nil || len(near.Pairs) != 0 {
		t.Errorf("%+v, %v", near, err)
	}
	if report := h.listed(t, twice, service.ImportOptions{DryRun: true}); len(report.Near) != 0 {
		t.Errorf("the import shows %+v", report.Near)
	}
}

func TestAListIsFilteredAndPartedIntoStrata(t *testing.T) {
	ctx, system := context.Background(), consult.System()
	h, _ := listOf(t, "nom;catégorie;département;taille\nAbeille;Association;44;petite\nBocage;Association;44;grande\nCidre;;49;petite\nZeste;Coopérative;44;\n")
	category := h.named(t)["Abeille"].Category
	for name, c := range map[string]struct {
		query service.OrganisationsQuery
		want  int
	}{
		"everything":         {service.OrganisationsQuery{}, 4},
		"a category":         {service.OrganisationsQuery{Category: category}, 2},
		"no category":        {service.OrganisationsQuery{Category: service.NoValue}, 1},
		"a size in a place":  {service.OrganisationsQuery{Territory: "44", Size: "petite"}, 1},
		"words with accents": {service.OrganisationsQuery{Words: "  ÀBEILLE "}, 1},
		"words of no name":   {service.OrganisationsQuery{Words: "100%_"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			if view, err := h.Organisations(ctx, system, "demonstration", c.query, 9); err != nil || view.Count != c.want || view.All != 4 || view.Page != 1 {
				t.Errorf("%d of %d, want %d (%v)", view.Count, view.All, c.want, err)
			}
		})
	}
	count := func(want int) {
		t.Helper()
		view, err := h.Strata(ctx, system, "demonstration")
		if err != nil || len(view.Strata) != want || view.All != 4 {
			t.Errorf("strata %+v, %v, want %d", view.Strata, err, want)
		}
	}
	count(3)
	if err := h.SetStrata(ctx, system, "demonstration", []consult.Stratifier{consult.BySize, "colour"}); err != nil {
		t.Fatal(err)
	}
	count(3) // petite, grande, none
	if err := h.SetStrata(ctx, system, "demonstration", nil); consult.CodeOf(err) != consult.CodeInvalid {
		t.Errorf("no column: %v", err)
	}
}

func TestAnOrganisationIsWrittenByHand(t *testing.T) {
	ctx, system := context.Background(), consult.System()
	h, all := listOf(t, twice)
	said := consult.Organisation{Name: " Le  Zeste ", SIRET: "732 829 320 00074", Contacts: []consult.Contact{{}, {Name: "Chloé"}}}
	saved, err := h.SaveOrganisation(ctx, system, "demonstration", said, time.Time{}, "")
	if err != nil || saved.Name != "Le Zeste" || saved.SIRET != "73282932000074" || len(saved.Contacts) != 1 {
		t.Fatalf("%+v, %v", saved, err)
	}
	for name, c := range map[string]struct {
		mend func(o *consult.Organisation)
		code consult.Code
	}{
		"a number that another has": {func(o *consult.Organisation) { o.ID, o.SIRET = "", "73282932000074" }, consult.CodeInvalid},
		"an address with a header":  {func(o *consult.Organisation) { o.Email = "a@exemple.fr\r\nBcc: b@exemple.fr" }, consult.CodeInvalid},
		"a contact's address with a header": {func(o *consult.Organisation) {
			o.Contacts = []consult.Contact{{Email: "a@exemple.fr\nTo: b@exemple.fr"}}
		}, consult.CodeInvalid},
		"an address of look-alike letters":     {func(o *consult.Organisation) { o.Email = "ami@ехеmple.fr" }, consult.CodeInvalid},
		"a name of look-alike letters":         {func(o *consult.Organisation) { o.Name = "Zеste" }, consult.CodeInvalid},
		"a name of 5 000 characters":           {func(o *consult.Organisation) { o.Name = strings.Repeat("x", 5000) }, consult.CodeInvalid},
		"a name that is a number":              {func(o *consult.Organisation) { o.Name = "732 829 320 00074" }, consult.CodeInvalid},
		"a description that changed meanwhile": {func(o *consult.Organisation) { o.ChangedAt = testkit.Noon.Add(-time.Hour) }, consult.CodeConflict},
	} {
		t.Run(name, func(t *testing.T) {
			o := all["Zeste"]
			c.mend(&o)
			if _, err := h.SaveOrganisation(ctx, system, "demonstration", o, o.ChangedAt, ""); consult.CodeOf(err) != c.code {
				t.Errorf("%v", err)
			}
		})
	}
	o := all["Zeste"]
	o.Town, o.Email = "Angers", "zeste@exemple.fr"
	if saved, err = h.SaveOrganisation(ctx, system, "demonstration", o, o.ChangedAt, ""); err != nil || saved.Town != "Angers" || saved.CreatedAt != o.CreatedAt {
		t.Errorf("mended: %+v, %v", saved, err)
	}
	if err := h.MergeOrganisations(ctx, system, "demonstration", choice(saved, h.named(t)["Le Zeste"])); err != nil {
		t.Fatal(err)
	}
	if err := h.DeleteOrganisation(ctx, system, "demonstration", h.named(t)["Zeste"].ID); err != nil || len(h.organisations(t)) != 2 {
		t.Errorf("removed: %v", err)
	}
}

func TestAnImportOfAListIsTakenBack(t *testing.T) {
	ctx, system := context.Background(), consult.System()
	h, _ := listOf(t, "nom;ville;id\nAbeille;Cholet;1\n")
	desk := h.OrganisationsDesk()
	renamed, err := desk.Receive(ctx, system, "demonstration", "liste.csv", strings.NewReader("nom;ville;id\nAbeilles;Cholet;1\n"))
	if err != nil {
		t.Fatal(err)
	}
	if report, err := desk.Try(ctx, system, "demonstration", renamed.ID); err != nil || len(report.Issues) != 1 || report.Issues[0].Refused || report.Issues[0].Args[1] != "nom" {
		t.Errorf("what would be overwritten is not said: %+v, %v", report, err)
	}
	list := "nom;ville;courriel;id\nAbeille;Cholet;a@exemple.fr;1\nBocage;Angers;;2\nCidre;Nantes;;3\nDune;Nantes;;4\n12345678901234;x;;5\n"
	held, err := desk.Receive(ctx, system, "demonstration", "liste.csv", strings.NewReader(list))
	if err != nil {
		t.Fatal(err)
	}
	if report, err := desk.Try(ctx, system, "demonstration", held.ID); err != nil || report.Added != 3 || report.Updated != 1 || len(report.Issues) != 1 || report.Issues[0].Column != "nom" {
		t.Fatalf("tried: %+v, %v", report, err)
	}
	// A fifth of the names is a number: somebody must be sure.
	if err := desk.Start(ctx, system, "demonstration", held.ID); consult.CodeOf(err) != consult.CodeInvalid {
		t.Fatalf("columns that look shifted: %v", err)
	}
	settings := held.Settings
	settings.Sure = true
	if _, err := desk.Set(ctx, system, "demonstration", held.ID, settings); err != nil {
		t.Fatal(err)
	}
	if err := desk.Start(ctx, system, "demonstration", held.ID); err != nil {
		t.Fatal(err)
	}
	h.Idle()
	view, err := desk.View(ctx, system, "demonstration", held.ID)
	if err != nil || view.Import.State != consult.ImportDone || view.Import.Report.Added != 3 || view.Import.Report.Updated != 1 || view.Import.Report.Refused != 1 {
		t.Fatalf("%+v, %v", view, err)
	}
	all := h.named(t)
	cidre := all["Cidre"]
	cidre.Phone = "0240000000"
	if _, err := h.SaveOrganisation(ctx, system, "demonstration", cidre, cidre.ChangedAt, ""); err != nil {
		t.Fatal(err)
	}
	dune := all["Dune"]
	h.write(t, func(tx consult.Tx) error {
		return tx.InsertTouch(ctx, &consult.Touch{ID: consult.NewID(), ConsultationID: dune.ConsultationID, OrganisationID: dune.ID, Kind: consult.TouchCalled, Channel: "phone", Source: "x", At: testkit.Noon})
	})
	if err := desk.Undo(ctx, system, "demonstration", held.ID); err != nil {
		t.Fatal(err)
	}
	h.Idle()
	if view, err = desk.View(ctx, system, "demonstration", held.ID); err != nil || view.Import.State != consult.ImportUndone || view.Import.Report.Kept != 2 {
		t.Errorf("undone: %+v, %v", view, err)
	}
	all = h.named(t)
	if len(all) != 3 || all["Abeille"].Email != "" || all["Bocage"].ID != "" {
		t.Errorf("left: %+v", all)
	}
	if _, err := h.ContributionsDesk().View(ctx, system, "demonstration", held.ID); consult.CodeOf(err) != consult.CodeNotFound {
		t.Errorf("an import of organisations among those of contributions: %v", err)
	}
}

func TestShiftedColumnsAreSaidBeforeTheImport(t *testing.T) {
	ctx, system := context.Background(), consult.System()
	h, _ := listOf(t, twice)
	desk := h.OrganisationsDesk()
	for name, c := range map[string]struct {
		list   string
		fields []string
	}{
		"in their places":             {"nom;siret;courriel;cp\nAbeille;73282932000074;a@exemple.fr;44000\n", nil},
		"a SIRET in the name":         {"nom;siret;courriel;cp\n73282932000074;a@exemple.fr;44000;\n35600000000048;b@exemple.fr;49000;\n", []string{"name", "siret", "email"}},
		"an address in the category":  {"nom;catégorie\nAbeille;a@exemple.fr\nBocage;Association\n", []string{"category"}},
		"one row in many is no shift": {"nom;cp\n" + strings.Repeat("Abeille;44000\n", 20) + "Bocage;Nantes\n", nil},
	} {
		t.Run(name, func(t *testing.T) {
			held, err := desk.Receive(ctx, system, "demonstration", "liste.csv", strings.NewReader(c.list))
			if err != nil {
				t.Fatal(err)
			}
			view, err := desk.View(ctx, system, "demonstration", held.ID)
			if err != nil {
				t.Fatal(err)
			}
			var fields []string
			for _, doubt := range view.Survey.Doubts {
				fields = append(fields, doubt.Field)
			}
			if !slices.Equal(fields, c.fields) {
				t.Errorf("doubts %+v, want %v", view.Survey.Doubts, c.fields)
			}
		})
	}
}
