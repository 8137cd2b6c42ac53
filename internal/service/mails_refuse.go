package service

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"concertation/internal/consult"
)

// RefusalPath is the address of the page on which a person refuses mails, before its token.
const RefusalPath = "/courriels/"

// refusalToken is what the link of refusal of a mail carries: which mail it is, and 128 bits that only this house writes.
func (s *Service) refusalToken(ctx context.Context, id consult.ID) (string, error) {
	key, err := s.secret(ctx, "mails")
	if err != nil {
		return "", err
	}
	parsed, err := uuid.Parse(string(id))
	if err != nil {
		return "", fmt.Errorf("read the identifier of a mail: %w", err)
	}
	sum := hmac.New(sha256.New, key)
	sum.Write(parsed[:])
	return tokenOf(parsed[:]) + tokenOf(sum.Sum(nil)[:16]), nil
}

// RefusalLink gives the address, within the site, of the page on which the person of a mail refuses others.
func (s *Service) RefusalLink(ctx context.Context, id consult.ID) (string, error) {
	token, err := s.refusalToken(ctx, id)
	return RefusalPath + token, err
}

// mailOfToken gives the mail that a link of refusal comes from; CodeNotFound when the house did not write it.
func (s *Service) mailOfToken(ctx context.Context, token string) (consult.Mail, error) {
	unknown := consult.NotFound("mails.error.link")
	if len(token) != 2*tokenLength || !tokenLike(token[:tokenLength]) || !tokenLike(token[tokenLength:]) {
		return consult.Mail{}, unknown
	}
	raw, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.ToUpper(token[:tokenLength]))
	if err != nil {
		return consult.Mail{}, unknown
	}
	parsed, err := uuid.FromBytes(raw)
	if err != nil {
		return consult.Mail{}, unknown
	}
	id := consult.ID(parsed.String())
	expected, err := s.refusalToken(ctx, id)
	if err != nil {
		return consult.Mail{}, err
	}
	if !hmac.Equal([]byte(expected), []byte(token)) {
		return consult.Mail{}, unknown
	}
	m, err := s.Store.Mail(ctx, id)
	if consult.CodeOf(err) == consult.CodeNotFound || err == nil && m.Address == "" {
		return consult.Mail{}, unknown
	}
	return m, err
}

// RefusalView is the page on which a person refuses mails.
type RefusalView struct {
	Consultation consult.Consultation
	Address      string // partly hidden: a forwarded mail must not tell it
	Refused      bool
}

// Refusal gives the page of refusal of a link.
func (s *Service) Refusal(ctx context.Context, token string) (*RefusalView, error) {
	m, err := s.mailOfToken(ctx, token)
	if err != nil {
		return nil, err
	}
	consultation, err := s.Store.Consultation(ctx, m.ConsultationID)
	if err != nil {
		return nil, err
	}
	view := &RefusalView{Consultation: consultation, Address: veiled(m.Address)}
	refusal, err := s.Store.MailRefusal(ctx, m.ConsultationID, m.Address)
	if err != nil && consult.CodeOf(err) != consult.CodeNotFound {
		return nil, err
	}
	view.Refused = err == nil && refusal.Reason == consult.RefusalUnsubscribed
	return view, nil
}

// RefuseMails writes that the person of a link wants no more mails of its consultation, or wants them again. Asked twice,
// it holds once.
func (s *Service) RefuseMails(ctx context.Context, token string, refuse bool) error {
	m, err := s.mailOfToken(ctx, token)
	if err != nil {
		return err
	}
	return s.Store.Atomic(ctx, func(tx consult.Tx) error {
		refusal, err := tx.MailRefusal(ctx, m.ConsultationID, m.Address)
		known := err == nil && refusal.Reason == consult.RefusalUnsubscribed
		if err != nil && consult.CodeOf(err) != consult.CodeNotFound {
			return err
		}
		switch {
		case refuse == known:
			return nil
		case refuse:
			return tx.InsertMailRefusal(ctx, &consult.MailRefusal{ConsultationID: m.ConsultationID, Address: m.Address,
				Reason: consult.RefusalUnsubscribed, MailID: m.ID, At: s.Now()})
		default:
			return tx.DeleteMailRefusal(ctx, m.ConsultationID, m.Address)
		}
	})
}

// veiled hides most of an address: whoever holds it recognises it.
func veiled(address string) string {
	local, domain, _ := strings.Cut(address, "@")
	first := ""
	for _, r := range local {
		first = string(r)
		break
	}
	return first + "…@" + domain
}
