package organisations

import (
	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/console/part"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

type nearPage struct {
	ui.Page
	*service.NearView
}

// Near shows the organisations that may be there twice.
func (h *Handlers) Near(c *gin.Context) error {
	view, err := h.service.NearOrganisations(c.Request.Context(), h.frame.Actor(c), c.Param("slug"))
	if err != nil {
		return err
	}
	return reply.OK(c, near(nearPage{h.begin(c, h.p.T("organisations.near.title"), &view.Consultation), view}))
}

// SubmitDistinct keeps that two organisations that look alike are two.
func (h *Handlers) SubmitDistinct(c *gin.Context) error {
	ids, err := pairOf(c)
	if err != nil {
		return err
	}
	if err := h.service.SayDistinct(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), ids[0], ids[1]); err != nil {
		return err
	}
	return h.done(c, base(c.Param("slug"))+"/doublons", "organisations.near.distinct_said")
}

// SubmitPart undoes a merge.
func (h *Handlers) SubmitPart(c *gin.Context) error {
	id, err := part.RecordID(c)
	if err != nil {
		return err
	}
	if err := h.service.PartOrganisations(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id); err != nil {
		return err
	}
	return h.done(c, base(c.Param("slug"))+"/doublons", "organisations.merge.parted")
}

// pairOf reads the two identifiers of an address.
func pairOf(c *gin.Context) (ids [2]consult.ID, err error) {
	if ids[0], err = part.RecordID(c); err == nil {
		ids[1], err = consult.ParseID(c.Param("autre"))
	}
	return ids, err
}

func (p nearPage) slug() string { return p.NearView.Consultation.Slug }

// pairURL is where two organisations are compared: the first is the one kept.
func pairURL(slug string, kept, merged consult.ID) string {
	return address(slug, kept) + "/reunir/" + string(merged)
}

// why says why two are shown as one.
func (p nearPage) why(pair *service.NearOrganisations) string {
	switch {
	case pair.Number != "":
		return p.P.T("organisations.near." + pair.Number)
	case pair.Score == 1:
		return p.P.T("organisations.near.same_name")
	}
	return p.P.T("organisations.near.like", "percent", int(pair.Score*100+0.5))
}

// place says where an organisation is, in a line.
func place(o *consult.Organisation) string {
	words := o.Town
	if o.Postcode != "" && words != "" {
		words = o.Postcode + " " + words
	} else if words == "" {
		words = o.Postcode
	}
	if words == "" {
		words = o.Territory
	}
	return words
}
