package service

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"concertation/internal/consult"
	"concertation/internal/reference"
)

// validSlug is what an address of a consultation or a questionnaire may be.
var validSlug = regexp.MustCompile(`^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$`)

// Consultations lists every consultation, newest first, for the console.
func (s *Service) Consultations(ctx context.Context, actor consult.Actor) ([]consult.Consultation, error) {
	if err := actor.Require(consult.SeeConsole); err != nil {
		return nil, err
	}
	all, err := s.Store.Consultations(ctx)
	return slices.DeleteFunc(all, func(c consult.Consultation) bool { return !actor.CanIn(consult.SeeConsole, c.ID) }), err
}

// ConsultationBySlug gives a consultation to whoever may see the console.
func (s *Service) ConsultationBySlug(ctx context.Context, actor consult.Actor, slug string) (consult.Consultation, error) {
	return s.readable(ctx, actor, consult.SeeConsole, slug)
}

// NewConsultation makes an empty consultation in preparation, with the residual themes alone; CodeInvalid with the
// fields at fault.
func (s *Service) NewConsultation(ctx context.Context, actor consult.Actor, slug, title string) (consult.Consultation, error) {
	if err := actor.Require(consult.ManageConsultations); err != nil {
		return consult.Consultation{}, err
	}
	if faults := consultationFaults(slug, title); len(faults) > 0 {
		return consult.Consultation{}, consult.Invalid(faults...)
	}
	now := s.Now()
	consultation := consult.Consultation{ID: consult.NewID(), Slug: slug, Title: plainLine(title), Status: consult.StatusDraft,
		Settings: consult.Settings{Accessibility: consult.AccessibilityNone}, CreatedAt: now, ChangedAt: now}
	grid := consult.ThemeGrid{ConsultationID: consultation.ID, Version: 1}
	for _, theme := range reference.Themes() {
		if theme.Kind != consult.ThemeRegular {
			theme.ID, theme.Position = consult.NewID(), len(grid.Themes)+1
			grid.Themes = append(grid.Themes, theme)
		}
	}
	err := s.Store.Atomic(ctx, func(tx consult.Tx) error {
		if err := tx.InsertConsultation(ctx, &consultation); err != nil {
			return err
		}
		if err := tx.InsertThemeGrid(ctx, &grid); err != nil {
			return err
		}
		return s.audit(ctx, tx, actor, "consultation.create", consultation.ID, "consultation "+string(consultation.ID))
	})
	return consultation, slugTaken(err)
}

// NewConsultationFromReference is NewFromReference with the fields checked first.
func (s *Service) NewConsultationFromReference(ctx context.Context, actor consult.Actor, slug, title string) (consult.Consultation, error) {
	if err := actor.Require(consult.ManageConsultations); err != nil {
		return consult.Consultation{}, err
	}
	if faults := consultationFaults(slug, title); len(faults) > 0 {
		return consult.Consultation{}, consult.Invalid(faults...)
	}
	made, err := s.NewFromReference(ctx, actor, slug, plainLine(title))
	return made, slugTaken(err)
}

func consultationFaults(slug, title string) []consult.FieldError {
	var faults []consult.FieldError
	if title = plainLine(title); title == "" || len(title) > 400 {
		faults = append(faults, consult.FieldError{Field: "title", Key: "consultation.error.title"})
	}
	if !validSlug.MatchString(slug) {
		faults = append(faults, consult.FieldError{Field: "slug", Key: "consultation.error.slug"})
	}
	return faults
}

// plausible says whether a moment, if any, is of our times: a slip of the keys is not.
func plausible(at time.Time) bool { return at.IsZero() || at.Year() >= 1900 && at.Year() <= 2200 }

// How long what an organiser writes may be, in characters.
const (
	longestText = 50_000
	longestLine = 400
)

// plainLine is cleanText for a field of one line: the spaces of French typography stay as they are.
func plainLine(typed string) string {
	return strings.TrimSpace(strings.NewReplacer("\n", " ", "\t", " ").Replace(cleanText(typed)))
}

func slugTaken(err error) error {
	var domain *consult.Error
	if errors.As(err, &domain) && domain.Code == consult.CodeConflict {
		return consult.Invalid(consult.FieldError{Field: "slug", Key: "consultation.error.slug_taken"})
	}
	return err
}

