package mails

import (
	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/console/part"
	webreply "concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

type showPage struct {
	ui.Page
	*service.MailView
	Slug string
}

// Show shows one mail: for whom, what it says, what became of it.
func (h *Handlers) Show(c *gin.Context) error {
	id, err := part.RecordID(c)
	if err != nil {
		return err
	}
	view, err := h.service.MailView(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id)
	if err != nil {
		return err
	}
	page := showPage{Page: h.begin(c, "mails.one.title", &view.Consultation), MailView: view, Slug: c.Param("slug")}
	page.Back = &ui.Link{Text: h.p.T("mails.one.back"), URL: base(page.Slug)}
	return webreply.OK(c, show(page))
}

// Act renews a mail, stops it, or settles an uncertain one.
func (h *Handlers) Act(c *gin.Context) error {
	form, err := webreply.Form(c)
	if err != nil {
		return err
	}
	id, err := part.RecordID(c)
	if err != nil {
		return err
	}
	acts := map[string]struct {
		do   func() error
		said string
	}{
		actRenew: {func() error {
			return h.service.RenewMail(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id)
		}, "mails.said.renewed"},
		actHold: {func() error {
			return h.service.HoldMailSent(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id)
		}, "mails.said.held"},
		actStop: {func() error {
			return h.service.StopMail(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id)
		}, "mails.said.one_stopped"},
	}
	act, known := acts[form.Get(fieldAct)]
	if !known {
		if _, err := h.service.MailView(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id); err != nil {
			return err // who may not act learns so first
		}
		return webreply.ErrUnreadable
	}
	switch err := act.do(); consult.CodeOf(err) {
	case consult.CodeConflict:
		return h.said(c, "/"+string(id), "mails.error.moved") // the page shows where it is
	default:
		if err != nil {
			return err
		}
	}
	return h.said(c, "/"+string(id), act.said)
}

func (p showPage) facts() ui.DefinitionList {
	m := &p.Mail
	items := []ui.Definition{{Term: p.P.T("mails.one.to"), Content: recipient(p)}}
	if p.Organisation != "" {
		items = append(items, ui.Definition{Term: p.P.T("mails.one.organisation"), Text: p.Organisation})
	}
	items = append(items, ui.Definition{Term: p.P.T("mails.one.kind"), Text: p.P.T("mails.kind." + string(m.Kind))},
		ui.Definition{Term: p.P.T("mails.one.queued"), Text: p.P.DateTime(m.QueuedAt)})
	if m.State == consult.MailQueued && m.NotBefore.After(m.QueuedAt) {
		items = append(items, ui.Definition{Term: p.P.T("mails.one.not_before"), Text: p.P.DateTime(m.NotBefore)})
	}
	if !m.HandedAt.IsZero() {
		items = append(items, ui.Definition{Term: p.P.T("mails.one.handed"), Text: p.P.T("mails.one.handed_value", "when", p.P.DateTime(m.HandedAt), "count", max(1, m.Attempts))})
	}
	if m.Reply != "" {
		items = append(items, ui.Definition{Term: p.P.T("mails.one.reply"), Text: reply(p.P, m.Reply)})
	}
	if !m.HandedAt.IsZero() {
		items = append(items, ui.Definition{Term: p.P.T("mails.one.message_id"), Content: code(p.MessageID)})
	}
	return ui.DefinitionList{Items: items}
}
