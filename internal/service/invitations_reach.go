package service

import (
	"context"
	"fmt"
	"strings"

	"concertation/internal/consult"
	"concertation/internal/mail"
)

// recipients gives to whom a campaign goes at this moment, and why not to the others. The links are made only when
// asked: counting makes none.
func (s *Service) recipients(ctx context.Context, c *consult.Campaign, links bool) ([]recipient, consult.CampaignReport, error) {
	var report consult.CampaignReport
	read, err := s.readReach(ctx, c)
	if err != nil {
		return nil, report, fmt.Errorf("read to whom campaign %s goes: %w", c.ID, err)
	}
	var all []recipient
	for i := range read.organisations {
		o := &read.organisations[i]
		report.Structures++
		invited := read.invited[o.ID]
		switch {
		case c.Kind == consult.MailReminder && read.answered[o.ID]:
			report.Answered++
			continue
		case c.Kind == consult.MailReminder && !invited:
			report.NotInvited++
			continue
		case c.Kind == consult.MailInvitation && invited:
			report.Invited++
			continue
		}
		found := read.addresses(o, c.Contacts, &report)
		if len(found) == 0 {
			continue
		}
		if links {
			link, err := s.linkOf(ctx, read.invitations, o)
			if err != nil {
				return nil, report, err
			}
			for i := range found {
				found[i].link = link
			}
		}
		report.Mails += len(found)
		all = append(all, found...)
	}
	return all, report, nil
}

// reach is what says to whom a campaign goes.
type reach struct {
	organisations []consult.Organisation
	answered      map[consult.ID]bool
	invited       map[consult.ID]bool // or in another campaign's queue
	invitations   map[consult.ID]consult.Invitation
	refused       map[string]bool
	suppressed    *suppressed
}

func (s *Service) readReach(ctx context.Context, c *consult.Campaign) (*reach, error) {
	r := &reach{answered: map[consult.ID]bool{}, invited: map[consult.ID]bool{}, invitations: map[consult.ID]consult.Invitation{}, refused: map[string]bool{}}
	var err error
	filter := OrganisationsQuery{Category: c.Category, Territory: c.Territory, Size: c.Size}.filter(c.ConsultationID)
	if r.organisations, err = s.Store.Organisations(ctx, filter); err != nil {
		return nil, err
	}
	owned, err := s.Store.OwnedResponses(ctx, c.ConsultationID)
	if err != nil {
		return nil, err
	}
	for _, response := range owned {
		r.answered[response.OrganisationID] = r.answered[response.OrganisationID] || response.Status == consult.ResponseSubmitted
	}
	touches, err := s.Store.Touches(ctx, consult.TouchFilter{ConsultationID: c.ConsultationID, Kind: consult.TouchInvited})
	if err != nil {
		return nil, err
	}
	for _, touch := range touches {
		r.invited[touch.OrganisationID] = true
	}
	fates, err := s.Store.MailFates(ctx, consult.MailFilter{ConsultationID: c.ConsultationID, Kind: consult.MailInvitation})
	if err != nil {
		return nil, err
	}
	for _, fate := range fates {
		waiting := fate.State == consult.MailQueued || fate.State == consult.MailHanding || fate.State == consult.MailUncertain
		// What this very campaign queued before it was cut off is not an earlier invitation: its keys see to it.
		if waiting && fate.CampaignID != c.ID {
			r.invited[fate.OrganisationID] = true
		}
	}
	invitations, err := s.Store.Invitations(ctx, c.ConsultationID)
	if err != nil {
		return nil, err
	}
	for _, one := range invitations {
		r.invitations[one.OrganisationID] = one
	}
	if r.suppressed, err = s.suppressed(ctx, c.ConsultationID); err != nil {
		return nil, err
	}
	refusals, err := s.Store.MailRefusals(ctx, c.ConsultationID)
	if err != nil {
		return nil, err
	}
	for _, refusal := range refusals {
		r.refused[refusal.Address] = true
	}
	return r, nil
}

// addresses gives those of a structure that mails reach, each once, and counts the others.
func (r *reach) addresses(o *consult.Organisation, contacts bool, report *consult.CampaignReport) []recipient {
	type candidate struct{ name, address string }
	candidates := []candidate{{"", o.Email}}
	for i, contact := range o.Contacts {
		// A contact without an address of their own is read at the structure's.
		if own := consult.FoldAddress(contact.Email); own == "" || own == consult.FoldAddress(o.Email) {
			if candidates[0].name == "" {
				candidates[0].name = contact.Name
			}
		} else if o.Email == "" && i == 0 || contacts {
			candidates = append(candidates, candidate{contact.Name, contact.Email})
		}
	}
	var found []recipient
	seen, written := map[string]bool{}, false
	for _, one := range candidates {
		folded := consult.FoldAddress(one.address)
		if folded == "" || seen[folded] {
			continue
		}
		seen[folded], written = true, true
		switch _, err := mail.ParseAddress(one.address); {
		case err != nil:
			report.Unfit++
		case !r.suppressed.email(one.address).IsZero():
			report.Erased++
		case r.refused[folded]:
			report.Refused++
		default:
			found = append(found, recipient{organisation: o, name: strings.TrimSpace(one.name), address: one.address})
		}
	}
	if !written {
		report.WithoutAddress++
	}
	return found
}

// linkOf gives the personal link of a structure, whole. A link that was revoked is not sent.
func (s *Service) linkOf(ctx context.Context, invitations map[consult.ID]consult.Invitation, o *consult.Organisation) (string, error) {
	token, err := s.InvitationToken(ctx, invitations[o.ID].ID)
	if err != nil {
		return "", err
	}
	return s.postbox.Origin + "/s/" + token, nil
}
