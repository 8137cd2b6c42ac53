package main

import (
	"context"
	"fmt"

	"concertation/internal/app"
	"concertation/internal/service"
)

// DemoCmd fills the demonstration.
type DemoCmd struct {
	Responses int    `default:"275" help:"Réponses fictives."`
	Ideas     int    `default:"20" help:"Idées fictives."`
	Seed      uint64 `default:"1" help:"Graine du hasard : même graine, mêmes réponses."`
	Coded     bool   `help:"Attribuer aussi des thématiques, au nom d’un compte de démonstration."`
}

// Run makes the demonstration if need be, then its fictitious data, marked as such.
func (c *DemoCmd) Run(ctx context.Context, globals *Globals) error {
	a, err := app.Open(ctx, globals.Config, nil)
	if err != nil {
		return err
	}
	defer a.Close()
	if err := a.Service.SeedReference(ctx); err != nil {
		return err
	}
	bar := progress(globals, c.Responses+c.Ideas, "réponses et idées")
	options := service.DemoOptions{Responses: c.Responses, Ideas: c.Ideas, Seed: c.Seed, Coded: c.Coded}
	err = a.Service.Demo(ctx, options, func(done, total int) { bar.Set(done) })
	bar.Finish()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(globals.Stdout, "Démonstration remplie : %d réponses et %d idées fictives.\n", c.Responses, c.Ideas)
	return err
}
