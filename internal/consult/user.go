package consult

import (
	"context"
	"strings"
	"time"
)

// User is an organiser, an analyst or a reader.
type User struct {
	ID           ID
	Email        string // lower case, unique
	Name         string
	Role         Role
	PasswordHash string // argon2id, PHC string; "" until the invitation is used
	DisabledAt   time.Time
	CreatedAt    time.Time
	LastLoginAt  time.Time
	// SessionEpoch counts what ended every session of the account; a session belongs to the epoch it began in.
	SessionEpoch int
}

// fictitiousDomain ends the addresses that never belong to anybody (RFC 2606).
const fictitiousDomain = ".invalid"

// Fictitious says whether the account is nobody's, as the one that groups the demonstration: it never logs in.
func (u *User) Fictitious() bool { return strings.HasSuffix(u.Email, fictitiousDomain) }

// AccountWriter is what Tx writes of accounts beside the accounts themselves.
type AccountWriter interface {
	// VoidLogins makes every unused one-time link of a user useless.
	VoidLogins(ctx context.Context, user ID, at time.Time) error
}

// Login is a one-time link: the first organiser's, or an invited user's to choose a password.
type Login struct {
	TokenHash []byte
	UserID    ID // "": makes the first organiser
	Purpose   LoginPurpose
	ExpiresAt time.Time
	UsedAt    time.Time
}

// LoginPurpose is what a one-time link allows.
type LoginPurpose string

// The purposes of a one-time link.
const (
	LoginFirstOrganiser LoginPurpose = "first_organiser"
	LoginSetPassword    LoginPurpose = "set_password"
)

// AuditEntry is one line of the audit log: who, when, what, on which record; never the content of an answer (R2.7).
type AuditEntry struct {
	ID             ID
	At             time.Time
	Actor          ID     // "": the public or the system
	ActorName      string // as it was then
	Operation      string // a key: "revision.publish"
	ConsultationID ID
	Record         string // kind and id: "revision 0192…"
}
