package service

import (
	"context"
	"fmt"

	"concertation/internal/consult"
)

// Grouping by hand: coding.go gives and takes off themes, coding_list.go lists the contributions, coding_view.go shows
// one with its queue, themes.go counts by theme.

// CodingAct is what a coder does to a contribution.
type CodingAct struct {
	Contribution consult.ID
	// Statement is the part concerned; "": the whole contribution, its one statement until it is split.
	Statement consult.ID
	Theme     consult.ID
	Kind      CodingKind
	// TextVersion is that of the text the coder read; 0 when the act does not say.
	TextVersion int
}

// CodingKind is the kind of an act of coding. Acts say what is wanted rather than toggle, so that a second click or a
// retried post changes nothing.
type CodingKind string

// The acts.
const (
	CodingGive   CodingKind = "give"
	CodingRemove CodingKind = "remove"
	CodingUndo   CodingKind = "undo"
)

// Code gives a theme to a contribution, takes it off, or undoes the coder's last act on it. Only a person can
// (rule 8). CodeConflict when the text changed since the coder read it.
func (s *Service) Code(ctx context.Context, actor consult.Actor, slug string, act CodingAct) error {
	if err := actor.Require(consult.CodeContributions); err != nil {
		return err
	}
	if actor.User == "" {
		return consult.Forbidden("error.forbidden")
	}
	consultation, err := s.Store.ConsultationBySlug(ctx, slug)
	if err != nil {
		return err
	}
	grid, err := s.Store.ThemeGrid(ctx, consultation.ID)
	if err != nil {
		return fmt.Errorf("code contribution %s: %w", act.Contribution, err)
	}
	if _, known := grid.Find(act.Theme); !known && act.Kind != CodingUndo {
		return consult.NotFound("error.not_found")
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		contribution, err := ownContribution(ctx, tx, consultation.ID, act.Contribution)
		if err != nil {
			return err
		}
		if act.TextVersion != 0 && act.TextVersion != contribution.TextVersion {
			return consult.Conflict("coding.error.text_changed")
		}
		if err := ownStatement(ctx, tx, &contribution, act.Statement); err != nil {
			return err
		}
		history, err := tx.Assignments(ctx, contribution.ID)
		if err != nil {
			return err
		}
		if err := unchangedGrid(ctx, tx, &grid); err != nil { // a theme that went meanwhile takes nothing more
			return err
		}
		change, err := s.decide(&grid, history, &contribution, actor, act)
		if err != nil {
			return err
		}
		for _, ended := range change.End {
			if err := tx.EndAssignment(ctx, ended, change.At); err != nil {
				return err
			}
		}
		for i := range change.Insert {
			if err := tx.InsertAssignment(ctx, &change.Insert[i]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("code contribution %s: %w", act.Contribution, err)
	}
	s.suggester.wake()
	return nil
}

func (s *Service) decide(grid *consult.ThemeGrid, history []consult.Assignment, contribution *consult.Contribution, actor consult.Actor, act CodingAct) (consult.CodingChange, error) {
	statement := act.Statement
	if statement == "" {
		statement = contribution.ID
	}
	wanted := consult.Assignment{ConsultationID: contribution.ConsultationID, ContributionID: contribution.ID,
		StatementID: statement, ThemeID: act.Theme, CoderID: actor.User, Round: codingRound,
		TextVersion: contribution.TextVersion, GridVersion: grid.Version, At: s.Now()}
	switch act.Kind {
	case CodingGive:
		return consult.GiveTheme(grid, history, wanted), nil
	case CodingRemove:
		return consult.RemoveTheme(history, wanted), nil
	case CodingUndo:
		return consult.UndoCoding(history, wanted), nil
	default:
		return consult.CodingChange{}, consult.NotFound("error.not_found")
	}
}

// codingRound is the round of everyday grouping, in which coders see each other's work.
const codingRound = 1

// ownContribution gives a contribution of that consultation; CodeNotFound for any other.
func ownContribution(ctx context.Context, reader consult.Reader, consultation, id consult.ID) (consult.Contribution, error) {
	contribution, err := reader.Contribution(ctx, id)
	if err != nil {
		return consult.Contribution{}, err
	}
	if contribution.ConsultationID != consultation || !contribution.RetractedAt.IsZero() {
		return consult.Contribution{}, consult.NotFound("error.not_found")
	}
	return contribution, nil
}
