package coding

import (
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// campaignPage is what giving the themes of a text to those that are near-identical would do, or has done.
type campaignPage struct {
	ui.Page
	*service.CampaignView
	Slug  string
	Query service.CodingQuery
	// Done is the moment of the act that was just made, as its forms carry it; "" before it.
	Done string
}

const fieldMoment = "moment"

// campaignURL leads to the near-identical texts of one.
func campaignURL(slug string, id consult.ID) string {
	return base(slug) + "/contributions/" + string(id) + "/lot"
}

// ShowCampaign shows the near-identical texts and what would be given to them.
func (h *Handlers) ShowCampaign(c *gin.Context) error {
	page, err := h.campaign(c)
	if err != nil {
		return err
	}
	page.Done = c.Query(fieldMoment)
	return reply.OK(c, campaign(*page))
}

func (h *Handlers) campaign(c *gin.Context) (*campaignPage, error) {
	id, err := consult.ParseID(c.Param("id"))
	if err != nil {
		return nil, err
	}
	found, err := h.service.CampaignView(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id)
	if err != nil {
		return nil, err
	}
	page := &campaignPage{Page: h.frame.Page(c, "", &found.Consultation), CampaignView: found, Slug: c.Param("slug"), Query: decodeQuery(c)}
	page.Title = page.P.T("coding.campaign.title")
	page.Back = &ui.Link{Text: page.P.T("coding.campaign.back"), URL: contributionURL(page.Slug, id, page.Query)}
	return page, nil
}

// SubmitCampaign gives the themes to all of them.
func (h *Handlers) SubmitCampaign(c *gin.Context) error {
	id, err := consult.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	done, err := h.service.CodeCampaign(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id)
	if consult.CodeOf(err) == consult.CodeInvalid {
		page, shown := h.campaign(c)
		if shown != nil {
			return shown
		}
		page.Notice = &ui.Notice{Kind: ui.NoticeWarning, Text: page.P.T("coding.error.campaign_none")}
		return reply.Page(c, http.StatusUnprocessableEntity, campaign(*page))
	}
	if err != nil {
		return err
	}
	return reply.See(c, campaignURL(c.Param("slug"), id)+"?"+fieldMoment+"="+strconv.FormatInt(done.At.UnixMilli(), 10))
}

// UndoCampaign takes the act of that moment back.
func (h *Handlers) UndoCampaign(c *gin.Context) error {
	form, err := reply.Form(c)
	if err != nil {
		return err
	}
	id, err := consult.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	moment, err := strconv.ParseInt(form.Get(fieldMoment), 10, 64)
	if err != nil {
		return reply.ErrUnreadable
	}
	if _, err := h.service.UndoCampaign(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id, time.UnixMilli(moment)); err != nil {
		return err
	}
	return reply.See(c, campaignURL(c.Param("slug"), id))
}
