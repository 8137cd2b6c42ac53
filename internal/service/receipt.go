package service

import (
	"context"
	"fmt"
	"time"

	"concertation/internal/consult"
)

// MailLink sends a respondent the link of their response, with its reference once it was sent, because they ask: to an
// address that serves for this alone. The same address on the same day gets one mail for a draft, one for what was sent.
// CodeInvalid for an address that is none; CodeClosed when no mail can leave.
func (s *Service) MailLink(ctx context.Context, token, address, link string) error {
	if !s.SendsMail() {
		return consult.Closed("respond.mail.error.none")
	}
	a, err := s.Answering(ctx, token)
	if err != nil {
		return err
	}
	kind := "draft"
	if a.Submitted() {
		kind = "sent"
	}
	p := s.P
	if p == nil {
		return fmt.Errorf("mail the link of %s: no catalogue", a.Response.ID)
	}
	args := []any{"title", a.Consultation.Title, "link", link, "reference", a.Response.Reference, "closes", p.T("respond.mail.undated")}
	if !a.Consultation.ClosesAt.IsZero() {
		args[len(args)-1] = p.DateTime(a.Consultation.ClosesAt)
	}
	receipt := &consult.Mail{ConsultationID: a.Consultation.ID, Kind: consult.MailReceipt, Address: address,
		Key:     fmt.Sprintf("recu/%s/%s/%s/%s", a.Response.ID, kind, s.Now().Format(time.DateOnly), consult.FoldAddress(address)),
		Subject: p.T("respond.mail."+kind+".subject", args...), Text: p.T("respond.mail."+kind+".text", args...)}
	if err := CheckMail(receipt); err != nil {
		return err
	}
	if _, err := s.QueueMails(ctx, []*consult.Mail{receipt}); err != nil {
		return fmt.Errorf("mail the link of %s: %w", a.Response.ID, err)
	}
	return nil
}
