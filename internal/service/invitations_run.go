package service

import (
	"context"
	"fmt"
	"time"

	"concertation/internal/consult"
)

// campaignLook is how often campaigns whose time has come are looked for.
const campaignLook = 20 * time.Second

// FollowCampaigns queues the mails of campaigns whose time has come, until ctx ends. Several processes may: a mail's key
// is queued once.
func (s *Service) FollowCampaigns(ctx context.Context) {
	for {
		if err := s.RunCampaigns(ctx); err != nil && ctx.Err() == nil {
			s.Log.Error("queue the mails of a campaign", "cause", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-s.campaignsWake:
		case <-time.After(campaignLook):
		}
	}
}

// RunCampaigns queues the mails of the campaigns whose time has come. To whom they go is decided here, not when they
// were scheduled; cut off in the middle and run again, it queues the rest.
func (s *Service) RunCampaigns(ctx context.Context) error {
	due, err := s.Store.DueCampaigns(ctx, s.Now())
	if err != nil {
		return fmt.Errorf("look for campaigns: %w", err)
	}
	for _, id := range due {
		if err := s.runCampaign(ctx, id); err != nil {
			return fmt.Errorf("run campaign %s: %w", id, err)
		}
	}
	return nil
}

func (s *Service) runCampaign(ctx context.Context, id consult.ID) error {
	c, err := s.Store.Campaign(ctx, id)
	if err != nil {
		return err
	}
	consultation, err := s.Store.Consultation(ctx, c.ConsultationID)
	if err != nil {
		return err
	}
	if consultation.Status == consult.StatusDraft {
		return nil // its links lead nowhere yet: it leaves once the consultation is open
	}
	if fresh, _ := consultation.Accepting(s.Now()); !fresh && c.Kind == consult.MailReminder || consultation.Over(s.Now()) {
		return s.moveCampaign(ctx, &c, consult.CampaignStopped, consult.CampaignScheduled)
	}
	if _, err := s.MakeInvitations(ctx, consult.System(), c.ConsultationID); err != nil {
		return err
	}
	to, report, err := s.recipients(ctx, &c, true)
	if err != nil {
		return err
	}
	mails := make([]*consult.Mail, 0, len(to))
	for i := range to {
		written, err := s.write(&c, &consultation, &to[i])
		if err != nil {
			return err
		}
		mails = append(mails, written)
	}
	for len(mails) > 0 {
		piece := mails[:min(len(mails), mailsPerPiece)]
		mails = mails[len(piece):]
		stored, err := s.Store.Campaign(ctx, id)
		if err != nil {
			return err
		}
		if stored.State != consult.CampaignScheduled { // stopped meanwhile: what is queued was stopped with it
			return nil
		}
		if _, err := s.QueueMails(ctx, piece); err != nil {
			return err
		}
	}
	c.Report, c.QueuedAt = report, s.Now()
	return s.moveCampaign(ctx, &c, consult.CampaignQueued, consult.CampaignScheduled)
}

// moveCampaign writes a campaign in a new state; another who moved it before is right.
func (s *Service) moveCampaign(ctx context.Context, c *consult.Campaign, to consult.CampaignState, from ...consult.CampaignState) error {
	c.State, c.ChangedAt = to, s.Now()
	err := s.Store.Atomic(ctx, func(tx consult.Tx) error { return tx.UpdateCampaign(ctx, c, from...) })
	if consult.CodeOf(err) == consult.CodeConflict {
		return nil
	}
	return err
}

func (s *Service) wakeCampaigns() {
	select {
	case s.campaignsWake <- struct{}{}:
	default: // somebody already did
	}
}
