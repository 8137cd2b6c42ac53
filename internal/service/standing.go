package service

import (
	"context"
	"fmt"

	"concertation/internal/consult"
)

// StandingPart names a figure of the overview, or a kind of work that waits.
type StandingPart string

// The figures, then what waits for somebody.
const (
	StandingResponses     StandingPart = "responses"     // submitted
	StandingDrafts        StandingPart = "drafts"        // begun, never sent
	StandingOrganisations StandingPart = "organisations" // of the list, that answered
	StandingIdeas         StandingPart = "ideas"         // shown in the box
	StandingReviewed      StandingPart = "reviewed"      // contributions to which somebody gave a theme

	WaitingModeration StandingPart = "moderation" // ideas and comments to read
	WaitingSilent     StandingPart = "silent"     // organisations of the list from which nothing came
	WaitingDoubles    StandingPart = "doubles"    // organisations with several answers to settle
	WaitingUntied     StandingPart = "untied"     // responses that speak for no organisation of the list
	WaitingMails      StandingPart = "mails"      // mails of which the fate is uncertain, refused or returned
	WaitingCoding     StandingPart = "coding"     // contributions without a theme
)

// StandingFigure is one count; Of is its base, 0 where it has none.
type StandingFigure struct {
	Part  StandingPart
	Count int
	Of    int
}

// Standing is where a consultation stands: what came in so far, and what waits for whoever asks, in the work's order.
// Neither holds what that person may not see; nothing waits where a count is 0.
type Standing struct {
	Figures []StandingFigure
	Waiting []StandingFigure
}

func (s *Standing) waits(part StandingPart, count int) {
	if count > 0 {
		s.Waiting = append(s.Waiting, StandingFigure{Part: part, Count: count})
	}
}

// Standing gives where a consultation stands to whoever may see its console.
func (s *Service) Standing(ctx context.Context, actor consult.Actor, slug string) (*Standing, error) {
	consultation, err := s.readable(ctx, actor, consult.SeeConsole, slug)
	if err != nil {
		return nil, err
	}
	standing := &Standing{}
	for _, part := range []struct {
		needs consult.Permission
		fill  func(context.Context, consult.Actor, *consult.Consultation, *Standing) error
	}{
		{consult.SeeTallies, s.standingResponses}, {consult.SeeTallies, s.standingIdeas},
		{consult.SeeLedger, s.standingLedger}, {consult.SendInvitations, s.standingMails}, {consult.SeeResponses, s.standingCoding},
	} {
		if !actor.CanIn(part.needs, consultation.ID) {
			continue
		}
		if err := part.fill(ctx, actor, &consultation, standing); err != nil {
			return nil, fmt.Errorf("say where %s stands: %w", slug, err)
		}
	}
	return standing, nil
}

func (s *Service) standingResponses(ctx context.Context, _ consult.Actor, consultation *consult.Consultation, into *Standing) error {
	for _, one := range []struct {
		part   StandingPart
		status consult.ResponseStatus
	}{{StandingResponses, consult.ResponseSubmitted}, {StandingDrafts, consult.ResponseDraft}} {
		count, err := s.Store.CountResponses(ctx, consult.ResponseFilter{ConsultationID: consultation.ID, Status: one.status})
		if err != nil {
			return err
		}
		into.Figures = append(into.Figures, StandingFigure{Part: one.part, Count: count})
	}
	return nil
}

// standingIdeas counts the ideas of an idea box, and what waits for its moderators.
func (s *Service) standingIdeas(ctx context.Context, actor consult.Actor, consultation *consult.Consultation, into *Standing) error {
	if !consultation.Settings.IdeaBox {
		return nil
	}
	shown, err := s.Store.CountIdeas(ctx, consult.IdeaFilter{ConsultationID: consultation.ID})
	if err != nil {
		return err
	}
	into.Figures = append(into.Figures, StandingFigure{Part: StandingIdeas, Count: shown})
	if !actor.CanIn(consult.ModerateIdeas, consultation.ID) {
		return nil
	}
	queue, err := s.ModerationQueue(ctx, actor, consultation.Slug)
	if err != nil {
		return err
	}
	into.waits(WaitingModeration, queue.Total)
	return nil
}

// standingLedger counts against the list of organisations, where there is one.
func (s *Service) standingLedger(ctx context.Context, actor consult.Actor, consultation *consult.Consultation, into *Standing) error {
	ledger, err := s.LedgerFigures(ctx, actor, consultation.Slug)
	if err != nil || ledger.Whole.Count == 0 {
		return err
	}
	into.Figures = append(into.Figures,
		StandingFigure{Part: StandingOrganisations, Count: ledger.Whole.At(consult.StepAnswered), Of: ledger.Whole.Count})
	if !actor.CanIn(consult.KeepLedger, consultation.ID) {
		return nil
	}
	if consultation.Status == consult.StatusOpen {
		into.waits(WaitingSilent, ledger.Whole.Silent)
	}
	into.waits(WaitingDoubles, ledger.Doubles)
	into.waits(WaitingUntied, ledger.Untied)
	return nil
}

func (s *Service) standingMails(ctx context.Context, _ consult.Actor, consultation *consult.Consultation, into *Standing) error {
	counts, err := s.Store.CountMails(ctx, consultation.ID)
	if err != nil {
		return err
	}
	troubled := 0
	for _, count := range counts {
		switch count.State {
		case consult.MailUncertain, consult.MailFailed, consult.MailBounced:
			troubled += count.Count
		}
	}
	into.waits(WaitingMails, troubled)
	return nil
}

func (s *Service) standingCoding(ctx context.Context, actor consult.Actor, consultation *consult.Consultation, into *Standing) error {
	progress, err := s.codingProgress(ctx, consultation.ID, actor.User, CodingQuery{})
	if err != nil || progress.All == 0 {
		return err
	}
	into.Figures = append(into.Figures, StandingFigure{Part: StandingReviewed, Count: progress.Reviewed, Of: progress.All})
	if actor.CanIn(consult.CodeContributions, consultation.ID) {
		into.waits(WaitingCoding, progress.All-progress.Reviewed)
	}
	return nil
}
