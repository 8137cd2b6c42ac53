package service

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"concertation/internal/consult"
	"concertation/internal/mail"
)

// Postbox is from where and in whose name mails leave. The zero Postbox sends none.
type Postbox struct {
	Server   mail.Server
	From     string // the address
	Name     string // the name before it
	Origin   string // of the site, for the links that mails and mail merges hold
	Patience mail.Patience
}

// Ready says whether mails can leave.
func (p *Postbox) Ready() bool { return p.Server.Host != "" && p.From != "" }

// UseMail sets from where mails leave, before anything is served.
func (s *Service) UseMail(postbox Postbox) { s.postbox = postbox }

// SendsMail says whether the server was told how to send mails.
func (s *Service) SendsMail() bool { return s.postbox.Ready() }

// Bounds of a mail.
const (
	longestMailText    = 200_000
	longestMailSubject = 250
	mailsPerPiece      = 200
)

// CheckMail says what keeps a mail from being sent: an address that is none or that could add a recipient, an empty
// text, what is too long. Names and subjects are made one line when the mail is written, whatever they hold.
func CheckMail(m *consult.Mail) error {
	var faults []consult.FieldError
	if _, err := mail.ParseAddress(m.Address); err != nil {
		faults = append(faults, consult.FieldError{Field: "address", Key: addressFault(err)})
	}
	if strings.TrimSpace(m.Subject) == "" {
		faults = append(faults, consult.FieldError{Field: "subject", Key: "mails.error.subject"})
	}
	if len(m.Subject) > 4*longestMailSubject {
		faults = append(faults, consult.FieldError{Field: "subject", Key: "mails.error.subject_long"})
	}
	if strings.TrimSpace(m.Text) == "" {
		faults = append(faults, consult.FieldError{Field: "text", Key: "mails.error.text"})
	}
	if len(m.Text) > longestMailText || len(m.HTML) > longestMailText {
		faults = append(faults, consult.FieldError{Field: "text", Key: "mails.error.text_long"})
	}
	if len(faults) > 0 {
		return consult.Invalid(faults...)
	}
	return nil
}

// addressFault gives the sentence for what is wrong with an address.
func addressFault(err error) string {
	switch {
	case errors.Is(err, mail.ErrAddressControl):
		return "mails.error.address_control"
	case errors.Is(err, mail.ErrAddressLong):
		return "mails.error.address_long"
	case errors.Is(err, mail.ErrAddressSeveral):
		return "mails.error.address_several"
	case errors.Is(err, mail.ErrAddressNotASCII):
		return "mails.error.address_ascii"
	case errors.Is(err, mail.ErrAddressDomainName):
		return "mails.error.address_domain"
	}
	return "mails.error.address"
}

// DoubtfulAddress says whether an address could be taken for another: its domain is written with letters of another
// alphabet. Lists show it; it is for people to decide.
func DoubtfulAddress(address string) bool {
	parsed, err := mail.ParseAddress(address)
	return err == nil && parsed.Doubtful
}

// QueueMails checks mails and queues them, in pieces that keep other writers from waiting, and tells how many were new.
// Cut in the middle and asked again, it queues the rest: a key is queued once. Nothing is queued when one is not fit to be sent.
func (s *Service) QueueMails(ctx context.Context, mails []*consult.Mail) (int, error) {
	now := s.Now()
	for i, m := range mails {
		if err := CheckMail(m); err != nil {
			return 0, fmt.Errorf("mail %d of %d: %w", i+1, len(mails), err)
		}
		if m.QueuedAt.IsZero() {
			m.QueuedAt = now
		}
	}
	total := 0
	for len(mails) > 0 {
		piece := mails[:min(len(mails), mailsPerPiece)]
		mails = mails[len(piece):]
		queued := 0
		err := s.Store.Atomic(ctx, func(tx consult.Tx) (err error) {
			queued, err = tx.QueueMails(ctx, piece)
			return err
		})
		if err != nil {
			return total, fmt.Errorf("queue mails: %w", err)
		}
		total += queued
	}
	return total, nil
}

// wakeMails tells the sender of this process that there may be something to send.
func (s *Service) wakeMails() {
	select {
	case s.mailsWake <- struct{}{}:
	default: // somebody already did
	}
}

// mailInterval is the time between two mails of a consultation.
func mailInterval(perHour int) time.Duration {
	return time.Hour / time.Duration(max(perHour, 1))
}
