package service

import (
	"context"
	"errors"
	"net/mail"
	"slices"
	"strings"
	"time"

	"concertation/internal/consult"
)

// Users lists the accounts, oldest first.
func (s *Service) Users(ctx context.Context, actor consult.Actor) ([]consult.User, error) {
	if err := actor.Require(consult.ManageUsers); err != nil {
		return nil, err
	}
	return s.Store.Users(ctx)
}

// AddUser makes an account without a password, and the token of the link by which its person chooses one.
func (s *Service) AddUser(ctx context.Context, actor consult.Actor, name, email string, role consult.Role) (consult.User, string, error) {
	user := consult.User{ID: consult.NewID(), Name: plainLine(name), Email: normalEmail(email), Role: role, CreatedAt: s.Now()}
	if err := actor.Require(consult.ManageUsers); err != nil {
		return user, "", err
	}
	if faults := accountFaults(user); len(faults) > 0 {
		return user, "", consult.Invalid(faults...)
	}
	token := newToken()
	err := s.Store.Atomic(ctx, func(tx consult.Tx) error {
		if err := tx.InsertUser(ctx, &user); err != nil {
			return err
		}
		login := s.invitation(user.ID, token)
		if err := tx.InsertLogin(ctx, &login); err != nil {
			return err
		}
		return s.audit(ctx, tx, actor, "user.add", "", "user "+string(user.ID))
	})
	return user, token, emailTaken(err)
}

func (s *Service) invitation(user consult.ID, token string) consult.Login {
	return consult.Login{TokenHash: hashToken(token), UserID: user, Purpose: consult.LoginSetPassword, ExpiresAt: s.Now().Add(inviteFor)}
}

// ResetUser gives the token of a link by which a person chooses a new password; the old one works until then, and the
// links given before no longer.
func (s *Service) ResetUser(ctx context.Context, actor consult.Actor, id consult.ID) (string, error) {
	if err := actor.Require(consult.ManageUsers); err != nil {
		return "", err
	}
	token := newToken()
	return token, s.Store.Atomic(ctx, func(tx consult.Tx) error {
		user, err := tx.User(ctx, id)
		if err != nil {
			return err
		}
		if user.Fictitious() {
			return consult.Conflict("account.error.fictitious")
		}
		if err := tx.VoidLogins(ctx, id, s.Now()); err != nil {
			return err
		}
		login := s.invitation(id, token)
		if err := tx.InsertLogin(ctx, &login); err != nil {
			return err
		}
		return s.audit(ctx, tx, actor, "user.reset", "", "user "+string(id))
	})
}

// SetUserRole changes what a person may do.
func (s *Service) SetUserRole(ctx context.Context, actor consult.Actor, id consult.ID, role consult.Role) error {
	return s.changeUser(ctx, actor, id, "user.role", func(_ consult.Tx, user *consult.User) error {
		user.Role = role
		return nil
	})
}

// DisableUser closes an account: its sessions end at their next request, its links at once, and neither comes back when
// it is opened again.
func (s *Service) DisableUser(ctx context.Context, actor consult.Actor, id consult.ID) error {
	return s.changeUser(ctx, actor, id, "user.disable", func(tx consult.Tx, user *consult.User) error {
		user.DisabledAt = s.Now()
		user.SessionEpoch++
		return tx.VoidLogins(ctx, id, s.Now())
	})
}

// EnableUser opens an account again.
func (s *Service) EnableUser(ctx context.Context, actor consult.Actor, id consult.ID) error {
	return s.changeUser(ctx, actor, id, "user.enable", func(_ consult.Tx, user *consult.User) error {
		user.DisabledAt = time.Time{}
		return nil
	})
}

// changeUser changes an account, but never so that no organiser is left, nor that none of those left has a password.
func (s *Service) changeUser(ctx context.Context, actor consult.Actor, id consult.ID, operation string, change func(consult.Tx, *consult.User) error) error {
	if err := actor.Require(consult.ManageUsers); err != nil {
		return err
	}
	return s.Store.Atomic(ctx, func(tx consult.Tx) error {
		users, err := tx.Users(ctx)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(users, func(user consult.User) bool { return user.ID == id })
		if at < 0 {
			return consult.NotFound("error.not_found")
		}
		changed, before := &users[at], organisers(users, true)
		if changed.Fictitious() {
			return consult.Conflict("account.error.fictitious")
		}
		if err := change(tx, changed); err != nil {
			return err
		}
		switch {
		case !validRole(changed.Role):
			return consult.Invalid(consult.FieldError{Field: "role", Key: "account.error.role"})
		case organisers(users, false) == 0, before > 0 && organisers(users, true) == 0:
			return consult.Conflict("account.error.last_organiser")
		}
		if err := tx.UpdateUser(ctx, changed); err != nil {
			return err
		}
		return s.audit(ctx, tx, actor, operation, "", "user "+string(id))
	})
}

func normalEmail(email string) string { return strings.ToLower(strings.TrimSpace(email)) }

func validRole(role consult.Role) bool {
	for _, known := range consult.Roles() {
		if role == known {
			return true
		}
	}
	return false
}

func accountFaults(user consult.User) []consult.FieldError {
	var faults []consult.FieldError
	if user.Name == "" || len(user.Name) > 200 {
		faults = append(faults, consult.FieldError{Field: "name", Key: "account.error.name"})
	}
	if address, err := mail.ParseAddress(user.Email); err != nil || address.Address != user.Email || len(user.Email) > 254 || user.Fictitious() {
		faults = append(faults, consult.FieldError{Field: "email", Key: "account.error.email"})
	}
	if !validRole(user.Role) {
		faults = append(faults, consult.FieldError{Field: "role", Key: "account.error.role"})
	}
	return faults
}

func passwordFaults(password string, user consult.User) []consult.FieldError {
	if key := PasswordFault(password, user.Email, user.Name); key != "" {
		return []consult.FieldError{{Field: "password", Key: key}}
	}
	return nil
}

// emailTaken says which field a conflict of addresses is about.
func emailTaken(err error) error {
	var domain *consult.Error
	if errors.As(err, &domain) && domain.Code == consult.CodeConflict && len(domain.Fields) == 0 {
		return consult.Invalid(consult.FieldError{Field: "email", Key: "account.error.taken"})
	}
	return err
}
