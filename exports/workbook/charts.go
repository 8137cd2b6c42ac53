package workbook

import (
	"github.com/xuri/excelize/v2"

	"concertation/forms"
	"concertation/internal/tally"
)

// A column of charts: half a page wide.
const (
	chartWidth  = 560
	chartLine   = 26 // per bar
	chartFrame  = 110
	cellHeight  = 20
	chartColumn = 8 // columns of the sheet that a chart covers
)

// charts writes «Graphiques»: a native chart per closed question, two side by side, drawn from «Tris à plat».
func (s *surveyed) charts(name string) error {
	top := 1
	if s.input.Consultation.Demonstration {
		if err := s.line(name, "A1", s.styles.banner, s.input.P.T("exports.demonstration")); err != nil {
			return err
		}
		top = 3
	}
	column, tallest := 0, 0
	for i := range s.Tallies {
		t := &s.Tallies[i]
		rows, drawn := s.rows[t.Question.Name]
		if !drawn || t.Bases.Answered == 0 {
			continue
		}
		height := chartFrame + chartLine*(rows.last-rows.first+1)
		corner, err := excelize.CoordinatesToCellName(1+column*(chartColumn+1), top)
		if err != nil {
			return err
		}
		if err := s.bars(name, corner, s.chartTitle(t), s.tallied, "E", "G", rows, height); err != nil {
			return err
		}
		tallest = max(tallest, height)
		if column++; column == 2 {
			top, column, tallest = top+tallest/cellHeight+2, 0, 0
		}
	}
	return s.page(name)
}

func (b *book) line(name, reference string, style int, value string) error {
	if err := b.file.SetCellStr(name, reference, b.typed(value)); err != nil {
		return err
	}
	return b.file.SetCellStyle(name, reference, reference, style)
}

// chartTitle says the question and its base.
func (s *surveyed) chartTitle(t *tally.Tally) string {
	question, row := s.questionAndRow(t.Question)
	if t.Parent != nil {
		question += " – " + row
	}
	key := "exports.chart.base"
	if t.Question.Kind == forms.SelectMultiple {
		key = "exports.chart.base_several"
	}
	return question + "\n" + s.input.P.T(key, "count", t.Bases.Answered)
}

// bars draws one series of horizontal bars, in the order of the table, with figures at their end.
func (b *book) bars(name, corner, title, source, labels, values string, rows place, height int) error {
	reference := func(column string) string {
		return quoted(source) + "!$" + column + "$" + itoa(rows.first) + ":$" + column + "$" + itoa(rows.last)
	}
	words := excelize.Font{Family: family, Size: 10, Color: ink}
	gap, least := uint(45), 0.0
	return b.file.AddChart(name, corner, &excelize.Chart{
		Type: excelize.Bar,
		Series: []excelize.ChartSeries{{Name: b.input.P.T("exports.measure.count"), Categories: reference(labels), Values: reference(values),
			Fill:              excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{slate}},
			DataLabel:         excelize.ChartDataLabel{Font: words},
			DataLabelPosition: excelize.ChartDataLabelsPositionOutsideEnd}},
		Format:    excelize.GraphicOptions{AltText: title, Name: title},
		Dimension: excelize.ChartDimension{Width: chartWidth, Height: uint(height)},
		Legend:    excelize.ChartLegend{Position: "none"},
		Title:     excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: title, Font: &excelize.Font{Family: family, Size: 11, Bold: true, Color: ink}}}},
		XAxis:     excelize.ChartAxis{ReverseOrder: true, Font: words},
		YAxis:     excelize.ChartAxis{None: true, Minimum: &least, Font: words},
		PlotArea:  excelize.ChartPlotArea{ShowVal: true},
		GapWidth:  &gap,
	})
}

// layout fits a sheet on that many pages.
func layout(pages int) *excelize.PageLayoutOptions {
	return &excelize.PageLayoutOptions{FitToWidth: &pages, FitToHeight: &pages}
}
