package main

import (
	"context"

	"concertation/internal/app"
	"concertation/internal/config"
)

// ServeCmd starts the service.
type ServeCmd struct {
	config.Serve
}

// Run serves until the process is told to stop.
func (c *ServeCmd) Run(ctx context.Context, globals *Globals) error {
	if err := c.Serve.Check(); err != nil {
		return usageError{err.Error()}
	}
	if err := app.CheckMail(c.Serve); err != nil {
		return usageError{err.Error()}
	}
	return app.Serve(ctx, globals.Config, c.Serve, globals.Stdout, globals.Stderr)
}
