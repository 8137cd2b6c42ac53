package service

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"concertation/forms"
	"concertation/internal/consult"
	"concertation/internal/privacy"
)

// Reading texts again before they are published (R2.6): screening.go makes a text publishable, screening_list.go lists
// what was found, screening_act.go takes what a person decides.

// screening knows what of a consultation's texts is hidden when they are published: what a person hides, and what the
// machine finds unless a person left it.
type screening struct {
	screen *privacy.Screen
	masks  map[consult.ID][]consult.Mask // current ones, by contribution
	word   func(kind string) string      // what stands in place of a hidden part
}

// screening reads what is needed to publish texts of a consultation.
func (s *Service) screening(ctx context.Context, consultation consult.ID) (*screening, error) {
	questions, err := s.nameQuestions(ctx, consultation)
	if err != nil {
		return nil, fmt.Errorf("screen texts of %s: %w", consultation, err)
	}
	names, err := s.Store.IdentityValues(ctx, consultation, questions)
	if err != nil {
		return nil, fmt.Errorf("screen texts of %s: %w", consultation, err)
	}
	given, err := s.Store.GivenNames(ctx, consultation)
	if err != nil {
		return nil, fmt.Errorf("screen texts of %s: %w", consultation, err)
	}
	names = append(names, given...)
	masks, err := s.Store.Masks(ctx, consultation)
	if err != nil {
		return nil, fmt.Errorf("screen texts of %s: %w", consultation, err)
	}
	made := &screening{screen: privacy.New(names), masks: map[consult.ID][]consult.Mask{},
		word: func(kind string) string { return s.P.T("screening.hidden." + kind) }}
	for _, mask := range masks {
		made.masks[mask.ContributionID] = append(made.masks[mask.ContributionID], mask)
	}
	return made, nil
}

// nameQuestions lists the questions whose answers are names: the identifying texts of no particular form.
func (s *Service) nameQuestions(ctx context.Context, consultation consult.ID) ([]string, error) {
	questionnaires, err := s.Store.Questionnaires(ctx, consultation)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, questionnaire := range questionnaires {
		if questionnaire.Published == "" {
			continue
		}
		published, err := s.Published(ctx, questionnaire.Published)
		if err != nil {
			return nil, err
		}
		form, err := s.united(ctx, published) // who answered before a question was withdrawn has a name all the same
		if err != nil {
			return nil, err
		}
		for _, question := range form.Questions() {
			if question.Identity && question.Kind == forms.ShortText && question.Format == "" && question.Role == forms.RoleNone {
				names = append(names, question.Name)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

// part is a stretch of a text that is or may be hidden.
type part struct {
	start, end int
	kind       string
	hidden     bool
	mask       *consult.Mask // a person's word; nil: found by the machine
}

// parts gives the stretches of a field that a person spoke about or that the machine found, in order, apart from one
// another. A word on an earlier version of the text no longer holds: what was hidden was carried when the text changed.
func (sc *screening) parts(c *consult.Contribution, field consult.MaskField) []part {
	var all []part
	text := fieldOf(c, field)
	masks := sc.masks[c.ID]
	for i := range masks {
		m := &masks[i]
		if m.Field == field && m.TextVersion == c.TextVersion && m.End <= len(text) && !overlapping(all, m.Start, m.End) {
			all = append(all, part{m.Start, m.End, m.Kind, m.Hidden, m})
		}
	}
	for _, found := range sc.screen.Find(text) {
		if !overlapping(all, found.Start, found.End) {
			all = append(all, part{found.Start, found.End, string(found.Kind), true, nil})
		}
	}
	slices.SortFunc(all, func(a, b part) int { return cmp.Compare(a.start, b.start) })
	return all
}

func overlapping(all []part, start, end int) bool {
	return slices.ContainsFunc(all, func(p part) bool { return start < p.end && p.start < end })
}

// publishable gives a field as it may be published.
func (sc *screening) publishable(c *consult.Contribution, field consult.MaskField) string {
	text := fieldOf(c, field)
	return sc.publishableSpan(c, field, 0, len(text))
}

// publishableSpan gives bytes start to end of a field as they may be published: a statement of a contribution, a quote.
// A part that reaches into the span is hidden whole.
func (sc *screening) publishableSpan(c *consult.Contribution, field consult.MaskField, start, end int) string {
	text := fieldOf(c, field)
	start, end = min(max(start, 0), len(text)), min(end, len(text))
	var hidden []privacy.Finding
	for _, p := range sc.parts(c, field) {
		if p.hidden && p.start < end && start < p.end {
			hidden = append(hidden, privacy.Finding{Kind: privacy.Kind(p.kind), Start: max(p.start, start) - start, End: min(p.end, end) - start})
		}
	}
	return privacy.Mask(text[start:max(start, end)], hidden, func(kind privacy.Kind) string { return sc.word(string(kind)) })
}

func fieldOf(c *consult.Contribution, field consult.MaskField) string {
	if field == consult.MaskTitle {
		return c.Title
	}
	return c.Body
}
