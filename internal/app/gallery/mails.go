package gallery

import (
	"context"
	"net/url"
	"strings"
	"time"

	"concertation/internal/consult"
	"concertation/internal/mail"
	"concertation/internal/service"
)

// posting gives the site a mail server, so that what shows with one only is seen. Nothing is sent: the gallery runs no
// sender, and nobody listens there.
func (f *filling) posting() error {
	server, err := mail.ParseServer("smtp://localhost:2525")
	if err != nil {
		return err
	}
	f.UseMail(service.Postbox{Server: server, From: "consultation@exemple.fr", Name: "Concertation", Origin: "https://consultation.exemple.fr"})
	return nil
}

// mails queues mails, one of which is uncertain.
func (f *filling) mails(ctx context.Context) error {
	consultation, err := f.Store.ConsultationBySlug(ctx, slug)
	if err != nil {
		return err
	}
	var mails []*consult.Mail
	for _, one := range []string{"abeille", "bocage", "coop"} {
		mails = append(mails, &consult.Mail{ConsultationID: consultation.ID, Key: "galerie/" + one, Kind: consult.MailInvitation, Refusable: true,
			Address: one + "@exemple.fr", Subject: "Votre avis sur l’économie sociale et solidaire", Text: "Bonjour,\n\nVotre avis compte."})
	}
	if _, err := f.QueueMails(ctx, mails); err != nil {
		return err
	}
	uncertain := *mails[0]
	uncertain.State, uncertain.Attempts, uncertain.HandedAt, uncertain.Reply = consult.MailUncertain, 1, f.Now(), "mails.reply.no_answer"
	if err := f.Store.Atomic(ctx, func(tx consult.Tx) error { return tx.MoveMail(ctx, &uncertain, consult.MailQueued) }); err != nil {
		return err
	}
	if err := f.StopMails(ctx, f.amina, slug); err != nil {
		return err
	}
	refusal, err := f.RefusalLink(ctx, mails[1].ID)
	if err != nil {
		return err
	}
	const base = desk + "/courriels"
	f.under(base, "", "/reglages")
	if err := f.bounces(ctx); err != nil {
		return err
	}
	f.state("boîte relevée", base+"/retours", 200)
	f.state("incertain", base+"/"+string(mails[0].ID), 200)
	f.state("arrêté", base+"/"+string(mails[1].ID), 200)
	f.refused("essai à une adresse illisible", base+"/essai", url.Values{"id": {string(consult.NewID())}, "address": {"bonjour(at)exemple.fr"}})
	f.refused("réglages hors bornes", base+"/reglages", url.Values{"per_hour": {"0"}})
	f.state("accepte les courriels", refusal, 200)
	refused, err := f.RefusalLink(ctx, mails[2].ID)
	if err != nil {
		return err
	}
	token := strings.TrimPrefix(refused, service.RefusalPath)
	f.state("n’en veut plus", refused, 200)
	return f.RefuseMails(ctx, token, true)
}

// bounces follows a mailbox that was read. Nothing is read: the gallery runs no reader.
func (f *filling) bounces(ctx context.Context) error {
	box, err := mail.ParseBox("imaps://retours%40exemple.fr:exemple@localhost:1993/INBOX")
	if err != nil {
		return err
	}
	f.UseBounces(box, mail.UsualBoxPatience())
	now := f.Now()
	news := consult.BounceReport{Messages: 12, Reports: 9, Bounced: 7, Already: 1, Delayed: 1, Dead: 5}
	total := news
	total.Add(consult.BounceReport{Messages: 31, Reports: 30, Bounced: 28, Unknown: 2, Dead: 21})
	return f.Store.Atomic(ctx, func(tx consult.Tx) error {
		return tx.SaveBounceBox(ctx, &consult.BounceBox{Box: box.ID(), TriedAt: now, ReadAt: now.Add(-25 * time.Minute), News: news, NewsAt: now.Add(-2 * time.Hour), Total: total,
			Trouble: string(mail.BoxSilent), TroubleAt: now.Add(-20 * time.Minute), Waiting: 3, Foreign: 2, Left: 1})
	})
}

// invitations invites the structures of the list.
func (f *filling) invitations(ctx context.Context) error {
	consultation, err := f.Store.ConsultationBySlug(ctx, slug)
	if err != nil {
		return err
	}
	if _, err := f.MakeInvitations(ctx, f.amina, consultation.ID); err != nil {
		return err
	}
	const base = desk + "/invitations"
	f.add(base+"/nouvelle", base+"/nouvelle?genre=reminder")
	var campaigns []consult.ID
	for _, name := range []string{"Premier envoi", "Envoi prévu"} {
		id, err := f.SaveCampaign(ctx, f.amina, slug, consult.Campaign{ID: consult.NewID(), Kind: consult.MailInvitation, Name: name,
			Subject: "{structure}, votre avis compte", Body: "Bonjour {contact},\n\nRépondez avant le {date de clôture} : {lien}"})
		if err != nil {
			return err
		}
		campaigns = append(campaigns, id)
	}
	if err := f.ScheduleCampaign(ctx, f.amina, slug, campaigns[1], f.Now().Add(48*time.Hour)); err != nil {
		return err
	}
	draft := base + "/" + string(campaigns[0])
	f.state("aperçu et envoi d’essai", draft, 200)
	f.refused("essai à une adresse illisible", draft+"/essayer", url.Values{"form": {string(consult.NewID())}, "address": {"bonjour(at)exemple.fr"}})
	f.refused("départ sans date", draft+"/envoyer", url.Values{"when": {"later"}})
	f.add(base + "/" + string(campaigns[0]) + "/modifier")
	f.state("prévue", base+"/"+string(campaigns[1]), 200)
	f.add(base)
	f.refused("sans lien", base, url.Values{"id": {string(consult.NewID())}, "body": {"Bonjour {prénom}"}})
	return f.invited(ctx, consultation.ID)
}

// invited is what a structure finds behind its link.
func (f *filling) invited(ctx context.Context, consultation consult.ID) error {
	listed, err := f.Store.Organisations(ctx, consult.OrganisationFilter{ConsultationID: consultation, Limit: 1})
	if err != nil {
		return err
	}
	invitation, err := f.Store.InvitationOf(ctx, listed[0].ID)
	if err != nil {
		return err
	}
	token, err := f.InvitationToken(ctx, invitation.ID)
	if err != nil {
		return err
	}
	f.under("/s/"+token, "", "/q/"+start, "/idee")
	return nil
}
