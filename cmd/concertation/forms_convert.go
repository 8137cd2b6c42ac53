package main

import (
	"errors"
	"fmt"
	"path/filepath"

	"concertation/forms/files"
	"concertation/internal/i18n"
)

// FormsConvertCmd turns a questionnaire from one format into another.
type FormsConvertCmd struct {
	In  string `arg:"" name:"entrée" help:"Fichier à lire (.xlsx, .yaml)."`
	Out string `arg:"" name:"sortie" help:"Fichier à écrire (.xlsx, .yaml)."`
}

// Run converts the file and says on stderr what the reading had to leave out.
func (c *FormsConvertCmd) Run(globals *Globals) error {
	catalogue, err := i18n.New()
	if err != nil {
		return err
	}
	translate := catalogue.In("fr").T
	definition, issues, err := files.Read(c.In)
	if err != nil {
		return errors.New(translate("forms_files.convert.refused", "file", c.In, "message", files.Explain(err, translate)))
	}
	for _, issue := range files.Words(issues, filepath.Ext(c.In), translate) {
		fmt.Fprintln(globals.Stderr, files.Line(issue, translate))
	}
	if len(definition.Sections) == 0 {
		return errors.New(translate("forms_files.convert.nothing"))
	}
	if err := files.Write(c.Out, definition); err != nil {
		return errors.New(translate("forms_files.convert.refused", "file", c.Out, "message", files.Explain(err, translate)))
	}
	_, err = fmt.Fprintln(globals.Stdout, translate("forms_files.convert.done", "file", c.Out, "count", files.Count(definition)))
	return err
}
