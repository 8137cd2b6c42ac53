package collect

import (
	"bytes"
	"net/http"
	"net/url"
	"strconv"

	"github.com/gin-gonic/gin"

	"concertation/exports/csv"
	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

type importPage struct {
	ui.Page
	form
	*service.ImportView
	Tried *consult.ImportReport // of a dry run just made
}

// The acts of the page of an import.
const (
	actReread = "relire"
	actTry    = "essayer"
	actImport = "importer"
	actDrop   = "abandonner"
)

// refreshed is how often the page of an import under way comes back by itself, in seconds.
const refreshed = "3"

// ShowImport shows an import: its columns to match, how far it is, or what came of it.
func (h *Handlers) ShowImport(c *gin.Context) error {
	page, err := h.importPage(c, nil)
	if err != nil {
		return err
	}
	if page.Alive && c.Query("suivre") != "non" {
		c.Header("Refresh", refreshed)
	}
	return reply.OK(c, importing(*page))
}

func (h *Handlers) importPage(c *gin.Context, fault error) (*importPage, error) {
	id, err := recordID(c)
	if err != nil {
		return nil, err
	}
	view, err := h.service.ContributionsDesk().View(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id)
	if err != nil {
		return nil, err
	}
	page := &importPage{ImportView: view, form: h.form(settingsForm(view))}
	if err := page.with(fault); err != nil {
		return nil, err
	}
	page.Page = h.begin(c, h.p.T("collect.import.title", "file", view.Import.FileName), &view.Consultation)
	page.Errors = page.problems()
	return page, nil
}

// settingsForm puts the settings in the form, what was detected where they do not say.
func settingsForm(view *service.ImportView) url.Values {
	values := url.Values{}
	settings := view.Import.Settings
	if view.Survey != nil {
		settings.Encoding, settings.Separator, settings.Sheet = view.Survey.Settings.Encoding, view.Survey.Settings.Separator, view.Survey.Settings.Sheet
		settings.DateFormat, settings.Decimal = view.Survey.Settings.DateFormat, view.Survey.Settings.Decimal
	}
	for name, value := range map[string]string{"encoding": settings.Encoding, "separator": settings.Separator, "sheet": settings.Sheet,
		"date_format": settings.DateFormat, "decimal": settings.Decimal, "source": settings.Source, "publication": string(settings.Publication)} {
		values.Set(name, value)
	}
	if settings.OneSessionPerTitle {
		values.Set("one_session", "oui")
	}
	for field, header := range settings.Columns {
		values.Set(field, header)
	}
	return values
}

func readSettings(values url.Values) consult.ImportSettings {
	settings := consult.ImportSettings{Columns: map[string]string{}, Encoding: values.Get("encoding"), Separator: values.Get("separator"), Sheet: values.Get("sheet"),
		DateFormat: values.Get("date_format"), Decimal: values.Get("decimal"), Source: values.Get("source"),
		Publication: consult.Publication(values.Get("publication")), OneSessionPerTitle: values.Get("one_session") != ""}
	for _, field := range service.ContributionFields() {
		settings.Columns[field] = values.Get(field)
	}
	return settings
}

// SubmitImport keeps the settings, then does what the button says: read the file again, try, import, or give up.
func (h *Handlers) SubmitImport(c *gin.Context) error {
	posted, err := reply.Form(c)
	if err != nil {
		return err
	}
	id, err := recordID(c)
	if err != nil {
		return err
	}
	ctx, actor, slug := c.Request.Context(), h.frame.Actor(c), c.Param("slug")
	address := base(slug) + "/importer/" + string(id)
	act := posted.Get("acte")
	if act == actDrop {
		if err := h.service.ContributionsDesk().Drop(ctx, actor, slug, id); err != nil {
			return err
		}
		return h.done(c, base(slug), "collect.import.dropped")
	}
	settings := readSettings(posted)
	held, err := h.service.ContributionsDesk().View(ctx, actor, slug, id)
	if err != nil {
		return err
	}
	if act == actReread {
		settings = rereadSettings(settings, held)
	}
	if _, err := h.service.ContributionsDesk().Set(ctx, actor, slug, id, settings); err != nil {
		return h.again(c, err)
	}
	switch act {
	case actTry:
		report, err := h.service.ContributionsDesk().Try(ctx, actor, slug, id)
		if err != nil {
			return h.again(c, err)
		}
		page, err := h.importPage(c, nil)
		if err != nil {
			return err
		}
		page.Tried = report
		return reply.OK(c, importing(*page))
	case actImport:
		if err := h.service.ContributionsDesk().Start(ctx, actor, slug, id); err != nil {
			return h.again(c, err)
		}
	}
	return reply.See(c, address)
}

// again shows the settings with what is wrong with them.
func (h *Handlers) again(c *gin.Context, fault error) error {
	page, err := h.importPage(c, fault)
	if err != nil {
		return err
	}
	return reply.Invalid(c, importing(*page))
}

// rereadSettings keeps of the settings what holds when the file is read otherwise: dates and numbers are detected
// again, and columns guessed again when the headers are others.
func rereadSettings(settings consult.ImportSettings, held *service.ImportView) consult.ImportSettings {
	before := held.Survey.Settings
	if settings.Encoding != before.Encoding || settings.Separator != before.Separator || settings.Sheet != before.Sheet {
		settings.Columns = nil
	}
	settings.DateFormat, settings.Decimal = "", ""
	return settings
}

// SubmitUndo takes an import back.
func (h *Handlers) SubmitUndo(c *gin.Context) error {
	id, err := recordID(c)
	if err != nil {
		return err
	}
	if err := h.service.ContributionsDesk().Undo(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id); err != nil {
		return err
	}
	return reply.See(c, base(c.Param("slug"))+"/importer/"+string(id))
}

// SubmitResume takes up an import that was interrupted.
func (h *Handlers) SubmitResume(c *gin.Context) error {
	id, err := recordID(c)
	if err != nil {
		return err
	}
	if err := h.service.ContributionsDesk().Start(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id); err != nil {
		return err
	}
	return reply.See(c, base(c.Param("slug"))+"/importer/"+string(id))
}

// DownloadIssues gives what is wrong with rows as a table; of an import that waits, by trying it.
func (h *Handlers) DownloadIssues(c *gin.Context) error {
	id, err := recordID(c)
	if err != nil {
		return err
	}
	ctx, actor, slug := c.Request.Context(), h.frame.Actor(c), c.Param("slug")
	view, err := h.service.ContributionsDesk().View(ctx, actor, slug, id)
	if err != nil {
		return err
	}
	report := &view.Import.Report
	if view.Import.State == consult.ImportUploaded {
		if report, err = h.service.ContributionsDesk().Try(ctx, actor, slug, id); err != nil {
			return err
		}
	}
	header := []string{h.p.T("collect.column.row"), h.p.T("collect.column.column"), h.p.T("collect.column.refused"), h.p.T("collect.column.issue")}
	var rows [][]string
	for _, issue := range report.Issues {
		refused := h.p.T("collect.issue.warning")
		if issue.Refused {
			refused = h.p.T("collect.issue.refused")
		}
		rows = append(rows, []string{strconv.Itoa(issue.Row), issue.Column, refused, service.IssueText(h.p, issue)})
	}
	var table bytes.Buffer
	if err := csv.Table(&table, csv.French(), header, rows); err != nil {
		return err
	}
	c.Header("Content-Disposition", `attachment; filename="remarques.csv"`)
	c.Data(http.StatusOK, "text/csv; charset=utf-8", table.Bytes())
	return nil
}

func (p importPage) address() string {
	return base(p.ImportView.Consultation.Slug) + "/importer/" + string(p.Import.ID)
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
	made := ui.Select{Field: p.field(field, "collect.map."+field, "", field != "body"), Options: options, Value: p.Value(field)}
	if field == "theme" || field == "author" || field == "session" || field == "participants" || field == "id" {
		made.Hint = p.P.T("collect.map_hint." + field)
	}
	return made
}

func (p importPage) selected(name, label string, options []ui.Option) ui.Select {
	return ui.Select{Field: p.field(name, label, "", false), Options: options, Value: p.Value(name)}
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
				content += " · "
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
	for _, one := range []struct {
		key    string
		figure int
		always bool
	}{{"rows", report.Rows, true}, {"added", report.Added, true}, {"updated", report.Updated, false}, {"restored", report.Restored, false},
		{"already", report.Already, false}, {"refused", report.Refused, true}, {"sessions", report.Sessions, false}, {"participants", report.Participants, false},
		{"contributors", report.Contributors, true}, {"represented", report.Represented, true}, {"themes", report.Themes, false}} {
		if one.always || one.figure > 0 {
			list.Items = append(list.Items, ui.Definition{Term: p.P.T("collect.figure." + one.key), Text: p.P.Number(one.figure)})
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
