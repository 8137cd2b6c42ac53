package service

import (
	"context"
	"fmt"

	"concertation/internal/consult"
)

// ideaNews is what the author of an idea is told, when they gave an address for it.
type ideaNews string

const (
	newsPublished    ideaNews = "published"
	newsRefused      ideaNews = "refused" // with the ground and the text (R1.6)
	newsRead         ideaNews = "read"    // passed, and kept from publication as its author asked
	newsAnswered     ideaNews = "answered"
	newsAnsweredKept ideaNews = "answered_kept" // an idea that has no public page
	newsMerged       ideaNews = "merged"
)

// tellAuthor queues the mail of what has just been written of an idea, within the transaction that writes it: decided is
// told once, undone is not told. Nothing where the author gave no address, or while no mail can leave. The address serves
// for this alone and goes with the person's data; they may refuse further mails from the mail itself.
func (s *Service) tellAuthor(ctx context.Context, tx consult.Tx, box *ideaBox, idea *consult.Idea, news ideaNews, details ...any) error {
	if idea.Email == "" || !s.SendsMail() || s.P == nil {
		return nil
	}
	at, c := s.Now(), &box.consultation
	args := append([]any{"title", idea.Title, "consultation", c.Title, "link", s.postbox.Origin + "/c/" + c.Slug + "/idees/" + string(idea.ID)}, details...)
	m := &consult.Mail{ConsultationID: c.ID, Kind: consult.MailMessage, Address: idea.Email, Refusable: true, QueuedAt: at,
		Key:     fmt.Sprintf("idee/%s/%s/%d", idea.ID, news, at.UnixMicro()),
		Subject: s.P.T("ideas.mail."+string(news)+".subject", args...),
		Text:    s.P.T("ideas.mail."+string(news)+".text", args...)}
	if err := CheckMail(m); err != nil {
		return nil // an address that no mail reaches keeps nobody from deciding
	}
	if _, err := tx.QueueMail(ctx, m); err != nil {
		return fmt.Errorf("tell the author of idea %s: %w", idea.ID, err)
	}
	return nil
}

// moderationNews says what a decision tells the author; "" for what changes nothing that they would see.
func (s *Service) moderationNews(act ModerationAct, idea *consult.Idea) (ideaNews, []any) {
	if act.Kind == ModerateRefuse {
		note := ""
		if act.Note != "" {
			note = "\n" + act.Note
		}
		return newsRefused, []any{"ground", s.sentence("ideas.ground." + act.Ground), "note", note, "text", idea.Observation + "\n\n" + idea.Proposal}
	}
	if act.Kind == ModerateRead {
		return newsRead, nil
	}
	return newsPublished, nil
}

// answerNews is how the author hears of the organiser's answer; "" where they would find no trace of it yet.
func answerNews(idea *consult.Idea) ideaNews {
	switch {
	case idea.Readable():
		return newsAnswered
	case idea.Kept():
		return newsAnsweredKept
	default:
		return ""
	}
}
