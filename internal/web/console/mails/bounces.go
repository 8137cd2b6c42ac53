package mails

import (
	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/console/part"
	webreply "concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

type bouncesPage struct {
	ui.Page
	*service.MailsView
	part.Form
	Slug   string
	Box    *service.BounceBoxView
	Report *consult.BounceReport // of the file just read
}

// ShowBounces asks for a file of returned messages, and lists the addresses that get no mail any more.
func (h *Handlers) ShowBounces(c *gin.Context) error {
	page, err := h.bounces(c)
	if err != nil {
		return err
	}
	return webreply.OK(c, bounces(*page))
}

func (h *Handlers) bounces(c *gin.Context) (*bouncesPage, error) {
	slug := c.Param("slug")
	view, err := h.service.Mails(c.Request.Context(), h.frame.Actor(c), slug, service.MailFilter{Page: 1})
	if err != nil {
		return nil, err
	}
	followed, err := h.boxOf(c)
	if err != nil {
		return nil, err
	}
	return &bouncesPage{Page: h.begin(c, "mails.bounces.title", &view.Consultation), MailsView: view, Form: part.NewForm(h.p, nil), Slug: slug, Box: followed}, nil
}

// SubmitBounces reads a file of returned messages. Posted again it changes nothing, so the answer may be the page itself.
func (h *Handlers) SubmitBounces(c *gin.Context) error {
	uploads, closing, err := part.Uploaded(c, "file")
	if err != nil {
		return err
	}
	defer closing()
	var report *consult.BounceReport
	var refused error
	if len(uploads) > 0 {
		report, refused = h.service.ReadBounces(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), uploads[0].Content)
	}
	page, err := h.bounces(c)
	if err != nil {
		return err
	}
	if len(uploads) == 0 {
		page.Fault("file", "mails.bounces.no_file")
	}
	if refused != nil {
		if err := page.Form.With(refused); err != nil {
			return err
		}
	}
	if page.Errors = page.Form.Problems(); len(page.Errors) > 0 {
		return webreply.Invalid(c, bounces(*page))
	}
	page.Report = report
	return webreply.OK(c, bounces(*page))
}

// Restore lets mails go again to an address that had returned one.
func (h *Handlers) Restore(c *gin.Context) error {
	values, err := webreply.Form(c)
	if err != nil {
		return err
	}
	err = h.service.ForgetBounce(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), values.Get("address"))
	if consult.CodeOf(err) == consult.CodeNotFound { // already done from another page
		err = nil
	}
	if err != nil {
		return err
	}
	return h.said(c, "/retours", "mails.said.restored")
}

// figures are what came of a file, those that are not nothing.
func (p bouncesPage) figures() ui.DefinitionList {
	var made ui.DefinitionList
	for _, one := range p.figuresOf(p.Report) {
		if one.always || one.number > 0 {
			made.Items = append(made.Items, ui.Definition{Term: one.words, Text: p.P.Number(one.number)})
		}
	}
	return made
}

func (p bouncesPage) table() ui.Table {
	made := ui.Table{Caption: p.P.T("mails.refusals.title"), CaptionHidden: true, Wide: true, Columns: []ui.Column{{Title: p.P.T("mails.refusals.address")},
		{Title: p.P.T("mails.refusals.reason")}, {Title: p.P.T("mails.refusals.since")}, {Title: p.P.T("mails.refusals.act")}}}
	for _, one := range p.Refusals {
		made.Rows = append(made.Rows, ui.Row{Cells: []ui.Cell{{Text: one.Address}, {Content: reason(p, one)}, {Text: p.P.Date(one.At)}, {Content: restore(p, one)}}})
	}
	return made
}
