package service

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"slices"
	"time"

	"concertation/internal/consult"
)

// The personal link of a structure. Its token is derived from the program's key and the invitation's identifier, so that
// reminders and mail merges can print it again; the store knows its hash alone (rule 11, decision 0023).

// InvitationToken gives the token of an invitation's link.
func (s *Service) InvitationToken(ctx context.Context, invitation consult.ID) (string, error) {
	return s.derivedToken(ctx, "invitations", invitation)
}

// derivedToken derives a token of 128 bits from a key of the program and an identifier.
func (s *Service) derivedToken(ctx context.Context, key string, id consult.ID) (string, error) {
	secret, err := s.secret(ctx, key)
	if err != nil {
		return "", err
	}
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(id)) // a hash takes everything
	return tokenOf(mac.Sum(nil)[:16]), nil
}

// linksAtOnce bounds a transaction (rule 1).
const linksAtOnce = 500

// MakeInvitations gives a link to each structure of the list that has none, those merged into another left out. It tells
// how many it made; run again, it makes none.
func (s *Service) MakeInvitations(ctx context.Context, actor consult.Actor, consultation consult.ID) (int, error) {
	if err := actor.Require(consult.ManageOrganisations); err != nil {
		return 0, err
	}
	all, err := s.Store.Organisations(ctx, consult.OrganisationFilter{ConsultationID: consultation})
	if err != nil {
		return 0, fmt.Errorf("make invitations: %w", err)
	}
	have, err := s.Store.Invitations(ctx, consultation)
	if err != nil {
		return 0, fmt.Errorf("make invitations: %w", err)
	}
	known := make(map[consult.ID]bool, len(have))
	for _, i := range have {
		known[i.OrganisationID] = true
	}
	all = slices.DeleteFunc(all, func(o consult.Organisation) bool { return known[o.ID] })
	made := 0
	for piece := range slices.Chunk(all, linksAtOnce) {
		fresh := make([]consult.Invitation, len(piece))
		for i := range piece {
			if fresh[i], err = s.newInvitation(ctx, &piece[i]); err != nil {
				return made, err
			}
		}
		var written int
		err := s.Store.Atomic(ctx, func(tx consult.Tx) error {
			written = 0
			for i := range fresh {
				if _, err := tx.InvitationOf(ctx, fresh[i].OrganisationID); err == nil {
					continue // made meanwhile
				} else if consult.CodeOf(err) != consult.CodeNotFound {
					return err
				}
				if err := tx.InsertInvitation(ctx, &fresh[i]); err != nil {
					return err
				}
				written++
			}
			return nil
		})
		if err != nil {
			return made, fmt.Errorf("make invitations: %w", err)
		}
		made += written
	}
	return made, nil
}

func (s *Service) newInvitation(ctx context.Context, o *consult.Organisation) (consult.Invitation, error) {
	made := consult.Invitation{ID: consult.NewID(), ConsultationID: o.ConsultationID, OrganisationID: o.ID, CreatedAt: s.Now()}
	token, err := s.InvitationToken(ctx, made.ID)
	made.TokenHash = hashToken(token)
	return made, err
}

// RenewInvitation gives a structure another link: the former one stops at once. It serves one that was revoked too.
func (s *Service) RenewInvitation(ctx context.Context, actor consult.Actor, organisation consult.ID) error {
	return s.changeInvitation(ctx, actor, organisation, "renew invitation", func(i *consult.Invitation, fresh consult.Invitation) {
		i.ID, i.TokenHash, i.RevokedAt = fresh.ID, fresh.TokenHash, time.Time{}
	})
}

// RevokeInvitation stops the link of a structure. What was answered through it stays.
func (s *Service) RevokeInvitation(ctx context.Context, actor consult.Actor, organisation consult.ID) error {
	return s.changeInvitation(ctx, actor, organisation, "revoke invitation", func(i *consult.Invitation, _ consult.Invitation) {
		i.RevokedAt = s.Now()
	})
}

func (s *Service) changeInvitation(ctx context.Context, actor consult.Actor, organisation consult.ID, operation string,
	change func(*consult.Invitation, consult.Invitation)) error {
	if err := actor.Require(consult.ManageOrganisations); err != nil {
		return err
	}
	o, err := s.Store.Organisation(ctx, organisation)
	if err != nil {
		return fmt.Errorf("%s: %w", operation, err)
	}
	fresh, err := s.newInvitation(ctx, &o)
	if err != nil {
		return err
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		stored, err := tx.InvitationOf(ctx, organisation)
		if err != nil {
			return err
		}
		change(&stored, fresh)
		if err := tx.UpdateInvitation(ctx, &stored); err != nil {
			return err
		}
		return s.audit(ctx, tx, actor, operation, o.ConsultationID, "organisation "+string(organisation))
	})
	if err != nil {
		return fmt.Errorf("%s of %s: %w", operation, organisation, err)
	}
	return nil
}
