package collect

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

type textPage struct {
	ui.Page
	form
	*service.GatheredView
	Refused []service.RefusedUpload
}

// ShowText shows a text gathered elsewhere, to be mended or retracted.
func (h *Handlers) ShowText(c *gin.Context) error {
	page, err := h.textPage(c, nil)
	if err != nil {
		return err
	}
	return reply.OK(c, text(*page))
}

func (h *Handlers) textPage(c *gin.Context, typed url.Values) (*textPage, error) {
	id, err := recordID(c)
	if err != nil {
		return nil, err
	}
	view, err := h.service.GatheredView(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id)
	if err != nil {
		return nil, err
	}
	one := &view.Contribution
	if typed == nil {
		typed = url.Values{"title": {one.Title}, "body": {one.Body}, "question": {one.Question}, "category": {one.Category}, "territory": {one.Territory},
			"publication": {string(one.Publication)}, "version": {strconv.FormatInt(one.ChangeSeq, 10)}}
	}
	page := &textPage{form: h.form(typed), GatheredView: view}
	page.Page = h.begin(c, h.p.T("collect.text.title."+string(one.Kind)), &view.Choices.Consultation)
	if view.Session != nil {
		page.Back = &ui.Link{Text: sessionName(h.p, view.Session), URL: base(view.Choices.Consultation.Slug) + "/seances/" + string(view.Session.ID)}
	}
	return page, nil
}

// SubmitText mends a text.
func (h *Handlers) SubmitText(c *gin.Context) error {
	posted, err := reply.Form(c)
	if err != nil {
		return err
	}
	id, err := recordID(c)
	if err != nil {
		return err
	}
	f := h.form(posted)
	version, err := strconv.ParseInt(f.Value("version"), 10, 64)
	if err != nil {
		return reply.ErrUnreadable
	}
	err = h.service.MendGathered(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id, service.GatheredMend{Seq: version, GatheredText: f.gathered()})
	if err == nil {
		return h.done(c, base(c.Param("slug"))+"/textes/"+string(id), "collect.text.mended")
	}
	page, failure := h.textPage(c, posted)
	if failure != nil {
		return failure
	}
	status := http.StatusUnprocessableEntity
	if consult.CodeOf(err) == consult.CodeConflict {
		// What was typed stays on the page; sent again, it replaces what somebody else wrote meanwhile.
		status = http.StatusConflict
		page.Set("version", strconv.FormatInt(page.Contribution.ChangeSeq, 10))
		page.Fault("body", "collect.error.changed")
	} else if err := page.With(err); err != nil {
		return err
	}
	page.Errors = page.Problems()
	return reply.Page(c, status, text(*page))
}

// SubmitRetract makes a text count no more; SubmitRestore makes it count again.
func (h *Handlers) SubmitRetract(c *gin.Context) error {
	id, err := recordID(c)
	if err != nil {
		return err
	}
	if err := h.service.RetractGathered(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id); err != nil {
		return err
	}
	return h.done(c, base(c.Param("slug"))+"/textes/"+string(id), "collect.text.now_retracted")
}

// SubmitRestore makes a retracted text count again.
func (h *Handlers) SubmitRestore(c *gin.Context) error {
	id, err := recordID(c)
	if err != nil {
		return err
	}
	if err := h.service.RestoreGathered(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id); err != nil {
		return err
	}
	return h.done(c, base(c.Param("slug"))+"/textes/"+string(id), "collect.text.now_restored")
}

// AttachToText puts photographs and scans beside a letter or a note.
func (h *Handlers) AttachToText(c *gin.Context) error {
	id, err := recordID(c)
	if err != nil {
		return err
	}
	return h.attach(c, consult.Owner{ContributionID: id}, base(c.Param("slug"))+"/textes/"+string(id), func(refused []service.RefusedUpload) error {
		page, err := h.textPage(c, nil)
		if err != nil {
			return err
		}
		page.refuse(refused)
		page.Refused, page.Errors = refused, page.Problems()
		return reply.Page(c, http.StatusUnprocessableEntity, text(*page))
	})
}

func (p textPage) base() string { return base(p.Choices.Consultation.Slug) }

func (p textPage) address() string { return p.base() + "/textes/" + string(p.Contribution.ID) }

// about says in a line where the text comes from.
func (p textPage) about() string {
	return p.P.T("collect.text.about", "kind", p.P.T("collect.kind."+string(p.Contribution.Kind)), "date", p.P.ShortDate(p.Contribution.CreatedAt),
		"origin", p.P.T("collect.origin."+string(p.Contribution.Origin)))
}
