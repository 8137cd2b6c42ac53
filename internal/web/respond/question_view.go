package respond

import (
	"github.com/a-h/templ"

	"concertation/forms"
	"concertation/internal/web/ui"
)

// counted marks a long text whose length scripts show while it is typed; typing is never blocked (R4.2).
func (p *pageView) counted(q *questionView) ui.Field {
	field := p.fieldOf(q)
	field.Attrs = templ.Attributes{"data-length": p.words.T("respond.question.length", "count", "#", "max", forms.MaxLongText)}
	return field
}

// acknowledged makes the field of a box to tick, whose label is also that of the group.
func (p *pageView) acknowledged(q *questionView) ui.Field {
	field := p.fieldOf(q)
	field.Label = q.ours(p.words.T("respond.question.acknowledge"), p.words)
	return field
}

// sumInput makes the field of one row of a constant sum. A wrong total marks every row.
func (p *pageView) sumInput(row *questionView) ui.TextInput {
	input := p.textInput(row)
	input.Width = 4
	return input
}

// plainOptions gives the choices of a list to unfold, which holds no markup, «choose» first.
func (p *pageView) plainOptions(q *questionView) []ui.Option {
	choose := ui.Option{Label: p.words.T("respond.question.choose")}
	if q.field.Lang != "" {
		choose.Lang = p.words.Language()
	}
	return append([]ui.Option{choose}, p.listOptions(q)...)
}

func (p *pageView) listOptions(q *questionView) []ui.Option {
	order := p.order(q)
	options := make([]ui.Option, len(order))
	for i, at := range order {
		options[i] = ui.Option{Value: q.options[at].Value, Label: q.plainOptions[at]}
	}
	return options
}

// place names a place of a ranking: 1re place, 2e place.
func (p *pageView) place(i int) string {
	if i == 0 {
		return p.words.T("respond.rank.first")
	}
	return p.words.T("respond.rank.next", "place", i+1)
}

// ranked gives how many places a ranking has.
func (q *questionView) ranked() int {
	if q.MaxChoices > 0 && q.MaxChoices < len(q.options) {
		return q.MaxChoices
	}
	return len(q.options)
}

// placeOf gives the place of a choice as posted, or "".
func (p *pageView) placeOf(q *questionView, at int) string { return p.a.Raw.First(q.places[at]) }

// itemID gives the id of item i of a group, as ui gives it: the first has the group's own, where the summary leads.
func itemID(field ui.Field, i int) string {
	if i == 0 {
		return field.ControlID()
	}
	return field.ControlID() + "-" + number(i+1)
}

// described ties a group to its hint and error.
func described(field ui.Field) templ.Attributes {
	ids := ""
	if field.Hint != "" {
		ids = field.HintID()
	}
	if field.Error != "" {
		ids = join(ids, field.ErrorID())
	}
	if ids == "" {
		return nil
	}
	return templ.Attributes{"aria-describedby": ids}
}
