package main

import (
	"encoding/json"
	"fmt"
	"io"

	"concertation/forms/files"
	"concertation/internal/i18n"
)

// FormsCheckCmd reads questionnaires and says what is wrong with them.
type FormsCheckCmd struct {
	Files []string `arg:"" name:"fichier" help:"Fichiers .xlsx ou .yaml."`
}

// Run prints a report per file; it fails when one of them could not be published.
func (c *FormsCheckCmd) Run(globals *Globals) error {
	catalogue, err := i18n.New()
	if err != nil {
		return err
	}
	reports := make([]files.Report, 0, len(c.Files))
	faulty := 0
	for _, path := range c.Files {
		report := files.Check(path, catalogue.In("fr").T)
		if !report.OK {
			faulty++
		}
		reports = append(reports, report)
	}
	if err := writeReports(globals, reports, catalogue.In("fr").T); err != nil {
		return err
	}
	if faulty > 0 {
		fmt.Fprintln(globals.Stderr, "concertation :", catalogue.In("fr").T("forms_files.check.faulty", "count", faulty))
		return errReported
	}
	return nil
}

func writeReports(globals *Globals, reports []files.Report, translate files.Translate) error {
	if globals.JSON {
		encoder := json.NewEncoder(globals.Stdout)
		encoder.SetIndent("", "  ")
		encoder.SetEscapeHTML(false)
		return encoder.Encode(reports)
	}
	for _, report := range reports {
		if err := writeReport(globals.Stdout, report, translate); err != nil {
			return err
		}
	}
	return nil
}

func writeReport(out io.Writer, report files.Report, translate files.Translate) error {
	_, err := fmt.Fprintln(out, files.Headline(report, translate))
	for _, issue := range report.Issues {
		if err != nil {
			break
		}
		_, err = fmt.Fprintln(out, "  "+files.Line(issue, translate))
	}
	return err
}
