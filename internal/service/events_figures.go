package service

import (
	"context"
	"fmt"
)

// FigureKind is what a figure of the public page counts.
type FigureKind string

// The kinds of figure.
const (
	FigureStep      FigureKind = "step"      // of a step of the consultation, in the organiser's own unit
	FigureResponses FigureKind = "responses" // sent to the questionnaires
	FigureIdeas     FigureKind = "ideas"     // readable in the box
	FigureEvent     FigureKind = "event"     // people at an event
	FigureWorkshops FigureKind = "workshops" // people at workshops, by their notes
)

// PublicFigure is a figure of the « Tour d'horizon » with where it comes from. Those that are declared and those that
// were counted stand side by side and are never added (rule 12).
type PublicFigure struct {
	Kind    FigureKind
	Value   int
	Unit    string // FigureStep: what is counted
	Of      string // the step or the event, by its title
	Counted bool   // by the service; otherwise declared
	Listed  bool   // FigureEvent, counted: from a list that was brought, at least in part
	By      string // who declared; "": nobody said
	Base    int    // of how many asked; 0: not known
}

// publicFigures gathers the figures of a consultation: those of its steps, then what the service counted. Counts under
// the threshold are left out (R2.5).
func (s *Service) publicFigures(ctx context.Context, view *PublicView) ([]PublicFigure, error) {
	consultation := &view.Consultation
	var figures []PublicFigure
	for _, step := range view.Steps {
		if step.Participants > 0 {
			figures = append(figures, PublicFigure{Kind: FigureStep, Value: step.Participants, Unit: step.Unit, Of: step.Title, By: step.Source, Base: step.Invited})
		}
	}
	if view.Received > 0 {
		figures = append(figures, PublicFigure{Kind: FigureResponses, Value: view.Received, Counted: true, Base: consultation.Settings.Invited})
	}
	if glimpse, err := s.IdeaGlimpse(ctx, consultation.Slug); err != nil {
		return nil, err
	} else if shown := atLeast(glimpse.Shown, consultation); shown > 0 {
		figures = append(figures, PublicFigure{Kind: FigureIdeas, Value: shown, Counted: true})
	}
	lines, err := s.eventLines(ctx, consultation.ID)
	if err != nil {
		return nil, fmt.Errorf("read events of %s: %w", consultation.Slug, err)
	}
	for _, line := range lines {
		if !line.Public { // its title and who came are nobody else's business
			continue
		}
		if came := atLeast(line.Figures.Arrived, consultation); came > 0 {
			figures = append(figures, PublicFigure{Kind: FigureEvent, Value: came, Of: line.Title, Counted: true, Listed: line.Figures.OnList > 0})
		}
		if line.Declared > 0 {
			figures = append(figures, PublicFigure{Kind: FigureEvent, Value: line.Declared, Of: line.Title, By: line.DeclaredBy})
		}
	}
	workshops, err := s.Store.SessionsHeld(ctx, consultation.ID)
	if err != nil {
		return nil, fmt.Errorf("read workshops of %s: %w", consultation.Slug, err)
	}
	participants := 0
	for _, session := range workshops {
		participants += session.Participants
	}
	if participants = atLeast(participants, consultation); participants > 0 {
		figures = append(figures, PublicFigure{Kind: FigureWorkshops, Value: participants})
	}
	return figures, nil
}
