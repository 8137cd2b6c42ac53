package service

import (
	"context"
	"fmt"

	"concertation/internal/consult"
)

// CollectView is where collecting begins: sessions with what they hold, and the last texts keyed one by one.
type CollectView struct {
	Consultation consult.Consultation
	Sessions     []SessionLine
	Participants int                    // declared by sessions, each once
	Letters      []consult.Contribution // the last ones, newest first
	LettersAll   int
	Imports      []consult.Import // newest first
}

// SessionLine is a session with how many notes it holds.
type SessionLine struct {
	consult.SessionHeld
	Notes int
}

// lettersShown bounds the letters of the view.
const lettersShown = 20

// Collected gives what was collected by hand or from files.
func (s *Service) Collected(ctx context.Context, actor consult.Actor, slug string) (*CollectView, error) {
	consultation, err := s.collecting(ctx, actor, slug)
	if err != nil {
		return nil, err
	}
	view := &CollectView{Consultation: consultation}
	sessions, err := s.Store.SessionsHeld(ctx, consultation.ID)
	if err != nil {
		return nil, err
	}
	notes, err := s.Store.NotesBySession(ctx, consultation.ID)
	if err != nil {
		return nil, err
	}
	for _, session := range sessions {
		view.Sessions = append(view.Sessions, SessionLine{session, notes[session.ID]})
		view.Participants += session.Participants
	}
	for _, kind := range LetterKinds() {
		filter := consult.ContributionFilter{ConsultationID: consultation.ID, Kind: kind}
		count, err := s.Store.CountContributions(ctx, filter)
		if err != nil {
			return nil, err
		}
		view.LettersAll += count
		filter.Backwards, filter.Limit = true, lettersShown
		found, err := s.Store.Contributions(ctx, filter)
		if err != nil {
			return nil, err
		}
		view.Letters = append(view.Letters, found...)
	}
	newestFirst(view.Letters)
	view.Letters = view.Letters[:min(len(view.Letters), lettersShown)]
	view.Imports, err = importsAbout(ctx, s.Store, consultation.ID, consult.AboutContributions)
	return view, err
}

// SessionView is a session with its notes, the retracted ones too, and what is attached to it.
type SessionView struct {
	Consultation consult.Consultation
	Session      consult.SessionHeld
	Notes        []consult.Contribution
	Counting     int // notes not retracted
	Attachments  []consult.Attachment
	Event        *consult.Event // that it was a workshop of; nil: of none
}

// SessionView gives a session.
func (s *Service) SessionView(ctx context.Context, actor consult.Actor, slug string, id consult.ID) (*SessionView, error) {
	consultation, err := s.collecting(ctx, actor, slug)
	if err != nil {
		return nil, err
	}
	if err := s.ownerOf(ctx, consultation.ID, consult.Owner{SessionID: id}); err != nil {
		return nil, err
	}
	view := &SessionView{Consultation: consultation}
	if view.Session, err = s.Store.SessionHeld(ctx, id); err != nil {
		return nil, err
	}
	if view.Notes, err = s.Store.Notes(ctx, id); err != nil {
		return nil, err
	}
	for _, note := range view.Notes {
		if note.RetractedAt.IsZero() {
			view.Counting++
		}
	}
	if view.Event, err = s.EventOfWorkshop(ctx, id); err != nil {
		return nil, err
	}
	view.Attachments, err = s.Store.Attachments(ctx, consult.Owner{SessionID: id})
	return view, err
}

// SessionMend is what is changed of a session, as typed.
type SessionMend struct {
	Event, Table, Date, People string
}

// MendSession changes the title, the table, the day or the number of participants of a session.
func (s *Service) MendSession(ctx context.Context, actor consult.Actor, slug string, id consult.ID, mend SessionMend) error {
	view, err := s.SessionView(ctx, actor, slug, id)
	if err != nil {
		return err
	}
	session := view.Session
	session.Title, session.Table = oneLine(mend.Event), oneLine(mend.Table)
	day, faults := typedDate("date", mend.Date, s.Now())
	people, wrong := typedPeople(mend.People)
	session.HeldOn, session.Participants = day, people
	faults = append(faults, wrong...)
	if faults = append(faults, sessionFaults(&session)...); len(faults) > 0 {
		return consult.Invalid(faults...)
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		if err := tx.UpdateSessionHeld(ctx, &session); err != nil {
			return err
		}
		return s.audit(ctx, tx, actor, "session.mend", session.ConsultationID, "session "+string(id))
	})
	if err != nil {
		return fmt.Errorf("mend session %s: %w", id, err)
	}
	return nil
}
