package respond

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// checkPage is the answers before they are sent, each with «Modifier».
type checkPage struct {
	*screen
	sections []service.CheckSection
	failures *pageView // the sentences of what is left to mend
}

// ShowResume leads whoever comes back by their link to where they were.
func (h *Handlers) ShowResume(c *gin.Context) error {
	a, err := h.service.Answering(c.Request.Context(), c.Param("token"))
	if err != nil {
		return err
	}
	token := c.Param("token")
	switch {
	case a.Response.Status == consult.ResponseWithdrawn:
		return reply.OK(c, withdrawnScreen(h.screen(c, a, "respond.withdrawn.title")))
	case a.Done():
		return reply.See(c, confirmationURL(token))
	case !a.Editable:
		return reply.Page(c, http.StatusForbidden, closedScreen(h.screen(c, a, "respond.closed.title")))
	case a.Submitted() || !a.MayWrite():
		return reply.See(c, checkURL(token))
	}
	return reply.See(c, goOn(token, a.Resume()))
}

// ShowPause confirms that everything is saved, and gives the link to come back.
func (h *Handlers) ShowPause(c *gin.Context) error {
	a, err := h.service.Answering(c.Request.Context(), c.Param("token"))
	if err != nil {
		return err
	}
	if a.Submitted() {
		page := h.screen(c, a, "respond.pause.title")
		return reply.OK(c, pauseScreen(page))
	}
	return reply.OK(c, pauseScreen(h.offering(c, a)))
}

// ShowCheck lists the answers before they are sent.
func (h *Handlers) ShowCheck(c *gin.Context) error {
	a, err := h.service.Answering(c.Request.Context(), c.Param("token"))
	if err != nil {
		return err
	}
	return reply.OK(c, checkScreen(h.checkPage(c, a)))
}

func (h *Handlers) checkPage(c *gin.Context, a *service.Answering) *checkPage {
	page := &checkPage{screen: h.screen(c, a, "respond.check.title")}
	page.sections = a.Check(page.view.language)
	page.failures = (&pageView{formView: page.view, words: h.site.P, a: a}).withFailures(a.Evaluation.Failures)
	return page
}

// SubmitResponse sends the response, once however often it is asked (rule 5).
func (h *Handlers) SubmitResponse(c *gin.Context) error {
	form, err := reply.Form(c)
	if err != nil {
		return err
	}
	token := c.Param("token")
	outcome, a, err := h.service.Submit(c.Request.Context(), token, service.ParseStamp(form.Get(fieldVersion)))
	if err != nil {
		return err
	}
	switch outcome {
	case service.SendHeld:
		return reply.See(c, checkURL(token))
	case service.SendClosed:
		return reply.Page(c, http.StatusForbidden, closedScreen(h.screen(c, a, "respond.closed.title")))
	case service.SendIncomplete:
		page := h.checkPage(c, a)
		page.Errors = page.problems()
		return reply.Invalid(c, checkScreen(page))
	case service.SendChanged:
		page := h.checkPage(c, a)
		page.Notice = &ui.Notice{Kind: ui.NoticeWarning, Title: page.P.T("respond.check.changed.title"), Text: page.P.T("respond.check.changed.text")}
		return reply.Page(c, http.StatusConflict, checkScreen(page))
	}
	return reply.See(c, confirmationURL(token))
}

// ShowConfirmation says that the response is in, and how to find it again.
func (h *Handlers) ShowConfirmation(c *gin.Context) error {
	a, err := h.service.Answering(c.Request.Context(), c.Param("token"))
	if err != nil {
		return err
	}
	if !a.Submitted() {
		return reply.See(c, root(c.Param("token")))
	}
	return reply.OK(c, confirmationScreen(h.offering(c, a)))
}

// ShowCopy gives the answers on one page, to print or to keep (R4.1).
func (h *Handlers) ShowCopy(c *gin.Context) error {
	a, err := h.service.Answering(c.Request.Context(), c.Param("token"))
	if err != nil {
		return err
	}
	page := h.checkPage(c, a)
	page.Title = page.P.T("respond.copy.title")
	return reply.OK(c, copyScreen(page))
}

// ShowWithdraw asks before a response is withdrawn.
func (h *Handlers) ShowWithdraw(c *gin.Context) error {
	a, err := h.service.Answering(c.Request.Context(), c.Param("token"))
	if err != nil {
		return err
	}
	if !a.Submitted() {
		return reply.See(c, root(c.Param("token")))
	}
	if !a.Editable {
		return reply.Page(c, http.StatusForbidden, closedScreen(h.screen(c, a, "respond.closed.title")))
	}
	return reply.OK(c, withdrawScreen(h.screen(c, a, "respond.withdraw.title")))
}

// SubmitWithdraw takes the response back.
func (h *Handlers) SubmitWithdraw(c *gin.Context) error {
	if _, err := h.service.Withdraw(c.Request.Context(), c.Param("token")); err != nil {
		return err
	}
	return reply.See(c, root(c.Param("token")))
}
