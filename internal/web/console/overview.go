package console

import (
	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

type overviewPage struct {
	ui.Page
	Consultation consult.Consultation
	Lacks        []string
	MayManage    bool
}

// lackURL gives the page where what is lacking is written.
func (p overviewPage) lackURL(key string) string {
	if key == "opening.questionnaire" {
		return base(p.Consultation.Slug) + "/questionnaires"
	}
	return base(p.Consultation.Slug) + "/textes"
}

// ShowOverview shows where a consultation stands and what it lacks.
func (h *Handlers) ShowOverview(c *gin.Context) error {
	consultation, err := h.service.ConsultationBySlug(c.Request.Context(), h.Actor(c), c.Param("slug"))
	if err != nil {
		return err
	}
	page := overviewPage{Page: h.Page(c, consultation.Title, &consultation), Consultation: consultation,
		MayManage: h.Actor(c).Can(consult.ManageConsultations) && consultation.Status != consult.StatusRecord}
	if consultation.Status != consult.StatusRecord {
		if page.Lacks, err = h.service.Lacks(c.Request.Context(), h.Actor(c), consultation.Slug); err != nil {
			return err
		}
	}
	return reply.OK(c, overview(page))
}

type confirmPage struct {
	ui.Page
	Words  string
	Act    string
	Action string
	Cancel string
	Grave  bool
}

// ShowConfirm asks once more before opening, closing or removing.
func (h *Handlers) ShowConfirm(c *gin.Context) error {
	if err := h.Actor(c).Require(consult.ManageConsultations); err != nil {
		return err
	}
	consultation, err := h.service.ConsultationBySlug(c.Request.Context(), h.Actor(c), c.Param("slug"))
	if err != nil {
		return err
	}
	p, act := h.site.P, c.Param("acte")
	page := confirmPage{Action: base(consultation.Slug) + "/" + act, Cancel: base(consultation.Slug)}
	title := ""
	switch act {
	case actOpen:
		title, page.Words, page.Act = p.T("console.open.title"), p.T("console.open.words"), p.T("console.open.act")
	case actClose:
		title, page.Words, page.Act = p.T("console.close.title"), p.T("console.close.words"), p.T("console.close.act")
	case actRemove:
		title, page.Words, page.Act, page.Grave = p.T("console.remove.title"), p.T("console.remove.words"), p.T("console.remove.act"), true
	default:
		return consult.NotFound("error.not_found")
	}
	page.Page = h.Page(c, title, &consultation)
	return reply.OK(c, confirm(page))
}

// What may be done of a consultation as a whole, as addresses name it.
const (
	actOpen   = "ouvrir"
	actClose  = "fermer"
	actRemove = "supprimer"
)

// SubmitOpen opens a consultation.
func (h *Handlers) SubmitOpen(c *gin.Context) error {
	if _, err := h.service.OpenConsultation(c.Request.Context(), h.Actor(c), c.Param("slug")); err != nil {
		return err
	}
	return h.done(c, "console.open.done", base(c.Param("slug")))
}

// SubmitClose closes it.
func (h *Handlers) SubmitClose(c *gin.Context) error {
	if _, err := h.service.CloseConsultation(c.Request.Context(), h.Actor(c), c.Param("slug")); err != nil {
		return err
	}
	return h.done(c, "console.close.done", base(c.Param("slug")))
}

// SubmitRemove removes a demonstration.
func (h *Handlers) SubmitRemove(c *gin.Context) error {
	if err := h.service.RemoveDemonstration(c.Request.Context(), h.Actor(c), c.Param("slug")); err != nil {
		return err
	}
	return h.done(c, "console.remove.done", "/console")
}

// done says what was done on the next page.
func (h *Handlers) done(c *gin.Context, key, address string) error {
	if err := h.say(c, key); err != nil {
		return err
	}
	return reply.See(c, address)
}
