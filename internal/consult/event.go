package consult

import (
	"context"
	"time"
)

// Event is a meeting of the consultation, with who registered and who came.
type Event struct {
	ID             ID
	ConsultationID ID
	StepID         ID // the step of the consultation that it is, or is part of; "": none
	Title          string
	Place          string
	Description    string // Markdown
	StartsAt       time.Time
	EndsAt         time.Time // zero: not known
	Capacity       int       // 0: no limit
	Public         bool      // shown on the consultation's page
	Registration   bool      // takes registrations until RegisterUntil, else until it starts
	RegisterUntil  time.Time
	// Declared is how many people somebody says came, DeclaredBy who says so: never added to those counted (rule 12).
	Declared   int // 0: nobody said
	DeclaredBy string
	KeepUntil  time.Time // when what identifies participants may be purged
	CreatedAt  time.Time
	ChangedAt  time.Time
}

// Registering says whether anybody can register now.
func (e *Event) Registering(now time.Time) bool {
	until := e.RegisterUntil
	if until.IsZero() {
		until = e.StartsAt
	}
	return e.Public && e.Registration && now.Before(until)
}

// AttendanceState is where a person of the list of an event stands.
type AttendanceState string

// The states. Only the confirmed take a place.
const (
	AttendanceConfirmed AttendanceState = "confirmed"
	AttendanceWaiting   AttendanceState = "waiting"
	AttendanceCancelled AttendanceState = "cancelled"
)

// AttendanceOrigin is how a person came on the list of an event.
type AttendanceOrigin string

// The origins.
const (
	AttendanceRegistered AttendanceOrigin = "registered" // by themselves, on the public page
	AttendanceListed     AttendanceOrigin = "listed"     // in a file that was brought
	AttendanceKeyed      AttendanceOrigin = "keyed"      // typed by the organiser, before or at the door
)

// Attendance is a person on the list of an event. Who they are stands apart (rule 10).
type Attendance struct {
	ID             ID // of the form they sent: the same form again is the same person
	EventID        ID
	ConsultationID ID
	OrganisationID ID // of the list of organisations; "": not tied
	Origin         AttendanceOrigin
	State          AttendanceState
	Rank           int64  // order of arrival on the list, which the waiting list follows
	Code           string // on the ticket; names one person among all events
	TokenHash      []byte // of the personal link; nil: none
	Print          string // of what was typed at first
	ImportID       ID     // the import that added them, or ""
	RowKey         string // what tells a row of a file from others of the event; "": not from a file
	ArrivedAt      time.Time
	ArrivedBy      ID // who saw them arrive
	// ArrivedFrom is the import whose list says that they came, or ""; they were then not seen at the door.
	ArrivedFrom ID
	CreatedAt   time.Time
	ChangedAt   time.Time
}

// Here says whether the person came, and so is counted.
func (a *Attendance) Here() bool { return !a.ArrivedAt.IsZero() && a.State != AttendanceCancelled }

// Participant is who a person of the list of an event is.
type Participant struct {
	AttendanceID ID
	Name         string
	Email        string
	Phone        string
	Structure    string // as they named it
	SIRET        string
	KeepUntil    time.Time // when it may be purged
}

// Attendee is a person of the list of an event, with who they are; an erased one has no name.
type Attendee struct {
	Attendance
	Participant
}

// EventFigures are counted on the list of an event.
type EventFigures struct {
	EventID     ID
	Confirmed   int
	Waiting     int
	Cancelled   int
	Arrived     int // those who came, each once
	OnList      int // of them, said to have come by a list that was brought, not seen at the door
	Structures  int // organisations of the list that those who came are tied to
	FirstArrive time.Time
}

// EventReader is how events are read.
type EventReader interface {
	Event(ctx context.Context, id ID) (Event, error)
	Events(ctx context.Context, consultation ID) ([]Event, error) // by start, then id
	Attendance(ctx context.Context, id ID) (Attendee, error)
	AttendanceByCode(ctx context.Context, code string) (Attendee, error)
	AttendanceByToken(ctx context.Context, tokenHash []byte) (Attendee, error)
	// Attendees gives the list of an event in the order of arrival on it.
	Attendees(ctx context.Context, event ID) ([]Attendee, error)
	// AttendancesOf gives what ties an organisation to events, in the order of arrival on their lists.
	AttendancesOf(ctx context.Context, organisation ID) ([]Attendance, error)
	// AttendancesOfImport gives those whom an import added, or says to have come, at most limit.
	AttendancesOfImport(ctx context.Context, importID ID, limit int) ([]Attendance, error)
	// WaitingFor gives who waits first for a place; CodeNotFound when nobody does.
	WaitingFor(ctx context.Context, event ID) (Attendance, error)
	EventFigures(ctx context.Context, consultation ID) (map[ID]EventFigures, error)
	// EventSessions gives the workshops of an event, by table then id; EventOfSession the event of a workshop,
	// CodeNotFound when it has none.
	EventSessions(ctx context.Context, event ID) ([]SessionHeld, error)
	EventOfSession(ctx context.Context, session ID) (Event, error)
}

// EventWriter is how events are written.
type EventWriter interface {
	InsertEvent(ctx context.Context, e *Event) error
	UpdateEvent(ctx context.Context, e *Event) error
	DeleteEvent(ctx context.Context, id ID) error // with its list; its workshops stay
	// InsertAttendance adds a person to a list; CodeConflict when the identifier, the code or the row is taken.
	InsertAttendance(ctx context.Context, a *Attendance, who *Participant) error
	// UpdateAttendance writes all but the identifier, the event, the origin, the rank and the code.
	UpdateAttendance(ctx context.Context, a *Attendance) error
	UpdateParticipant(ctx context.Context, who *Participant) error
	DeleteAttendance(ctx context.Context, id ID) error
	// TieSession makes a workshop part of an event, in place of any other; UntieSession takes it out.
	TieSession(ctx context.Context, session, event ID) error
	UntieSession(ctx context.Context, session ID) error
}
