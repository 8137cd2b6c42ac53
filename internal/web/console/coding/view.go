package coding

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// viewPage is one contribution to read, with the themes and the queue.
type viewPage struct {
	ui.Page
	*service.CodingView
	Slug  string
	Typed url.Values // what was typed beside the text and is not kept yet
}

// note gives what stands in the note's field.
func (p viewPage) note() string {
	if p.Typed.Has(fieldNote) {
		return p.Typed.Get(fieldNote)
	}
	return p.Note
}

// Show shows a contribution, its themes and the queue around it.
func (h *Handlers) Show(c *gin.Context) error {
	page, err := h.view(c)
	if err != nil {
		return err
	}
	return reply.OK(c, view(*page))
}

func (h *Handlers) view(c *gin.Context) (*viewPage, error) {
	id, err := consult.ParseID(c.Param("id"))
	if err != nil {
		return nil, err
	}
	query := decodeQuery(c)
	found, err := h.service.CodingView(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id, statementOf(c), query)
	if err != nil {
		return nil, err
	}
	page := &viewPage{Page: h.frame.Page(c, "", &found.Consultation), CodingView: found, Slug: c.Param("slug"), Typed: url.Values{}}
	if title := c.Query(fieldTitle); title != "" { // begun on the page that was left
		page.Typed.Set(fieldTitle, title)
	}
	page.Title = page.P.T("coding.view.title")
	if found.Position > 0 {
		page.Title = page.P.T("coding.view.title_of", "position", found.Position, "count", found.Total)
	}
	page.Back = &ui.Link{Text: page.P.T("coding.view.back"), URL: listURL(page.Slug, query, 1)}
	return page, nil
}

// again shows the contribution after an act that was refused, and says why; what was typed is in its place.
func (h *Handlers) again(c *gin.Context, status int, key string, form url.Values) error {
	page, err := h.view(c)
	if err != nil {
		return err
	}
	for _, name := range []string{fieldNote, fieldTitle, fieldAction} {
		if form.Has(name) {
			page.Typed.Set(name, form.Get(name))
		}
	}
	page.Notice = &ui.Notice{Kind: ui.NoticeWarning, Text: page.P.T(key)}
	return reply.Page(c, status, view(*page))
}

// who says in words who gave or contested a theme.
func who(p *i18n.Printer, toggle service.CodingToggle) []string {
	var words []string
	for _, group := range []struct {
		key   string
		names []string
	}{{"coding.who.confirmed", toggle.Confirmed}, {"coding.who.rejected", toggle.Rejected}, {"coding.who.stale", toggle.Stale}} {
		if len(group.names) > 0 {
			words = append(words, p.T(group.key, "names", strings.Join(group.names, ", ")))
		}
	}
	return words
}

// field gives the name of a toggle's button: what pressing it asks for.
func field(toggle service.CodingToggle) string {
	if toggle.On {
		return fieldRemove
	}
	return fieldGive
}

func pressed(on bool) string { return strconv.FormatBool(on) }

// filtered says in words what the queue is narrowed to.
func (p viewPage) filtered() string {
	if p.Query.Empty() {
		return p.P.T("coding.queue.all")
	}
	if p.Query == (service.CodingQuery{Uncoded: true}) {
		return p.P.T("coding.filter.uncoded")
	}
	if p.Query.Among == service.AmongTeaching {
		return p.P.T("coding.filter.among_teaching")
	}
	return p.P.T("coding.queue.filtered")
}