// ConsultationEdit is what an organiser changes of a consultation; nil fields stay as they are.
type ConsultationEdit struct {
	Title    *string
	OpensAt  *time.Time
	ClosesAt *time.Time
	Texts    *consult.Texts
	Settings *consult.Settings
	// Faults are what could not be read of the form: said with the others, and nothing is written.
	Faults []consult.FieldError
	// Check looks at the consultation as it is when the edit is written, and may refuse it; nil: nothing to check.
	Check func(*consult.Consultation) error
}

// EditConsultation changes texts, dates or settings. A record is read only; the title is never blank; a consultation
// that has opened keeps all it had to have to open (R1.1).
func (s *Service) EditConsultation(ctx context.Context, actor consult.Actor, slug string, edit ConsultationEdit) (consult.Consultation, error) {
	return s.changeConsultation(ctx, actor, slug, "consultation.edit", func(_ consult.Tx, c *consult.Consultation) error {
		if edit.Check != nil {
			if err := edit.Check(c); err != nil {
				return err
			}
		}
		before := *c
		if edit.Title != nil {
			c.Title = plainLine(*edit.Title)
		}
		if edit.OpensAt != nil {
			c.OpensAt = edit.OpensAt.UTC()
		}
		if edit.ClosesAt != nil {
			c.ClosesAt = edit.ClosesAt.UTC()
		}
		if edit.Texts != nil {
			c.Texts = edit.Texts.Each(func(_, text string) string { return cleanText(text) })
		}
		if edit.Settings != nil {
			c.Settings = *edit.Settings
			c.Settings.InvitedSource = plainLine(c.Settings.InvitedSource)
		}
		return consultationEditFaults(edit.Faults, &before, c, s.Now())
	})
}

func consultationEditFaults(unread []consult.FieldError, before, c *consult.Consultation, now time.Time) error {
	faults := slices.Clone(unread)
	if c.Title == "" || len(c.Title) > 400 {
		faults = append(faults, consult.FieldError{Field: "title", Key: "consultation.error.title"})
	}
	if !plausible(c.OpensAt) {
		faults = append(faults, consult.FieldError{Field: "opens_at", Key: "consultation.error.year"})
	}
	if !plausible(c.ClosesAt) {
		faults = append(faults, consult.FieldError{Field: "closes_at", Key: "consultation.error.year"})
	}
	c.Texts.Each(func(field, text string) string {
		if utf8.RuneCountInString(text) > longestText {
			faults = append(faults, consult.FieldError{Field: field, Key: "consultation.error.too_long", Args: []any{"max", longestText}})
		}
		return text
	})
	if utf8.RuneCountInString(c.Settings.InvitedSource) > longestLine {
		faults = append(faults, consult.FieldError{Field: "invited_source", Key: "consultation.error.too_long", Args: []any{"max", longestLine}})
	}
	switch c.Settings.Accessibility {
	case "", consult.AccessibilityNone, consult.AccessibilityPartial, consult.AccessibilityFull:
	default:
		faults = append(faults, consult.FieldError{Field: "accessibility", Key: "consultation.error.accessibility"})
	}
	if !c.OpensAt.IsZero() && !c.ClosesAt.IsZero() && !c.ClosesAt.After(c.OpensAt) {
		faults = append(faults, consult.FieldError{Field: "closes_at", Key: "consultation.error.dates"})
	}
	if threshold := c.Settings.CellThreshold; threshold != 0 && (threshold < 3 || threshold > 11) {
		faults = append(faults, consult.FieldError{Field: "cell_threshold", Key: "consultation.error.threshold"})
	}
	if c.Settings.Invited < 0 {
		faults = append(faults, consult.FieldError{Field: "invited", Key: "consultation.error.invited"})
	}
	for _, lost := range before.Loses(c, now) {
		fault := lostFault(lost)
		if !slices.ContainsFunc(faults, func(said consult.FieldError) bool { return said.Field == fault.Field }) {
			faults = append(faults, fault)
		}
	}
	if len(faults) > 0 {
		return consult.Invalid(faults...)
	}
	return nil
}

