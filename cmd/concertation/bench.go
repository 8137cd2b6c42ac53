package main

import (
	"context"

	"concertation/internal/bench"
)

// BenchCmd gathers the benchmarks: each figure beside its bare limit, in the same run.
type BenchCmd struct {
	Submit   BenchSubmitCmd   `cmd:"" help:"Le chemin d’une réponse, de la première page à l’envoi."`
	Tally    BenchTallyCmd    `cmd:"" help:"Les tris, en mémoire et en SQL."`
	Workbook BenchWorkbookCmd `cmd:"" help:"L’écriture du classeur."`
	Themes   BenchThemesCmd   `cmd:"" help:"Les suggestions de thématiques."`
	Bare     BenchBareCmd     `cmd:"" hidden:"" help:"Le serveur nu auquel les autres se comparent."`
}

// BenchSubmitCmd measures the way of a response.
type BenchSubmitCmd struct {
	Clients  int    `default:"64" help:"Clients simultanés."`
	Finals   int    `default:"20000" help:"Derniers envois mesurés."`
	Journeys int    `default:"4000" help:"Parcours complets d’une page (un quart autant de sept étapes)."`
	Pages    int    `default:"20000" help:"Lectures de chaque page."`
	Ideas    int    `default:"10000" help:"Idées dans la boîte avant sa mesure."`
	Profile  string `hidden:"" help:"Profil du processeur du serveur."`
}

// Run prints the figures.
func (c *BenchSubmitCmd) Run(ctx context.Context, globals *Globals) error {
	rows, err := bench.Submit(ctx, bench.SubmitOptions{Clients: c.Clients, Finals: c.Finals, Journeys: c.Journeys, Pages: c.Pages, Ideas: c.Ideas, Profile: c.Profile})
	if err != nil {
		return err
	}
	return bench.Write(globals.Stdout, rows, globals.JSON)
}

// BenchBareCmd serves the limits.
type BenchBareCmd struct {
	Addr string `required:"" placeholder:"ADRESSE" help:"Adresse d’écoute."`
	File string `required:"" placeholder:"FICHIER" help:"Fichier où écrire."`
}

// Run serves until told to stop.
func (c *BenchBareCmd) Run(ctx context.Context) error { return bench.Bare(ctx, c.Addr, c.File) }

// BenchTallyCmd measures tallies.
type BenchTallyCmd struct {
	Responses int `default:"1000000" help:"Réponses en mémoire."`
}

// Run prints the figures.
func (c *BenchTallyCmd) Run(ctx context.Context, globals *Globals) error {
	rows, err := bench.Tally(ctx, c.Responses)
	if err != nil {
		return err
	}
	return bench.Write(globals.Stdout, rows, globals.JSON)
}

// BenchWorkbookCmd measures the workbook.
type BenchWorkbookCmd struct {
	Responses int `default:"30000" help:"Réponses à écrire."`
}

// Run prints the figures.
func (c *BenchWorkbookCmd) Run(ctx context.Context, globals *Globals) error {
	rows, err := bench.Workbook(ctx, c.Responses)
	if err != nil {
		return err
	}
	return bench.Write(globals.Stdout, rows, globals.JSON)
}

// BenchThemesCmd measures suggestions.
type BenchThemesCmd struct {
	Texts int `default:"2000000" help:"Contributions auxquelles suggérer."`
}

// Run prints the figures.
func (c *BenchThemesCmd) Run(ctx context.Context, globals *Globals) error {
	rows, err := bench.Themes(ctx, c.Texts)
	if err != nil {
		return err
	}
	return bench.Write(globals.Stdout, rows, globals.JSON)
}
