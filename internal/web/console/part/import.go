package part

import (
	"io"
	"net/url"
	"strconv"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"concertation/exports/csv"
	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// ImportKind is what tells the import of one kind of rows from another.
type ImportKind struct {
	Desk *service.ImportDesk
	// Base gives the address of what the rows go into, under which imports stand; Home is the key of its title.
	Base func(slug string) string
	Home string
	// Title and Words are the keys of the page that asks for the file; Intro, with the count, of the page of columns.
	Title, Words, Intro string
	// Fields are what columns may feed; the one that is Needed is compulsory. Labels and Hints begin their keys.
	Fields        []string
	Needed        string
	Labels, Hints string
	Hinted        []string // the fields that have a hint
	// Dates says whether rows hold dates and numbers, whose writing is asked.
	Dates bool
	// Tried, Renewed, Undo and UndoRenewed are keys: what a trial would add, or change; what undoing does, and not.
	Tried, Renewed, Undo, UndoRenewed string
	Figures                           func(report *consult.ImportReport) []Figure
	Read                              func(f Form, settings *consult.ImportSettings) // of the form, what only this kind has
	Fill                              func(settings *consult.ImportSettings, values url.Values)
	Rules                             func(f Form) templ.Component                              // how this kind asks for it
	Warning                           func(f Form, view *service.ImportView) templ.Component    // before the columns; may be nil
	After                             func(slug string, report *consult.ImportReport) []ui.Link // once done
}

// Figure is a number of a report, with its key; one that is not Always is left out when it is nothing.
type Figure struct {
	Key    string
	Number int
	Always bool
}

// Imports answers for the screens of one kind of import.
type Imports struct {
	kind  *ImportKind
	frame Frame
	p     *i18n.Printer
}

// NewImports makes the screens of a kind of import inside the console's frame.
func NewImports(kind ImportKind, frame Frame, p *i18n.Printer) *Imports {
	return &Imports{kind: &kind, frame: frame, p: p}
}

func (h *Imports) base(c *gin.Context) string { return h.kind.Base(c.Param("slug")) }

// begin makes the page of a screen, with the way back to what the rows go into.
func (h *Imports) begin(c *gin.Context, title string, consultation *consult.Consultation) ui.Page {
	page := h.frame.Page(c, title, consultation)
	page.Back = &ui.Link{Text: h.p.T(h.kind.Home), URL: h.kind.Base(consultation.Slug)}
	return page
}

type importPage struct {
	ui.Page
	Form
	*service.ImportView
	Kind  *ImportKind
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
func (h *Imports) ShowImport(c *gin.Context) error {
	page, err := h.importPage(c, nil)
	if err != nil {
		return err
	}
	if page.Alive && c.Query("suivre") != "non" {
		c.Header("Refresh", refreshed)
	}
	return reply.OK(c, importing(*page))
}

func (h *Imports) importPage(c *gin.Context, fault error) (*importPage, error) {
	id, err := RecordID(c)
	if err != nil {
		return nil, err
	}
	view, err := h.kind.Desk.View(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id)
	if err != nil {
		return nil, err
	}
	page := &importPage{ImportView: view, Form: NewForm(h.p, h.settingsForm(view)), Kind: h.kind}
	if err := page.With(fault); err != nil {
		return nil, err
	}
	page.Page = h.begin(c, h.p.T("collect.import.title", "file", view.Import.FileName), &view.Consultation)
	page.Errors = page.Problems()
	return page, nil
}

// settingsForm puts the settings in the form, what was detected where they do not say.
func (h *Imports) settingsForm(view *service.ImportView) url.Values {
	values := url.Values{}
	settings := view.Import.Settings
	if view.Survey != nil {
		settings.Encoding, settings.Separator, settings.Sheet = view.Survey.Settings.Encoding, view.Survey.Settings.Separator, view.Survey.Settings.Sheet
		settings.DateFormat, settings.Decimal = view.Survey.Settings.DateFormat, view.Survey.Settings.Decimal
	}
	for name, value := range map[string]string{"encoding": settings.Encoding, "separator": settings.Separator, "sheet": settings.Sheet,
		"date_format": settings.DateFormat, "decimal": settings.Decimal} {
		values.Set(name, value)
	}
	h.kind.Fill(&settings, values)
	for field, header := range settings.Columns {
		values.Set(field, header)
	}
	return values
}

func (h *Imports) readSettings(values url.Values) consult.ImportSettings {
	settings := consult.ImportSettings{Columns: map[string]string{}, Encoding: values.Get("encoding"), Separator: values.Get("separator"), Sheet: values.Get("sheet"),
		DateFormat: values.Get("date_format"), Decimal: values.Get("decimal")}
	for _, field := range h.kind.Fields {
		settings.Columns[field] = values.Get(field)
	}
	h.kind.Read(NewForm(h.p, values), &settings)
	return settings
}

// SubmitImport keeps the settings, then does what the button says: read the file again, try, import, or give up.
func (h *Imports) SubmitImport(c *gin.Context) error {
	posted, err := reply.Form(c)
	if err != nil {
		return err
	}
	id, err := RecordID(c)
	if err != nil {
		return err
	}
	ctx, actor, slug := c.Request.Context(), h.frame.Actor(c), c.Param("slug")
	address := h.base(c) + "/importer/" + string(id)
	act := posted.Get("acte")
	if act == actDrop {
		if err := h.kind.Desk.Drop(ctx, actor, slug, id); err != nil {
			return err
		}
		if err := h.frame.Say(c, "collect.import.dropped"); err != nil {
			return err
		}
		return reply.See(c, h.base(c))
	}
	settings := h.readSettings(posted)
	held, err := h.kind.Desk.View(ctx, actor, slug, id)
	if err != nil {
		return err
	}
	if act == actReread {
		settings = rereadSettings(settings, held)
	}
	if _, err := h.kind.Desk.Set(ctx, actor, slug, id, settings); err != nil {
		return h.again(c, err)
	}
	switch act {
	case actTry:
		report, err := h.kind.Desk.Try(ctx, actor, slug, id)
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
		if err := h.kind.Desk.Start(ctx, actor, slug, id); err != nil {
			return h.again(c, err)
		}
	}
	return reply.See(c, address)
}

// again shows the settings with what is wrong with them.
func (h *Imports) again(c *gin.Context, fault error) error {
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
func (h *Imports) SubmitUndo(c *gin.Context) error {
	id, err := RecordID(c)
	if err != nil {
		return err
	}
	if err := h.kind.Desk.Undo(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id); err != nil {
		return err
	}
	return reply.See(c, h.base(c)+"/importer/"+string(id))
}

// SubmitResume takes up an import that was interrupted.
func (h *Imports) SubmitResume(c *gin.Context) error {
	id, err := RecordID(c)
	if err != nil {
		return err
	}
	if err := h.kind.Desk.Start(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id); err != nil {
		return err
	}
	return reply.See(c, h.base(c)+"/importer/"+string(id))
}

// DownloadIssues gives what is wrong with rows as a table; of an import that waits, by trying it.
func (h *Imports) DownloadIssues(c *gin.Context) error {
	id, err := RecordID(c)
	if err != nil {
		return err
	}
	ctx, actor, slug := c.Request.Context(), h.frame.Actor(c), c.Param("slug")
	view, err := h.kind.Desk.View(ctx, actor, slug, id)
	if err != nil {
		return err
	}
	report := &view.Import.Report
	if view.Import.State == consult.ImportUploaded {
		if report, err = h.kind.Desk.Try(ctx, actor, slug, id); err != nil {
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
	return reply.File(c, "remarques.csv", "text/csv; charset=utf-8", func(out io.Writer) error {
		return csv.Table(out, csv.French(), header, rows)
	})
}
