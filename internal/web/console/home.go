package console

import (
	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

type homePage struct {
	ui.Page
	form
	Consultations []consult.Consultation
	MayCreate     bool
	TitleField    ui.TextInput
	Slug          ui.TextInput
	Start         ui.Radios
}

// How a new consultation starts.
const (
	startReference = "reference"
	startEmpty     = "vide"
)

func (h *Handlers) homePage(c *gin.Context, f form) (homePage, error) {
	page := homePage{Page: h.Page(c, h.site.P.T("console.home.title"), nil), form: f, MayCreate: h.Actor(c).Can(consult.ManageConsultations)}
	page.Errors = f.problems()
	var err error
	if page.Consultations, err = h.service.Consultations(c.Request.Context(), h.Actor(c)); err != nil {
		return page, err
	}
	page.TitleField = ui.TextInput{Field: h.field(f, "title", "console.field.title"), Value: f.Value("title")}
	page.Slug = ui.TextInput{Field: h.field(f, "slug", "console.field.slug"), Value: f.Value("slug"), NoSpellcheck: true}
	page.Slug.Hint = page.P.T("console.hint.slug")
	page.TitleField.Required, page.Slug.Required = true, true
	start := f.Value("start")
	if start == "" {
		start = startReference
	}
	page.Start = ui.Radios{Field: h.field(f, "start", "console.field.start"), Value: start, Options: []ui.Option{
		{Value: startReference, Label: page.P.T("console.start.reference")}, {Value: startEmpty, Label: page.P.T("console.start.empty")}}}
	return page, nil
}

// ShowHome lists the consultations.
func (h *Handlers) ShowHome(c *gin.Context) error {
	page, err := h.homePage(c, form{})
	if err != nil {
		return err
	}
	return reply.OK(c, home(page))
}

// SubmitConsultation makes a consultation, empty or from the reference.
func (h *Handlers) SubmitConsultation(c *gin.Context) error {
	values, err := reply.Form(c)
	if err != nil {
		return err
	}
	create := h.service.NewConsultationFromReference
	if values.Get("start") == startEmpty {
		create = h.service.NewConsultation
	}
	made, err := create(c.Request.Context(), h.Actor(c), values.Get("slug"), values.Get("title"))
	if err != nil {
		f, err := h.faulty(values, err)
		if err != nil {
			return err
		}
		page, err := h.homePage(c, f)
		if err != nil {
			return err
		}
		return reply.Invalid(c, home(page))
	}
	if err := h.say(c, "console.home.created"); err != nil {
		return err
	}
	return reply.See(c, base(made.Slug))
}

// status says where a consultation stands.
func (p homePage) table() ui.Table {
	table := ui.Table{Caption: p.P.T("console.home.table"), CaptionHidden: true, Wide: true, Columns: []ui.Column{
		{Title: p.P.T("console.field.title")}, {Title: p.P.T("console.column.status")}, {Title: p.P.T("console.column.opens"), Whole: true}, {Title: p.P.T("console.column.closes"), Whole: true}}}
	for i := range p.Consultations {
		one := &p.Consultations[i]
		table.Rows = append(table.Rows, ui.Row{Header: true, Cells: []ui.Cell{{Text: one.Title, URL: base(one.Slug)},
			{Content: statusTag(p.P, one)}, {Text: dash(p.P.DateTime(one.OpensAt))}, {Text: dash(p.P.DateTime(one.ClosesAt))}}})
	}
	return table
}

func dash(text string) string {
	if text == "" {
		return "—"
	}
	return text
}
