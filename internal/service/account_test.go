package service_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/service"
)

const phrase = "quatre chevaux traversent la plaine verte"

// organiser makes the first organiser by its link.
func (h *house) organiser(t testing.TB) consult.User {
	t.Helper()
	ctx := context.Background()
	token, wanted, err := h.FirstLink(ctx)
	if err != nil || !wanted {
		t.Fatalf("no first link: %v", err)
	}
	user, err := h.UseLogin(ctx, token, service.Account{Name: "Amina", Email: " Amina@Exemple.fr ", Password: phrase})
	if err != nil {
		t.Fatal(err)
	}
	return user
}

// colleague makes an account whose person chose a password.
func (h *house) colleague(t testing.TB, name string, role consult.Role) consult.User {
	t.Helper()
	ctx := context.Background()
	_, token, err := h.AddUser(ctx, consult.System(), name, name+"@exemple.fr", role)
	if err != nil {
		t.Fatal(err)
	}
	user, err := h.UseLogin(ctx, token, service.Account{Password: phrase})
	if err != nil {
		t.Fatal(err)
	}
	return user
}

func actor(user consult.User) consult.Actor { return consult.Actor{User: user.ID, Role: user.Role} }

// second gives the error of an act whose result does not matter.
func second[T any](_ T, err error) error { return err }

func code(t testing.TB, what string, err error, want consult.Code) {
	t.Helper()
	if err == nil || consult.CodeOf(err) != want {
		t.Errorf("%s gives %v, want %s", what, err, want)
	}
}

func TestTheFirstLinkMakesOneOrganiserOnly(t *testing.T) {
	h, ctx := openHouse(t, small()), context.Background()
	left, _, err := h.FirstLink(ctx) // an earlier start gave a link that nobody used
	if err != nil {
		t.Fatal(err)
	}
	amina := h.organiser(t)
	if amina.Email != "amina@exemple.fr" || amina.Role != consult.RoleOrganiser || !strings.HasPrefix(amina.PasswordHash, "$argon2id$v=19$") {
		t.Errorf("the first organiser is %+v", amina)
	}
	_, err = h.UseLogin(ctx, left, service.Account{Name: "Bruno", Email: "bruno@exemple.fr", Password: phrase})
	code(t, "a first link left over", err, consult.CodeNotFound)
	if _, wanted, err := h.FirstLink(ctx); wanted || err != nil {
		t.Errorf("another first link is given: %v", err)
	}
}

func TestOneTimeLinksExpire(t *testing.T) {
	h, ctx := openHouse(t, small()), context.Background()
	token, _, err := h.FirstLink(ctx)
	if err != nil {
		t.Fatal(err)
	}
	h.clock.advance(30 * time.Minute)
	_, err = h.PeekLogin(ctx, token)
	code(t, "a first link after 30 minutes", err, consult.CodeNotFound)
	_, err = h.UseLogin(ctx, token, service.Account{Name: "Amina", Email: "amina@exemple.fr", Password: phrase})
	code(t, "using it", err, consult.CodeNotFound)
}

