package service

import (
	"context"
	"fmt"
	"io"
	"strings"

	"concertation/internal/consult"
	"concertation/internal/mail"
)

// largestBounceFile bounds the export of a mailbox: some ten thousand returned messages.
const largestBounceFile = 60 << 20

// ReadBounces reads returned messages, one (.eml) or the export of a mailbox (mbox), and marks the mails that they
// concern. Read twice, a file changes nothing more.
func (s *Service) ReadBounces(ctx context.Context, actor consult.Actor, slug string, file io.Reader) (*consult.BounceReport, error) {
	consultation, err := s.mailing(ctx, actor, slug)
	if err != nil {
		return nil, err
	}
	content, err := io.ReadAll(io.LimitReader(file, largestBounceFile+1))
	if err != nil {
		return nil, fmt.Errorf("read returned messages: %w", err)
	}
	if len(content) > largestBounceFile {
		return nil, &consult.Error{Code: consult.CodeTooLarge, Key: "mails.error.file_large"}
	}
	report := &consult.BounceReport{}
	for message := range mail.Messages(content) {
		report.Messages++
		for _, one := range mail.ReadReports(message) {
			report.Reports++
			if err := s.applyReport(ctx, consultation.ID, one, report); err != nil {
				return nil, fmt.Errorf("apply a delivery report: %w", err)
			}
		}
	}
	if report.Messages == 0 {
		return nil, consult.Invalid(consult.FieldError{Field: "file", Key: "mails.error.file_empty"})
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		return s.audit(ctx, tx, actor, "mails.bounces", consultation.ID, fmt.Sprintf("%d bounced, %d read", report.Bounced, report.Messages))
	})
	return report, err
}

// applyReport marks the mail of one report, and counts it.
func (s *Service) applyReport(ctx context.Context, consultation consult.ID, one mail.Report, report *consult.BounceReport) error {
	var counted consult.BounceReport
	err := s.Store.Atomic(ctx, func(tx consult.Tx) (err error) {
		_, counted, err = s.markReport(ctx, tx, consultation, one)
		return err
	})
	if err == nil {
		report.Add(counted)
	}
	return err
}

// markReport marks the mail of one report, tells of which consultation it is and counts it. Without a consultation the mail
// is looked for in all of them.
func (s *Service) markReport(ctx context.Context, tx consult.Tx, consultation consult.ID, one mail.Report) (consult.ID, consult.BounceReport, error) {
	var counted consult.BounceReport
	m, err := s.mailOfReport(ctx, tx, consultation, one)
	if consult.CodeOf(err) == consult.CodeNotFound {
		counted.Unknown = 1
		return "", counted, nil
	}
	if err != nil {
		return "", counted, err
	}
	if m.Address == "" { // its person was erased: what the server says may hold their address
		one.Text = ""
	}
	switch one.Action {
	case mail.ActionDelayed:
		counted.Delayed = 1
	case mail.ActionFailed:
		err = s.bounce(ctx, tx, &m, one, &counted)
	default:
		err = s.delivered(ctx, tx, &m, one, &counted)
	}
	return m.ConsultationID, counted, err
}

// mailOfReport finds the mail that a report concerns: by its Message-ID, else the last one handed over for the address. In
// all consultations only the Message-ID counts: who received the mail knows it, while anybody can write to a mailbox that
// an address does not exist.
func (s *Service) mailOfReport(ctx context.Context, tx consult.Tx, consultation consult.ID, one mail.Report) (consult.Mail, error) {
	local, _, _ := strings.Cut(one.MessageID, "@")
	if id, err := consult.ParseID(local); err == nil {
		m, err := tx.Mail(ctx, id)
		if err != nil || consultation == "" || m.ConsultationID == consultation {
			return m, err
		}
	}
	if one.MessageID != "" || one.Address == "" || consultation == "" {
		return consult.Mail{}, consult.NotFound("mails.error.unknown")
	}
	fates, err := tx.MailFates(ctx, consult.MailFilter{ConsultationID: consultation, Address: consult.FoldAddress(one.Address), Newest: true})
	if err != nil {
		return consult.Mail{}, err
	}
	for _, fate := range fates {
		if !fate.HandedAt.IsZero() {
			return tx.Mail(ctx, fate.ID)
		}
	}
	return consult.Mail{}, consult.NotFound("mails.error.unknown")
}

// bounce marks a mail returned. A report proves that the server had taken it, whatever was known.
func (s *Service) bounce(ctx context.Context, tx consult.Tx, m *consult.Mail, one mail.Report, counted *consult.BounceReport) error {
	if m.State != consult.MailSent && m.State != consult.MailUncertain && m.State != consult.MailHanding {
		counted.Already = 1
		return nil
	}
	m.State, m.ChangedAt, m.Reply = consult.MailBounced, s.Now(), strings.TrimSpace(one.Status+" "+one.Text)
	settled := settlement{mail: *m, from: []consult.MailState{consult.MailSent, consult.MailUncertain, consult.MailHanding}, touch: consult.TouchBounced,
		dead: m.Address != "" && mail.AddressIsDead(0, one.Status)}
	if m.OrganisationID == "" {
		settled.touch = ""
	}
	counted.Bounced = 1
	if settled.dead {
		counted.Dead = 1
	}
	return s.settleMail(ctx, tx, &settled)
}

// delivered settles an uncertain mail: the server could not report on what it had not taken.
func (s *Service) delivered(ctx context.Context, tx consult.Tx, m *consult.Mail, one mail.Report, counted *consult.BounceReport) error {
	if m.State != consult.MailUncertain {
		counted.Already = 1
		return nil
	}
	m.State, m.ChangedAt, m.Reply = consult.MailSent, s.Now(), strings.TrimSpace(one.Status+" "+one.Text)
	counted.Delivered = 1
	return s.settleMail(ctx, tx, &settlement{mail: *m, from: []consult.MailState{consult.MailUncertain}, touch: sentTouch(m.Kind)})
}
