package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"concertation/internal/app"
	"concertation/internal/consult"
	"concertation/internal/intake"
	"concertation/internal/service"
)

// ImportCmd gathers the imports.
type ImportCmd struct {
	Questionnaire ImportQuestionnaireCmd `cmd:"" help:"Un questionnaire (.xlsx, .yaml), en brouillon ou publié."`
	Responses     ImportResponsesCmd     `cmd:"" help:"Des réponses recueillies ailleurs (.csv, .xlsx), une par ligne."`
	Contributions ImportContributionsCmd `cmd:"" help:"Des contributions recueillies ailleurs (.csv, .xlsx), une par ligne."`
	Organisations ImportOrganisationsCmd `cmd:"" help:"La liste des structures à inviter (.csv, .xlsx), une par ligne."`
}

// ImportQuestionnaireCmd brings a questionnaire into a consultation.
type ImportQuestionnaireCmd struct {
	Consultation string `required:"" help:"Consultation." placeholder:"SLUG"`
	File         string `required:"" help:"Fichier du questionnaire." placeholder:"FICHIER"`
	Into         string `help:"Questionnaire dont le fichier est une nouvelle révision, ou new pour un nouveau questionnaire ; sans précision, selon son identifiant (form_id)." placeholder:"SLUG|new"`
	Publish      bool   `help:"Publier aussitôt la révision."`
	DryRun       bool   `help:"Vérifier sans rien écrire."`
}

// Run checks the file, then makes a draft revision of it, published if asked.
func (c *ImportQuestionnaireCmd) Run(ctx context.Context, globals *Globals) error {
	check := FormsCheckCmd{Files: []string{c.File}}
	if err := check.Run(globals); err != nil || c.DryRun {
		return err
	}
	content, err := os.ReadFile(c.File)
	if err != nil {
		return fmt.Errorf("lire %s : %w", c.File, err)
	}
	a, err := app.Open(ctx, globals.Config, nil)
	if err != nil {
		return err
	}
	defer a.Close()
	revision, err := a.Service.UploadQuestionnaire(ctx, consult.System(), c.Consultation, c.Into, filepath.Base(c.File), content)
	if err != nil {
		return err
	}
	if c.Publish {
		if err := a.Service.PublishRevision(ctx, consult.System(), revision.ID); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(globals.Stdout, "Révision %d enregistrée.\n", revision.Number)
	return err
}

// ImportResponsesCmd brings responses collected elsewhere.
type ImportResponsesCmd struct {
	Consultation  string            `required:"" help:"Consultation." placeholder:"SLUG"`
	Questionnaire string            `help:"Questionnaire, s’il y en a plusieurs." placeholder:"SLUG"`
	File          string            `required:"" help:"Tableau, une réponse par ligne." placeholder:"FICHIER"`
	Map           map[string]string `mapsep:"," placeholder:"QUESTION=COLONNE,…" help:"Correspondances question=colonne ; aussi id, submitted_at, language, channel."`
	DryRun        bool              `help:"Lire et vérifier sans rien écrire."`
}

// Run imports and says what came of each row.
func (c *ImportResponsesCmd) Run(ctx context.Context, globals *Globals) error {
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
	options := service.ImportOptions{Questionnaire: c.Questionnaire, Map: c.Map, DryRun: c.DryRun}
	bar := progress(globals, -1, "lignes")
	options.Progress = func(rows int) { bar.Set(rows) }
	report, err := a.Service.ImportResponses(ctx, consult.System(), c.Consultation, file, options)
	bar.Finish()
	if err != nil {
		return err
	}
	return writeImportReport(globals, a, report)
}

func writeImportReport(globals *Globals, a *app.App, report *service.ImportReport) error {
	if globals.JSON {
		return json.NewEncoder(globals.Stdout).Encode(report)
	}
	printer := a.Catalogue.In("fr")
	fmt.Fprintf(globals.Stdout, "%d lignes lues, %d importées, %d déjà là, %d refusées.\n",
		report.Rows, report.Imported, report.Already, len(report.Refused))
	for _, column := range report.Ignored {
		fmt.Fprintln(globals.Stdout, "Colonne non utilisée :", column)
	}
	for _, row := range report.Refused {
		for _, failure := range row.Failures {
			message := failure.Message.In("fr")
			if message == "" {
				message = printer.T(failure.Key, failure.Args...)
			}
			fmt.Fprintf(globals.Stdout, "Ligne %d, question %s : %s\n", row.Row, failure.Question, message)
		}
	}
	if len(report.Refused) > 0 {
		return errReported
	}
	return nil
}
