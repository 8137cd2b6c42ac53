package images

import (
	"concertation/exports"
	"concertation/forms"
	"concertation/internal/chart"
	"concertation/internal/tally"
)

// tallies draws each closed question, the rows of a grid together.
func (s surveyed) tallies() []picture {
	var all []picture
	list := s.Tallies
	for i := 0; i < len(list); {
		t := &list[i]
		if t.Parent == nil {
			i++
			if one, drawn := s.single(t); drawn {
				all = append(all, one)
			}
			continue
		}
		end := i
		for end < len(list) && list[end].Parent == t.Parent {
			end++
		}
		if one, drawn := s.grid(list[i:end]); drawn {
			all = append(all, one)
		}
		i = end
	}
	return all
}

// single draws the answers of a question in the order of their list.
func (s surveyed) single(t *tally.Tally) (picture, bool) {
	answered, _ := s.input.Bases(t)
	if len(t.Options) == 0 || t.Bases.Answered == 0 || answered == tally.Hidden {
		return picture{}, false
	}
	bars := chart.Bars{ID: t.Question.Name, Title: s.title(t)}
	for i, count := range s.input.Counts(t) {
		bars.Bars = append(bars.Bars, chart.Bar{Label: s.optionLabel(t.Question, t.Options[i]), Count: count,
			Share: float64(count) / float64(t.Bases.Answered), Hidden: count == tally.Hidden})
	}
	key := "exports.images.base.answered"
	if t.Question.Kind == forms.SelectMultiple {
		key = "exports.images.base.several"
	}
	return picture{s.named(t.Question.Name), s.said(s.input.P.T(key, "count", answered, "shown", t.Bases.Shown)), bars}, true
}

// grid draws the rows of a grid side by side. A row of which anything is hidden is hidden whole: what is left would
// tell it.
func (s surveyed) grid(rows []tally.Tally) (picture, bool) {
	parent, answered := rows[0].Parent, 0
	stacked := chart.Stacked{ID: parent.Name, Title: s.label(parent.Label)}
	for _, option := range rows[0].Options {
		stacked.Answers = append(stacked.Answers, s.optionLabel(rows[0].Question, option))
	}
	for i := range rows {
		row := chart.StackedRow{Label: s.label(rows[i].Question.Label), Counts: s.input.Counts(&rows[i])}
		for _, count := range row.Counts {
			row.Hidden = row.Hidden || count == tally.Hidden
		}
		answered = max(answered, rows[i].Bases.Answered)
		stacked.Rows = append(stacked.Rows, row)
	}
	if answered == 0 || len(stacked.Answers) == 0 {
		return picture{}, false
	}
	return picture{s.named(parent.Name), s.said(s.input.P.T("exports.images.base.rows")), stacked}, true
}

// title names a question; the text of an «autre» that became one is named after it.
func (s surveyed) title(t *tally.Tally) string {
	label := s.label(t.Question.Label)
	if label == "" {
		label = t.Question.Name
	}
	if s.Form != nil && s.Form.Withdrawn(t.Question.Name) {
		return s.input.P.T("exports.withdrawn.question", "words", label)
	}
	return label
}

func (s surveyed) optionLabel(question *forms.Question, option tally.Option) string {
	if option.Choice == forms.Acknowledged && option.Label.Empty() {
		return s.input.P.T("exports.acknowledged")
	}
	label := s.label(option.Label)
	if label == "" {
		label = option.Choice
	}
	if s.Form != nil && s.Form.Withdrawn(forms.RankField(question.Name, option.Choice)) {
		return s.input.P.T("exports.withdrawn.choice", "words", label)
	}
	return label
}

func (s surveyed) label(label forms.Text) string {
	fallback := ""
	if s.Form != nil {
		fallback = s.Form.Definition().DefaultLanguage
	}
	return exports.Plain(label.In("fr", fallback))
}
