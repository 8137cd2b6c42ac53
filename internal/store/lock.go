package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"concertation/internal/consult"
)

// fileLock says that one server holds a SQLite file. The kernel gives it back when the process ends, however it ends:
// a lock file left behind by kill -9 holds nothing.
type fileLock struct{ file *os.File }

// acquireLock takes the lock of the database at path, waiting for it at most so long.
func acquireLock(ctx context.Context, path string, wait time.Duration) (*fileLock, error) {
	file, err := os.OpenFile(path+".lock", os.O_RDWR|os.O_CREATE, fileMode)
	if err != nil {
		return nil, fmt.Errorf("open lock: %w", err)
	}
	deadline := time.Now().Add(wait)
	for {
		held, err := tryLock(file)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("lock %s: %w", path, err), file.Close())
		}
		if !held {
			break
		}
		if time.Now().After(deadline) {
			holder := lockHolder(path)
			return nil, errors.Join(&consult.Error{Code: consult.CodeUnavailable, Key: "error.storage_locked",
				Args: []any{"holder", holder}, Err: fmt.Errorf("%s is in use by %s", path, holder)}, file.Close())
		}
		select {
		case <-ctx.Done():
			return nil, errors.Join(ctx.Err(), file.Close())
		case <-time.After(20 * time.Millisecond):
		}
	}
	host, err := os.Hostname()
	if err != nil {
		host = "?"
	}
	who := fmt.Sprintf("pid %d, %s, %s\n", os.Getpid(), host, time.Now().UTC().Format(time.RFC3339))
	if err = file.Truncate(0); err == nil {
		_, err = file.WriteAt([]byte(who), 0)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("write lock: %w", err), file.Close())
	}
	return &fileLock{file}, nil
}

// lockHolder tells who wrote the lock of the database at path: process, machine, since when. No word of any language
// is in it, since it stands inside a sentence of the catalogue.
func lockHolder(path string) string {
	who, err := os.ReadFile(path + ".lock")
	if text := strings.TrimSpace(string(who)); err == nil && text != "" {
		return text
	}
	return "pid ?"
}

// release gives the lock back. The file stays: removing it would let two processes lock two files of that name.
func (l *fileLock) release() error {
	return errors.Join(l.file.Truncate(0), l.file.Close())
}
