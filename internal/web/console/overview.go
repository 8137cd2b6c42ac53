package console

import (
	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

type overviewPage struct {
	ui.Page
	Consultation consult.Consultation
	Lacks        []string
	MayManage    bool
	// Standing is nil for a record, which only declares its figures.
	Standing *service.Standing
	// IdeasURL is the box as whoever reads this may see it.
	IdeasURL string
}

// standingURL gives the page that a figure counts, or where the work that waits is done.
func (p overviewPage) standingURL(part service.StandingPart) string {
	root := base(p.Consultation.Slug)
	switch part {
	case service.StandingOrganisations, service.WaitingSilent:
		return root + "/suivi"
	case service.WaitingDoubles:
		return root + "/suivi/doublons"
	case service.WaitingUntied:
		return root + "/suivi/reponses"
	case service.StandingIdeas:
		return p.IdeasURL
	case service.WaitingModeration:
		return root + "/idees"
	case service.WaitingMails:
		return root + "/courriels"
	case service.StandingReviewed:
		return root + "/contributions"
	case service.WaitingCoding:
		return root + "/contributions/suivante?a_coder=oui"
	default:
		return root + "/participation"
	}
}

func (p overviewPage) figures() []ui.Figure {
	figures := make([]ui.Figure, len(p.Standing.Figures))
	for i, one := range p.Standing.Figures {
		figures[i] = ui.Figure{Value: p.P.Number(one.Count), URL: p.standingURL(one.Part),
			Words: p.P.T("console.standing.figure."+string(one.Part), "count", one.Count, "of", p.P.Number(one.Of))}
	}
	return figures
}

func (p overviewPage) todo() []ui.Link {
	links := make([]ui.Link, len(p.Standing.Waiting))
	for i, one := range p.Standing.Waiting {
		key := "console.standing.todo." + string(one.Part)
		switch one.Part {
		case service.WaitingDoubles, service.WaitingUntied:
			key = "ledger.todo." + string(one.Part)
		}
		links[i] = ui.Link{Text: p.P.T(key, "count", one.Count), URL: p.standingURL(one.Part)}
	}
	return links
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
		IdeasURL: "/c/" + consultation.Slug + "/idees", MayManage: h.Actor(c).Can(consult.ManageConsultations) && consultation.Status != consult.StatusRecord}
	if h.Actor(c).Can(consult.ModerateIdeas) {
		page.IdeasURL = base(consultation.Slug) + "/idees?etat=publiees"
	}
	if consultation.Status != consult.StatusRecord {
		if page.Lacks, err = h.service.Lacks(c.Request.Context(), h.Actor(c), consultation.Slug); err != nil {
			return err
		}
		if page.Standing, err = h.service.Standing(c.Request.Context(), h.Actor(c), consultation.Slug); err != nil {
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
