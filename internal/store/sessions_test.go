package store_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/alexedwards/scs/v2"

	"concertation/internal/store"
	"concertation/internal/testkit"
	"concertation/internal/testkit/database"
)

var _ scs.CtxStore = (*store.Sessions)(nil)

func TestSessionsAreKeptUntilTheyExpire(t *testing.T) {
	onBothEngines(t, func(t *testing.T, url string) {
		sessions := opened(t, url).SessionStore()
		data := []byte{0, 1, 0xff, 'a'}
		commit := func(token string, data []byte, expiry time.Time) {
			if err := sessions.CommitCtx(t.Context(), token, data, expiry); err != nil {
				t.Fatal(err)
			}
		}
		find := func(token string) ([]byte, bool) {
			found, ok, err := sessions.FindCtx(t.Context(), token)
			if err != nil {
				t.Fatal(err)
			}
			return found, ok
		}
		commit("jeton", []byte("avant"), time.Now().Add(time.Hour))
		commit("jeton", data, time.Now().Add(time.Hour))
		commit("vieux", data, time.Now().Add(-time.Second))
		if got, ok := find("jeton"); !ok || !bytes.Equal(got, data) {
			t.Errorf("found %v, %v", got, ok)
		}
		for _, token := range []string{"vieux", "inconnu", ""} {
			if _, ok := find(token); ok {
				t.Errorf("%q was found", token)
			}
		}
		for range 2 { // the second time there is nothing to forget
			if err := sessions.DeleteCtx(t.Context(), "jeton"); err != nil {
				t.Fatal(err)
			}
		}
		if _, ok := find("jeton"); ok {
			t.Error("a deleted session was found")
		}
	})
}

// onBothEngines runs a test on an empty store of each engine.
func onBothEngines(t *testing.T, test func(t *testing.T, url string)) {
	t.Run("SQLite", func(t *testing.T) { test(t, database.SQLite(t)) })
	t.Run("PostgreSQL", func(t *testing.T) { test(t, database.Postgres(t)) })
}

// onEmptyDatabases does so on databases without a schema yet.
func onEmptyDatabases(t *testing.T, test func(t *testing.T, url string)) {
	t.Run("SQLite", func(t *testing.T) { test(t, "sqlite:"+file(t)) })
	t.Run("PostgreSQL", func(t *testing.T) { test(t, testkit.Postgres(t)) })
}
