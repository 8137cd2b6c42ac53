package respond

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// mailed is the query that says, after a redirection, that the link is on its way.
const mailed = "courriel"

// SubmitMail sends a respondent their link, because they ask, and comes back to the page that offers it.
func (h *Handlers) SubmitMail(c *gin.Context) error {
	posted, err := reply.Form(c)
	if err != nil {
		return err
	}
	token, address := c.Param("token"), posted.Get("address")
	fault := h.service.MailLink(c.Request.Context(), token, address, h.link(c, token))
	a, err := h.service.Answering(c.Request.Context(), token)
	if err != nil {
		return err
	}
	if fault == nil {
		if a.Submitted() {
			return reply.See(c, confirmationURL(token)+"?"+mailed+"=1")
		}
		return reply.See(c, root(token)+"/pause?"+mailed+"=1")
	}
	if consult.CodeOf(fault) != consult.CodeInvalid {
		return fault
	}
	page := h.offering(c, a)
	faults, problems := faultsOf(page.P, fault)
	page.mailFault, page.mailTyped, page.Errors = faults["address"], address, problems
	if a.Submitted() {
		return reply.Page(c, http.StatusUnprocessableEntity, confirmationScreen(page))
	}
	return reply.Page(c, http.StatusUnprocessableEntity, pauseScreen(page))
}

// offering makes the screen that offers the link by e-mail: the confirmation of what was sent, or the pause.
func (h *Handlers) offering(c *gin.Context, a *service.Answering) *screen {
	title := "respond.pause.title"
	if a.Submitted() {
		title = "respond.done.title"
	}
	page := h.screen(c, a, title)
	page.mails = h.service.SendsMail()
	if c.Query(mailed) != "" {
		page.Notice = &ui.Notice{Kind: ui.NoticeSuccess, Text: page.P.T("respond.mail.sent")}
	}
	return page
}
