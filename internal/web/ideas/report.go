package ideas

import (
	"net/url"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// reportPage is the alert on an idea or on one of its comments.
type reportPage struct {
	ui.Page
	form
	Slug    string
	Idea    consult.ID
	Comment consult.ID
	Quote   string // what the alert is about
}

// The fields of an alert.
const (
	fieldGround = "ground"
	fieldNote   = "note"
)

// ShowReport asks why a text does not respect the charter.
func (h *Handlers) ShowReport(c *gin.Context) error {
	page, err := h.reportPage(c, form{values: url.Values{fieldSending: {string(consult.NewID())}}})
	if err != nil {
		return err
	}
	return reply.OK(c, reportScreen(*page))
}

// SubmitReport tells the moderators, once.
func (h *Handlers) SubmitReport(c *gin.Context) error {
	values, err := reply.Form(c)
	if err != nil {
		return err
	}
	page, err := h.reportPage(c, form{values: values})
	if err != nil {
		return err
	}
	err = h.service.ReportIdea(c.Request.Context(), page.Slug, page.Idea, service.ReportDraft{ID: consult.ID(values.Get(fieldSending)),
		Comment: page.Comment, Ground: values.Get(fieldGround), Note: values.Get(fieldNote)})
	if err != nil {
		if page.form, err = faulty(page.P, values, err); err != nil {
			return err
		}
		page.Errors = page.problems()
		return reply.Invalid(c, reportScreen(*page))
	}
	return reply.See(c, ideaURL(page.Slug, page.Idea)+"?"+keyDone+"="+doneReport)
}

func (h *Handlers) reportPage(c *gin.Context, f form) (*reportPage, error) {
	id, err := consult.ParseID(c.Param("id"))
	if err != nil {
		return nil, err
	}
	view, err := h.service.IdeaPage(c.Request.Context(), c.Param("slug"), id, "")
	if err != nil {
		return nil, err
	}
	page := &reportPage{Page: h.frame(h.site.P.T("ideas_pages.report.title"), &view.Consultation, true), form: f, Slug: view.Consultation.Slug, Idea: id, Quote: view.Idea.Title}
	page.Private, page.Back = true, &ui.Link{Text: view.Idea.Title, URL: ideaURL(page.Slug, id)}
	if c.Query(keyComment) == "" {
		return page, nil
	}
	for _, comment := range view.Comments {
		if string(comment.ID) == c.Query(keyComment) {
			page.Title, page.Comment, page.Quote = page.P.T("ideas_pages.report.title_comment"), comment.ID, comment.Body
			return page, nil
		}
	}
	return nil, consult.NotFound("error.not_found")
}

func (p reportPage) grounds() ui.Radios {
	field := ui.Radios{Field: ui.Field{Name: fieldGround, Label: p.P.T("ideas_pages.report.ground"), Required: true, Error: p.faults[fieldGround]}, Value: p.Value(fieldGround)}
	for _, ground := range consult.ModerationGrounds() {
		field.Options = append(field.Options, ui.Option{Value: ground, Label: p.P.T("ideas.ground." + ground), Hint: p.P.T("ideas_pages.ground_hint." + ground)})
	}
	return field
}
