package ledger

import (
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

type untiedPage struct {
	ui.Page
	View *service.UntiedView
}

// Untied lists the responses that speak for no structure of the list.
func (h *Handlers) Untied(c *gin.Context) error {
	view, err := h.service.Untied(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), pageNumber(c))
	if err != nil {
		return err
	}
	return reply.OK(c, untied(untiedPage{h.sub(c, h.p.T("ledger.untied.title"), &view.Consultation), view}))
}

func (p untiedPage) pageURL(page int) string {
	return untiedURL(p.View.Consultation.Slug) + "?" + keyPage + "=" + number(page)
}

func untiedURL(slug string) string { return base(slug) + "/reponses" }

func tieURL(slug string, response consult.ID) string { return untiedURL(slug) + "/" + string(response) }

// line says in words what is known of a response without opening it.
func (p untiedPage) line(row *service.UntiedRow) string {
	said := []string{p.P.T("ledger.untied.line", "date", p.P.DateTime(row.SubmittedAt), "channel", strings.ToLower(p.P.T("exports.channel."+string(row.Channel))))}
	for _, known := range []string{word(p.View.Categories, row.Category), word(p.View.Territories, row.Territory)} {
		if known != "" {
			said = append(said, known)
		}
	}
	if len(said) == 1 {
		said = append(said, p.P.T("ledger.untied.unknown"))
	}
	return strings.Join(said, i18n.Between)
}

// word gives a value as the questionnaire words it, or "" where it was not given.
func word(choices []service.CodingChoice, value string) string {
	for _, choice := range choices {
		if choice.Value == value {
			return choice.Label
		}
	}
	return value
}

func (p untiedPage) reason(suggestion *service.TieSuggestion) string {
	return p.P.T("ledger.untied.reason." + suggestion.Reason)
}

// place says where a structure is, to tell it from one of the same name.
func place(territories []service.CodingChoice, o *consult.Organisation) string {
	switch {
	case o.Town != "" && o.Postcode != "":
		return o.Postcode + " " + o.Town
	case o.Town != "":
		return o.Town
	case o.Postcode != "":
		return o.Postcode
	default:
		return word(territories, o.Territory)
	}
}

func named(territories []service.CodingChoice, o *consult.Organisation) string {
	if where := place(territories, o); where != "" {
		return o.Name + ", " + where
	}
	return o.Name
}

type tiePage struct {
	ui.Page
	View *service.TieView
}

// Tie shows for whom a response speaks, and looks for another structure.
func (h *Handlers) Tie(c *gin.Context) error {
	id, err := consult.ParseID(c.Param("response"))
	if err != nil {
		return err
	}
	view, err := h.service.Tie(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id, c.Query(keyWords))
	if err != nil {
		return err
	}
	page := h.sub(c, h.p.T("ledger.tie.title", "reference", view.Response.Reference), &view.Consultation)
	page.Back = &ui.Link{Text: h.p.T("ledger.untied.title"), URL: untiedURL(view.Consultation.Slug)}
	return reply.OK(c, tie(tiePage{page, view}))
}

// SubmitTie ties a response to a structure, or to none.
func (h *Handlers) SubmitTie(c *gin.Context) error {
	id, err := consult.ParseID(c.Param("response"))
	if err != nil {
		return err
	}
	form, err := reply.Form(c)
	if err != nil {
		return err
	}
	slug, to, done := c.Param("slug"), consult.ID(""), "ledger.tie.untied"
	if form.Get(fieldTo) != "" {
		if to, err = consult.ParseID(form.Get(fieldTo)); err != nil {
			return err
		}
		done = "ledger.tie.tied"
	}
	if err := h.service.TieResponse(c.Request.Context(), h.frame.Actor(c), slug, id, to); err != nil {
		return err
	}
	next := untiedURL(slug)
	if form.Get(fieldBack) != "" || to == "" {
		next = tieURL(slug, id) + "?" + url.Values{keyWords: {form.Get(fieldBack)}}.Encode()
	}
	return h.done(c, next, done)
}
