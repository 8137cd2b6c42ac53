package ideas

import (
	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/web/reply"
)

// An idea dropped by the personal link of a structure: the same pages, at another address.

// ShowInvited gives a blank page to write an idea on in the name of a structure.
func (h *Handlers) ShowInvited(c *gin.Context) error { return h.invited(c, h.ShowNew) }

// SubmitInvited takes one of the steps of dropping it.
func (h *Handlers) SubmitInvited(c *gin.Context) error { return h.invited(c, h.SubmitNew) }

// invited answers as for the consultation of a structure's link.
func (h *Handlers) invited(c *gin.Context, answer reply.Handler) error {
	slug, organisation, err := h.service.InvitedSlug(c.Request.Context(), c.Param("token"))
	if err != nil {
		return err
	}
	c.Params = append(c.Params, gin.Param{Key: "slug", Value: slug})
	c.Set(invitedKey, &organisation)
	return answer(c)
}

const invitedKey = "ideas.invited"

// inName gives the structure whose link was followed; nil: none.
func inName(c *gin.Context) *consult.Organisation {
	found, _ := c.Get(invitedKey)
	organisation, _ := found.(*consult.Organisation)
	return organisation
}

// dropURL is where the steps of dropping an idea are posted.
func dropURL(c *gin.Context) string {
	if inName(c) != nil {
		return "/s/" + c.Param("token") + "/idee"
	}
	return newURL(c.Param("slug"))
}
