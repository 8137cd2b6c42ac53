package storetest

import (
	"time"

	"concertation/internal/consult"
)

var consultationTests = map[string]func(*world){
	"a consultation comes back as it was written": func(w *world) {
		earlier := w.consultation()
		c := &consult.Consultation{ID: consult.NewID(), Slug: "sress", Title: "Stratégie « régionale »", Status: consult.StatusRecord,
			Demonstration: true, OpensAt: noon, ClosesAt: noon.Add(time.Hour), RoundOf: earlier.ID, CreatedAt: noon, ChangedAt: noon,
			Texts:    consult.Texts{Summary: "Résumé", Notice: consult.Notice{DPO: "dpo@exemple.fr"}},
			Settings: consult.Settings{CellThreshold: 7, Invited: 400, Accessibility: consult.AccessibilityPartial}}
		w.write(func(tx consult.Tx) error { return tx.InsertConsultation(w.ctx, c) })
		same(w, must[consult.Consultation](w)(w.store.Consultation(w.ctx, c.ID)), *c)
		same(w, must[consult.Consultation](w)(w.store.ConsultationBySlug(w.ctx, "sress")), *c)
	},
	"times come back in UTC, to the millisecond": func(w *world) {
		c := w.consultation()
		c.OpensAt = time.Date(2026, 3, 1, 9, 0, 0, 987654321, time.FixedZone("Paris", 3600))
		w.write(func(tx consult.Tx) error { return tx.UpdateConsultation(w.ctx, c) })
		got := must[consult.Consultation](w)(w.store.Consultation(w.ctx, c.ID)).OpensAt
		same(w, got, time.Date(2026, 3, 1, 8, 0, 0, 987e6, time.UTC))
	},
	"a slug is given once": func(w *world) {
		first := w.consultation()
		second := &consult.Consultation{ID: consult.NewID(), Slug: first.Slug, Title: "Autre", Status: consult.StatusDraft, CreatedAt: noon, ChangedAt: noon}
		w.refused(consult.CodeConflict, func(tx consult.Tx) error { return tx.InsertConsultation(w.ctx, second) })
	},
	"consultations come newest first": func(w *world) {
		first, second, third := w.consultation(), w.consultation(), w.consultation()
		third.CreatedAt = noon.Add(-time.Hour)
		w.write(func(tx consult.Tx) error { return tx.UpdateConsultation(w.ctx, third) })
		all := must[[]consult.Consultation](w)(w.store.Consultations(w.ctx))
		sameOrder(w, all, func(c consult.Consultation) consult.ID { return c.ID }, second.ID, first.ID, third.ID)
	},
	"what does not exist is not found": func(w *world) {
		_, err := w.store.Consultation(w.ctx, consult.NewID())
		w.code(consult.CodeNotFound, err)
		_, err = w.store.ConsultationBySlug(w.ctx, "rien")
		w.code(consult.CodeNotFound, err)
		_, err = w.store.ThemeGrid(w.ctx, consult.NewID())
		w.code(consult.CodeNotFound, err)
		w.refused(consult.CodeNotFound, func(tx consult.Tx) error { return tx.DeleteConsultation(w.ctx, consult.NewID()) })
		w.refused(consult.CodeNotFound, func(tx consult.Tx) error {
			return tx.UpdateConsultation(w.ctx, &consult.Consultation{ID: consult.NewID(), Status: consult.StatusOpen, CreatedAt: noon, ChangedAt: noon})
		})
	},
	"a deleted consultation takes along all it holds and nothing else": func(w *world) {
		kept, gone := w.consultation(), w.consultation()
		response := w.submitted(w.revision(gone), noon, "un texte")
		other := w.submitted(w.revision(kept), noon, "un autre")
		contribution := must[[]consult.Contribution](w)(w.store.Contributions(w.ctx, consult.ContributionFilter{ConsultationID: gone.ID}))[0]
		w.coded(&contribution, consult.NewID(), consult.NewID(), consult.AssignmentConfirmed)
		w.write(func(tx consult.Tx) error {
			if err := tx.AppendAudit(w.ctx, &consult.AuditEntry{ID: consult.NewID(), At: noon, Operation: "consultation.delete", ConsultationID: gone.ID}); err != nil {
				return err
			}
			return tx.DeleteConsultation(w.ctx, gone.ID)
		})
		_, err := w.store.Response(w.ctx, response.ID)
		w.code(consult.CodeNotFound, err)
		_, err = w.store.Contribution(w.ctx, contribution.ID)
		w.code(consult.CodeNotFound, err)
		must[consult.Response](w)(w.store.Response(w.ctx, other.ID))
		same(w, len(must[[]consult.AuditEntry](w)(w.store.Audit(w.ctx, consult.AuditFilter{ConsultationID: gone.ID}))), 1)
	},
	"steps are replaced as a whole and come by position": func(w *world) {
		c := w.consultation()
		w.write(func(tx consult.Tx) error {
			return tx.ReplaceSteps(w.ctx, c.ID, []consult.Step{{Position: 1, Kind: consult.StepMail, Title: "Courriers"}})
		})
		steps := []consult.Step{
			{Position: 2, Kind: consult.StepQuestionnaire, Title: "Questionnaire", StartsAt: noon, Invited: 400, InvitedSource: "déclaré"},
			{Position: 1, Kind: consult.StepEvent, Title: "Ouverture", Place: "Rennes", When: "printemps 2016", Participants: 120, Unit: "participants", Source: "bilan"},
		}
		w.write(func(tx consult.Tx) error { return tx.ReplaceSteps(w.ctx, c.ID, steps) })
		same(w, must[[]consult.Step](w)(w.store.Steps(w.ctx, c.ID)), []consult.Step{steps[1], steps[0]})
	},
	"stakes keep their objectives in order": func(w *world) {
		c, other := w.consultation(), w.consultation()
		stakes := []consult.Stake{
			{Position: 1, Mark: "A", Title: "Emploi", Objectives: []consult.Objective{{Position: 1, Title: "Former"}, {Position: 2, Title: "Recruter"}}},
			{Position: 2, Mark: "B", Title: "Territoires", Objectives: []consult.Objective{{Position: 3, Title: "Mailler"}}},
		}
		w.write(func(tx consult.Tx) error {
			if err := tx.ReplaceStakes(w.ctx, other.ID, []consult.Stake{{Position: 1, Mark: "Z", Title: "Autre"}}); err != nil {
				return err
			}
			return tx.ReplaceStakes(w.ctx, c.ID, stakes)
		})
		same(w, must[[]consult.Stake](w)(w.store.Stakes(w.ctx, c.ID)), stakes)
		w.write(func(tx consult.Tx) error { return tx.ReplaceStakes(w.ctx, c.ID, nil) })
		same(w, len(must[[]consult.Stake](w)(w.store.Stakes(w.ctx, c.ID))), 0)
	},
	"versions of a grid are given as they were published, with theme identifiers that stay": func(w *world) {
		c := w.consultation()
		first := &consult.ThemeGrid{ConsultationID: c.ID, Version: 1, Themes: []consult.Theme{
			{ID: consult.NewID(), Position: 1, Kind: consult.ThemeRegular, Title: "Emploi", Definition: "…", Lexicon: "métier\nsalarié"},
			{ID: consult.NewID(), Position: 2, Kind: consult.ThemeOutside, Title: "Hors grille"},
		}}
		second := &consult.ThemeGrid{ConsultationID: c.ID, Themes: []consult.Theme{first.Themes[0], first.Themes[1]}}
		second.Themes[0].Title = "Emploi et métiers"
		second.Themes = append(second.Themes, consult.Theme{ID: consult.NewID(), Position: 3, Kind: consult.ThemeRegular, Title: "Formation", SplitFrom: first.Themes[0].ID})
		second.Ended = []consult.ThemeEnd{{Theme: "eau", Into: first.Themes[0].ID}, {Theme: "air"}}
		for _, grid := range []*consult.ThemeGrid{first, second} {
			w.write(func(tx consult.Tx) error { return tx.InsertThemeGrid(w.ctx, grid) })
		}
		got := must[consult.ThemeGrid](w)(w.store.ThemeGrid(w.ctx, c.ID))
		same(w, got, *second)
		same(w, got.Version, 2)
		same(w, must[consult.ThemeGrid](w)(w.store.ThemeGridVersion(w.ctx, c.ID, 1)).Themes, first.Themes)
		_, err := w.store.ThemeGridVersion(w.ctx, c.ID, 3)
		same(w, consult.CodeOf(err), consult.CodeNotFound)
		w.refused(consult.CodeConflict, func(tx consult.Tx) error { return tx.InsertThemeGrid(w.ctx, first) })
	},
}
