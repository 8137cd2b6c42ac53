package workbook

import (
	"strings"

	"concertation/exports"
	"concertation/internal/consult"
)

// verbatims writes «Verbatims par thème»: a row per statement and theme.
func (b *book) verbatims(name string) error {
	p := b.input.P
	columns := []column{
		{p.T("exports.column.theme"), 28, asLongText}, {p.T("exports.column.text"), 90, asWholeText},
		{p.T("exports.column.question"), 30, asLongText}, {p.T("exports.column.kind_of_contribution"), 13, asLongText},
		{p.T("exports.column.category"), 20, asLongText}, {p.T("exports.column.territory"), 16, asLongText},
		{p.T("exports.column.publishable"), 13, asLongText},
	}
	printed := columns // the coding is for those who check it, on screen
	if !b.input.Public {
		columns = append(columns, column{p.T("exports.column.date"), 12, asDate}, column{p.T("exports.column.reference"), 12, asText},
			column{p.T("exports.column.coders"), 22, asLongText}, column{p.T("exports.column.coded_at"), 17, asDateTime},
			column{p.T("exports.column.grid"), 9, asInteger}, column{p.T("exports.column.quotable"), 10, asText},
			column{p.T("exports.column.notes"), 40, asLongText})
	}
	_, err := b.tableOnPaper(name, columns, printed, eachRead(b.input.Verbatims, func(v *exports.Verbatim) []cell {
		theme, body := v.Theme.Title, v.Text
		if theme == "" {
			theme = p.T("exports.not_grouped")
		}
		if v.Title != "" {
			body = v.Title + "\n" + v.Text
		}
		question := v.Question
		if question == "" {
			question = p.T("exports.none")
		}
		row := []cell{text(theme), text(body), text(exports.Plain(question)), text(p.T("exports.contribution." + string(v.Kind))),
			text(b.known(v.Category)), text(b.known(v.Territory)), text(b.publishable(v))}
		if !b.input.Public {
			reference := v.Reference
			if reference == "" {
				reference = p.T("exports.none")
			}
			row = append(row, moment(v.At), text(reference))
			row = append(row, b.coding(v)...)
		}
		return row
	}))
	return err
}

func (b *book) publishable(v *exports.Verbatim) string {
	switch {
	case !v.Publishable:
		return b.input.P.T("exports.publication.no")
	case v.Publication == consult.PublicationNamed:
		return b.input.P.T("exports.publication.named")
	default:
		return b.input.P.T("exports.publication.anonymous")
	}
}

// coding says who gave a statement its theme, when, on which version of the grid, and what else they said of it.
func (b *book) coding(v *exports.Verbatim) []cell {
	none := text(b.input.P.T("exports.none"))
	at, grid := none, none
	if !v.CodedAt.IsZero() {
		at, grid = moment(v.CodedAt), count(v.GridVersion)
	}
	quotable := b.input.P.T("exports.no")
	if v.Quotable {
		quotable = b.input.P.T("exports.yes")
	}
	return []cell{b.several(v.Coders, ", "), at, grid, text(quotable), b.several(v.Notes, "\n")}
}

// several writes some texts in a cell, or says that there is none.
func (b *book) several(texts []string, between string) cell {
	if len(texts) == 0 {
		return text(b.input.P.T("exports.none"))
	}
	return text(strings.Join(texts, between))
}
