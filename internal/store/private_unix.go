//go:build unix

package store

import (
	"os"
	"syscall"
)

// restrictable says whether a mode keeps others out of a directory.
const restrictable = true

// owned says whether a file is the process's own.
func owned(info os.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Geteuid()
}
