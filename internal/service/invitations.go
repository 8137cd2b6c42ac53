package service

import (
	"context"
	"fmt"
	"strings"
	"time"

	"concertation/internal/consult"
)

// Campaigns are the mails that invite the structures of a list, and remind those that have not answered. campaigns.go is
// what the organiser does, invitations_words.go writes a mail, invitations_reach.go says to whom it goes, invitations_run.go
// queues the mails when their time has come.

// InvitationsView is the screen of invitations.
type InvitationsView struct {
	Consultation consult.Consultation
	Structures   int // of the list, those merged left out
	Links        int // made
	Answered     int // structures that sent a response
	Campaigns    []CampaignLine
	Ready        bool // mails can leave
	OrganisationWords
}

// CampaignLine is a campaign with the fates of its mails.
type CampaignLine struct {
	consult.Campaign
	Fates map[consult.MailState]int
}

// InvitationCampaigns gives the screen of invitations.
func (s *Service) InvitationCampaigns(ctx context.Context, actor consult.Actor, slug string) (*InvitationsView, error) {
	consultation, err := s.mailing(ctx, actor, slug)
	if err != nil {
		return nil, err
	}
	view := &InvitationsView{Consultation: consultation, Ready: s.SendsMail()}
	strata, err := s.Store.Strata(ctx, consultation.ID)
	if err != nil {
		return nil, fmt.Errorf("list campaigns: %w", err)
	}
	for _, stratum := range strata {
		view.Structures += stratum.Count
	}
	if view.OrganisationWords, err = s.organisationWords(ctx, consultation.ID, strata); err != nil {
		return nil, err
	}
	links, err := s.Store.Invitations(ctx, consultation.ID)
	if err != nil {
		return nil, fmt.Errorf("list campaigns: %w", err)
	}
	view.Links = len(links)
	answered, err := s.answeredStructures(ctx, consultation.ID)
	if err != nil {
		return nil, err
	}
	view.Answered = len(answered)
	campaigns, err := s.Store.Campaigns(ctx, consultation.ID)
	if err != nil {
		return nil, fmt.Errorf("list campaigns: %w", err)
	}
	counts, err := s.Store.CountMails(ctx, consultation.ID)
	if err != nil {
		return nil, fmt.Errorf("list campaigns: %w", err)
	}
	for _, c := range campaigns {
		line := CampaignLine{Campaign: c, Fates: map[consult.MailState]int{}}
		for _, count := range counts {
			if count.CampaignID == c.ID {
				line.Fates[count.State] += count.Count
			}
		}
		view.Campaigns = append(view.Campaigns, line)
	}
	return view, nil
}

func (s *Service) answeredStructures(ctx context.Context, consultation consult.ID) (map[consult.ID]bool, error) {
	owned, err := s.Store.OwnedResponses(ctx, consultation)
	if err != nil {
		return nil, fmt.Errorf("count the structures that answered: %w", err)
	}
	answered := map[consult.ID]bool{}
	for _, response := range owned {
		if response.Status == consult.ResponseSubmitted {
			answered[response.OrganisationID] = true
		}
	}
	return answered, nil
}

// InvitationView is the screen of one campaign.
type InvitationView struct {
	InvitationsView
	Campaign consult.Campaign
	Fates    map[consult.MailState]int
	Reach    consult.CampaignReport // at this moment, while it has not left
	Preview  *consult.Mail          // to the first recipient, or to an example
	Example  bool                   // the preview's structure is none of the list
	Trial    CampaignTrial
}

// InvitationCampaign gives the screen of one campaign.
func (s *Service) InvitationCampaign(ctx context.Context, actor consult.Actor, slug string, id consult.ID) (*InvitationView, error) {
	all, err := s.InvitationCampaigns(ctx, actor, slug)
	if err != nil {
		return nil, err
	}
	view := &InvitationView{InvitationsView: *all}
	for _, line := range all.Campaigns {
		if line.ID == id {
			view.Campaign, view.Fates = line.Campaign, line.Fates
		}
	}
	if view.Campaign.ID == "" {
		return nil, consult.NotFound("error.not_found")
	}
	to, report, err := s.recipients(ctx, &view.Campaign, false)
	if err != nil {
		return nil, err
	}
	view.Reach = report
	first := s.exampleRecipient()
	if len(to) > 0 {
		first = to[0]
	}
	view.Example = len(to) == 0
	first.link = s.sampleLink() // a link shown is not one that works
	if view.Trial, err = s.campaignTrial(ctx, actor, to); err != nil {
		return nil, err
	}
	view.Preview, err = s.write(&view.Campaign, &view.Consultation, &first)
	return view, err
}

