package respond

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// invitedPage is where the personal link of a structure leads.
type invitedPage struct {
	ui.Page
	*service.Invited
	token string
}

func invitedURL(token string) string { return "/s/" + token }

// ShowInvited shows a structure what its link allows. Nothing that it answered is shown: whoever was forwarded the link
// would read it.
func (h *Handlers) ShowInvited(c *gin.Context) error {
	token := c.Param("token")
	view, err := h.service.Invited(c.Request.Context(), token)
	if err != nil {
		return err
	}
	if followed(c.Request) {
		if err := h.service.NoteOpened(c.Request.Context(), token); err != nil {
			h.service.Log.Error("opening of a link not noted", "error", err) // the page matters more
		}
	}
	page := invitedPage{Page: h.page(view.Consultation.Title, &view.Consultation), Invited: view, token: token}
	return reply.OK(c, invitedScreen(page))
}

// followed says whether a person follows a link: a browser that navigates, and not one that fetches ahead, nor the
// program of a mail server that looks what is behind the links of messages.
func followed(r *http.Request) bool {
	ahead := strings.Contains(r.Header.Get("Sec-Purpose"), "prefetch") || r.Header.Get("Purpose") == "prefetch"
	return r.Method == http.MethodGet && r.Header.Get("Sec-Fetch-Mode") == "navigate" && !ahead
}

// ShowInvitedStart shows the start page of a questionnaire to answer in the name of a structure.
func (h *Handlers) ShowInvitedStart(c *gin.Context) error {
	slug, organisation, err := h.service.InvitedSlug(c.Request.Context(), c.Param("token"))
	if err != nil {
		return err
	}
	page, err := h.startPage(c.Request.Context(), slug, c.Param("questionnaire"))
	if err != nil {
		return err
	}
	page.base, page.structure, page.Private = invitedURL(c.Param("token")), organisation.Name, true
	page.Back = &ui.Link{Text: page.P.T("respond.invited.back"), URL: page.base}
	return reply.OK(c, startScreen(*page))
}

// SubmitInvitedStart begins a response in the name of a structure and leads to its first page.
func (h *Handlers) SubmitInvitedStart(c *gin.Context) error {
	form, err := reply.Form(c)
	if err != nil {
		return err
	}
	begun, err := h.service.BeginInvited(c.Request.Context(), c.Param("token"), c.Param("questionnaire"), form.Get("language"))
	if err != nil {
		return err
	}
	return reply.See(c, goOn(begun.Token, begun.Resume()))
}

// until says when the consultation ends, or "".
func (p invitedPage) until() string {
	if p.Invited.Consultation.ClosesAt.IsZero() {
		return ""
	}
	return p.P.DateTime(p.Invited.Consultation.ClosesAt)
}
