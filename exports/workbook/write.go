package workbook

import (
	"archive/zip"
	"fmt"
	"io"
	"time"

	"github.com/xuri/excelize/v2"

	"concertation/exports"
	"concertation/forms/xlsform"
	"concertation/internal/aside"
)

// Write writes the workbook. The same input gives the same bytes.
func Write(out io.Writer, input *exports.Input) error {
	return write(out, input, excelize.TotalRows)
}

// write writes it in sheets of so many rows at most.
func write(out io.Writer, input *exports.Input, mostRows int) error {
	file := excelize.NewFile()
	defer file.Close()
	b, err := newBook(file, input, mostRows)
	if err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	for _, sheet := range b.list {
		if err := b.add(sheet.name); err != nil {
			return fmt.Errorf("write workbook: sheet %s: %w", sheet.name, err)
		}
	}
	file.SetActiveSheet(0) // it reads every sheet: while they are empty
	for _, late := range []bool{false, true} {
		for _, sheet := range b.list {
			if sheet.late != late {
				continue
			}
			if err := sheet.write(sheet.name); err != nil {
				return fmt.Errorf("write workbook: sheet %s: %w", sheet.name, err)
			}
		}
	}
	if err := b.finish(); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	if err := pack(out, file); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}

// pack writes the file with its parts in a fixed order. A workbook of millions of rows is not held in memory: it is
// written aside first.
func pack(out io.Writer, file *excelize.File) error {
	var packed aside.Content
	defer packed.Close()
	file.SetZipWriter(func(io.Writer) excelize.ZipWriter { return zip.NewWriter(&packed) })
	if _, err := file.WriteToBuffer(); err != nil {
		return err
	}
	return xlsform.Repack(out, &packed, packed.Size())
}

// sheet is one sheet of the workbook: its name, what it counts, and what writes it.
type sheet struct {
	name  string
	about string // for the index
	late  bool   // draws from the others, or tells of them: written after them
	write func(name string) error
}

// sheets makes the list of the sheets in their order, under names that are theirs alone.
func (b *book) sheets() []sheet {
	p := b.input.P
	list := []sheet{
		{p.T("exports.sheet.readme"), p.T("exports.about.readme"), true, b.readme},
		{p.T("exports.sheet.summary"), p.T("exports.about.summary"), true, b.summary},
		{p.T("exports.sheet.participation"), p.T("exports.about.participation"), false, b.participation},
	}
	for _, s := range b.surveys {
		list = append(list, s.sheet(p.T("exports.sheet.tallies"), p.T("exports.about.tallies"), false, s.tallies),
			s.sheet(p.T("exports.sheet.charts"), p.T("exports.about.charts"), true, s.charts),
			s.sheet(p.T("exports.sheet.crosses"), p.T("exports.about.crosses"), false, s.crosses))
	}
	verbatims := p.T("exports.about.verbatims_internal")
	if b.input.Public {
		verbatims = p.T("exports.about.verbatims")
	}
	list = append(list, sheet{p.T("exports.sheet.themes"), p.T("exports.about.themes"), false, b.themes},
		sheet{p.T("exports.sheet.verbatims"), verbatims, false, b.verbatims})
	if len(b.input.Ideas) > 0 {
		list = append(list, sheet{p.T("exports.sheet.ideas"), p.T("exports.about.ideas"), false, b.ideas})
	}
	if !b.input.Public && len(b.input.Proposals) > 0 {
		list = append(list, sheet{p.T("exports.sheet.proposals"), p.T("exports.about.proposals"), false, b.proposals})
	}
	if len(b.input.Grid.Themes) > 0 {
		list = append(list, sheet{p.T("exports.sheet.grid"), p.T("exports.about.grid"), false, b.grid})
	}
	if len(b.input.Grid.Changes) > 0 {
		list = append(list, sheet{p.T("exports.sheet.grid_changes"), p.T("exports.about.grid_changes"), false, b.gridChanges})
	}
	if !b.input.Public && b.input.Ledger != nil {
		list = append(list, sheet{p.T("exports.sheet.ledger"), p.T("exports.about.ledger"), false, b.ledger})
	}
	for _, s := range b.surveys {
		if !b.input.Public {
			list = append(list, s.sheet(p.T("exports.sheet.responses"), p.T("exports.about.responses"), false, s.responses))
		}
	}
	for _, s := range b.surveys {
		list = append(list, s.sheet(p.T("exports.sheet.dictionary"), p.T("exports.about.dictionary"), false, s.dictionary))
	}
	for i := range list {
		list[i].name = SheetName(list[i].name, b.taken)
	}
	return list
}

// follow adds, after the others, a sheet that goes on where one of the list is full.
func (b *book) follow(name string) (string, error) {
	p := b.input.P
	following := sheet{about: p.T("exports.about.followed", "sheet", name, "rows", p.Number(b.mostRows))}
	following.name = SheetName(p.T("exports.sheet.followed", "sheet", name, "number", len(b.continued[name])+1), b.taken)
	b.continued[name] = append(b.continued[name], following)
	return following.name, b.add(following.name)
}

// add makes an empty sheet.
func (b *book) add(name string) error {
	if b.first {
		b.first = false
		return b.file.SetSheetName("Sheet1", name)
	}
	_, err := b.file.NewSheet(name)
	return err
}

// finish sets what concerns the whole file.
func (b *book) finish() error {
	at := b.input.Date.UTC().Format(time.RFC3339)
	return b.file.SetDocProps(&excelize.DocProperties{Creator: "concertation", LastModifiedBy: "concertation",
		Created: at, Modified: at, Title: b.title(), Language: "fr-FR"})
}

// title names the workbook.
func (b *book) title() string {
	kind := "exports.title.internal"
	if b.input.Public {
		kind = "exports.title.public"
	}
	return b.input.P.T(kind) + " – " + b.input.Consultation.Title
}
