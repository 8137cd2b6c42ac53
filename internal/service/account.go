package service

import (
	"context"
	"fmt"
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
	user := consult.User{ID: consult.NewID(), Name: plainLine(account.Name), Email: normalEmail(account.Email),
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
		if !able(current) {
			return consult.Forbidden("account.error.closed")
		}
		if _, err := tx.UseLogin(ctx, hashToken(token), s.Now()); err != nil {
			return err
		}
		current.LastLoginAt = s.Now() // whoever uses the link is let in
		return s.setPassword(ctx, tx, current, user.PasswordHash)
	})
}

// setPassword gives an account another password: the sessions begun with the one before end, and links not used yet
// choose no other.
func (s *Service) setPassword(ctx context.Context, tx consult.Tx, user *consult.User, hash string) error {
	user.PasswordHash = hash
	user.SessionEpoch++
	return tx.VoidLogins(ctx, user.ID, s.Now())
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
		user.LastLoginAt = s.Now()
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
	if !matches || !able(&user) {
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

// able says whether a person may come in with the account.
func able(user *consult.User) bool { return user.DisabledAt.IsZero() && !user.Fictitious() }

// ActorOf gives the actor of a session; CodeForbidden once the account is closed.
func (s *Service) ActorOf(ctx context.Context, id consult.ID) (consult.User, consult.Actor, error) {
	user, err := s.Store.User(ctx, id)
	if err != nil {
		return user, consult.Actor{}, err
	}
	if !able(&user) {
		return user, consult.Actor{}, consult.Forbidden("account.error.closed")
	}
	actor := consult.Actor{User: user.ID, Role: user.Role}
	if user.Role == consult.RoleReader {
		actor.Access, err = s.Store.AccessOf(ctx, id)
	}
	return user, actor, err
}

// ChangePassword changes one's own password and gives the account as it is then: every session of it has ended, the
// one that asked too.
func (s *Service) ChangePassword(ctx context.Context, actor consult.Actor, current, wanted string) (consult.User, error) {
	user, err := s.Store.User(ctx, actor.User)
	if err != nil {
		return user, err
	}
	matches, err := s.hashing.matches(ctx, current, user.PasswordHash)
	if err != nil {
		return user, fmt.Errorf("change password: %w", err)
	}
	var faults []consult.FieldError
	if !matches {
		faults = append(faults, consult.FieldError{Field: "current", Key: "account.error.current"})
	}
	if faults = append(faults, passwordFaults(wanted, user)...); len(faults) > 0 {
		return user, consult.Invalid(faults...)
	}
	hash, err := s.hashing.hash(ctx, wanted)
	if err != nil {
		return user, fmt.Errorf("change password: %w", err)
	}
	return s.rewriteUser(ctx, user.ID, "user.password", func(tx consult.Tx, current *consult.User) error {
		if !current.DisabledAt.IsZero() || current.PasswordHash != user.PasswordHash {
			return consult.Conflict("account.error.changed")
		}
		return s.setPassword(ctx, tx, current, hash)
	})
}
