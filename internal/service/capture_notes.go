package service

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"concertation/internal/consult"
	"concertation/internal/french"
)

// NotesDraft is what is typed of one table of a workshop.
type NotesDraft struct {
	ID      consult.ID // of the form (rule 5)
	Session consult.ID // to which notes are added; "": a new one
	Step    consult.ID // of the consultation; "": a free event
	Event   string
	Table   string
	Date    string
	People  string
	Notes   string // one a line
	GatheredText
}

// CapturedNotes is what a form of notes made.
type CapturedNotes struct {
	Session consult.SessionHeld
	Notes   int
	Again   bool // the same form had made it already
}

// bullet is what begins the lines of a list and is no part of a note.
var bullet = regexp.MustCompile(`^(?:[-–—•◦*·‣▪]\s*|\d{1,3}[.)]\s+)`)

// NoteLines gives the notes of a list, one a line, without bullets or blank lines.
func NoteLines(typed string) []string {
	var notes []string
	for _, line := range strings.Split(cleanTyped(typed), "\n") {
		line = strings.TrimSpace(line)
		if line = strings.TrimSpace(bullet.ReplaceAllString(line, "")); line != "" {
			notes = append(notes, line)
		}
	}
	return notes
}

// CaptureNotes keeps the notes of a table and its session, once: the same form again makes nothing, and CodeConflict
// says that the form was taken with other words. CodeInvalid with everything wrong.
func (s *Service) CaptureNotes(ctx context.Context, actor consult.Actor, slug string, draft NotesDraft) (*CapturedNotes, error) {
	consultation, err := s.collecting(ctx, actor, slug)
	if err != nil {
		return nil, err
	}
	if draft.ID, err = consult.ParseID(string(draft.ID)); err != nil {
		return nil, consult.Conflict("collect.error.page")
	}
	words, err := s.wordings(ctx, consultation.ID)
	if err != nil {
		return nil, err
	}
	draft.GatheredText = draft.GatheredText.cleaned(&words)
	session, faults, err := s.sessionTyped(ctx, consultation.ID, &draft)
	if err != nil {
		return nil, err
	}
	notes := NoteLines(draft.Notes)
	faults = append(faults, noteFaults(notes)...)
	if faults = append(faults, draft.GatheredText.faults()...); len(faults) > 0 {
		return nil, consult.Invalid(faults...)
	}
	digest := digestOf(draft.Session, session.StepID, session.Title, session.Table, session.HeldOn, session.Participants, strings.Join(notes, "\n"),
		draft.Question, draft.Category, draft.Territory, draft.Publication)
	made := &CapturedNotes{Notes: len(notes)}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		made.Session, made.Again = session, false
		before, err := captured(ctx, tx, consultation.ID, draft.ID, digest)
		if err != nil {
			return err
		}
		if before != nil {
			made.Again = true
			made.Session, err = tx.SessionHeld(ctx, before.SessionID)
			return err
		}
		if draft.Session == "" {
			if err := tx.InsertSessionHeld(ctx, &session); err != nil {
				return err
			}
		}
		if err := s.insertNotes(ctx, tx, &session, notes, draft.GatheredText); err != nil {
			return err
		}
		if err := tx.InsertCapture(ctx, &consult.Capture{ID: draft.ID, ConsultationID: consultation.ID, Digest: digest, SessionID: session.ID, At: s.Now()}); err != nil {
			return err
		}
		return s.audit(ctx, tx, actor, "notes.capture", consultation.ID, fmt.Sprintf("session %s, %d notes", session.ID, len(notes)))
	})
	if err != nil {
		return made, fmt.Errorf("capture notes: %w", err)
	}
	return made, nil
}

func (s *Service) insertNotes(ctx context.Context, tx consult.Tx, session *consult.SessionHeld, notes []string, about GatheredText) error {
	now := s.Now()
	at := now
	if !session.HeldOn.IsZero() {
		at = session.HeldOn
	}
	all := make([]*consult.Contribution, len(notes))
	for i, note := range notes {
		sequence, err := tx.NextSeq(ctx)
		if err != nil {
			return err
		}
		all[i] = &consult.Contribution{ID: consult.NewID(), ConsultationID: session.ConsultationID, ChangeSeq: sequence, Kind: consult.KindNote,
			Origin: consult.OriginCollected, Channel: consult.ChannelWorkshop, Question: about.Question, Body: note, Folded: french.Fold(note),
			Category: about.Category, Territory: about.Territory, SessionID: session.ID, Publication: about.Publication, TextVersion: 1,
			CreatedAt: at, ChangedAt: now}
	}
	return tx.InsertImported(ctx, all, nil, nil)
}

func noteFaults(notes []string) []consult.FieldError {
	switch {
	case len(notes) == 0:
		return []consult.FieldError{{Field: "notes", Key: "collect.error.no_note"}}
	case len(notes) > mostNotes:
		return []consult.FieldError{{Field: "notes", Key: "collect.error.many_notes", Args: []any{"max", mostNotes}}}
	}
	for i, note := range notes {
		if utf8.RuneCountInString(note) > mostNoteText {
			return []consult.FieldError{{Field: "notes", Key: "collect.error.long_note", Args: []any{"number", i + 1, "max", mostNoteText}}}
		}
	}
	return nil
}

// sessionTyped gives the session that a draft names: one there already, or a new one with what is wrong with it.
func (s *Service) sessionTyped(ctx context.Context, consultation consult.ID, draft *NotesDraft) (consult.SessionHeld, []consult.FieldError, error) {
	if draft.Session != "" {
		session, err := s.Store.SessionHeld(ctx, draft.Session)
		if err == nil && session.ConsultationID != consultation {
			err = consult.NotFound("error.not_found")
		}
		return session, nil, err
	}
	session := consult.SessionHeld{ID: consult.NewID(), ConsultationID: consultation, Title: oneLine(draft.Event), Table: oneLine(draft.Table)}
	var day time.Time
	if draft.Step != "" {
		steps, err := s.Store.Steps(ctx, consultation)
		if err != nil {
			return session, nil, err
		}
		for _, step := range steps {
			if step.ID == draft.Step {
				session.StepID, session.Title, day = step.ID, step.Title, step.StartsAt
			}
		}
	}
	var faults []consult.FieldError
	session.HeldOn, faults = typedDate("date", draft.Date, s.Now())
	if session.HeldOn.IsZero() && !day.IsZero() && day.Before(s.Now()) {
		session.HeldOn = day
	}
	people, wrong := typedPeople(draft.People)
	session.Participants, faults = people, append(faults, wrong...)
	return session, append(faults, sessionFaults(&session)...), nil
}

func sessionFaults(session *consult.SessionHeld) []consult.FieldError {
	var faults []consult.FieldError
	if session.Title == "" {
		faults = append(faults, consult.FieldError{Field: "event", Key: "collect.error.event"})
	}
	if utf8.RuneCountInString(session.Title) > mostTitle {
		faults = append(faults, tooLong("event", mostTitle))
	}
	if utf8.RuneCountInString(session.Table) > mostAttribute {
		faults = append(faults, tooLong("table", mostAttribute))
	}
	return faults
}
