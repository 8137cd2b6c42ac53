package ideas

import (
	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// settingsPage is what the box allows.
type settingsPage struct {
	ui.Page
	Slug     string
	Settings consult.Settings
}

// The fields of the settings.
const (
	fieldOpen       = "open"
	fieldModeration = "moderation"
	fieldComments   = "comments"
	fieldSupports   = "supports"
)

// ShowSettings shows what the box allows.
func (h *Handlers) ShowSettings(c *gin.Context) error {
	if err := h.frame.Actor(c).Require(consult.ManageConsultations); err != nil {
		return err
	}
	consultation, err := h.service.ConsultationBySlug(c.Request.Context(), h.frame.Actor(c), c.Param("slug"))
	if err != nil {
		return err
	}
	page := settingsPage{Page: h.frame.Page(c, "", &consultation), Slug: consultation.Slug, Settings: consultation.Settings}
	page.Title = page.P.T("ideas_pages.settings.title")
	page.Back = &ui.Link{Text: page.P.T("ideas_pages.console.back"), URL: base(page.Slug)}
	return reply.OK(c, settings(page))
}

// SubmitSettings changes it. The consultation's other settings stay as they are.
func (h *Handlers) SubmitSettings(c *gin.Context) error {
	values, err := reply.Form(c)
	if err != nil {
		return err
	}
	ctx, actor, slug := c.Request.Context(), h.frame.Actor(c), c.Param("slug")
	consultation, err := h.service.ConsultationBySlug(ctx, actor, slug)
	if err != nil {
		return err
	}
	changed := consultation.Settings
	changed.IdeaBox, changed.IdeaComments, changed.IdeaSupports = values.Get(fieldOpen) != "", values.Get(fieldComments) != "", values.Get(fieldSupports) != ""
	changed.IdeaModeration = consult.ModerateAfter
	if values.Get(fieldModeration) == string(consult.ModerateBefore) {
		changed.IdeaModeration = consult.ModerateBefore
	}
	if _, err := h.service.EditConsultation(ctx, actor, slug, service.ConsultationEdit{Settings: &changed}); err != nil {
		return err
	}
	if err := h.frame.Say(c, "ideas_pages.console.saved"); err != nil {
		return err
	}
	return reply.See(c, base(slug))
}

// allowance is one thing that the box allows or not.
type allowance struct {
	name, label, hint string
	on                bool
}

func (p settingsPage) allowances() []allowance {
	return []allowance{
		{fieldOpen, p.P.T("ideas_pages.settings.open"), p.P.T("ideas_pages.settings.open_hint"), p.Settings.IdeaBox},
		{fieldSupports, p.P.T("ideas_pages.settings.supports"), p.P.T("ideas_pages.settings.supports_hint"), p.Settings.IdeaSupports},
		{fieldComments, p.P.T("ideas_pages.settings.comments"), p.P.T("ideas_pages.settings.comments_hint"), p.Settings.IdeaComments},
	}
}

func (p settingsPage) moderation() ui.Radios {
	value := consult.ModerateAfter
	if p.Settings.IdeaModeration == consult.ModerateBefore {
		value = consult.ModerateBefore
	}
	return ui.Radios{Field: ui.Field{Name: fieldModeration, Label: p.P.T("ideas_pages.settings.moderation"), Hint: p.P.T("ideas_pages.settings.moderation_hint")},
		Value: string(value), Options: []ui.Option{
			{Value: string(consult.ModerateBefore), Label: p.P.T("ideas_pages.settings.before"), Hint: p.P.T("ideas_pages.settings.before_hint")},
			{Value: string(consult.ModerateAfter), Label: p.P.T("ideas_pages.settings.after"), Hint: p.P.T("ideas_pages.settings.after_hint")}}}
}
