package main

import (
	"fmt"

	"concertation/internal/app"
)

// VersionCmd writes the program's version.
type VersionCmd struct{}

// Run writes one line.
func (c *VersionCmd) Run(globals *Globals) error {
	_, err := fmt.Fprintln(globals.Stdout, app.Version())
	return err
}
