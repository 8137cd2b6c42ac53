package service

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"concertation/internal/consult"
	"concertation/internal/privacy"
)

// ScreeningAct is what a person decides about a part of a text before it is published.
type ScreeningAct struct {
	Contribution consult.ID
	TextVersion  int // of the text that the person read
	Kind         ScreeningKind
	// The part, for all acts but HideWords.
	Field      consult.MaskField
	Start, End int
	// Words are hidden wherever they stand in the text, for HideWords.
	Words string
	What  string // what the part gives away, one of the kinds; consult.MaskOther by default
	Note  string // why
}

// ScreeningKind is the kind of an act of screening.
type ScreeningKind string

// The acts.
const (
	ScreeningHide      ScreeningKind = "hide"
	ScreeningLeave     ScreeningKind = "leave"
	ScreeningReset     ScreeningKind = "reset" // back to what the machine finds
	ScreeningHideWords ScreeningKind = "hide_words"
)

// mostNote bounds what a person says of a mask, in characters.
const mostNote = 300

// Screen takes a person's word on a part of a text. CodeConflict when the text changed since they read it.
func (s *Service) Screen(ctx context.Context, actor consult.Actor, slug string, act ScreeningAct) error {
	if err := actor.Require(consult.ScreenTexts); err != nil {
		return err
	}
	if actor.User == "" {
		return consult.Forbidden("error.forbidden")
	}
	act.Words, act.Note = strings.TrimSpace(act.Words), strings.TrimSpace(act.Note)
	if utf8.RuneCountInString(act.Note) > mostNote {
		return consult.Invalid(consult.FieldError{Field: "note", Key: "screening.error.note"})
	}
	consultation, err := s.Store.ConsultationBySlug(ctx, slug)
	if err != nil {
		return err
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		contribution, err := ownContribution(ctx, tx, consultation.ID, act.Contribution)
		if err != nil {
			return err
		}
		if act.TextVersion != contribution.TextVersion {
			return consult.Conflict("screening.error.text_changed")
		}
		wanted, faults := act.parts(&contribution)
		if act.Kind == ScreeningHideWords && act.Note == "" && knownWhat(act.What) == consult.MaskOther {
			faults = append(faults, consult.FieldError{Field: "note", Key: "screening.error.reason"}) // a mask carries its reason (R2.6)
		}
		if len(faults) > 0 {
			return consult.Invalid(faults...)
		}
		if len(wanted) == 0 {
			return consult.NotFound("error.not_found")
		}
		return s.decideParts(ctx, tx, actor, &contribution, act, wanted)
	})
	if err != nil {
		return fmt.Errorf("screen contribution %s: %w", act.Contribution, err)
	}
	return nil
}

// parts gives the parts that the act is about; none where there is no such part.
func (act *ScreeningAct) parts(c *consult.Contribution) ([]consult.Mask, []consult.FieldError) {
	if act.Kind == ScreeningHideWords {
		found := occurrences(c, act.Words)
		if len(found) == 0 {
			return nil, []consult.FieldError{{Field: "words", Key: "screening.error.words"}}
		}
		return found, nil
	}
	text := fieldOf(c, act.Field)
	if act.Field != consult.MaskTitle && act.Field != consult.MaskBody || act.Start < 0 || act.End <= act.Start || act.End > len(text) ||
		!utf8.RuneStart(text[act.Start]) || act.End < len(text) && !utf8.RuneStart(text[act.End]) {
		return nil, nil
	}
	return []consult.Mask{{Field: act.Field, Start: act.Start, End: act.End}}, nil
}

// occurrences finds words in both fields, to the letter.
func occurrences(c *consult.Contribution, words string) []consult.Mask {
	var found []consult.Mask
	if words == "" {
		return nil
	}
	for _, field := range []consult.MaskField{consult.MaskTitle, consult.MaskBody} {
		text := fieldOf(c, field)
		for at := 0; ; {
			next := strings.Index(text[at:], words)
			if next < 0 {
				break
			}
			found = append(found, consult.Mask{Field: field, Start: at + next, End: at + next + len(words)})
			at += next + len(words)
		}
	}
	return found
}

// decideParts ends the masks that reach into the wanted parts, and writes the new word unless the act takes it back.
func (s *Service) decideParts(ctx context.Context, tx consult.Tx, actor consult.Actor, c *consult.Contribution, act ScreeningAct, wanted []consult.Mask) error {
	history, err := tx.MaskHistory(ctx, c.ID)
	if err != nil {
		return err
	}
	now := s.Now()
	for _, m := range history {
		reached := slices.ContainsFunc(wanted, func(w consult.Mask) bool {
			return m.Field == w.Field && m.Start < w.End && w.Start < m.End
		})
		if m.EndedAt.IsZero() && m.TextVersion == c.TextVersion && reached {
			if err := tx.EndMask(ctx, m.ID, now); err != nil {
				return err
			}
		}
	}
	if act.Kind != ScreeningReset {
		for _, w := range wanted {
			w.ID, w.ConsultationID, w.ContributionID, w.TextVersion = consult.NewID(), c.ConsultationID, c.ID, c.TextVersion
			w.Kind, w.Hidden, w.Note, w.By, w.At = knownWhat(act.What), act.Kind != ScreeningLeave, act.Note, actor.User, now
			if err := tx.InsertMask(ctx, &w); err != nil {
				return err
			}
		}
	}
	return s.audit(ctx, tx, actor, "text."+string(act.Kind), c.ConsultationID, "contribution "+string(c.ID))
}

// ScreeningWhats lists what a part may give away, the unnamed first.
func ScreeningWhats() []string {
	whats := []string{consult.MaskOther}
	for _, kind := range privacy.Kinds() {
		whats = append(whats, string(kind))
	}
	return whats
}

// knownWhat gives what a part gives away if it is known.
func knownWhat(what string) string {
	if slices.Contains(ScreeningWhats(), what) {
		return what
	}
	return consult.MaskOther
}
