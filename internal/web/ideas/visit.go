package ideas

import (
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// ShowIdea shows an idea; 410 with a page for one that was withdrawn or refused.
func (h *Handlers) ShowIdea(c *gin.Context) error {
	page, err := h.ideaPage(c, h.blankComment())
	if consult.CodeOf(err) == consult.CodeNotFound {
		return h.gone(c, err)
	}
	if err != nil {
		return err
	}
	page.Notice = h.done(c)
	return reply.OK(c, ideaScreen(*page))
}

// blankComment draws what the form of a comment posts.
func (h *Handlers) blankComment() form {
	blank := h.service.NewComment()
	return form{values: url.Values{fieldSending: {string(blank.ID)}, fieldToken: {blank.Token}}}
}

func (h *Handlers) ideaPage(c *gin.Context, f form) (*ideaPage, error) {
	slug := c.Param("slug")
	id, err := consult.ParseID(c.Param("id"))
	if err != nil {
		return nil, err
	}
	ctx := c.Request.Context()
	number, err := h.visitor(c)
	if err != nil {
		return nil, err
	}
	view, err := h.service.IdeaPage(ctx, slug, id, number)
	if err != nil {
		return nil, err
	}
	pass, err := h.service.VisitorPass(ctx)
	if err != nil {
		return nil, err
	}
	page := &ideaPage{Page: h.below(view.Idea.Title, &view.Consultation), IdeaView: view, form: f, Slug: slug, List: listOf(c), Visitor: pass}
	page.Back.URL += page.List
	page.Description = excerpt(view.Idea.Proposal, similarLength)
	page.Errors = f.problems()
	c.Header("Cache-Control", "no-store") // it says whether this visitor supports the idea
	return page, nil
}

// gone says that an idea is no longer there, when it was; err otherwise.
func (h *Handlers) gone(c *gin.Context, err error) error {
	id, parseErr := consult.ParseID(c.Param("id"))
	if parseErr != nil {
		return err
	}
	was, goneErr := h.service.GoneIdea(c.Request.Context(), c.Param("slug"), id)
	if goneErr != nil {
		return err
	}
	name := "refused"
	if was.Withdrawn {
		name = "withdrawn"
	}
	page := gonePage{Page: h.below(h.site.P.T("ideas_pages.gone."+name+"_title"), &was.Consultation), Slug: was.Consultation.Slug,
		Text: h.site.P.T("ideas_pages.gone." + name)}
	page.Private = true
	return reply.Page(c, http.StatusGone, goneScreen(page))
}

// SubmitSupport counts the visitor's support, once.
func (h *Handlers) SubmitSupport(c *gin.Context) error {
	return h.support(c, h.service.SupportIdea, doneSupport)
}

// SubmitUnsupport takes it back.
func (h *Handlers) SubmitUnsupport(c *gin.Context) error {
	return h.support(c, h.service.UnsupportIdea, doneSupportBack)
}

func (h *Handlers) support(c *gin.Context, write supporting, done string) error {
	values, err := reply.Form(c)
	if err != nil {
		return err
	}
	id, err := consult.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	slug := c.Param("slug")
	number, err := h.supporter(c, values)
	if err != nil {
		return err
	}
	if _, err := write(c.Request.Context(), slug, id, number); err != nil {
		return err
	}
	if values.Get(fieldInstead) != "" {
		done = doneSupportInstead
	}
	return reply.See(c, ideaURL(slug, id)+with(listOf(c), done))
}

// SubmitComment writes a comment, once however often it is posted.
func (h *Handlers) SubmitComment(c *gin.Context) error {
	values, err := reply.Form(c)
	if err != nil {
		return err
	}
	id, err := consult.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	slug := c.Param("slug")
	written, err := h.service.CommentIdea(c.Request.Context(), slug, id, service.CommentDraft{ID: consult.ID(values.Get(fieldSending)),
		Token: values.Get(fieldToken), Body: values.Get(fieldComment), Signature: values.Get(fieldSignature)})
	switch consult.CodeOf(err) {
	case consult.CodeConflict:
		return h.commentChanged(c, values)
	case consult.CodeInvalid:
		return h.commentAgain(c, values, err)
	case consult.CodeClosed:
		return h.commentTooLate(c, values, err)
	}
	if err != nil {
		return err
	}
	if len(written.TokenHash) > 0 {
		return reply.See(c, commentRoot(values.Get(fieldToken))+"/confirmation")
	}
	what := doneComment
	if written.Moderation == consult.ModerationWaiting {
		what = doneCommentWaiting
	}
	return reply.See(c, ideaURL(slug, id)+with(listOf(c), what))
}

// commentAgain shows the page with what was typed and what is wrong with it.
func (h *Handlers) commentAgain(c *gin.Context, values url.Values, err error) error {
	f, err := faulty(h.site.P, values, err)
	if err != nil {
		return err
	}
	page, err := h.ideaPage(c, f)
	if err != nil {
		return err
	}
	return reply.Invalid(c, ideaScreen(*page))
}

// commentChanged asks what to do with a comment sent from a page that has already sent another one.
func (h *Handlers) commentChanged(c *gin.Context, values url.Values) error {
	blank := h.service.NewComment()
	values.Set(fieldSending, string(blank.ID))
	values.Set(fieldToken, blank.Token)
	page, err := h.ideaPage(c, form{values: values})
	if err != nil {
		return err
	}
	page.Notice = &ui.Notice{Kind: ui.NoticeWarning, Text: page.P.T("ideas_pages.comment.changed")}
	return reply.Page(c, http.StatusConflict, ideaScreen(*page))
}

// commentTooLate gives back what was typed once comments are closed.
func (h *Handlers) commentTooLate(c *gin.Context, values url.Values, err error) error {
	page, pageErr := h.ideaPage(c, form{values: values})
	if pageErr != nil || values.Get(fieldComment) == "" {
		return err
	}
	page.Notice = h.tooLate()
	page.Unsent = values.Get(fieldComment)
	return reply.Page(c, http.StatusForbidden, ideaScreen(*page))
}

// ShowCharter shows how texts are moderated.
func (h *Handlers) ShowCharter(c *gin.Context) error {
	view, err := h.service.NewIdea(c.Request.Context(), c.Param("slug"))
	if err != nil {
		return err
	}
	return reply.OK(c, charterScreen(charterPage{Page: h.below(h.site.P.T("ideas_pages.charter.title"), &view.Consultation), Rules: view.Rules}))
}
