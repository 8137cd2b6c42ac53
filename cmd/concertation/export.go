package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"concertation/internal/app"
	"concertation/internal/consult"
)

// ExportCmd gathers the exports.
type ExportCmd struct {
	Workbook ExportWorkbookCmd `cmd:"" help:"Le classeur Excel."`
	CSV      ExportCSVCmd      `cmd:"" name:"csv" help:"Les données en CSV, dans une archive ZIP."`
	Images   ExportImagesCmd   `cmd:"" help:"Les graphiques en images PNG, dans une archive ZIP."`
}

// exportFlags are common to the exports.
type exportFlags struct {
	Consultation string `required:"" help:"Consultation (par exemple demonstration)." placeholder:"SLUG"`
	Public       bool   `help:"À diffuser : sans réponse individuelle, petits effectifs masqués, textes publiables seulement."`
	Out          string `required:"" help:"Fichier à écrire." placeholder:"FICHIER"`
}

// ExportWorkbookCmd writes the workbook.
type ExportWorkbookCmd struct{ exportFlags }

// Run writes the file, or nothing.
func (c *ExportWorkbookCmd) Run(ctx context.Context, globals *Globals) error {
	return c.write(ctx, globals, func(a *app.App, out io.Writer) error {
		return a.Service.ExportWorkbook(ctx, consult.System(), c.Consultation, c.Public, out)
	})
}

// ExportCSVCmd writes the CSV archive.
type ExportCSVCmd struct{ exportFlags }

// Run writes the file, or nothing.
func (c *ExportCSVCmd) Run(ctx context.Context, globals *Globals) error {
	return c.write(ctx, globals, func(a *app.App, out io.Writer) error {
		return a.Service.ExportCSV(ctx, consult.System(), c.Consultation, c.Public, out)
	})
}

// ExportImagesCmd writes the archive of charts.
type ExportImagesCmd struct{ exportFlags }

// Run writes the file, or nothing.
func (c *ExportImagesCmd) Run(ctx context.Context, globals *Globals) error {
	return c.write(ctx, globals, func(a *app.App, out io.Writer) error {
		return a.Service.ExportImages(ctx, consult.System(), c.Consultation, c.Public, out)
	})
}

// write hands export a file beside the wanted one, and puts it in place once whole: a failed export leaves what was
// there before.
func (c *exportFlags) write(ctx context.Context, globals *Globals, export func(*app.App, io.Writer) error) error {
	a, err := app.Open(ctx, globals.Config, nil)
	if err != nil {
		return err
	}
	defer a.Close()
	file, err := os.CreateTemp(filepath.Dir(c.Out), ".export-*")
	if err != nil {
		return fmt.Errorf("écrire %s : %w", c.Out, err)
	}
	defer os.Remove(file.Name())
	err = export(a, file)
	if closing := file.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return err
	}
	if err := os.Rename(file.Name(), c.Out); err != nil {
		return fmt.Errorf("écrire %s : %w", c.Out, err)
	}
	_, err = fmt.Fprintln(globals.Stdout, "Écrit :", c.Out)
	return err
}
