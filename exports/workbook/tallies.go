package workbook

import (
	"iter"

	"concertation/exports"
	"concertation/forms"
	"concertation/internal/tally"
)

// tallies writes «Tris à plat»: one long table, a row per question and answer.
func (s *surveyed) tallies(name string) error {
	p := s.input.P
	columns := []column{
		{p.T("exports.column.section"), 26, asText}, {p.T("exports.column.variable"), 20, asText},
		{p.T("exports.column.question"), 48, asLongText}, {p.T("exports.column.row"), 28, asLongText},
		{p.T("exports.column.answer"), 40, asLongText}, {p.T("exports.column.measure"), 14, asText},
		{p.T("exports.column.value"), 12, asDecimal}, {p.T("exports.column.share"), 10, asPercent},
		{p.T("exports.column.base"), 10, asInteger}, {p.T("exports.column.base_kind"), 44, asLongText},
		{p.T("exports.column.shown"), 12, asInteger}, {p.T("exports.column.blank"), 12, asInteger},
	}
	s.tallied = name
	at := headerRow(s.input.Consultation.Demonstration)
	rows := func(yield func([]cell, error) bool) {
		for i := range s.Tallies {
			t := &s.Tallies[i]
			first := at + 1
			for row := range s.tallyRows(t) {
				at++
				if !yield(row, nil) {
					return
				}
			}
			if n := len(t.Options); n > 0 {
				s.rows[t.Question.Name] = place{first, first + n - 1}
			}
		}
	}
	_, err := s.table(name, columns, rows)
	return err
}

// tallyRows gives the rows of one question: its answers, then its sums.
func (s *surveyed) tallyRows(t *tally.Tally) iter.Seq[[]cell] {
	p := s.input.P
	question, row := s.questionAndRow(t.Question)
	start := []cell{text(s.sectionTitle(t.Question)), text(t.Question.Name), text(question), text(row)}
	base := p.T("exports.base.answered")
	if t.Question.Kind == forms.SelectMultiple {
		base = p.T("exports.base.several")
	}
	answered, blank := s.input.Bases(t)
	end := []cell{s.orHidden(answered), text(base), count(t.Bases.Shown), s.orHidden(blank)}
	line := func(answer, measure string, value, share cell) []cell {
		return append(append(append([]cell{}, start...), text(answer), text(measure), value, share), end...)
	}
	return func(yield func([]cell) bool) {
		counts := s.input.Counts(t)
		for i, option := range t.Options {
			value, share := s.shown(counts[i], t.Bases.Answered)
			if !yield(line(s.optionLabel(t.Question, option), p.T("exports.measure.count"), value, share)) {
				return
			}
		}
		for _, sum := range s.sums(t) {
			if !yield(line(sum.answer, sum.measure, number(sum.value), text(p.T("exports.none")))) {
				return
			}
		}
		if len(t.Options) == 0 && t.Numbers == nil {
			value, _ := s.shown(s.small(t.Bases.Answered), t.Bases.Answered)
			yield(line(p.T("exports.answered"), p.T("exports.measure.count"), value, text(p.T("exports.none"))))
		}
	}
}

// sum is a figure that sums answers up.
type sum struct {
	answer, measure string
	value           float64
}

// sums gives the figures of numeric questions and rankings. In a public workbook they are left out under the
// threshold, and extremes always: they are somebody's own.
func (s *surveyed) sums(t *tally.Tally) []sum {
	p := s.input.P
	if s.input.Public && t.Bases.Answered < s.threshold() {
		return nil
	}
	var sums []sum
	if n := t.Numbers; n != nil {
		all := p.T("exports.answers")
		sums = append(sums, sum{all, p.T("exports.measure.mean"), n.Mean}, sum{all, p.T("exports.measure.q1"), n.Q1},
			sum{all, p.T("exports.measure.median"), n.Median}, sum{all, p.T("exports.measure.q3"), n.Q3})
		if !s.input.Public {
			sums = append(sums, sum{all, p.T("exports.measure.min"), n.Min}, sum{all, p.T("exports.measure.max"), n.Max},
				sum{all, p.T("exports.measure.sum"), n.Sum})
		}
	}
	for i, ranked := range t.Ranks {
		if s.input.Public && ranked.Placed < s.threshold() || ranked.Placed == 0 {
			continue
		}
		label := s.optionLabel(t.Question, t.Options[i])
		sums = append(sums, sum{label, p.T("exports.measure.rank"), ranked.Mean}, sum{label, p.T("exports.measure.points"), float64(ranked.Points)})
		if !s.input.Public || ranked.First == 0 || ranked.First >= s.threshold() {
			sums = append(sums, sum{label, p.T("exports.measure.first"), float64(ranked.First)})
		}
	}
	return sums
}

func (b *book) threshold() int { return b.input.Consultation.Settings.Threshold() }

// small hides a count under the threshold in a public workbook.
func (b *book) small(count int) int { return b.input.Small(count) }

// shown gives the cells of a count and of its share; a hidden one says so.
func (b *book) shown(n, base int) (value, share cell) {
	switch {
	case n == tally.Hidden:
		hidden := text(b.input.P.T("exports.hidden"))
		return hidden, hidden
	case base == 0:
		return count(n), text(b.input.P.T("exports.none"))
	}
	return count(n), number(float64(n) / float64(base))
}

// orHidden gives the cell of a count that has no share.
func (b *book) orHidden(n int) cell {
	if n == tally.Hidden {
		return text(b.input.P.T("exports.hidden"))
	}
	return count(n)
}

func (s *surveyed) label(label forms.Text) string {
	fallback := ""
	if s.Form != nil {
		fallback = s.Form.Definition().DefaultLanguage
	}
	return exports.Plain(label.In("fr", fallback))
}

func (s *surveyed) optionLabel(question *forms.Question, option tally.Option) string {
	if option.Choice == forms.Acknowledged && option.Label.Empty() {
		return s.input.P.T("exports.acknowledged")
	}
	label := s.label(option.Label)
	if label == "" {
		label = option.Choice
	}
	return s.choiceWords(question, option.Choice, label)
}

func (s *surveyed) sectionTitle(question *forms.Question) string {
	if s.Form == nil {
		return s.input.P.T("exports.none")
	}
	if at := s.Form.SectionOf(question); at >= 0 {
		if title := s.label(s.Form.Definition().Sections[at].Title); title != "" {
			return title
		}
	}
	return s.input.P.T("exports.none")
}