// SaveCampaign keeps what the organiser wrote of a campaign that has not left; a blank identifier makes one. The form's
// own identifier makes the same post twice one campaign.
func (s *Service) SaveCampaign(ctx context.Context, actor consult.Actor, slug string, written consult.Campaign) (consult.ID, error) {
	consultation, err := s.mailing(ctx, actor, slug)
	if err != nil {
		return "", err
	}
	if written.Kind != consult.MailReminder {
		written.Kind = consult.MailInvitation
	}
	written.Name, written.Subject = strings.TrimSpace(written.Name), strings.TrimSpace(written.Subject)
	if faults := campaignFaults(&written); len(faults) > 0 {
		return "", consult.Invalid(faults...)
	}
	if written.ID, err = consult.ParseID(string(written.ID)); err != nil {
		return "", err
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		stored, err := tx.Campaign(ctx, written.ID)
		if consult.CodeOf(err) == consult.CodeNotFound {
			all, err := tx.Campaigns(ctx, consultation.ID)
			if err != nil {
				return err
			}
			if len(all) >= consult.MostCampaigns {
				return consult.Invalid(consult.FieldError{Field: "name", Key: "invitations.error.many", Args: []any{"most", consult.MostCampaigns}})
			}
			made := written
			made.ConsultationID, made.State, made.By, made.CreatedAt, made.ChangedAt = consultation.ID, consult.CampaignDraft, actor.User, s.Now(), s.Now()
			if user, err := tx.User(ctx, actor.User); err == nil {
				made.ByName = user.Name
			}
			return tx.InsertCampaign(ctx, &made)
		}
		if err != nil {
			return err
		}
		if stored.ConsultationID != consultation.ID {
			return consult.NotFound("error.not_found")
		}
		stored.Kind, stored.Name, stored.Subject, stored.Body, stored.Contacts = written.Kind, written.Name, written.Subject, written.Body, written.Contacts
		stored.Category, stored.Territory, stored.Size, stored.ChangedAt = written.Category, written.Territory, written.Size, s.Now()
		return tx.UpdateCampaign(ctx, &stored, consult.CampaignDraft)
	})
	if err != nil {
		return "", fmt.Errorf("save campaign %s: %w", written.ID, err)
	}
	return written.ID, nil
}

// ScheduleCampaign has a campaign leave at a time, at once for the zero time, and never before its consultation is open.
// CodeInvalid when no mail can leave.
func (s *Service) ScheduleCampaign(ctx context.Context, actor consult.Actor, slug string, id consult.ID, at time.Time) error {
	if !s.SendsMail() {
		return consult.Invalid(consult.FieldError{Field: "when", Key: "invitations.error.no_server"})
	}
	now := s.Now()
	if at.IsZero() {
		at = now
	}
	if at.Before(now.Add(-time.Minute)) {
		return consult.Invalid(consult.FieldError{Field: "day", Key: "invitations.error.past"})
	}
	return s.actOnCampaign(ctx, actor, slug, id, "schedule campaign", func(tx consult.Tx, c *consult.Campaign) error {
		consultation, err := tx.Consultation(ctx, c.ConsultationID)
		if err != nil {
			return err
		}
		if consultation.Status == consult.StatusDraft && !at.After(now) {
			return consult.Invalid(consult.FieldError{Field: "when", Key: "invitations.error.draft"})
		}
		if consultation.Over(at) {
			return consult.Invalid(consult.FieldError{Field: "when", Key: "invitations.error.over"})
		}
		resumed := c.State == consult.CampaignStopped
		c.ScheduledAt, c.State = at, consult.CampaignScheduled
		if resumed {
			if _, err := tx.ResumeMails(ctx, c.ConsultationID, c.ID, now); err != nil {
				return err
			}
		}
		return tx.UpdateCampaign(ctx, c, consult.CampaignDraft, consult.CampaignStopped)
	})
}

// StopCampaign keeps the mails of a campaign that have not left from leaving.
func (s *Service) StopCampaign(ctx context.Context, actor consult.Actor, slug string, id consult.ID) error {
	return s.actOnCampaign(ctx, actor, slug, id, "stop campaign", func(tx consult.Tx, c *consult.Campaign) error {
		c.State = consult.CampaignStopped
		if _, err := tx.StopMails(ctx, c.ConsultationID, c.ID, s.Now()); err != nil {
			return err
		}
		return tx.UpdateCampaign(ctx, c, consult.CampaignScheduled, consult.CampaignQueued)
	})
}

// DeleteCampaign removes a draft.
func (s *Service) DeleteCampaign(ctx context.Context, actor consult.Actor, slug string, id consult.ID) error {
	return s.actOnCampaign(ctx, actor, slug, id, "delete campaign", func(tx consult.Tx, c *consult.Campaign) error {
		return tx.DeleteCampaign(ctx, c.ID)
	})
}

func (s *Service) actOnCampaign(ctx context.Context, actor consult.Actor, slug string, id consult.ID, operation string,
	act func(consult.Tx, *consult.Campaign) error) error {
	consultation, err := s.mailing(ctx, actor, slug)
	if err != nil {
		return err
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		c, err := tx.Campaign(ctx, id)
		if err != nil {
			return err
		}
		if c.ConsultationID != consultation.ID {
			return consult.NotFound("error.not_found")
		}
		c.ChangedAt = s.Now()
		if err := act(tx, &c); err != nil {
			return err
		}
		return s.audit(ctx, tx, actor, operation, consultation.ID, "campaign "+string(id))
	})
	if err != nil {
		return fmt.Errorf("%s %s: %w", operation, id, err)
	}
	s.wakeCampaigns()
	s.wakeMails()
	return nil
}
