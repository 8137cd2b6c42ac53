package main

import (
	"context"
	"encoding/json"
	"fmt"

	"concertation/internal/app"
	"concertation/internal/store"
)

// RestoreCmd puts a backup in place, or only says what it is worth.
type RestoreCmd struct {
	From  string `name:"from" required:"" help:"Sauvegarde à lire." placeholder:"FICHIER"`
	Check bool   `name:"check" help:"Vérifier la sauvegarde sans rien rétablir."`
	Force bool   `name:"force" help:"Remplacer une base qui existe : elle est gardée à côté."`
}

// Run checks the backup, then puts it in place unless told otherwise.
func (c *RestoreCmd) Run(ctx context.Context, globals *Globals) error {
	report, err := store.Check(ctx, c.From)
	if err != nil {
		return err
	}
	if err := writeBackupReport(globals, report); err != nil {
		return err
	}
	if len(report.Damage) > 0 {
		return errReported
	}
	if c.Check {
		return nil
	}
	aside, err := store.Restore(ctx, c.From, globals.DB, c.Force)
	if err != nil {
		return err
	}
	fmt.Fprintln(globals.Stdout, "Base rétablie :", globals.DB)
	if aside != "" {
		fmt.Fprintln(globals.Stdout, "L’ancienne est gardée :", aside)
	}
	return stopMails(ctx, globals)
}

// stopMails keeps mails that left since the backup from leaving again.
func stopMails(ctx context.Context, globals *Globals) error {
	a, err := app.Open(ctx, globals.Config, nil)
	if err != nil {
		return err
	}
	defer a.Close()
	waiting, err := a.Service.StopRestoredMails(ctx)
	if err == nil && waiting > 0 {
		fmt.Fprintf(globals.Stdout, "Courriels en file, arrêtés : %d. Ceux qui sont partis après la sauvegarde partiraient deux fois ; voyez l’écran « Courriels » avant de reprendre.\n", waiting)
	}
	return err
}

func writeBackupReport(globals *Globals, report store.Report) error {
	if globals.JSON {
		return json.NewEncoder(globals.Stdout).Encode(report)
	}
	fmt.Fprintf(globals.Stdout, "%s : %d octets, schéma %d (programme : %d)\n", report.Path, report.Bytes, report.Schema, report.Program)
	for _, count := range report.Counts {
		fmt.Fprintf(globals.Stdout, "  %-24s %d\n", count.Table, count.Rows)
	}
	for _, damage := range report.Damage {
		fmt.Fprintln(globals.Stdout, "  abîmé :", damage)
	}
	if len(report.Damage) == 0 {
		fmt.Fprintln(globals.Stdout, "Intègre.")
	}
	return nil
}
