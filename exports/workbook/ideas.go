package workbook

import (
	"concertation/exports"
	"concertation/internal/consult"
)

// ideas writes «Idées»: a row per idea of the box, as they came.
func (b *book) ideas(name string) error {
	p, public := b.input.P, b.input.Public
	columns := []column{{p.T("exports.idea.number"), 9, asInteger}, {p.T("exports.idea.title"), 36, asLongText}}
	if public {
		columns = append(columns, column{p.T("exports.idea.text"), 90, asWholeText})
	} else {
		columns = append(columns, column{p.T("exports.idea.observation"), 50, asWholeText}, column{p.T("exports.idea.proposal"), 60, asWholeText})
	}
	columns = append(columns, column{p.T("exports.idea.theme"), 36, asLongText}, column{p.T("exports.column.territory"), 20, asLongText},
		column{p.T("exports.idea.beneficiaries"), 28, asLongText}, column{p.T("exports.idea.bearer"), 28, asLongText}, column{p.T("exports.idea.status"), 14, asLongText},
		column{p.T("exports.idea.supports"), 11, asInteger}, column{p.T("exports.idea.comments"), 15, asInteger},
		column{p.T("exports.idea.merged"), 12, asInteger}, column{p.T("exports.idea.answer"), 60, asLongText},
		column{p.T("exports.idea.answered_at"), 13, asDate})
	if !public {
		columns = append(columns, column{p.T("exports.column.category"), 28, asLongText}, column{p.T("exports.idea.moderation"), 20, asLongText},
			column{p.T("exports.idea.publication"), 18, asLongText}, column{p.T("exports.idea.received_at"), 13, asDate},
			column{p.T("exports.column.reference"), 12, asText})
	}
	_, err := b.table(name, columns, each(b.input.Ideas, b.idea))
	return err
}

func (b *book) idea(i exports.Idea) []cell {
	p := b.input.P
	row := []cell{number(float64(i.Number)), text(i.Title)}
	if !b.input.Public {
		row = append(row, b.orNone(i.Observation))
	}
	row = append(row, text(i.Proposal), b.orNone(i.Theme), text(b.known(i.Territory)), b.orNone(i.Beneficiaries), b.orNone(i.Bearer),
		text(p.T("exports.idea_status."+string(i.Status))), count(i.Supports), count(i.Comments))
	if i.MergedInto != 0 {
		row = append(row, number(float64(i.MergedInto)))
	} else {
		row = append(row, b.orNone(""))
	}
	row = append(row, b.orNone(exports.Plain(i.Answer)))
	if i.AnsweredAt.IsZero() {
		row = append(row, b.orNone(""))
	} else {
		row = append(row, moment(i.AnsweredAt))
	}
	if b.input.Public {
		return row
	}
	return append(row, text(b.known(i.Category)), text(p.T("exports.idea_moderation."+b.moderated(&i.Idea))),
		text(b.publishable(&exports.Verbatim{Publication: i.Publication, Publishable: i.Publication != consult.PublicationNo})),
		moment(i.CreatedAt), b.orNone(i.Reference))
}

// moderated says where an idea stands; what its author took back is no longer for a moderator to settle.
func (b *book) moderated(i *consult.Idea) string {
	if !i.WithdrawnAt.IsZero() {
		return "withdrawn"
	}
	return string(i.Moderation)
}

// orNone says in words that there is nothing (R3.8).
func (b *book) orNone(value string) cell {
	if value == "" {
		value = b.input.P.T("exports.none")
	}
	return text(value)
}