func TestLoggingIn(t *testing.T) {
	h, ctx := openHouse(t, small()), context.Background()
	h.organiser(t)
	reader := h.colleague(t, "bruno", consult.RoleReader)
	if _, err := h.Authenticate(ctx, "BRUNO@exemple.fr", phrase); err != nil {
		t.Errorf("the right password: %v", err)
	}
	_, err := h.Authenticate(ctx, "bruno@exemple.fr", phrase+".")
	code(t, "a wrong password", err, consult.CodeForbidden)
	_, err = h.Authenticate(ctx, "personne@exemple.fr", phrase)
	code(t, "an unknown address", err, consult.CodeForbidden)
	_, _, err = h.AddUser(ctx, consult.System(), "Chloé", "chloe@exemple.fr", consult.RoleReader)
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.Authenticate(ctx, "chloe@exemple.fr", "")
	code(t, "an account without a password", err, consult.CodeForbidden)

	pending, err := h.ResetUser(ctx, consult.System(), reader.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.DisableUser(ctx, consult.System(), reader.ID); err != nil {
		t.Fatal(err)
	}
	_, err = h.Authenticate(ctx, "bruno@exemple.fr", phrase)
	code(t, "a closed account", err, consult.CodeForbidden)
	_, err = h.UseLogin(ctx, pending, service.Account{Password: phrase + " encore"})
	code(t, "a link given before the account was closed", err, consult.CodeNotFound)
	_, _, err = h.ActorOf(ctx, reader.ID)
	code(t, "the session of a closed account", err, consult.CodeForbidden)
}

// meanwhile runs something once, between the reading of an account and what is written of it.
type meanwhile struct {
	consult.Store
	happens func()
}

func (m *meanwhile) UserByEmail(ctx context.Context, email string) (consult.User, error) {
	user, err := m.Store.UserByEmail(ctx, email)
	m.happens()
	return user, err
}

func TestAnAccountClosedWhileItsPersonLogsInStaysClosed(t *testing.T) {
	h, ctx := openHouse(t, small()), context.Background()
	h.organiser(t)
	bruno := h.colleague(t, "bruno", consult.RoleReader)
	h.Store = &meanwhile{Store: h.Store, happens: func() {
		if err := h.DisableUser(ctx, consult.System(), bruno.ID); err != nil {
			t.Error(err)
		}
	}}
	_, err := h.Authenticate(ctx, bruno.Email, phrase)
	code(t, "logging in", err, consult.CodeForbidden)
	if now, err := h.store.User(ctx, bruno.ID); err != nil || now.DisabledAt.IsZero() {
		t.Errorf("logging in opened the account again: %v", err)
	}
}

func TestChangingOnesPassword(t *testing.T) {
	h, ctx := openHouse(t, small()), context.Background()
	amina := h.organiser(t)
	code(t, "a wrong present password", second(h.ChangePassword(ctx, actor(amina), "autre", phrase+" encore")), consult.CodeInvalid)
	code(t, "a weak new one", second(h.ChangePassword(ctx, actor(amina), phrase, "court")), consult.CodeInvalid)
	if _, err := h.ChangePassword(ctx, actor(amina), phrase, phrase+" encore"); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Authenticate(ctx, amina.Email, phrase+" encore"); err != nil {
		t.Errorf("the new password: %v", err)
	}
	_, err := h.Authenticate(ctx, amina.Email, phrase)
	code(t, "the old one", err, consult.CodeForbidden)
}

func TestAnOrganiserIsAlwaysLeft(t *testing.T) {
	h, ctx := openHouse(t, small()), context.Background()
	amina := h.organiser(t)
	code(t, "closing the last organiser", h.DisableUser(ctx, actor(amina), amina.ID), consult.CodeConflict)
	code(t, "making the last organiser a reader", h.SetUserRole(ctx, actor(amina), amina.ID, consult.RoleReader), consult.CodeConflict)
	if _, _, err := h.AddUser(ctx, actor(amina), "Bruno", "bruno@exemple.fr", consult.RoleOrganiser); err != nil {
		t.Fatal(err)
	}
	code(t, "leaving an organiser without a password alone", h.DisableUser(ctx, actor(amina), amina.ID), consult.CodeConflict)
	h.colleague(t, "chloe", consult.RoleOrganiser)
	if err := h.DisableUser(ctx, actor(amina), amina.ID); err != nil {
		t.Errorf("closing one of two organisers: %v", err)
	}
}

func TestAccountsAreCheckedBeforeTheyAreMade(t *testing.T) {
	h, ctx := openHouse(t, small()), context.Background()
	amina := h.organiser(t)
	for name, one := range map[string]struct {
		name, email string
		role        consult.Role
	}{
		"no name":                {" ", "bruno@exemple.fr", consult.RoleReader},
		"an address in part":     {"Bruno", "bruno", consult.RoleReader},
		"an address with a name": {"Bruno", "Bruno <bruno@exemple.fr>", consult.RoleReader},
		"an unknown role":        {"Bruno", "bruno@exemple.fr", "chef"},
		"an address taken":       {"Bruno", "AMINA@exemple.fr", consult.RoleReader},
		"an address of nobody":   {"Bruno", "bruno@exemple.invalid", consult.RoleReader},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := h.AddUser(ctx, actor(amina), one.name, one.email, one.role)
			code(t, "adding", err, consult.CodeInvalid)
		})
	}
}

