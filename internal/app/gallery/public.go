package gallery

import (
	"context"

	"concertation/internal/service"
)

// public is what anybody reads; one consultation is over.
func (f *filling) public(ctx context.Context) error {
	if _, err := f.NewConsultationFromReference(ctx, f.amina, closed, "Jardins partagés"); err != nil {
		return err
	}
	like, err := f.Store.ConsultationBySlug(ctx, slug)
	if err != nil {
		return err
	}
	edit := service.ConsultationEdit{OpensAt: &like.OpensAt, ClosesAt: &like.ClosesAt, Texts: &like.Texts, Settings: &like.Settings}
	if _, err := f.EditConsultation(ctx, f.amina, closed, edit); err != nil {
		return err
	}
	over, err := f.Store.ConsultationBySlug(ctx, closed)
	if err != nil {
		return err
	}
	questionnaires, err := f.Questionnaires(ctx, f.amina, over.ID)
	if err != nil {
		return err
	}
	if err := f.PublishRevision(ctx, f.amina, questionnaires[0].Revisions[0].ID); err != nil {
		return err
	}
	if _, err := f.OpenConsultation(ctx, f.amina, closed); err != nil {
		return err
	}
	if _, err := f.CloseConsultation(ctx, f.amina, closed); err != nil {
		return err
	}
	f.add("/", "/c/sress-2016", "/c/"+slug, "/accessibilite", "/mentions-legales", "/donnees-personnelles", "/plan-du-site", "/aide", "/contact")
	f.state("terminée", "/c/"+closed, 200)
	f.under("/c/"+slug, "/accessibilite", "/mentions-legales", "/donnees-personnelles", "/aide", "/contact")
	return nil
}
