package ideas

import (
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// ShowNew gives a blank page to write an idea on, or leads to the box, which says why it takes none.
func (h *Handlers) ShowNew(c *gin.Context) error {
	view, err := h.service.NewIdea(c.Request.Context(), c.Param("slug"))
	if err != nil {
		return err
	}
	if !view.Rules.Open {
		return reply.See(c, boxURL(view.Consultation.Slug))
	}
	return h.write(c, view, form{values: fill(service.IdeaDraft{ID: view.ID, Token: view.Token, Theme: decodeQuery(c, view.Choices.Themes).Theme})})
}

// SubmitNew takes one of the steps of dropping an idea: read it again with those near to it, mend it, send it.
func (h *Handlers) SubmitNew(c *gin.Context) error {
	values, err := reply.Form(c)
	if err != nil {
		return err
	}
	switch values.Get(fieldAct) {
	case actSend:
		return h.send(c, values)
	case actMend:
		return h.again(c, values, nil)
	default:
		return h.check(c, values)
	}
}

// write shows the form.
func (h *Handlers) write(c *gin.Context, view *service.IdeaForm, f form) error {
	page := h.newPage(c, view, f)
	if len(page.Errors) > 0 {
		return reply.Invalid(c, formScreen(page))
	}
	return reply.OK(c, formScreen(page))
}

func (h *Handlers) newPage(c *gin.Context, view *service.IdeaForm, f form) formPage {
	page := formPage{Page: h.below(h.site.P.T("ideas_pages.new.title"), &view.Consultation), form: f, Slug: view.Consultation.Slug,
		Rules: view.Rules, Choices: view.Choices, Action: dropURL(c)}
	page.Errors, page.Private = f.problems(), true
	c.Header("Cache-Control", "no-store")
	return page
}

// again shows what was typed in the form, with what is wrong with it: err is of the service, or nil.
func (h *Handlers) again(c *gin.Context, values url.Values, err error) error {
	view, viewErr := h.service.NewIdea(c.Request.Context(), c.Param("slug"))
	if viewErr != nil {
		return viewErr
	}
	if consult.CodeOf(err) == consult.CodeClosed && values.Get(fieldProposal) != "" {
		page := h.newPage(c, view, form{values: values})
		page.Notice = h.tooLate()
		return reply.Page(c, http.StatusForbidden, formScreen(page))
	}
	f, err := faulty(h.site.P, values, err)
	if err != nil {
		return err
	}
	return h.write(c, view, f)
}

// tooLate says that the box closed while a text was written, and that the text is still there to be copied.
func (h *Handlers) tooLate() *ui.Notice {
	return &ui.Notice{Kind: ui.NoticeWarning, Text: h.site.P.T("ideas_pages.too_late")}
}

// check shows the idea before it is sent, with those near to it.
func (h *Handlers) check(c *gin.Context, values url.Values) error {
	if err := h.service.CheckIdea(c.Request.Context(), c.Param("slug"), draft(values)); err != nil {
		return h.again(c, values, err)
	}
	page, err := h.checkPage(c, values)
	if err != nil {
		return err
	}
	return reply.OK(c, checkScreen(*page))
}

func (h *Handlers) checkPage(c *gin.Context, values url.Values) (*checkPage, error) {
	slug, typed := c.Param("slug"), draft(values)
	view, err := h.service.NewIdea(c.Request.Context(), slug)
	if err != nil {
		return nil, err
	}
	pass, err := h.service.VisitorPass(c.Request.Context())
	if err != nil {
		return nil, err
	}
	page := &checkPage{formPage: formPage{Page: h.frame(h.site.P.T("ideas_pages.check.title"), &view.Consultation, true),
		form: form{values: values}, Slug: slug, Rules: view.Rules, Choices: view.Choices, Action: dropURL(c)}, Visitor: pass}
	page.Private = true
	c.Header("Cache-Control", "no-store")
	page.Similar, err = h.service.SimilarIdeas(c.Request.Context(), slug, typed.Title, typed.Observation+"\n"+typed.Proposal)
	return page, err
}

// send makes the idea, once however often it is asked (rule 5).
func (h *Handlers) send(c *gin.Context, values url.Values) error {
	typed := draft(values)
	typed.InName = inName(c)
	dropped, err := h.service.DropIdea(c.Request.Context(), c.Param("slug"), typed)
	if consult.CodeOf(err) == consult.CodeConflict {
		return h.changed(c, values, dropped != nil)
	}
	if err != nil {
		return h.again(c, values, err)
	}
	return reply.See(c, root(dropped.Token)+"/confirmation")
}

// changed asks what to do with a text sent from a page that can send no more: mostly because it has already sent another
// one, which before says. The text is kept, under a new identifier.
func (h *Handlers) changed(c *gin.Context, values url.Values, before bool) error {
	view, err := h.service.NewIdea(c.Request.Context(), c.Param("slug"))
	if err != nil {
		return err
	}
	values.Set(fieldSending, string(view.ID))
	values.Set(fieldToken, view.Token)
	if err := h.service.CheckIdea(c.Request.Context(), c.Param("slug"), draft(values)); err != nil {
		return h.again(c, values, err)
	}
	page, err := h.checkPage(c, values)
	if err != nil {
		return err
	}
	key := "ideas_pages.check.stale"
	if before {
		key = "ideas_pages.check.changed"
	}
	page.Notice = &ui.Notice{Kind: ui.NoticeWarning, Text: page.P.T(key)}
	return reply.Page(c, http.StatusConflict, checkScreen(*page))
}

// ShowNear gives the ideas near to a title as it is typed, alone, for the page to show.
func (h *Handlers) ShowNear(c *gin.Context) error {
	view, err := h.service.NewIdea(c.Request.Context(), c.Param("slug"))
	if err != nil {
		return err
	}
	similar, err := h.service.SimilarIdeas(c.Request.Context(), view.Consultation.Slug, c.Query(fieldTitle), "")
	if err != nil {
		return err
	}
	return reply.OK(c, live(h.frame("", &view.Consultation, false), view.Consultation.Slug, similar))
}