func TestTheLogHoldsNoSecret(t *testing.T) {
	h, ctx := openHouse(t, small()), context.Background()
	amina := h.organiser(t)
	_, token, err := h.AddUser(ctx, actor(amina), "Bruno", "bruno@exemple.fr", consult.RoleReader)
	if err != nil {
		t.Fatal(err)
	}
	entries, err := h.Audit(ctx, actor(amina), consult.AuditFilter{Limit: 50})
	if err != nil || len(entries) != 2 {
		t.Fatalf("%d lines, %v", len(entries), err)
	}
	for _, entry := range entries {
		if entry.ActorName != "Amina" || strings.Contains(entry.Record+entry.Operation, token) || strings.Contains(entry.Record, "@") {
			t.Errorf("a line says %+v", entry)
		}
	}
}

func TestPasswords(t *testing.T) {
	for _, one := range []struct{ name, password, want string }{
		{"twelve characters of four classes", "Bateau-k37!?", ""},
		{"eleven of four", "Bateau-k37?", "account.password.weak"},
		{"twelve of three", "Bateaukz3791", "account.password.weak"},
		{"fourteen of three", "Bateauxkz31791", ""},
		{"fourteen of two", "bateauxkz31791", "account.password.weak"},
		{"a phrase of twenty characters", "quatre chevaux verts", ""},
		{"a repeated character", strings.Repeat("a", 30), "account.password.repetitive"},
		{"one's own address", "Amina.diop-2026!!", "account.password.personal"},
		{"one's own name", "Je suis amina et je vote", "account.password.personal"},
		{"one letter of a long phrase", "azertyuiop qsdfghjklm", "account.password.sequence"},
		{"the letters in their order", "abcdefghijklmnopqrstuvwxyz", "account.password.sequence"},
		{"the figures, twice", "Abcd12345678901234567890", "account.password.sequence"},
		{"the letters backwards", "zyxwvutsrqponmlkjihgfedcba", "account.password.sequence"},
		{"a common one made long", "MotDePasse2026!", "account.password.common"},
		{"a common one with disguised letters", "M0td3p@sse-2026", "account.password.common"},
		{"common ones put end to end", "bonjour soleil azerty", "account.password.common"},
		{"a common word in a phrase of others", "le soleil mange quatre poires", ""},
		{"a phrase with a short run in it", "Ma rue abcd a 1234 pavés", ""},
		{"too long to be hashed", strings.Repeat("abcdefgh", 40), "account.password.too_long"},
	} {
		t.Run(one.name, func(t *testing.T) {
			if got := service.PasswordFault(one.password, "amina.diop@exemple.fr", "Amina"); got != one.want {
				t.Errorf("%q lacks %q, want %q", one.password, got, one.want)
			}
		})
	}
}

