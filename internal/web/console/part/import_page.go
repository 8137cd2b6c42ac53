package part

import (
	"slices"

	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/web/ui"
)

// What the page of one import shows; import.go answers for it.

func (p importPage) address() string {
	return p.Kind.Base(p.ImportView.Consultation.Slug) + "/importer/" + string(p.Import.ID)
}

// waits says whether the settings can still change.
func (p importPage) waits() bool { return p.Import.State == consult.ImportUploaded && p.Survey != nil }

// column asks which column feeds a field.
func (p importPage) column(field string) ui.Select {
	options := []ui.Option{{Label: p.P.T("collect.import.no_column")}}
	for i, header := range p.Survey.Header {
		if header == "" {
			continue
		}
		label := header
		if samples := p.Survey.Samples[i]; len(samples) > 0 {
			label = p.P.T("collect.import.sample", "column", header, "sample", cut(samples[0], 40))
		}
		options = append(options, ui.Option{Value: header, Label: label})
	}
	made := ui.Select{Field: p.Field(field, p.Kind.Labels+field, "", field != p.Kind.Needed), Options: options, Value: p.Value(field)}
	if slices.Contains(p.Kind.Hinted, field) {
		made.Hint = p.P.T(p.Kind.Hints + field)
	}
	return made
}

func same(values ...string) []ui.Option {
	var options []ui.Option
	for _, value := range values {
		options = append(options, ui.Option{Value: value, Label: value})
	}
	return options
}

func (p importPage) separators() []ui.Option {
	return []ui.Option{{Value: ";", Label: p.P.T("collect.separator.semicolon")}, {Value: ",", Label: p.P.T("collect.separator.comma")},
		{Value: "\t", Label: p.P.T("collect.separator.tab")}, {Value: "|", Label: p.P.T("collect.separator.bar")}}
}

func (p importPage) dates() []ui.Option {
	return append([]ui.Option{{Label: p.P.T("collect.import.detect")}}, same("JJ/MM/AAAA", "AAAA-MM-JJ", "MM/JJ/AAAA")...)
}

func (p importPage) decimals() []ui.Option {
	return []ui.Option{{Label: p.P.T("collect.import.detect")}, {Value: ",", Label: p.P.T("collect.separator.comma")}, {Value: ".", Label: p.P.T("collect.separator.point")}}
}

// samples shows the first cells of each column.
func (p importPage) samples() ui.Table {
	table := ui.Table{Caption: p.P.T("collect.import.samples", "count", p.Survey.Rows), Wide: true,
		Columns: []ui.Column{{Title: p.P.T("collect.column.column")}, {Title: p.P.T("collect.column.samples")}}}
	for i, header := range p.Survey.Header {
		var content string
		for j, one := range p.Survey.Samples[i] {
			if j > 0 {
				content += i18n.Between
			}
			content += cut(one, 80)
		}
		if content == "" {
			content = p.P.T("collect.import.blank_column")
		}
		table.Rows = append(table.Rows, ui.Row{Header: true, Cells: []ui.Cell{{Text: header}, {Text: content}}})
	}
	return table
}

func cut(words string, most int) string {
	if runes := []rune(words); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return words
}

// figures are what came of a run.
func (p importPage) figures(report *consult.ImportReport) ui.DefinitionList {
	var list ui.DefinitionList
	for _, one := range p.Kind.Figures(report) {
		if one.Always || one.Number > 0 {
			list.Items = append(list.Items, ui.Definition{Term: p.P.T("collect.figure." + one.Key), Text: p.P.Number(one.Number)})
		}
	}
	return list
}

// shownIssues bounds the issues on the page; the file has more.
const shownIssues = 50

func (p importPage) issues(report *consult.ImportReport) ui.Table {
	table := ui.Table{Caption: p.P.T("collect.import.issues", "count", len(report.Issues)+report.IssuesLeft), Wide: true,
		Columns: []ui.Column{{Title: p.P.T("collect.column.issue")}, {Title: p.P.T("collect.column.refused")}}}
	for _, issue := range report.Issues[:min(len(report.Issues), shownIssues)] {
		state := ui.Tag(p.P.T("collect.issue.warning"), "yellow")
		if issue.Refused {
			state = ui.Tag(p.P.T("collect.issue.refused"), "red")
		}
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{{Text: service.IssueWords(p.P, issue)}, {Content: state}}})
	}
	return table
}

// stateShown gives the state in words: a run that gives no sign of life was interrupted.
func (p importPage) stateShown() consult.ImportState {
	if !p.Alive && (p.Import.State == consult.ImportRunning || p.Import.State == consult.ImportUndoing) {
		return consult.ImportStopped
	}
	return p.Import.State
}

// endedKey names the sentence that says how the import ended.
func (p importPage) endedKey() string {
	if !p.Alive && p.Import.State == consult.ImportUndoing {
		return "undo_stopped"
	}
	return string(p.stateShown())
}

// ImportsTable lists imports; base is the address under which they stand.
func ImportsTable(p *i18n.Printer, base string, imports []consult.Import) ui.Table {
	table := ui.Table{Caption: p.T("collect.imports.caption"), Wide: true, Columns: []ui.Column{
		{Title: p.T("collect.column.file")}, {Title: p.T("collect.column.state")}, {Title: p.T("collect.column.added"), Numeric: true},
		{Title: p.T("collect.column.by")}, {Title: p.T("collect.column.date")}}}
	for _, one := range imports {
		by := one.ByName
		if by == "" {
			by = p.T("collect.import.by_command")
		}
		table.Rows = append(table.Rows, ui.Row{Header: true, Cells: []ui.Cell{
			{Text: one.FileName, URL: base + "/importer/" + string(one.ID)}, {Content: ui.Tag(p.T("collect.state."+string(one.State)), tone(one.State))},
			{Text: p.Number(one.Report.Added + one.Report.Restored)}, {Text: by}, {Text: p.DateTime(one.CreatedAt)}}})
	}
	return table
}

func tone(state consult.ImportState) string {
	switch state {
	case consult.ImportDone:
		return "green"
	case consult.ImportStopped:
		return "red"
	case consult.ImportUndone:
		return "grey"
	default:
		return "yellow"
	}
}

// maxFile is the largest file that is taken, in millions of bytes.
const maxFile = service.MaxImportFile >> 20
