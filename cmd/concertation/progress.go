package main

import (
	"io"
	"os"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progress shows how far a long work is, on a terminal only. A negative total means that it is not known.
func progress(globals *Globals, total int, what string) *progressbar.ProgressBar {
	out := io.Discard
	if file, ok := globals.Stderr.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		out = file
	}
	return progressbar.NewOptions(total, progressbar.OptionSetWriter(out), progressbar.OptionSetDescription(what),
		progressbar.OptionShowCount(), progressbar.OptionClearOnFinish())
}
