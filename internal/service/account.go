package service

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"time"

	"concertation/internal/consult"
)

// How long one-time links work.
const (
	firstLinkFor = 30 * time.Minute
	inviteFor    = 7 * 24 * time.Hour
)

// FirstLink makes the one-time link of the first organiser while nobody has an account; wanted is false once somebody
// has. The token is given here and never again.
func (s *Service) FirstLink(ctx context.Context) (token string, wanted bool, err error) {
	users, err := s.Store.Users(ctx)
	if err != nil {
		return "", false, fmt.Errorf("first link: %w", err)
	}
	if organisers(users, false) > 0 {
		return "", false, nil
	}
	token, err = s.newLogin(ctx, consult.Login{Purpose: consult.LoginFirstOrganiser, ExpiresAt: s.Now().Add(firstLinkFor)})
	return token, err == nil, err
}

// organisers counts the organisers whose account is open; able: those who have chosen a password too.
func organisers(users []consult.User, able bool) int {
	count := 0
	for i := range users {
		if users[i].Role == consult.RoleOrganiser && users[i].DisabledAt.IsZero() && (!able || users[i].PasswordHash != "") {
			count++
		}
	}
	return count
}

// newLogin stores a one-time link and gives its token.
func (s *Service) newLogin(ctx context.Context, login consult.Login) (string, error) {
	token := newToken()
	login.TokenHash = hashToken(token)
	err := s.Store.Atomic(ctx, func(tx consult.Tx) error { return tx.InsertLogin(ctx, &login) })
	if err != nil {
		return "", fmt.Errorf("make one-time link: %w", err)
	}
	return token, nil
}

// PeekLogin says what a one-time link is for without using it; CodeNotFound when it is unknown, used or expired.
func (s *Service) PeekLogin(ctx context.Context, token string) (consult.Login, error) {
	login, err := s.Store.Login(ctx, hashToken(token))
	if err != nil {
		return login, err
	}
	if !login.UsedAt.IsZero() || !s.Now().Before(login.ExpiresAt) {
		return consult.Login{}, consult.NotFound("account.error.link")
	}
	return login, nil
}

// Account is what a person fills in to have an account.
type Account struct {
	Name     string
	Email    string
	Password string
}

// UseLogin uses a one-time link: it makes the first organiser from the account, or sets the password of the person it
// was made for (name and address are then left as they are).
func (s *Service) UseLogin(ctx context.Context, token string, account Account) (consult.User, error) {
	login, err := s.PeekLogin(ctx, token)
	if err != nil {
		return consult.User{}, err
	}
	user := consult.User{ID: consult.NewID(), Name: strings.TrimSpace(account.Name), Email: normalEmail(account.Email),
		Role: consult.RoleOrganiser, CreatedAt: s.Now()}
	first := login.Purpose == consult.LoginFirstOrganiser
	if !first {
		if user, err = s.Store.User(ctx, login.UserID); err != nil {
			return consult.User{}, err
		}
	}
	faults := passwordFaults(account.Password, user)
	if first {
		faults = append(accountFaults(user), faults...)
	}
	if len(faults) > 0 {
		return consult.User{}, consult.Invalid(faults...)
	}
	if user.PasswordHash, err = s.hashing.hash(ctx, account.Password); err != nil {
		return consult.User{}, fmt.Errorf("set password: %w", err)
	}
	if first {
		return user, s.makeFirstOrganiser(ctx, token, &user)
	}
	return s.rewriteUser(ctx, user.ID, "user.password", func(tx consult.Tx, current *consult.User) error {
		if !current.DisabledAt.IsZero() {
			return consult.Forbidden("account.error.closed")
		}
		current.PasswordHash = user.PasswordHash
		_, err := tx.UseLogin(ctx, hashToken(token), s.Now())
		return err
	})
}

// makeFirstOrganiser uses a first link. Each start without an organiser gives one: those left over make nobody once an
// organiser is there.
func (s *Service) makeFirstOrganiser(ctx context.Context, token string, user *consult.User) error {
	err := s.Store.Atomic(ctx, func(tx consult.Tx) error {
		users, err := tx.Users(ctx)
		if err != nil {
			return err
		}
		if organisers(users, false) > 0 {
			return consult.NotFound("account.error.link")
		}
		if _, err := tx.UseLogin(ctx, hashToken(token), s.Now()); err != nil {
			return err
		}
		if err := tx.InsertUser(ctx, user); err != nil {
			return err
		}
		return s.audit(ctx, tx, consult.Actor{User: user.ID, Role: user.Role}, "user.first", "", "user "+string(user.ID))
	})
	return emailTaken(err)
}

// rewriteUser changes an account as it is now, by its own person. Hashing takes long: an account read before it may
// have been closed since, and must not be opened again by what is written.
func (s *Service) rewriteUser(ctx context.Context, id consult.ID, operation string, change func(consult.Tx, *consult.User) error) (consult.User, error) {
	var changed consult.User
	err := s.Store.Atomic(ctx, func(tx consult.Tx) error {
		current, err := tx.User(ctx, id)
		if err != nil {
			return err
		}
		if err := change(tx, &current); err != nil {
			return err
		}
		if err := tx.UpdateUser(ctx, &current); err != nil {
			return err
		}
		changed = current
		return s.audit(ctx, tx, consult.Actor{User: id, Role: current.Role}, operation, "", "user "+string(id))
	})
	return changed, err
}

