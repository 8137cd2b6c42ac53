package images

import (
	"concertation/exports"
	"concertation/forms"
	"concertation/internal/chart"
	"concertation/internal/tally"
)

// tallies draws each closed question, the rows of a grid together.
func (d drawer) tallies() []picture {
	var all []picture
	list := d.input.Tallies
	for i := 0; i < len(list); {
		t := &list[i]
		if t.Parent == nil {
			i++
			if one, drawn := d.single(t); drawn {
				all = append(all, one)
			}
			continue
		}
		end := i
		for end < len(list) && list[end].Parent == t.Parent {
			end++
		}
		if one, drawn := d.grid(list[i:end]); drawn {
			all = append(all, one)
		}
		i = end
	}
	return all
}

// single draws the answers of a question in the order of their list.
func (d drawer) single(t *tally.Tally) (picture, bool) {
	answered, _ := d.input.Bases(t)
	if len(t.Options) == 0 || t.Bases.Answered == 0 || answered == tally.Hidden {
		return picture{}, false
	}
	bars := chart.Bars{ID: t.Question.Name, Title: d.title(t)}
	for i, count := range d.input.Counts(t) {
		bars.Bars = append(bars.Bars, chart.Bar{Label: d.optionLabel(t.Options[i]), Count: count,
			Share: float64(count) / float64(t.Bases.Answered), Hidden: count == tally.Hidden})
	}
	key := "exports.images.base.answered"
	if t.Question.Kind == forms.SelectMultiple {
		key = "exports.images.base.several"
	}
	return picture{t.Question.Name, d.input.P.T(key, "count", answered, "shown", t.Bases.Shown), bars}, true
}

// grid draws the rows of a grid side by side. A row of which anything is hidden is hidden whole: what is left would
// tell it.
func (d drawer) grid(rows []tally.Tally) (picture, bool) {
	parent, answered := rows[0].Parent, 0
	stacked := chart.Stacked{ID: parent.Name, Title: d.label(parent.Label)}
	for _, option := range rows[0].Options {
		stacked.Answers = append(stacked.Answers, d.optionLabel(option))
	}
	for i := range rows {
		row := chart.StackedRow{Label: d.label(rows[i].Question.Label), Counts: d.input.Counts(&rows[i])}
		for _, count := range row.Counts {
			row.Hidden = row.Hidden || count == tally.Hidden
		}
		answered = max(answered, rows[i].Bases.Answered)
		stacked.Rows = append(stacked.Rows, row)
	}
	if answered == 0 || len(stacked.Answers) == 0 {
		return picture{}, false
	}
	return picture{parent.Name, d.input.P.T("exports.images.base.rows"), stacked}, true
}

// title names a question; the text of an «autre» that became one is named after it.
func (d drawer) title(t *tally.Tally) string {
	if label := d.label(t.Question.Label); label != "" {
		return label
	}
	return t.Question.Name
}

func (d drawer) optionLabel(option tally.Option) string {
	if option.Choice == forms.Acknowledged && option.Label.Empty() {
		return d.input.P.T("exports.acknowledged")
	}
	if label := d.label(option.Label); label != "" {
		return label
	}
	return option.Choice
}

func (d drawer) label(label forms.Text) string {
	fallback := ""
	if d.input.Form != nil {
		fallback = d.input.Form.Definition().DefaultLanguage
	}
	return exports.Plain(label.In("fr", fallback))
}
