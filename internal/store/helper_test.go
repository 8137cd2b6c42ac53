package store_test

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/store"
)

// helperVariable makes of the test program another process on the same database: see TestMain.
const helperVariable = "CONCERTATION_STORE_HELPER"

func TestMain(m *testing.M) {
	if role := os.Getenv(helperVariable); role != "" {
		if err := help(role, os.Args[len(os.Args)-1]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// help is what the other process does: it prints a line when ready, then for each act, until it is killed.
func help(role, path string) error {
	switch role {
	case "hold the server's lock":
		s, err := store.Open(context.Background(), "sqlite:"+path, store.Exclusive())
		if err != nil {
			return err
		}
		defer s.Close()
	case "hold a write transaction":
		db, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(5000)&_txlock=immediate")
		if err != nil {
			return err
		}
		defer db.Close()
		if _, err := db.Begin(); err != nil {
			return err
		}
	case "write for ever":
		s, err := store.Open(context.Background(), "sqlite:"+path, store.Exclusive())
		if err != nil {
			return err
		}
		defer s.Close()
		for range 16 {
			go func() {
				for {
					c := newConsultation()
					if s.Atomic(context.Background(), insert(c)) == nil {
						fmt.Println(c.Slug)
					}
				}
			}()
		}
		select {}
	}
	fmt.Println("ready")
	select {}
}

// another starts the other process and gives its output and the way to kill it, as kill -9 does.
func another(t *testing.T, role, path string) (*bufio.Scanner, func()) {
	t.Helper()
	command := exec.Command(os.Args[0], path)
	command.Env = append(os.Environ(), helperVariable+"="+role)
	command.Stderr = os.Stderr
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	kill := func() { command.Process.Kill() }
	t.Cleanup(func() { kill(); command.Wait() })
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		t.Fatalf("the other process said nothing: %v", lines.Err())
	}
	return lines, kill
}

func newConsultation() *consult.Consultation {
	id := consult.NewID()
	return &consult.Consultation{ID: id, Slug: string(id), Title: "Consultation", Status: consult.StatusDraft, CreatedAt: now, ChangedAt: now}
}

var now = time.Date(2026, time.November, 23, 11, 0, 0, 0, time.UTC)

func insert(c *consult.Consultation) func(consult.Tx) error {
	return func(tx consult.Tx) error { return tx.InsertConsultation(context.Background(), c) }
}

// opened opens a store that closes with the test.
func opened(t *testing.T, url string, options ...store.Option) *store.Store {
	t.Helper()
	s := open(t, url, options...)
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s
}

func write(t *testing.T, s *store.Store, f func(consult.Tx) error) {
	t.Helper()
	if err := s.Atomic(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

func wantCode(t *testing.T, err error, code consult.Code, key string) {
	t.Helper()
	var domain *consult.Error
	if !errors.As(err, &domain) || domain.Code != code || domain.Key != key {
		t.Fatalf("got %v, want %s %s", err, code, key)
	}
}

func file(t *testing.T) string { return filepath.Join(t.TempDir(), "test.db") }