func TestALinkToChooseAPasswordVoidsTheEarlierOnes(t *testing.T) {
	h, ctx := openHouse(t, small()), context.Background()
	h.organiser(t)
	bruno, first, err := h.AddUser(ctx, consult.System(), "Bruno", "bruno@exemple.fr", consult.RoleReader)
	if err != nil {
		t.Fatal(err)
	}
	links := []string{first}
	for range 2 {
		link, err := h.ResetUser(ctx, consult.System(), bruno.ID)
		if err != nil {
			t.Fatal(err)
		}
		links = append(links, link)
	}
	for _, link := range links[:2] {
		_, err := h.PeekLogin(ctx, link)
		code(t, "an earlier link", err, consult.CodeNotFound)
		_, err = h.UseLogin(ctx, link, service.Account{Password: phrase})
		code(t, "using an earlier link", err, consult.CodeNotFound)
	}
	if _, err := h.UseLogin(ctx, links[2], service.Account{Password: phrase}); err != nil {
		t.Fatalf("the last link: %v", err)
	}

	pending, err := h.ResetUser(ctx, consult.System(), bruno.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.ChangePassword(ctx, actor(bruno), phrase, phrase+" encore"); err != nil {
		t.Fatal(err)
	}
	_, err = h.UseLogin(ctx, pending, service.Account{Password: phrase})
	code(t, "a link left when the password was changed", err, consult.CodeNotFound)
}

func TestSessionsOfAnotherTimeAreOver(t *testing.T) {
	h, ctx := openHouse(t, small()), context.Background()
	h.organiser(t)
	bruno := h.colleague(t, "bruno", consult.RoleReader)
	session := func() int {
		t.Helper()
		user, err := h.store.User(ctx, bruno.ID)
		if err != nil {
			t.Fatal(err)
		}
		return user.SessionEpoch
	}
	before := session()
	if _, err := h.Authenticate(ctx, bruno.Email, phrase); err != nil || session() != before {
		t.Errorf("logging in elsewhere ends the sessions there are (%v)", err)
	}
	link, err := h.ResetUser(ctx, consult.System(), bruno.ID)
	if err != nil || session() != before {
		t.Errorf("asking for a link ends the sessions before it is used (%v)", err)
	}
	for _, one := range []struct {
		name string
		act  func() error
	}{
		{"using the link", func() error { _, err := h.UseLogin(ctx, link, service.Account{Password: phrase}); return err }},
		{"changing the password", func() error { return second(h.ChangePassword(ctx, actor(bruno), phrase, phrase+" encore")) }},
		{"closing the account", func() error { return h.DisableUser(ctx, consult.System(), bruno.ID) }},
	} {
		before := session()
		if err := one.act(); err != nil || session() <= before {
			t.Errorf("%s leaves the sessions open (%v)", one.name, err)
		}
	}
	closed := session()
	if err := h.EnableUser(ctx, consult.System(), bruno.ID); err != nil || session() < closed {
		t.Errorf("opening the account again revives its sessions (%v)", err)
	}
}

func TestTheFictitiousCoderIsNobody(t *testing.T) {
	h, ctx := openHouse(t, small()), context.Background()
	amina := h.organiser(t)
	if err := h.Demo(ctx, service.DemoOptions{Responses: 12, Seed: 1, Coded: true}, nil); err != nil {
		t.Fatal(err)
	}
	coder, err := h.store.UserByEmail(ctx, "demonstration@exemple.invalid")
	if err != nil || !coder.Fictitious() || coder.DisabledAt.IsZero() {
		t.Fatalf("the coder is %+v (%v)", coder, err)
	}
	if amina.Fictitious() {
		t.Error("a person is taken for a fictitious account")
	}
	_, err = h.ResetUser(ctx, actor(amina), coder.ID)
	code(t, "a link for it", err, consult.CodeConflict)
	code(t, "opening it", h.EnableUser(ctx, actor(amina), coder.ID), consult.CodeConflict)
	code(t, "closing it", h.DisableUser(ctx, actor(amina), coder.ID), consult.CodeConflict)
	code(t, "another role", h.SetUserRole(ctx, actor(amina), coder.ID, consult.RoleOrganiser), consult.CodeConflict)

	// Even a file changed by hand, where it has a password and is open.
	password, err := h.store.User(ctx, amina.ID)
	if err != nil {
		t.Fatal(err)
	}
	coder.PasswordHash, coder.DisabledAt = password.PasswordHash, time.Time{}
	if err := h.store.Atomic(ctx, func(tx consult.Tx) error { return tx.UpdateUser(ctx, &coder) }); err != nil {
		t.Fatal(err)
	}
	_, err = h.Authenticate(ctx, coder.Email, phrase)
	code(t, "logging in as it", err, consult.CodeForbidden)
	_, _, err = h.ActorOf(ctx, coder.ID)
	code(t, "a session of it", err, consult.CodeForbidden)
}
