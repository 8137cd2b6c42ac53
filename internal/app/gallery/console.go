package gallery

import (
	"context"
	"net/url"

	"concertation/internal/consult"
	"concertation/internal/service"
)

// doors lays the consultations, and makes the account of the gallery after the link of a first organiser.
func (f *filling) doors(ctx context.Context) error {
	if err := f.SeedReference(ctx); err != nil {
		return err
	}
	if err := f.Demo(ctx, service.DemoOptions{Responses: 60, Ideas: 10, Seed: 1, Coded: true}, nil); err != nil {
		return err
	}
	first, _, err := f.FirstLink(ctx)
	if err != nil {
		return err
	}
	amina, token, err := f.AddUser(ctx, consult.System(), "Amina Organisatrice", Email, consult.RoleOrganiser)
	if err != nil {
		return err
	}
	if _, err := f.UseLogin(ctx, token, service.Account{Password: Password}); err != nil {
		return err
	}
	f.amina = consult.Actor{User: amina.ID, Role: amina.Role}
	_, invited, err := f.AddUser(ctx, f.amina, "Bruno Analyste", "bruno@exemple.fr", consult.RoleAnalyst)
	if err != nil {
		return err
	}
	const door, welcome = "/console/connexion", "/console/premiere-connexion/"
	f.screens = append(f.screens, Screen{Group: f.group, Path: door, State: "avant d’entrer", Status: 200, Door: true})
	f.refused("sans adresse ni mot de passe", door, url.Values{"email": {""}})
	f.state("premier compte", welcome+first, 200)
	f.state("compte ajouté", welcome+invited, 200)
	f.refused("mot de passe trop court", welcome+invited, url.Values{"password": {"court"}})
	f.state("lien déjà suivi", welcome+token, 404)
	return nil
}

// console is what is common to consultations, and the pages of the full one that need no more than the demonstration.
func (f *filling) console(ctx context.Context) error {
	f.under("/console", "", "/comptes", "/journal", "/mot-de-passe", "/pages", "/pages/mentions-legales")
	f.refused("compte sans nom", "/console/comptes", url.Values{"name": {""}})
	consultation, err := f.Store.ConsultationBySlug(ctx, slug)
	if err != nil {
		return err
	}
	f.under(desk, "", "/textes", "/pages", "/pages/mentions-legales", "/etapes", "/questionnaires", "/confirmer/fermer",
		"/participation", "/reponses", "/contributions", "/relecture", "/relecture?tous=1", "/thematiques", "/grille", "/resultats", "/croisements", "/classeurs")
	questionnaires, err := f.Store.Questionnaires(ctx, consultation.ID)
	if err != nil {
		return err
	}
	for i := range questionnaires {
		f.add(desk + "/questionnaires/" + string(questionnaires[i].Published))
		f.add(desk + "/questionnaire/" + questionnaires[i].Slug + "/supprimer")
	}
	responses, err := f.Store.Responses(ctx, consult.ResponseFilter{ConsultationID: consultation.ID, Status: consult.ResponseSubmitted, Limit: 1})
	if err != nil {
		return err
	}
	f.add(desk + "/reponses/" + string(responses[0].ID))
	return f.ideasDesk(ctx)
}

// preparing is a consultation with nothing in it: what it lacks, and lists that are blank.
func (f *filling) preparing(ctx context.Context) error {
	if _, err := f.NewConsultation(ctx, f.amina, empty, "Plan vélo"); err != nil {
		return err
	}
	f.under(unready, "", "/confirmer/supprimer", "/textes", "/etapes", "/questionnaires", "/participation", "/reponses", "/contributions", "/relecture", "/resultats",
		"/croisements", "/classeurs", "/idees", "/idees/journal", "/collecte", "/structures", "/structures/doublons", "/structures/strates", "/invitations",
		"/suivi", "/suivi/doublons", "/suivi/reponses", "/courriels", "/rencontres", "/actions-proposees", "/thematiques", "/conservation", "/registre")
	return nil
}
