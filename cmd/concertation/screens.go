package main

import (
	"context"

	"concertation/internal/app"
)

// ScreensCmd shows every screen with sample data, for whoever works on them.
type ScreensCmd struct {
	Addr string `default:"127.0.0.1:8081" help:"Adresse d’écoute."`
}

// Run serves until told to stop; nothing is kept.
func (c *ScreensCmd) Run(ctx context.Context, globals *Globals) error {
	return app.Screens(ctx, c.Addr, globals.Stdout, globals.Stderr)
}
