package main

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"

	"concertation/internal/app"
	"concertation/internal/consult"
	"concertation/internal/intake"
	"concertation/internal/service"
)

// ImportOrganisationsCmd brings the list of the organisations to invite.
type ImportOrganisationsCmd struct {
	Consultation string            `required:"" help:"Consultation." placeholder:"SLUG"`
	File         string            `required:"" help:"Tableau, une structure par ligne." placeholder:"FICHIER"`
	Map          map[string]string `mapsep:"," placeholder:"CHAMP=COLONNE,…" help:"Correspondances champ=colonne : name, id, siret, rna, category, territory, size, email, phone, address, postcode, town, contact_name, contact_role, contact_email, contact_phone, note."`
	DryRun       bool              `help:"Lire et vérifier sans rien écrire."`
}

// Run imports and says what came of each row.
func (c *ImportOrganisationsCmd) Run(ctx context.Context, globals *Globals) error {
	file, err := intake.Open(c.File)
	if err != nil {
		return err
	}
	defer file.Close()
	a, err := app.Open(ctx, globals.Config, nil)
	if err != nil {
		return err
	}
	defer a.Close()
	bar := progress(globals, -1, "lignes")
	report, err := a.Service.ImportOrganisations(ctx, consult.System(), c.Consultation, file,
		service.ImportOptions{Map: c.Map, Name: filepath.Base(c.File), DryRun: c.DryRun, Progress: func(rows int) { bar.Set(rows) }})
	bar.Finish()
	if err != nil {
		return err
	}
	if globals.JSON {
		return json.NewEncoder(globals.Stdout).Encode(report)
	}
	return writeOrganisationReport(globals, a, report)
}

func writeOrganisationReport(globals *Globals, a *app.App, report *service.OrganisationReport) error {
	printer := a.Catalogue.In("fr")
	fmt.Fprintf(globals.Stdout, "%d lignes lues, %d structures ajoutées, %d mises à jour, %d inchangées, %d refusées.\n",
		report.Rows, report.Added, report.Updated, report.Same, len(report.Refused))
	for _, column := range report.Ignored {
		fmt.Fprintln(globals.Stdout, "Colonne non utilisée :", column)
	}
	for _, row := range report.Refused {
		for _, fault := range row.Faults {
			fmt.Fprintf(globals.Stdout, "Ligne %d, %s : %s\n", row.Row, printer.T("organisations.field."+fault.Field), printer.T(fault.Key))
		}
	}
	for _, row := range report.Erased {
		fmt.Fprintf(globals.Stdout, "Ligne %d : %s\n", row.Row, printer.T("organisations.issue.erased", "date", printer.Date(row.At)))
	}
	for _, pair := range report.Near {
		fmt.Fprintf(globals.Stdout, "Peut-être la même structure : « %s » et « %s »\n", pair.A.Name, pair.B.Name)
	}
	if report.Shifted {
		fmt.Fprintln(globals.Stdout, printer.T("organisations.error.shifted"))
	}
	if len(report.Refused) > 0 {
		return errReported
	}
	return nil
}
