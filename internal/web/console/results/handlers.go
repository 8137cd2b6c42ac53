package results

import (
	"net/url"
	"strconv"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// Frame is what the console lends its screens: who asks, and the page around a screen.
type Frame interface {
	Actor(c *gin.Context) consult.Actor
	// Page begins a page of a consultation, its navigation in place.
	Page(c *gin.Context, title string, consultation *consult.Consultation) ui.Page
}

// Handlers answers for the screens of results.
type Handlers struct {
	service *service.Service
	frame   Frame
}

// New makes the screens of results inside the console's frame.
func New(s *service.Service, frame Frame) *Handlers { return &Handlers{service: s, frame: frame} }

// base gives the address of a consultation in the console.
func base(slug string) string { return "/console/concertations/" + url.PathEscape(slug) }

// address adds a query to a path, blank values left out.
func address(path string, pairs ...string) string {
	query := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			query.Set(pairs[i], pairs[i+1])
		}
	}
	if len(query) == 0 {
		return path
	}
	return path + "?" + query.Encode()
}

func pageNumber(c *gin.Context) int {
	page, err := strconv.Atoi(c.Query("page"))
	if err != nil {
		return 1
	}
	return page
}

// The names of filters in addresses.
const (
	keySurvey    = "questionnaire"
	keyCategory  = "categorie"
	keyTerritory = "territoire"
	keyWithdrawn = "retirees"
	keyRow       = "selon"
	keyColumn    = "question"
)

// ShowTallies shows every question's tally.
func (h *Handlers) ShowTallies(c *gin.Context) error {
	query := service.ResultsQuery{Questionnaire: c.Query(keySurvey), Category: c.Query(keyCategory), Territory: c.Query(keyTerritory)}
	view, err := h.service.Results(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), query)
	if err != nil {
		return err
	}
	page := h.frame.Page(c, "", &view.Consultation)
	page.Title = page.P.T("results.tallies.title")
	return reply.OK(c, tallies(talliesPage{Page: page, View: view}))
}

// ShowCrossing shows a crossing of two questions.
func (h *Handlers) ShowCrossing(c *gin.Context) error {
	view, err := h.service.Crossing(c.Request.Context(), h.frame.Actor(c), c.Param("slug"),
		service.CrossQuery{Questionnaire: c.Query(keySurvey), Row: c.Query(keyRow), Column: c.Query(keyColumn)})
	if err != nil {
		return err
	}
	page := h.frame.Page(c, "", &view.Consultation)
	page.Title = page.P.T("results.crossing.title")
	return reply.OK(c, crossing(crossingPage{Page: page, View: view}))
}

// ShowParticipation shows who took part so far.
func (h *Handlers) ShowParticipation(c *gin.Context) error {
	view, err := h.service.Participation(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), c.Query(keySurvey))
	if err != nil {
		return err
	}
	page := h.frame.Page(c, "", &view.Consultation)
	page.Title = page.P.T("results.participation.title")
	return reply.OK(c, participation(participationPage{Page: page, View: view}))
}

// ShowParticipationCounts gives the live figures alone, for the page to refresh them.
func (h *Handlers) ShowParticipationCounts(c *gin.Context) error {
	view, err := h.service.Participation(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), "")
	if err != nil {
		return err
	}
	return reply.OK(c, liveCounts(participationPage{Page: h.frame.Page(c, "", &view.Consultation), View: view}))
}

// ShowResponses lists the responses.
func (h *Handlers) ShowResponses(c *gin.Context) error {
	query := service.ResponsesQuery{Questionnaire: c.Query(keySurvey), Category: c.Query(keyCategory), Territory: c.Query(keyTerritory),
		Withdrawn: c.Query(keyWithdrawn) != ""}
	view, err := h.service.Responses(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), query, pageNumber(c))
	if err != nil {
		return err
	}
	page := h.frame.Page(c, "", &view.Consultation)
	page.Title = page.P.T("results.responses.title")
	return reply.OK(c, responses(responsesPage{Page: page, View: view}))
}

// ShowResponse shows one response.
func (h *Handlers) ShowResponse(c *gin.Context) error {
	id, err := consult.ParseID(c.Param("response"))
	if err != nil {
		return err
	}
	view, err := h.service.ResponseDetail(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id)
	if err != nil {
		return err
	}
	page := h.frame.Page(c, "", &view.Consultation)
	page.Title = page.P.T("results.response.title", "reference", view.Response.Reference)
	page.Back = &ui.Link{Text: page.P.T("results.response.back"), URL: address(base(view.Consultation.Slug)+"/reponses", keySurvey, view.Questionnaire)}
	return reply.OK(c, response(responsePage{Page: page, View: view, MayWithdraw: h.frame.Actor(c).Can(consult.ManageConsultations)}))
}

// SubmitWithdraw takes a response out of the counts.
func (h *Handlers) SubmitWithdraw(c *gin.Context) error {
	id, err := consult.ParseID(c.Param("response"))
	if err != nil {
		return err
	}
	form, err := reply.Form(c)
	if err != nil {
		return err
	}
	slug := c.Param("slug")
	if err := h.service.WithdrawResponse(c.Request.Context(), h.frame.Actor(c), slug, id, service.WithdrawReason(form.Get("reason"))); err != nil {
		return err
	}
	return reply.See(c, base(slug)+"/reponses/"+string(id))
}
