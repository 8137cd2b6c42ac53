package coding

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// fieldUnread says how many unread statements of the consultation the analyst validates a theme in spite of.
const fieldUnread = "non_lus"

// Validate says that somebody read a theme through.
func (h *Handlers) Validate(c *gin.Context) error {
	form, err := reply.Form(c)
	if err != nil {
		return err
	}
	unread, _ := strconv.Atoi(form.Get(fieldUnread)) // not ticked: none, and the service asks for it where there are some
	return h.validation(c, func(id consult.ID) error {
		return h.service.ValidateTheme(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id, unread)
	})
}

// Withdraw takes the validation of a theme back.
func (h *Handlers) Withdraw(c *gin.Context) error {
	return h.validation(c, func(id consult.ID) error {
		return h.service.WithdrawTheme(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id)
	})
}

// validation does what is asked of a theme, then shows where it stands; its page says why, when that is refused.
func (h *Handlers) validation(c *gin.Context, act func(consult.ID) error) error {
	id, err := consult.ParseID(c.Param("theme"))
	if err != nil {
		return err
	}
	err = act(id)
	var refused *consult.Error
	if errors.As(err, &refused) && refused.Code == consult.CodeConflict {
		page, err := h.theme(c)
		if err != nil {
			return err
		}
		page.Notice = &ui.Notice{Kind: ui.NoticeWarning, Text: page.P.T(refused.Key)}
		return reply.Page(c, http.StatusConflict, theme(*page))
	}
	if err != nil {
		return err
	}
	return reply.See(c, themeURL(c.Param("slug"), id, 1)+"#validation")
}

// fieldHidden says whether suggestions are hidden: «oui» or «non».
const fieldHidden = "masquees"

// Suggesting hides suggestions, or shows them again.
func (h *Handlers) Suggesting(c *gin.Context) error {
	form, err := reply.Form(c)
	if err != nil {
		return err
	}
	if err := h.service.HideSuggestions(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), form.Get(fieldHidden) == "oui"); err != nil {
		return err
	}
	return reply.See(c, themesURL(c.Param("slug")))
}

func (p themesPage) hides() bool { return p.ThemesView.Consultation.Settings.HideSuggestions }

func (p themesPage) suggestingWords() string {
	if p.hides() {
		return p.P.T("coding.suggesting.hidden")
	}
	return p.P.T("coding.suggesting.shown")
}

// stage is one step of the grouping: what it is, where it stands, where to do it.
type stage struct {
	name, state, url string
}

func (p themesPage) stages() []stage {
	s := p.Stages
	return []stage{
		{p.P.T("coding.stages.read"), p.P.T("coding.stages.read_state", "count", s.Total.Contributions), listURL(p.Slug, service.CodingQuery{}, 1)},
		{p.P.T("coding.stages.grid"), p.P.T("coding.stages.grid_state", "version", s.GridVersion), gridURL(p.Slug)},
		{p.P.T("coding.stages.test"), p.P.T("coding.stages.test_state", "count", s.SampleRead, "all", s.Sample), listURL(p.Slug, service.CodingQuery{Among: service.AmongSample}, 1)},
		{p.P.T("coding.stages.code"), p.P.T("coding.stages.code_state", "count", s.Total.Contributions-s.Waiting.Contributions, "all", s.Total.Contributions), nextURL(p.Slug, service.CodingQuery{Uncoded: true})},
		{p.P.T("coding.stages.validate"), p.P.T("coding.stages.validate_state", "count", s.Validated, "all", s.Themes), "#validation"},
	}
}

// standing says in words whether a theme is validated, or what it waits for.
func (p themesPage) standing(t service.ThemeStanding) string {
	switch {
	case t.Validated:
		return p.P.T("coding.standing.validated", "name", t.By, "when", p.P.DateTime(t.At))
	case t.Reopened:
		return p.P.T("coding.standing.reopened")
	case t.Untested > 0:
		return p.P.T("coding.standing.untested", "count", t.Untested)
	case t.Withdrawn:
		return p.P.T("coding.standing.withdrawn", "name", t.By, "when", p.P.DateTime(t.At))
	case t.Ready() && t.Unread > 0:
		return p.P.T("coding.standing.ready_unread", "count", t.Unread)
	case t.Ready():
		return p.P.T("coding.standing.ready")
	}
	return p.P.T("coding.standing.waiting")
}
