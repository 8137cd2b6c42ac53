package respond

import (
	"context"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// startPage is the page before a response: what it is for, how long it takes, who reads it.
type startPage struct {
	ui.Page
	prose *prose
	start *service.Start
	view  *formView
	// base is the address under which the questionnaire is: the consultation's, or the link of a structure.
	base string
	// structure is in whose name it is answered; "": nobody's.
	structure string
}

// ShowStart shows the start page of a questionnaire.
func (h *Handlers) ShowStart(c *gin.Context) error {
	return h.starts.Answer(c, h.service, func(ctx context.Context) (templ.Component, error) {
		page, err := h.startPage(ctx, c.Param("slug"), c.Param("questionnaire"))
		if err != nil {
			return nil, err
		}
		return startScreen(*page), nil
	})
}

func (h *Handlers) startPage(ctx context.Context, slug, questionnaire string) (*startPage, error) {
	start, err := h.service.StartView(ctx, slug, questionnaire)
	if err != nil {
		return nil, err
	}
	view := h.views.of(start.Published, start.Published.Questionnaire.Definition().DefaultLanguage, h.site.P)
	page := &startPage{prose: &h.prose, Page: h.page(view.title, &start.Consultation), start: start, view: view}
	page.Private, page.base = false, page.Consultation.URL
	return page, nil
}

// SubmitStart begins a response and leads to its first page.
func (h *Handlers) SubmitStart(c *gin.Context) error {
	form, err := reply.Form(c)
	if err != nil {
		return err
	}
	begun, err := h.service.Begin(c.Request.Context(), c.Param("slug"), c.Param("questionnaire"), form.Get("language"))
	if err != nil {
		return err
	}
	return reply.See(c, goOn(begun.Token, begun.Resume()))
}

func (p startPage) action() string {
	return p.base + "/q/" + p.start.Questionnaire.Slug + "/commencer"
}

// notice gives the nine items of R2.1, those that are written.
func (p startPage) notice() []ui.Definition {
	notice := p.start.Consultation.Texts.Notice
	var items []ui.Definition
	for _, item := range []struct{ key, text string }{
		{"controller", notice.Controller}, {"purpose", notice.Purpose}, {"basis", notice.LegalBasis},
		{"compulsory", notice.Compulsory}, {"recipients", notice.Recipients}, {"retention", notice.Retention},
		{"rights", notice.Rights}, {"dpo", notice.DPO}, {"complaint", notice.Complaint},
	} {
		if item.text != "" {
			items = append(items, ui.Definition{Term: p.P.T("respond.notice." + item.key), Text: item.text})
		}
	}
	return items
}

// opens gives the opening date when it is still to come, or "".
func (p startPage) opens() string {
	if !p.start.Upcoming {
		return ""
	}
	return p.P.DateTime(p.start.Consultation.OpensAt)
}
