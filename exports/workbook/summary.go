package workbook

import (
	"concertation/exports"
	"concertation/forms"
	"concertation/internal/tally"
)

// summaryQuestions is how many questions the one page shows at most.
const summaryQuestions = 2

// summary writes «Synthèse»: one page to print, participation, main tallies, themes.
func (b *book) summary(name string) error {
	p, in := b.input.P, b.input
	at := 1
	if in.Consultation.Demonstration {
		if err := b.line(name, "A1", b.styles.banner, p.T("exports.demonstration")); err != nil {
			return err
		}
		at++
	}
	if err := b.line(name, "A"+itoa(at), b.styles.subtitle, in.Consultation.Title); err != nil {
		return err
	}
	if err := b.line(name, "A"+itoa(at+1), b.styles.plain, b.period()); err != nil {
		return err
	}
	at += 3
	if err := b.figures(name, at); err != nil {
		return err
	}
	at += 3
	if b.input.Several() {
		for _, s := range b.surveys {
			if err := b.line(name, "A"+itoa(at), b.styles.plain, b.surveyWords(s)); err != nil {
				return err
			}
			at++
		}
		at++
	}
	if rows := b.themed; rows.first > 0 && in.Grouping.Coded.Contributions > 0 {
		title := p.T("exports.summary.themes", "count", in.Grouping.Coded.Contributions, "total", in.Grouping.Total.Contributions)
		if err := b.wide(name, at, title, p.T("exports.sheet.themes"), "B", "F", rows); err != nil {
			return err
		}
		at += b.tall(rows) + 1
	}
	main := b.surveys[0]
	for _, t := range main.mainTallies() {
		rows := main.rows[main.Tallies[t].Question.Name]
		if err := b.wide(name, at, main.summaryTitle(&main.Tallies[t]), main.tallied, "E", "G", rows); err != nil {
			return err
		}
		at += b.tall(rows) + 1
	}
	if err := b.line(name, "A"+itoa(at), b.styles.plain, p.T("exports.readme.self_selected")); err != nil {
		return err
	}
	if err := b.file.SetColWidth(name, "A", "D", 24); err != nil {
		return err
	}
	return b.onePage(name)
}

// surveyWords is the line of one questionnaire among several: each has its own rate, since those asked may answer all.
func (b *book) surveyWords(s *surveyed) string {
	p, eligible := b.input.P, b.input.Participation.Eligible
	words := p.T("exports.summary.survey", "count", s.Submitted, "title", exports.Plain(s.Title))
	if eligible == 0 {
		return words
	}
	return words + p.T("exports.summary.survey_rate", "count", eligible, "share", p.Percent(float64(s.Submitted)/float64(eligible)))
}

// figures puts the large figures side by side: asked, answered, rate where there is one questionnaire, contributions.
func (b *book) figures(name string, at int) error {
	p, in := b.input.P, &b.input.Participation
	type figure struct{ value, words string }
	figures := []figure{{p.Number(in.Submitted), p.T("exports.participation.submitted")}}
	if in.Eligible > 0 {
		figures = append([]figure{{p.Number(in.Eligible), p.T("exports.participation.eligible")}}, figures...)
		if !b.input.Several() {
			figures = append(figures, figure{p.Percent(float64(in.Submitted) / float64(in.Eligible)), p.T("exports.participation.rate")})
		}
	}
	if g := b.input.Grouping; g != nil {
		figures = append(figures, figure{p.Number(g.Total.Contributions), p.T("exports.participation.contributions")})
	}
	for i, one := range figures {
		letter := []string{"A", "B", "C", "D"}[i]
		if err := b.line(name, letter+itoa(at), b.styles.figure, one.value); err != nil {
			return err
		}
		if err := b.line(name, letter+itoa(at+1), b.styles.label, one.words); err != nil {
			return err
		}
	}
	return b.file.SetRowHeight(name, at+1, 32)
}

func (b *book) period() string {
	p, c := b.input.P, &b.input.Consultation
	if c.OpensAt.IsZero() || c.ClosesAt.IsZero() {
		return p.T("exports.readme.date", "date", p.DateTime(b.input.Date))
	}
	return p.T("exports.summary.period", "from", p.Date(c.OpensAt), "to", p.Date(c.ClosesAt), "date", p.DateTime(b.input.Date))
}

// mainTallies picks the questions of the page, those of the first questionnaire: the respondents' category, then the first closed question that is not
// an attribute.
func (s *surveyed) mainTallies() []int {
	var picked []int
	for _, wanted := range []bool{true, false} {
		for i := range s.Tallies {
			t := &s.Tallies[i]
			_, drawn := s.rows[t.Question.Name]
			if !drawn || t.Bases.Answered == 0 || t.Parent != nil || len(t.Options) > 12 {
				continue
			}
			if wanted && t.Question.Role == forms.RoleCategory || !wanted && t.Question.Role == forms.RoleNone && t.Question.Kind == forms.SelectMultiple {
				picked = append(picked, i)
				break
			}
		}
	}
	return picked[:min(len(picked), summaryQuestions)]
}

// summaryTitle is the title of a chart beside those of other questionnaires.
func (s *surveyed) summaryTitle(t *tally.Tally) string {
	if !s.input.Several() {
		return s.chartTitle(t)
	}
	return exports.Plain(s.Title) + "\n" + s.chartTitle(t)
}

// wide draws a chart across the page.
func (b *book) wide(name string, at int, title, source, labels, values string, rows place) error {
	return b.bars(name, "A"+itoa(at), title, source, labels, values, rows, b.tall(rows)*cellHeight)
}

// tall is how many rows of the sheet a chart covers.
func (b *book) tall(rows place) int {
	return (chartFrame + chartLine*(rows.last-rows.first+1)) / cellHeight
}

// onePage prints the sheet on one page.
func (b *book) onePage(name string) error {
	if err := b.page(name); err != nil {
		return err
	}
	return b.file.SetPageLayout(name, layout(1))
}
