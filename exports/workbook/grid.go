package workbook

import (
	"concertation/exports"
	"concertation/internal/consult"
)

// grid writes «Grille»: a row per theme of the grid in force. The public one leaves out examples and lexicon, which may
// quote people.
func (b *book) grid(name string) error {
	p := b.input.P
	columns := []column{{p.T("exports.column.number"), 10, asInteger}, {p.T("exports.column.theme"), 40, asLongText},
		{p.T("exports.column.theme_kind"), 14, asText}, {p.T("exports.column.definition"), 70, asLongText},
		{p.T("exports.column.includes"), 44, asLongText}, {p.T("exports.column.excludes"), 44, asLongText}}
	if !b.input.Public {
		columns = append(columns, column{p.T("exports.column.examples"), 50, asLongText}, column{p.T("exports.column.lexicon"), 34, asLongText})
	}
	columns = append(columns, column{p.T("exports.column.grid"), 9, asInteger}, column{p.T("exports.column.grid_at"), 17, asDateTime})
	if !b.input.Public {
		columns = append(columns, column{p.T("exports.column.grid_by"), 22, asLongText})
	}
	_, err := b.table(name, columns, each(b.input.Grid.Themes, func(t consult.Theme) []cell {
		row := []cell{count(t.Position), text(t.Title), text(p.T("exports.theme_kind." + string(t.Kind))), b.said(t.Definition),
			b.said(t.Includes), b.said(t.Excludes)}
		if !b.input.Public {
			row = append(row, b.said(t.Examples), b.said(t.Lexicon))
		}
		at := text(p.T("exports.grid_first"))
		if !b.input.Grid.At.IsZero() {
			at = moment(b.input.Grid.At)
		}
		row = append(row, count(b.input.Grid.Version), at)
		if !b.input.Public {
			row = append(row, b.said(b.input.Grid.By))
		}
		return row
	}))
	return err
}

// gridChanges writes «Versions de la grille»: a row per change of a theme, those of the last version first, so that who
// reads the version beside a statement knows what its themes were.
func (b *book) gridChanges(name string) error {
	p := b.input.P
	columns := []column{{p.T("exports.column.grid"), 9, asInteger}, {p.T("exports.column.grid_at"), 17, asDateTime}}
	if !b.input.Public {
		columns = append(columns, column{p.T("exports.column.grid_by"), 22, asLongText})
	}
	columns = append(columns, column{p.T("exports.column.grid_change"), 24, asText}, column{p.T("exports.column.theme"), 50, asLongText},
		column{p.T("exports.column.grid_other"), 50, asLongText})
	_, err := b.table(name, columns, each(b.input.Grid.Changes, func(c exports.GridChange) []cell {
		row := []cell{count(c.Version), moment(c.At)}
		if !b.input.Public {
			row = append(row, b.said(c.By))
		}
		other := c.Other.Title
		if c.Kind == consult.ThemeRenamed {
			other = c.Before
		}
		return append(row, text(p.T("exports.grid_change."+string(c.Kind))), b.said(c.Theme.Title), b.said(other))
	}))
	return err
}

// said writes a text, or says that there is none: no cell that people read is blank (R3.8).
func (b *book) said(value string) cell {
	if value == "" {
		return text(b.input.P.T("exports.none"))
	}
	return text(value)
}
