package service

import (
	"context"

	"concertation/internal/consult"
	"concertation/internal/intake"
)

// ImportSurvey is what was found in a file, and the settings completed by it.
type ImportSurvey struct {
	Settings consult.ImportSettings
	Format   string
	Sheets   []string
	Header   []string
	Samples  [][]string // by column, some first cells that are not blank
	Rows     int
	Ignored  []string
	Doubts   []ColumnDoubt
	// Erased are the first rows that name somebody erased at their request, of so many.
	Erased     []ErasedRow
	ErasedRows int
}

// surveyed bounds how many cells of a column its form is guessed from, and sampled how many of them are shown.
const (
	surveyed = 1000
	sampled  = 3
)

func newImportSurvey(file *intake.File, settings consult.ImportSettings) *ImportSurvey {
	survey := &ImportSurvey{Settings: settings, Format: file.Format, Sheets: file.Sheets, Header: file.Header, Samples: make([][]string, len(file.Header))}
	survey.Settings.Encoding, survey.Settings.Sheet = file.Encoding, file.Sheet
	if file.Separator != 0 {
		survey.Settings.Separator = string(file.Separator)
	}
	return survey
}

// read counts the rows and takes samples; each sees every row.
func (s *ImportSurvey) read(ctx context.Context, file *intake.File, each func(intake.Row)) error {
	for row, err := range file.Rows() {
		if err != nil {
			return err
		}
		if s.Rows++; s.Rows%surveyed == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		for i := range s.Samples {
			s.Samples[i] = sample(s.Samples[i], row.Cell(i), sampled)
		}
		each(row)
	}
	return nil
}

// ignore notes the columns that no field uses.
func (s *ImportSurvey) ignore() {
	used := map[string]bool{}
	for _, header := range s.Settings.Columns {
		used[header] = true
	}
	for _, header := range s.Header {
		if header != "" && !used[header] {
			s.Ignored = append(s.Ignored, header)
		}
	}
}
