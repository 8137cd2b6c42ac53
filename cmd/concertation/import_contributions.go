package main

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"

	"concertation/internal/app"
	"concertation/internal/consult"
	"concertation/internal/service"
)

// ImportContributionsCmd brings contributions gathered elsewhere.
type ImportContributionsCmd struct {
	Consultation       string            `required:"" help:"Consultation." placeholder:"SLUG"`
	File               string            `required:"" help:"Tableau (.csv, .xlsx), une contribution par ligne." placeholder:"FICHIER"`
	Map                map[string]string `mapsep:"," placeholder:"CHAMP=COLONNE,…" help:"Correspondances champ=colonne : id, title, body, question, theme, author, category, territory, participants, session, channel, date."`
	DryRun             bool              `help:"Lire et vérifier sans rien écrire."`
	Source             string            `help:"Nom de la source, pour que ses identifiants ne se confondent pas avec ceux d’une autre." placeholder:"NOM"`
	Publication        string            `enum:"no,anonymous,named" default:"no" help:"Choix de publication de toutes les lignes : no, anonymous ou named."`
	OneSessionPerTitle bool              `help:"Une seule séance par titre, même si le nombre de participants change."`
	Coder              string            `help:"Compte au nom duquel les thématiques du fichier sont données (theme=…)." placeholder:"ADRESSE"`
	Encoding           string            `enum:"auto,UTF-8,Windows-1252,UTF-16" default:"auto" help:"Encodage du CSV."`
	Sheet              string            `help:"Feuille du classeur." placeholder:"NOM"`
	Dates              string            `enum:"auto,AAAA-MM-JJ,JJ/MM/AAAA,MM/JJ/AAAA" default:"auto" help:"Écriture des dates."`
}

// Run imports and says what came of each row.
func (c *ImportContributionsCmd) Run(ctx context.Context, globals *Globals) error {
	if c.Map["theme"] != "" && c.Coder == "" {
		return usageError{"--map theme=… demande --coder ADRESSE : une thématique est toujours donnée par une personne"}
	}
	a, err := app.Open(ctx, globals.Config, nil)
	if err != nil {
		return err
	}
	defer a.Close()
	in := service.ContributionImport{Path: c.File, Name: filepath.Base(c.File), DryRun: c.DryRun, Settings: consult.ImportSettings{
		Columns: c.Map, Encoding: detected(c.Encoding), Sheet: c.Sheet, DateFormat: detected(c.Dates), Source: c.Source,
		Publication: consult.Publication(c.Publication), OneSessionPerTitle: c.OneSessionPerTitle}}
	if c.Coder != "" {
		user, err := a.Store.UserByEmail(ctx, c.Coder)
		if err != nil {
			return fmt.Errorf("compte %s : %w", c.Coder, err)
		}
		in.Settings.Coder = user.ID
	}
	bar := progress(globals, -1, "lignes")
	in.Progress = func(rows, total int) {
		bar.ChangeMax(total)
		bar.Set(rows)
	}
	if _, err := a.Store.ConsultationBySlug(ctx, c.Consultation); consult.CodeOf(err) == consult.CodeNotFound && err != nil {
		return fmt.Errorf("aucune consultation ne s’appelle %q", c.Consultation)
	}
	report, err := a.Service.ImportContributions(ctx, consult.System(), c.Consultation, in)
	bar.Finish()
	if err != nil {
		return err
	}
	return writeContributionsReport(globals, a, report, c.DryRun)
}

// detected gives a choice, "" when it is left to detection.
func detected(choice string) string {
	if choice == "auto" {
		return ""
	}
	return choice
}

func writeContributionsReport(globals *Globals, a *app.App, report *consult.ImportReport, dryRun bool) error {
	if globals.JSON {
		if err := json.NewEncoder(globals.Stdout).Encode(report); err != nil {
			return err
		}
	} else {
		printer := a.Catalogue.In("fr")
		if dryRun {
			fmt.Fprintln(globals.Stdout, printer.T("collect.report.dry_run"))
		}
		fmt.Fprintln(globals.Stdout, printer.T("collect.report.rows", "rows", report.Rows, "added", report.Added, "updated", report.Updated,
			"restored", report.Restored, "already", report.Already, "refused", report.Refused))
		fmt.Fprintln(globals.Stdout, printer.T("collect.report.people", "sessions", report.Sessions, "participants", report.Participants,
			"contributors", report.Contributors, "represented", report.Represented))
		for _, column := range report.Ignored {
			fmt.Fprintln(globals.Stdout, printer.T("collect.report.ignored", "column", column))
		}
		for _, issue := range report.Issues {
			fmt.Fprintln(globals.Stdout, service.IssueWords(printer, issue))
		}
		if report.IssuesLeft > 0 {
			fmt.Fprintln(globals.Stdout, printer.T("collect.report.issues_left", "count", report.IssuesLeft))
		}
	}
	if report.Refused > 0 {
		return errReported
	}
	return nil
}
