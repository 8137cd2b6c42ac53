package workbook

import (
	"strings"

	"github.com/xuri/excelize/v2"

	"concertation/exports"
)

// quoted gives a sheet's name as references want it.
func quoted(name string) string { return "'" + strings.ReplaceAll(name, "'", "''") + "'" }

// readmeWidth is the width of the column that explains.
const readmeWidth = 96

// readme writes «Lisez-moi»: what the workbook is, an index with links, bases, how to use it.
func (b *book) readme(name string) error {
	p, in := b.input.P, b.input
	at := 0
	put := func(style int, cells ...string) error {
		at++
		if style == b.styles.title {
			if err := b.file.SetRowHeight(name, at, 28); err != nil {
				return err
			}
		}
		if style == b.styles.label {
			if err := b.file.SetRowHeight(name, at, heightOf(linesOf(cells[len(cells)-1], readmeWidth))); err != nil {
				return err
			}
		}
		if style == b.styles.subtitle {
			if err := b.file.SetRowHeight(name, at, 2*lineHeight); err != nil { // air above
				return err
			}
		}
		for i, value := range cells {
			reference, err := excelize.CoordinatesToCellName(i+1, at)
			if err != nil {
				return err
			}
			if err := b.file.SetCellStr(name, reference, b.typed(value)); err != nil {
				return err
			}
			if err := b.file.SetCellStyle(name, reference, reference, style); err != nil {
				return err
			}
		}
		return nil
	}
	if in.Consultation.Demonstration {
		if err := put(b.styles.banner, p.T("exports.demonstration")); err != nil {
			return err
		}
	}
	if err := put(b.styles.title, b.title()); err != nil {
		return err
	}
	for _, line := range b.stated() {
		if err := put(b.styles.plain, line); err != nil {
			return err
		}
	}
	if err := put(b.styles.subtitle, p.T("exports.readme.index")); err != nil {
		return err
	}
	for _, s := range b.index() {
		if err := put(b.styles.label, s.name, s.about); err != nil {
			return err
		}
		reference := "A" + itoa(at)
		if err := b.file.SetCellHyperLink(name, reference, quoted(s.name)+"!A1", "Location"); err != nil {
			return err
		}
		if err := b.file.SetCellStyle(name, reference, reference, b.styles.link); err != nil {
			return err
		}
	}
	if err := put(b.styles.subtitle, p.T("exports.readme.reading")); err != nil {
		return err
	}
	for _, note := range b.notes() {
		if err := put(b.styles.label, note.title, note.text); err != nil {
			return err
		}
	}
	if err := b.file.SetColWidth(name, "A", "A", 34); err != nil {
		return err
	}
	if err := b.file.SetColWidth(name, "B", "B", readmeWidth); err != nil {
		return err
	}
	return b.page(name)
}

// index gives the sheets, each before those that follow it.
func (b *book) index() []sheet {
	var all []sheet
	for _, s := range b.list {
		all = append(append(all, s), b.continued[s.name]...)
	}
	return all
}

// stated says what the data are of: their date, the questionnaires, the program.
func (b *book) stated() []string {
	p, in := b.input.P, b.input
	lines := []string{p.T("exports.readme.date", "date", p.DateTime(in.Date))}
	if len(in.Surveys) == 0 {
		lines = append(lines, p.T("exports.readme.no_questionnaire"))
	}
	for _, survey := range in.Surveys {
		lines = append(lines, p.T("exports.readme.revision", "number", survey.Revision, "title", exports.Plain(survey.Title)))
	}
	return append(lines, p.T("exports.readme.program", "version", in.Program))
}

// page sets a sheet that people read rather than filter: no grid, portrait, one page wide.
func (b *book) page(name string) error {
	hidden := false
	if err := b.file.SetSheetView(name, 0, &excelize.ViewOptions{ShowGridLines: &hidden}); err != nil {
		return err
	}
	return b.printing(name, "portrait", 1)
}

// note is a line of advice.
type note struct{ title, text string }

// notes say how to read the figures.
func (b *book) notes() []note {
	p := b.input.P
	notes := []note{
		{p.T("exports.readme.self_selected.title"), p.T("exports.readme.self_selected")},
		{p.T("exports.readme.bases.title"), p.T("exports.readme.bases")},
		{p.T("exports.readme.several.title"), p.T("exports.readme.several")},
		{p.T("exports.readme.not_asked.title"), p.T("exports.readme.not_asked")},
		{p.T("exports.readme.four_counts.title"), p.T("exports.readme.four_counts")},
		{p.T("exports.readme.filters.title"), p.T("exports.readme.filters")},
		{p.T("exports.readme.long_texts.title"), p.T("exports.readme.long_texts")},
	}
	if b.input.Ledger != nil {
		notes = append(notes, note{p.T("exports.readme.ledger.title"), p.T("exports.readme.ledger")})
	}
	if !b.input.Public {
		return append(notes, note{p.T("exports.readme.internal.title"), p.T("exports.readme.internal")})
	}
	return append(notes, note{p.T("exports.readme.hidden.title"), p.T("exports.readme.hidden", "threshold", b.threshold())},
		note{p.T("exports.readme.public.title"), p.T("exports.readme.public")})
}
