package store_test

import (
	"testing"

	"concertation/internal/consult"
	"concertation/internal/store"
	"concertation/internal/store/storetest"
	"concertation/internal/testkit"
	"concertation/internal/testkit/database"
)

func TestSQLiteKeepsThePromisesOfTheStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) consult.Store {
		return open(t, database.SQLite(t))
	})
}

func TestTheOnlyServerOfAFileKeepsThePromisesOfTheStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) consult.Store {
		return open(t, database.SQLite(t), store.Exclusive())
	})
}

func TestPostgreSQLKeepsThePromisesOfTheStore(t *testing.T) {
	testkit.Require(t, "postgres")
	storetest.Run(t, func(t *testing.T) consult.Store { return open(t, database.Postgres(t)) })
}

// open opens a store; whoever asks closes it.
func open(t testing.TB, url string, options ...store.Option) *store.Store {
	t.Helper()
	opened, err := store.Open(t.Context(), url, options...)
	if err != nil {
		t.Fatal(err)
	}
	return opened
}