// lostFault says of the field it comes from what an open consultation may not lose.
func lostFault(key string) consult.FieldError {
	field := strings.ReplaceAll(strings.TrimPrefix(key, "opening."), ".", "_")
	switch key {
	case "opening.dates_order":
		return consult.FieldError{Field: "closes_at", Key: "consultation.error.dates"}
	case "opening.already_over":
		return consult.FieldError{Field: "closes_at", Key: "consultation.error.open_over"}
	case "opening.too_short":
		return consult.FieldError{Field: "closes_at", Key: "consultation.error.open_short"}
	case "opening.opens_at", "opening.closes_at":
		return consult.FieldError{Field: field, Key: "consultation.error.open_date"}
	}
	return consult.FieldError{Field: field, Key: "consultation.error.open_blank"}
}

// Lacks says what the consultation still lacks before it can open (R1.1).
func (s *Service) Lacks(ctx context.Context, actor consult.Actor, slug string) ([]string, error) {
	consultation, err := s.readable(ctx, actor, consult.SeeConsole, slug)
	if err != nil {
		return nil, err
	}
	return s.lacks(ctx, s.Store, &consultation)
}

func (s *Service) lacks(ctx context.Context, reader consult.Reader, consultation *consult.Consultation) ([]string, error) {
	questionnaires, err := reader.Questionnaires(ctx, consultation.ID)
	if err != nil {
		return nil, fmt.Errorf("read questionnaires: %w", err)
	}
	published := false
	for _, questionnaire := range questionnaires {
		published = published || questionnaire.Published != ""
	}
	return consultation.Lacks(published, s.Now()), nil
}

// OpenConsultation opens a consultation that lacks nothing, or opens it again; CodeConflict otherwise.
func (s *Service) OpenConsultation(ctx context.Context, actor consult.Actor, slug string) (consult.Consultation, error) {
	return s.changeConsultation(ctx, actor, slug, "consultation.open", func(tx consult.Tx, c *consult.Consultation) error {
		lacks, err := s.lacks(ctx, tx, c)
		if err != nil {
			return err
		}
		if len(lacks) > 0 {
			return consult.Conflict("consultation.error.lacks", "count", len(lacks))
		}
		c.Status = consult.StatusOpen
		return nil
	})
}

// CloseConsultation closes a consultation now: its closing time becomes this moment if it was to come.
func (s *Service) CloseConsultation(ctx context.Context, actor consult.Actor, slug string) (consult.Consultation, error) {
	return s.changeConsultation(ctx, actor, slug, "consultation.close", func(_ consult.Tx, c *consult.Consultation) error {
		if c.Status != consult.StatusOpen {
			return consult.Conflict("consultation.error.not_open")
		}
		c.Status = consult.StatusClosed
		if now := s.Now(); c.ClosesAt.IsZero() || c.ClosesAt.After(now) {
			c.ClosesAt = now
		}
		return nil
	})
}

// changeConsultation reads, changes and writes a consultation in one transaction, and says so in the log.
func (s *Service) changeConsultation(ctx context.Context, actor consult.Actor, slug, operation string, change func(consult.Tx, *consult.Consultation) error) (consult.Consultation, error) {
	if err := actor.Require(consult.ManageConsultations); err != nil {
		return consult.Consultation{}, err
	}
	var changed consult.Consultation
	err := s.Store.Atomic(ctx, func(tx consult.Tx) error {
		consultation, err := tx.ConsultationBySlug(ctx, slug)
		if err != nil {
			return err
		}
		if consultation.Status == consult.StatusRecord {
			return consult.Conflict("consultation.error.record")
		}
		if err := change(tx, &consultation); err != nil {
			return err
		}
		consultation.ChangedAt = s.Now()
		if err := tx.UpdateConsultation(ctx, &consultation); err != nil {
			return err
		}
		changed = consultation
		return s.audit(ctx, tx, actor, operation, consultation.ID, "consultation "+string(consultation.ID))
	})
	return changed, err
}

// RemoveDemonstration removes a demonstration with all it holds, in one action. Nothing else can be removed so.
func (s *Service) RemoveDemonstration(ctx context.Context, actor consult.Actor, slug string) error {
	if err := actor.Require(consult.ManageConsultations); err != nil {
		return err
	}
	return s.Store.Atomic(ctx, func(tx consult.Tx) error {
		consultation, err := tx.ConsultationBySlug(ctx, slug)
		if err != nil {
			return err
		}
		if !consultation.Demonstration {
			return consult.Conflict("consultation.error.not_demonstration")
		}
		if err := s.audit(ctx, tx, actor, "consultation.remove", "", "consultation "+string(consultation.ID)); err != nil {
			return err
		}
		return tx.DeleteConsultation(ctx, consultation.ID)
	})
}
