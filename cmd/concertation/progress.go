package main

import (
	"io"
	"os"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progress shows how far a long work is, on a terminal only. A negative total means that it is not known.
func progress(globals *Globals, total int, what string) *progressbar.ProgressBar {
	var out io.Writer = io.Discard
	file, ok := globals.Stderr.(*os.File)
	visible := ok && term.IsTerminal(int(file.Fd()))
	if visible {
		out = file
	}
	return progressbar.NewOptions(total, progressbar.OptionSetWriter(out), progressbar.OptionSetDescription(what),
		progressbar.OptionShowCount(), progressbar.OptionClearOnFinish(), progressbar.OptionSetVisibility(visible),
		// The spinner's own goroutine reads the bar without its lock: it turns with each step instead.
		progressbar.OptionSetSpinnerChangeInterval(0))
}
