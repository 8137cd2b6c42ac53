package store

import "os"

// restrictable says whether a mode keeps others out of a directory: not here.
const restrictable = false

// owned says whether a file is the process's own; nothing depends on it here.
func owned(os.FileInfo) bool { return false }
