package coding

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// Validate says that somebody read a theme through.
func (h *Handlers) Validate(c *gin.Context) error {
	id, err := consult.ParseID(c.Param("theme"))
	if err != nil {
		return err
	}
	err = h.service.ValidateTheme(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id)
	var refused *consult.Error
	if errors.As(err, &refused) && (refused.Code == consult.CodeConflict || refused.Code == consult.CodeInvalid) {
		page, err := h.themes(c)
		if err != nil {
			return err
		}
		key := refused.Key
		if len(refused.Fields) > 0 {
			key = refused.Fields[0].Key
		}
		page.Notice = &ui.Notice{Kind: ui.NoticeWarning, Text: page.P.T(key)}
		return reply.Page(c, http.StatusConflict, themes(*page))
	}
	if err != nil {
		return err
	}
	return reply.See(c, themesURL(c.Param("slug"))+"#validation")
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
		{p.P.T("coding.stages.read"), p.P.T("coding.stages.read_state", "count", p.P.Number(s.Total.Contributions)), listURL(p.Slug, service.CodingQuery{}, 1)},
		{p.P.T("coding.stages.grid"), p.P.T("coding.stages.grid_state", "version", s.GridVersion), gridURL(p.Slug)},
		{p.P.T("coding.stages.test"), p.P.T("coding.stages.test_state", "read", s.SampleRead, "count", p.P.Number(s.Sample)), listURL(p.Slug, service.CodingQuery{Among: service.AmongSample}, 1)},
		{p.P.T("coding.stages.code"), p.P.T("coding.stages.code_state", "read", s.Coded.Contributions, "count", p.P.Number(s.Total.Contributions)), nextURL(p.Slug, service.CodingQuery{Uncoded: true})},
		{p.P.T("coding.stages.validate"), p.P.T("coding.stages.validate_state", "read", s.Validated, "count", p.P.Number(s.Themes)), "#validation"},
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
	case t.Ready():
		return p.P.T("coding.standing.ready")
	}
	return p.P.T("coding.standing.waiting")
}