// Authenticate gives the user of an address and a password; CodeForbidden otherwise, after the same time whether the
// account exists or not.
func (s *Service) Authenticate(ctx context.Context, email, password string) (consult.User, error) {
	user, err := s.Store.UserByEmail(ctx, normalEmail(email))
	if err != nil && consult.CodeOf(err) != consult.CodeNotFound {
		return consult.User{}, fmt.Errorf("log in: %w", err)
	}
	matches, err := s.hashing.matches(ctx, password, user.PasswordHash)
	if err != nil {
		return consult.User{}, fmt.Errorf("log in: %w", err)
	}
	if !matches || !user.DisabledAt.IsZero() {
		return consult.User{}, consult.Forbidden("account.error.login")
	}
	return s.rewriteUser(ctx, user.ID, "user.login", func(_ consult.Tx, current *consult.User) error {
		if !current.DisabledAt.IsZero() || current.PasswordHash != user.PasswordHash {
			return consult.Forbidden("account.error.login")
		}
		current.LastLoginAt = s.Now()
		return nil
	})
}

// ActorOf gives the actor of a session; CodeForbidden once the account is closed.
func (s *Service) ActorOf(ctx context.Context, id consult.ID) (consult.User, consult.Actor, error) {
	user, err := s.Store.User(ctx, id)
	if err != nil {
		return user, consult.Actor{}, err
	}
	if !user.DisabledAt.IsZero() {
		return user, consult.Actor{}, consult.Forbidden("account.error.closed")
	}
	return user, consult.Actor{User: user.ID, Role: user.Role}, nil
}

// ChangePassword changes one's own password.
func (s *Service) ChangePassword(ctx context.Context, actor consult.Actor, current, wanted string) error {
	user, err := s.Store.User(ctx, actor.User)
	if err != nil {
		return err
	}
	matches, err := s.hashing.matches(ctx, current, user.PasswordHash)
	if err != nil {
		return fmt.Errorf("change password: %w", err)
	}
	var faults []consult.FieldError
	if !matches {
		faults = append(faults, consult.FieldError{Field: "current", Key: "account.error.current"})
	}
	if faults = append(faults, passwordFaults(wanted, user)...); len(faults) > 0 {
		return consult.Invalid(faults...)
	}
	hash, err := s.hashing.hash(ctx, wanted)
	if err != nil {
		return fmt.Errorf("change password: %w", err)
	}
	_, err = s.rewriteUser(ctx, user.ID, "user.password", func(_ consult.Tx, current *consult.User) error {
		if !current.DisabledAt.IsZero() || current.PasswordHash != user.PasswordHash {
			return consult.Conflict("account.error.changed")
		}
		current.PasswordHash = hash
		return nil
	})
	return err
}

// Users lists the accounts, oldest first.
func (s *Service) Users(ctx context.Context, actor consult.Actor) ([]consult.User, error) {
	if err := actor.Require(consult.ManageUsers); err != nil {
		return nil, err
	}
	return s.Store.Users(ctx)
}

// AddUser makes an account without a password, and the token of the link by which its person chooses one.
func (s *Service) AddUser(ctx context.Context, actor consult.Actor, name, email string, role consult.Role) (consult.User, string, error) {
	user := consult.User{ID: consult.NewID(), Name: strings.TrimSpace(name), Email: normalEmail(email), Role: role, CreatedAt: s.Now()}
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

// ResetUser gives the token of a link by which a person chooses a new password; the old one works until then.
func (s *Service) ResetUser(ctx context.Context, actor consult.Actor, id consult.ID) (string, error) {
	if err := actor.Require(consult.ManageUsers); err != nil {
		return "", err
	}
	token := newToken()
	return token, s.Store.Atomic(ctx, func(tx consult.Tx) error {
		if _, err := tx.User(ctx, id); err != nil {
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
	return s.changeUser(ctx, actor, id, "user.role", func(user *consult.User) { user.Role = role })
}

// DisableUser closes an account: its sessions end at their next request.
func (s *Service) DisableUser(ctx context.Context, actor consult.Actor, id consult.ID) error {
	return s.changeUser(ctx, actor, id, "user.disable", func(user *consult.User) { user.DisabledAt = s.Now() })
}

// EnableUser opens an account again.
func (s *Service) EnableUser(ctx context.Context, actor consult.Actor, id consult.ID) error {
	return s.changeUser(ctx, actor, id, "user.enable", func(user *consult.User) { user.DisabledAt = time.Time{} })
}

// changeUser changes an account, but never so that no organiser is left, nor that none of those left has a password.
func (s *Service) changeUser(ctx context.Context, actor consult.Actor, id consult.ID, operation string, change func(*consult.User)) error {
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
		changed, able := &users[at], organisers(users, true)
		change(changed)
		switch {
		case !validRole(changed.Role):
			return consult.Invalid(consult.FieldError{Field: "role", Key: "account.error.role"})
		case organisers(users, false) == 0, able > 0 && organisers(users, true) == 0:
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
	if address, err := mail.ParseAddress(user.Email); err != nil || address.Address != user.Email || len(user.Email) > 254 {
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
