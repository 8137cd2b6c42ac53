package ledger

import (
	"strings"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/ui"
)

// strata is the table of strata: silent ones first, each with its list to call.
func (p ledgerPage) strata() ui.Table {
	table := ui.Table{Caption: p.P.T("ledger.strata.caption"), CaptionHidden: true, Wide: true}
	parted := make([]string, len(p.View.By))
	for i, by := range p.View.By {
		parted[i] = p.P.T("ledger.column." + string(by))
	}
	// What parts the list stands in one column, and what is looked for first beside it: a telephone shows no more.
	table.Columns = append(table.Columns, ui.Column{Title: strings.Join(parted, " · ")})
	for _, title := range []string{"list", "answered", "rate", "silent", "invited", "reached", "opened", "begun", "attended", "idea"} {
		table.Columns = append(table.Columns, ui.Column{Title: p.P.T("ledger.column." + title), Numeric: true})
	}
	for i := range p.View.Strata {
		table.Rows = append(table.Rows, p.stratum(&p.View.Strata[i]))
	}
	return table
}

// small counts the strata of which figures stay inside: few answered, or few did not (R2.5).
func (p ledgerPage) small() int {
	least, small := p.View.Consultation.Settings.Threshold(), 0
	few := func(count int) bool { return count > 0 && count < least }
	for i := range p.View.Strata {
		if answered := p.View.Strata[i].At(consult.StepAnswered); few(answered) || few(p.View.Strata[i].Count-answered) {
			small++
		}
	}
	return small
}

func (p ledgerPage) stratum(count *consult.LedgerCount) ui.Row {
	row := ui.Row{Header: true}
	query := stratumQuery(p.View.By, &count.Stratum)
	all := query
	all.Show = service.ShowAll
	row.Cells = append(row.Cells, ui.Cell{Text: p.stratumLabel(&count.Stratum), URL: queryURL(p.View.Consultation.Slug, all) + "#" + listAnchor})
	silent := ui.Cell{Text: p.P.Number(count.Silent)}
	if count.Silent > 0 {
		silent.URL = queryURL(p.View.Consultation.Slug, query) + "#" + listAnchor
	}
	row.Cells = append(row.Cells, ui.Cell{Text: p.P.Number(count.Count)}, ui.Cell{Text: p.P.Number(count.At(consult.StepAnswered))}, ui.Cell{Text: p.P.Percent(count.Rate())}, silent)
	for _, step := range []consult.LedgerStep{consult.StepInvited, consult.StepReached, consult.StepOpened, consult.StepBegun, consult.StepAttended, consult.StepIdea} {
		row.Cells = append(row.Cells, ui.Cell{Text: p.P.Number(count.At(step))})
	}
	return row
}

// stratumLabel names a stratum in the order of the column's title.
func (p ledgerPage) stratumLabel(stratum *consult.Stratum) string {
	labels, known := make([]string, len(p.View.By)), len(p.View.By) == 1
	for i, by := range p.View.By {
		value := stratum.Value(by)
		labels[i], known = p.label(by, value), known || value != ""
	}
	if !known {
		return p.P.T("ledger.no_stratum")
	}
	return strings.Join(labels, " · ")
}
