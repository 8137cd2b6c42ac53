package app

import (
	"context"

	"concertation/internal/consult"
	"concertation/internal/mail"
	"concertation/internal/service"
)

// galleryMails queues mails, one of which is uncertain, and gives the paths of their screens within the console, and that
// of a refusal.
func galleryMails(ctx context.Context, s *service.Service, email string) (console []string, refusal string, err error) {
	user, err := s.Store.UserByEmail(ctx, email)
	if err != nil {
		return nil, "", err
	}
	const slug = "demonstration"
	server, err := mail.ParseServer("smtp://localhost:2525") // nothing is sent: the gallery runs no sender
	if err != nil {
		return nil, "", err
	}
	s.UseMail(service.Postbox{Server: server, From: "consultation@exemple.fr"})
	consultation, err := s.Store.ConsultationBySlug(ctx, slug)
	if err != nil {
		return nil, "", err
	}
	var mails []*consult.Mail
	for _, one := range []string{"abeille", "bocage", "coop"} {
		mails = append(mails, &consult.Mail{ConsultationID: consultation.ID, Key: "galerie/" + one, Kind: consult.MailInvitation, Refusable: true,
			Address: one + "@exemple.fr", Subject: "Votre avis sur l’économie sociale et solidaire", Text: "Bonjour,\n\nVotre avis compte."})
	}
	if _, err := s.QueueMails(ctx, mails); err != nil {
		return nil, "", err
	}
	uncertain := *mails[0]
	uncertain.State, uncertain.Attempts, uncertain.HandedAt, uncertain.Reply = consult.MailUncertain, 1, s.Now(), "mails.reply.no_answer"
	if err := s.Store.Atomic(ctx, func(tx consult.Tx) error { return tx.MoveMail(ctx, &uncertain, consult.MailQueued) }); err != nil {
		return nil, "", err
	}
	if err := s.StopMails(ctx, consult.Actor{User: user.ID, Role: user.Role}, slug); err != nil {
		return nil, "", err
	}
	const base = "/courriels"
	refusal, err = s.RefusalLink(ctx, mails[1].ID)
	return []string{base, base + "/reglages", base + "/retours", base + "/" + string(mails[0].ID)}, refusal, err
}
