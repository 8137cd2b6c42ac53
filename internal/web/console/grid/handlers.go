package grid

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

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

// Handlers answers for the screens of the grid.
type Handlers struct {
	service *service.Service
	frame   Frame
}

// New makes the screens of the grid inside the console's frame.
func New(s *service.Service, frame Frame) *Handlers { return &Handlers{service: s, frame: frame} }

// What a post asks for.
const (
	fieldStep   = "etape"
	stepEdit    = "modifier"
	stepPublish = "publier"
	fieldDone   = "publiee"
)

func address(slug string) string {
	return "/console/concertations/" + url.PathEscape(slug) + "/grille"
}

func versionAddress(slug string, version int) string {
	return address(slug) + "/versions/" + strconv.Itoa(version)
}

// Show opens the grid.
func (h *Handlers) Show(c *gin.Context) error {
	view, err := h.service.GridView(c.Request.Context(), h.frame.Actor(c), c.Param("slug"))
	if err != nil {
		return err
	}
	page := h.page(c, view, fill(&view.Grid))
	if c.Query(fieldDone) != "" {
		page.Notice = &ui.Notice{Kind: ui.NoticeSuccess, Text: page.P.T("grid.done", "version", view.Grid.Version)}
	}
	return reply.OK(c, gridScreen(page))
}

func (h *Handlers) page(c *gin.Context, view *service.GridView, values url.Values) gridPage {
	page := gridPage{Page: h.frame.Page(c, "", &view.Consultation), GridView: view, values: values, faults: map[string]string{}, Count: rows(values) + spare}
	page.Title = page.P.T("grid.title")
	return page
}

// Submit checks a grid, opens it again, or publishes it.
func (h *Handlers) Submit(c *gin.Context) error {
	ctx, actor, slug := c.Request.Context(), h.frame.Actor(c), c.Param("slug")
	if err := actor.Require(consult.ManageGrid); err != nil {
		return err
	}
	values, err := reply.Form(c)
	if err != nil {
		return err
	}
	view, err := h.service.GridView(ctx, actor, slug)
	if err != nil {
		return err
	}
	version, _ := strconv.Atoi(values.Get(fieldVersion))
	if version != view.Grid.Version {
		return h.stale(c, view, values)
	}
	if values.Get(fieldStep) == stepEdit {
		return reply.OK(c, gridScreen(h.page(c, view, values)))
	}
	draft, err := readDraft(&view.Grid, values)
	if err != nil {
		return h.faulty(c, view, values, err)
	}
	if values.Get(fieldStep) == stepPublish {
		_, err = h.service.PublishGrid(ctx, actor, slug, draft)
		if err == nil {
			return reply.See(c, address(slug)+"?"+fieldDone+"=1")
		}
	} else {
		var preview *service.GridPreview
		if preview, err = h.service.PreviewGrid(ctx, actor, slug, draft); err == nil {
			page := h.page(c, view, values)
			page.Title = page.P.T("grid.check.title")
			return reply.OK(c, checkScreen(checkPage{gridPage: page, Preview: preview}))
		}
	}
	if consult.CodeOf(err) == consult.CodeConflict {
		if view, err = h.service.GridView(ctx, actor, slug); err != nil {
			return err
		}
		return h.stale(c, view, values)
	}
	return h.faulty(c, view, values, err)
}

// stale gives the form back over the grid that somebody else published meanwhile, with everything that was typed.
func (h *Handlers) stale(c *gin.Context, view *service.GridView, values url.Values) error {
	page := h.page(c, view, rebase(&view.Grid, values))
	page.Notice = &ui.Notice{Kind: ui.NoticeWarning, Text: page.P.T("grid.stale", "version", view.Grid.Version)}
	return reply.Page(c, http.StatusConflict, gridScreen(page))
}

// faulty gives the form back with what is wrong in it, or the error when it is of another kind.
func (h *Handlers) faulty(c *gin.Context, view *service.GridView, values url.Values, err error) error {
	var domain *consult.Error
	if !errors.As(err, &domain) || domain.Code != consult.CodeInvalid {
		return err
	}
	page := h.page(c, view, values)
	for _, fault := range domain.Fields {
		field, words := fault.Field, page.P.T(fault.Key, fault.Args...)
		if field == "grid" { // of the whole: said at its first theme
			field = rowField("title", 0)
		}
		if row, residual := strings.CutPrefix(field, "fate-"); residual {
			if i, err := strconv.Atoi(row); err == nil && !page.regular(i) {
				field = rowField("title", i) // residual themes have no choice to make
			}
		}
		if page.faults[field] == "" {
			page.faults[field] = words
			page.Errors = append(page.Errors, ui.Problem{Field: field, Text: words})
		}
	}
	return reply.Invalid(c, gridScreen(page))
}
