package storetest

import (
	"slices"
	"strings"

	"concertation/internal/consult"
)

var auditTests = map[string]func(*world){
	"records of the audit log are called what they are called now": func(w *world) {
		c := w.consultation()
		r := w.revision(c)
		response := w.submitted(r, noon, "Une cantine ouverte")
		texts := w.contributions(response)
		note, idea := w.note(c, "Un car de plus"), w.idea(c, "Un marché couvert")
		comment := w.comment(idea.ID, consult.ModerationPublished)
		event := w.event(c, noon)
		person := w.attendance(event, 1)
		organisation, imported, user := w.organisation(c, "Zeste"), w.imported(c, noon), w.user("amina@exemple.fr")
		attached := w.attached(c, consult.Owner{ContributionID: note.ID}, noon)
		question := must[consult.Questionnaire](w)(w.store.Questionnaire(w.ctx, r.QuestionnaireID))
		for _, wanted := range []consult.AuditName{
			{Ref: consult.AuditRef{Kind: consult.AuditConsultation, ID: c.ID}, Title: c.Title},
			{Ref: consult.AuditRef{Kind: consult.AuditQuestionnaire, ID: question.ID}, Title: question.Title},
			{Ref: consult.AuditRef{Kind: consult.AuditRevision, ID: r.ID}, Title: question.Title, Number: 1},
			{Ref: consult.AuditRef{Kind: consult.AuditResponse, ID: response.ID}, Title: response.Reference},
			{Ref: consult.AuditRef{Kind: consult.AuditContribution, ID: texts[0].ID}, Title: response.Reference, Sort: "answer"},
			{Ref: consult.AuditRef{Kind: consult.AuditContribution, ID: note.ID}, Title: note.Title, Sort: "note"},
			{Ref: consult.AuditRef{Kind: consult.AuditIdea, ID: idea.ID}, Title: idea.Title, Number: idea.Number},
			{Ref: consult.AuditRef{Kind: consult.AuditComment, ID: comment.ID}, Title: idea.Title, Number: idea.Number, Of: idea.ID},
			{Ref: consult.AuditRef{Kind: consult.AuditAttachment, ID: attached.ID}, Title: attached.Name},
			{Ref: consult.AuditRef{Kind: consult.AuditImport, ID: imported.ID}, Title: imported.FileName, Sort: string(imported.About)},
			{Ref: consult.AuditRef{Kind: consult.AuditEvent, ID: event.ID}, Title: event.Title},
			{Ref: consult.AuditRef{Kind: consult.AuditAttendance, ID: person.ID}, Title: event.Title, Of: event.ID},
			{Ref: consult.AuditRef{Kind: consult.AuditOrganisation, ID: organisation.ID}, Title: "Zeste"},
			{Ref: consult.AuditRef{Kind: consult.AuditUser, ID: user.ID}, Title: user.Name},
		} {
			if wanted.Ref.Kind != consult.AuditUser {
				wanted.ConsultationID, wanted.Slug = c.ID, c.Slug
			}
			got := must[[]consult.AuditName](w)(w.store.AuditNames(w.ctx, []consult.AuditRef{wanted.Ref, {Kind: wanted.Ref.Kind, ID: consult.NewID()}}))
			same(w, got, []consult.AuditName{wanted})
		}
	},
	"a theme of the audit log is called as in the latest grid of its consultation": func(w *world) {
		c := w.consultation()
		theme := consult.Theme{ID: consult.NewID(), Position: 1, Kind: consult.ThemeRegular, Title: "Achats"}
		w.write(func(tx consult.Tx) error {
			if err := tx.InsertThemeGrid(w.ctx, &consult.ThemeGrid{ConsultationID: c.ID, Version: 1, Themes: []consult.Theme{theme}}); err != nil {
				return err
			}
			theme.Title = "Achats responsables"
			return tx.InsertThemeGrid(w.ctx, &consult.ThemeGrid{ConsultationID: c.ID, Version: 2, Themes: []consult.Theme{theme}})
		})
		ref := consult.AuditRef{Kind: consult.AuditTheme, ID: theme.ID}
		same(w, must[[]consult.AuditName](w)(w.store.AuditNames(w.ctx, []consult.AuditRef{ref})),
			[]consult.AuditName{{Ref: ref, ConsultationID: c.ID, Slug: c.Slug, Title: "Achats responsables"}})
	},
	"records of every kind that are gone are called nothing": func(w *world) {
		kinds := consult.AuditKinds()
		slices.SortFunc(kinds, func(a, b consult.AuditKind) int { return strings.Compare(string(a), string(b)) })
		for _, kind := range kinds {
			same(w, len(must[[]consult.AuditName](w)(w.store.AuditNames(w.ctx, []consult.AuditRef{{Kind: kind, ID: consult.NewID()}}))), 0)
		}
		same(w, len(must[[]consult.AuditName](w)(w.store.AuditNames(w.ctx, nil))), 0)
	},
}
