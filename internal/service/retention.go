package service

import (
	"context"
	"fmt"
	"time"

	"concertation/internal/consult"
)

// RetentionLine is how long data of a kind are kept, and what a purge would take now.
type RetentionLine struct {
	Kind    consult.RetentionKind
	Months  int
	Default int
	// From is when the next data of the kind go; zero: nobody knows yet (the consultation is not closed, or there are none).
	From time.Time
	Due  int // would go now
	Held int // in all
}

// keptPrints is how long the list of erased addresses is kept, which nobody chooses and which is of no consultation.
func (s *Service) keptPrints(ctx context.Context) (RetentionLine, error) {
	kept, err := s.Store.CountSuppressions(ctx)
	line := RetentionLine{Kind: "suppressions", Months: consult.SuppressionMonths, Default: consult.SuppressionMonths, Held: kept.Count}
	if kept.Count > 0 {
		line.From = kept.Oldest.AddDate(0, line.Months, 0)
	}
	return line, err
}

// RetentionPlan is what a purge would take, kind by kind, and what purges took.
type RetentionPlan struct {
	Consultation consult.Consultation
	Closed       time.Time // from which most times are counted; zero: not closed yet
	Lines        []RetentionLine
	Purges       []consult.Purge
}

// Due counts what would go now.
func (p *RetentionPlan) Due() int {
	due := 0
	for _, line := range p.Lines {
		due += line.Due
	}
	return due
}

// RetentionPlan rehearses a purge: how much would go now and when the next will, without taking anything.
func (s *Service) RetentionPlan(ctx context.Context, actor consult.Actor, slug string) (*RetentionPlan, error) {
	if err := actor.Require(consult.HandleRights); err != nil {
		return nil, err
	}
	consultation, err := s.Store.ConsultationBySlug(ctx, slug)
	if err != nil {
		return nil, err
	}
	plan := &RetentionPlan{Consultation: consultation, Closed: closedAt(&consultation, s.Now())}
	if plan.Lines, err = s.retentionLines(ctx, consultation.ID, plan.Closed); err != nil {
		return nil, fmt.Errorf("rehearse the purge of %s: %w", slug, err)
	}
	plan.Purges, err = s.Store.Purges(ctx, consultation.ID)
	return plan, err
}

// closedAt gives when a consultation closed, zero while it did not.
func closedAt(c *consult.Consultation, now time.Time) time.Time {
	switch {
	case c.Status == consult.StatusDraft, c.Status == consult.StatusOpen && (c.ClosesAt.IsZero() || now.Before(c.ClosesAt)):
		return time.Time{}
	case c.ClosesAt.IsZero() || c.ClosesAt.After(now):
		return c.ChangedAt // closed by hand
	default:
		return c.ClosesAt
	}
}

func (s *Service) retentionLines(ctx context.Context, consultation consult.ID, closed time.Time) ([]RetentionLine, error) {
	chosen, err := s.Store.RetentionMonths(ctx, consultation)
	if err != nil {
		return nil, err
	}
	var lines []RetentionLine
	for _, kind := range consult.RetentionKinds() {
		line := RetentionLine{Kind: kind, Months: kind.DefaultMonths(), Default: kind.DefaultMonths()}
		if months, ok := chosen[kind]; ok {
			line.Months = months
		}
		all, err := s.Store.CountDue(ctx, consultation, kind, time.Time{})
		if err != nil {
			return nil, err
		}
		line.Held = all.Count
		if line.From = line.from(closed, all); line.Held == 0 {
			lines = append(lines, line)
			continue
		}
		if before, due := line.before(closed, s.Now()); due {
			now, err := s.Store.CountDue(ctx, consultation, kind, before)
			if err != nil {
				return nil, err
			}
			line.Due = now.Count
		}
		lines = append(lines, line)
	}
	return lines, nil
}

// from gives when the first data of the kind go.
func (l *RetentionLine) from(closed time.Time, all consult.DueCount) time.Time {
	switch {
	case l.Kind.AfterClosing():
		if closed.IsZero() {
			return closed
		}
		return closed.AddDate(0, l.Months, 0)
	case all.Count == 0:
		return time.Time{}
	case l.Kind.PerRecord():
		return all.Oldest
	default:
		return all.Oldest.AddDate(0, l.Months, 0)
	}
}

// before gives the moment before which time must have begun for data to go now, and whether any may.
func (l *RetentionLine) before(closed, now time.Time) (time.Time, bool) {
	switch {
	case l.Kind.PerRecord():
		return now, true
	case !l.Kind.AfterClosing():
		return now.AddDate(0, -l.Months, 0), true
	default:
		return now, !closed.IsZero() && !now.Before(closed.AddDate(0, l.Months, 0))
	}
}

// SetRetention chooses how long data of each kind are kept, in months. CodeInvalid with every month out of bounds.
func (s *Service) SetRetention(ctx context.Context, actor consult.Actor, slug string, months map[consult.RetentionKind]int) error {
	if err := actor.Require(consult.HandleRights); err != nil {
		return err
	}
	var faults []consult.FieldError
	for _, kind := range consult.RetentionKinds() {
		chosen, ok := months[kind]
		least, most := consult.LeastMonths, consult.MostMonths
		if kind == consult.RetainLogs {
			least, most = consult.LeastLogMonths, consult.MostLogMonths
		}
		if ok && (chosen < least || chosen > most) {
			faults = append(faults, consult.FieldError{Field: string(kind), Key: "retention.error.months", Args: []any{"least", least, "most", most}})
		}
	}
	if len(faults) > 0 {
		return consult.Invalid(faults...)
	}
	consultation, err := s.Store.ConsultationBySlug(ctx, slug)
	if err != nil {
		return err
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		if err := tx.SaveRetention(ctx, consultation.ID, months); err != nil {
			return err
		}
		return s.audit(ctx, tx, actor, "retention.edit", consultation.ID, "consultation "+string(consultation.ID))
	})
	if err != nil {
		return fmt.Errorf("set retention of %s: %w", slug, err)
	}
	return nil
}
