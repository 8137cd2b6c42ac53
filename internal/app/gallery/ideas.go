package gallery

import (
	"context"
	"net/url"

	"concertation/internal/consult"
	"concertation/internal/service"
)

const box = "/c/" + slug + "/idees"

// dropped drops an idea, and gives its author's token with it.
func (f *filling) dropped(ctx context.Context, title, observation, proposal string) (consult.ID, string, error) {
	form, err := f.NewIdea(ctx, slug)
	if err != nil {
		return "", "", err
	}
	dropped, err := f.DropIdea(ctx, slug, service.IdeaDraft{ID: form.ID, Token: form.Token, Title: title, Observation: observation, Proposal: proposal,
		Theme: form.Choices.Themes[1].ID, Territory: "44", Publication: consult.PublicationNamed, Signature: "Amina"})
	if err != nil {
		return "", "", err
	}
	return dropped.Idea.ID, dropped.Token, nil
}

// ideas are the pages of the box: an idea with a comment and an answer, one that was withdrawn, one that was refused.
func (f *filling) ideas(ctx context.Context) error {
	idea, token, err := f.caravan(ctx)
	if err != nil {
		return err
	}
	comment := f.NewComment()
	comment.Body, comment.Signature = "Les maisons familiales rurales pourraient l’accueillir.", "Bruno"
	if _, err := f.CommentIdea(ctx, slug, idea, comment); err != nil {
		return err
	}
	if err := f.AnswerIdea(ctx, f.amina, slug, idea, service.IdeaAnswer{Status: consult.IdeaStatuses()[1], Answer: "Le service des lycées étudie un **parcours d’essai** pour l’automne."}); err != nil {
		return err
	}
	gone, goneToken, err := f.dropped(ctx, "Une monnaie locale", "Les échanges quittent le territoire.", "Créer une monnaie qui y reste.")
	if err != nil {
		return err
	}
	if _, err := f.WithdrawIdea(ctx, goneToken); err != nil {
		return err
	}
	one := box + "/" + string(idea)
	f.add(box, box+"?territoire=44&thematique=2")
	f.state("rien de trouvé", box+"?mots=zzzz", 200)
	f.add(box+"/nouvelle", one, one+"/signaler", box+"/charte")
	f.state("retirée par son auteur", box+"/"+string(gone), 410)
	f.refused("vide", box+"/nouvelle", url.Values{"id": {string(consult.NewID())}, "acte": {"envoyer"}})
	f.under("/commentaire/"+comment.Token, "", "/confirmation", "/modifier", "/retirer")
	f.under("/i/"+token, "", "/confirmation", "/modifier", "/retirer")
	f.state("retirée", "/i/"+goneToken, 200)
	return nil
}

// caravan is the idea that the gallery shows.
func (f *filling) caravan(ctx context.Context) (consult.ID, string, error) {
	return f.dropped(ctx, "Une caravane des métiers dans les lycées ruraux", "Les lycéens des communes rurales connaissent mal ces métiers.",
		"Faire tourner chaque automne une caravane, avec des salariés et des sociétaires.")
}

// ideasDesk is the moderator's side of the box.
func (f *filling) ideasDesk(ctx context.Context) error {
	idea, _, err := f.dropped(ctx, "Un marché de producteurs le mercredi", "Le marché du samedi ne suffit plus.", "En ouvrir un second, le mercredi soir.")
	if err != nil {
		return err
	}
	grounds := consult.ModerationGrounds()
	if err := f.ReportIdea(ctx, slug, idea, service.ReportDraft{ID: consult.NewID(), Ground: grounds[0], Note: "Le texte cite un commerçant."}); err != nil {
		return err
	}
	f.under(desk+"/idees", "", "?etat=publiees", "/"+string(idea), "/"+string(idea)+"/reunir", "/journal", "/reglages")
	return nil
}
