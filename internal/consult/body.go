package consult

import (
	"context"
	"slices"
	"time"
)

// Body is a group of readers (steering committee, technical committee) that reads what it needs, and nothing else.
type Body struct {
	ID        ID
	Name      string
	CreatedAt time.Time
	Grants    []Grant
	Members   []ID // readers; one may be of several bodies
}

// Grant opens a room of a consultation.
type Grant struct {
	ConsultationID ID
	Room           Room
}

// Room is a part of a consultation that readers may be let into.
type Room string

// The rooms.
const (
	RoomResults   Room = "results"
	RoomLedger    Room = "ledger"
	RoomWorkbooks Room = "workbooks"
)

// Rooms lists the rooms, in the order of the work.
func Rooms() []Room { return []Room{RoomLedger, RoomResults, RoomWorkbooks} }

// rooms is the one table of what each room lets do.
func rooms() map[Room]Permission {
	return map[Room]Permission{RoomResults: SeeTallies, RoomLedger: SeeLedger, RoomWorkbooks: ExportPublic}
}

// Access is what the bodies of a reader let them read. A reader of no body has none, and reads everything readers may.
type Access struct{ Grants []Grant }

// allows says whether some grant, of that consultation or of any when it is blank, lets do this. Whoever is let into a room
// finds their way to it.
func (a *Access) allows(permission Permission, consultation ID) bool {
	return slices.ContainsFunc(a.Grants, func(grant Grant) bool {
		return (consultation == "" || grant.ConsultationID == consultation) && (permission == SeeConsole || rooms()[grant.Room] == permission)
	})
}

// CanIn says whether the actor may, in that consultation.
func (a Actor) CanIn(permission Permission, consultation ID) bool {
	return a.Can(permission) && (a.Access == nil || a.Access.allows(permission, consultation))
}

// RequireIn gives nil, or CodeForbidden when the actor may not in that consultation.
func (a Actor) RequireIn(permission Permission, consultation ID) error {
	if a.CanIn(permission, consultation) {
		return nil
	}
	return Forbidden("error.forbidden")
}

// BodyReader is how bodies are read.
type BodyReader interface {
	Bodies(ctx context.Context) ([]Body, error) // by name
	// AccessOf gives what the bodies of a user let them read; nil for a user of none.
	AccessOf(ctx context.Context, user ID) (*Access, error)
}

// BodyWriter is how bodies are written.
type BodyWriter interface {
	// SaveBody writes a body with its grants and members; CodeConflict when another has the name.
	SaveBody(ctx context.Context, b *Body) error
	DeleteBody(ctx context.Context, id ID) error // its members are then limited by their other bodies only
}
