package service

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"concertation/internal/consult"
)

// CoderNote is what another coder noted on the statement.
type CoderNote struct {
	Coder string
	Body  string
}

// StatementAction is a proposed action, and whether the statement that is read proposes it.
type StatementAction struct {
	ID    consult.ID
	Title string
	On    bool
}

// marginsOf fills in what coders noted on the statement, whether it is quoted, and the actions.
func (s *Service) marginsOf(ctx context.Context, view *CodingView, actor consult.Actor, names map[consult.ID]string) error {
	consultation, statement := view.Consultation.ID, view.Statement.ID
	notes, err := s.Store.StatementNotes(ctx, consultation)
	if err != nil {
		return err
	}
	for _, note := range notes {
		switch {
		case note.StatementID != statement:
		case note.CoderID == actor.User:
			view.Note = note.Body
		default:
			view.OtherNotes = append(view.OtherNotes, CoderNote{named([]consult.ID{note.CoderID}, names)[0], note.Body})
		}
	}
	quotes, err := s.Store.Quotes(ctx, consultation)
	if err != nil {
		return err
	}
	view.Quoted = slices.ContainsFunc(quotes, func(q consult.Quote) bool { return q.StatementID == statement })
	proposals, err := s.Store.Proposals(ctx, consultation)
	if err != nil {
		return err
	}
	sources, err := s.Store.ProposalSources(ctx, consultation)
	if err != nil {
		return err
	}
	proposed := map[consult.ID]bool{}
	for _, source := range sources {
		if source.StatementID == statement {
			proposed[source.ProposalID] = true
		}
	}
	for _, proposal := range proposals {
		view.Actions = append(view.Actions, StatementAction{proposal.ID, proposal.Title, proposed[proposal.ID]})
	}
	return nil
}

// MarginAct is what a coder writes beside a statement.
type MarginAct struct {
	Contribution consult.ID
	Statement    consult.ID
	Kind         MarginKind
	Note         string     // for MarginNote; "" takes the note away
	Proposal     consult.ID // for MarginPropose and MarginUnpropose
	Title        string     // of a new action, for MarginPropose without a Proposal
}

// MarginKind is the kind of an act beside a statement.
type MarginKind string

// The acts. They say what is wanted rather than toggle: a second click changes nothing.
const (
	MarginNote      MarginKind = "note"
	MarginQuote     MarginKind = "quote"
	MarginUnquote   MarginKind = "unquote"
	MarginPropose   MarginKind = "propose"
	MarginUnpropose MarginKind = "unpropose"
)

// The lengths of what coders write, in characters.
const (
	mostStatementNote = 2000
	mostActionTitle   = 200
)

// Margin takes an act beside a statement: a note of the coder's own, the choice to quote it, the action it proposes.
func (s *Service) Margin(ctx context.Context, actor consult.Actor, slug string, act MarginAct) error {
	if err := actor.Require(consult.CodeContributions); err != nil {
		return err
	}
	if actor.User == "" {
		return consult.Forbidden("error.forbidden")
	}
	act.Note, act.Title = strings.TrimSpace(act.Note), strings.Join(strings.Fields(act.Title), " ")
	if utf8.RuneCountInString(act.Note) > mostStatementNote {
		return consult.Invalid(consult.FieldError{Field: "note", Key: "coding.error.note"})
	}
	if act.Kind == MarginPropose && act.Proposal == "" {
		if err := checkActionTitle(act.Title); err != nil {
			return err
		}
	}
	consultation, err := s.Store.ConsultationBySlug(ctx, slug)
	if err != nil {
		return err
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		c, err := ownContribution(ctx, tx, consultation.ID, act.Contribution)
		if err != nil {
			return err
		}
		if err := ownStatement(ctx, tx, &c, act.Statement); err != nil {
			return err
		}
		if act.Statement == "" {
			act.Statement = c.ID
		}
		return s.writeMargin(ctx, tx, actor, &c, act)
	})
	if err != nil {
		return fmt.Errorf("write beside contribution %s: %w", act.Contribution, err)
	}
	return nil
}

func (s *Service) writeMargin(ctx context.Context, tx consult.Tx, actor consult.Actor, c *consult.Contribution, act MarginAct) error {
	now := s.Now()
	switch act.Kind {
	case MarginNote:
		return tx.SaveStatementNote(ctx, &consult.StatementNote{ConsultationID: c.ConsultationID, ContributionID: c.ID, StatementID: act.Statement,
			CoderID: actor.User, Body: act.Note, ChangedAt: now})
	case MarginQuote:
		return tx.InsertQuote(ctx, &consult.Quote{ConsultationID: c.ConsultationID, ContributionID: c.ID, StatementID: act.Statement,
			TextVersion: c.TextVersion, By: actor.User, At: now})
	case MarginUnquote:
		return tx.DeleteQuote(ctx, act.Statement)
	case MarginPropose:
		id := act.Proposal
		if id == "" {
			made, err := s.proposalOf(ctx, tx, actor, c.ConsultationID, act.Title)
			if err != nil {
				return err
			}
			id = made
		} else if err := ownProposal(ctx, tx, c.ConsultationID, id); err != nil {
			return err
		}
		return tx.AddProposalSource(ctx, &consult.ProposalSource{ProposalID: id, StatementID: act.Statement, ContributionID: c.ID, By: actor.User, At: now})
	case MarginUnpropose:
		if err := ownProposal(ctx, tx, c.ConsultationID, act.Proposal); err != nil {
			return err
		}
		return tx.RemoveProposalSource(ctx, act.Proposal, act.Statement)
	}
	return consult.NotFound("error.not_found")
}
