package store

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

const (
	directoryMode = 0o700
	fileMode      = 0o600
	// defaultDirectory holds the file of the address used unless told otherwise (config).
	defaultDirectory = "data"
)

// makePrivate makes the directory and the file, for their owner only; the log beside the file takes its mode.
func makePrivate(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), directoryMode); err != nil {
		return fmt.Errorf("make directory: %w", err)
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, fileMode)
	if err != nil {
		return fmt.Errorf("open file: %w", err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return fmt.Errorf("open file: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		if err := file.Chmod(fileMode); err != nil {
			return fmt.Errorf("keep file to its owner: %w", err)
		}
	}
	return nil
}

// closeDirectory keeps the directory of the file at path to its owner, when it is the process's own: the default one,
// or one that holds nothing but the file and what is named after it. Any other stays as it is; left names it when
// others may enter.
func closeDirectory(path string) (left string, err error) {
	directory := filepath.Dir(path)
	info, err := os.Stat(directory)
	if err != nil {
		return "", fmt.Errorf("keep directory to its owner: %w", err)
	}
	mode := info.Mode()
	if !restrictable || mode.Perm()&0o077 == 0 {
		return "", nil
	}
	sole, err := holdsOnly(directory, filepath.Base(path))
	if err != nil {
		return "", fmt.Errorf("keep directory to its owner: %w", err)
	}
	if !owned(info) || mode&os.ModeSticky != 0 || !sole && filepath.Clean(directory) != defaultDirectory {
		return directory, nil
	}
	if err := os.Chmod(directory, mode&^0o077); err != nil {
		return "", fmt.Errorf("keep directory to its owner: %w", err)
	}
	return "", nil
}

// holdsOnly says whether every file of a directory is the database named base, or named after it: its log, its lock,
// the copies kept beside it.
func holdsOnly(directory, base string) (bool, error) {
	entries, err := os.ReadDir(directory)
	if err != nil {
		return false, err
	}
	for _, entry := range entries {
		if rest, ours := strings.CutPrefix(entry.Name(), base); !ours || rest != "" && rest[0] != '-' && rest[0] != '.' {
			return false, nil
		}
	}
	return true, nil
}
