package ideas

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

// commentPage is a comment as its author finds it again, or mends it.
type commentPage struct {
	ui.Page
	*service.AuthorComment
	form
	Slug   string
	Token  string
	Link   string // the personal link, whole
	Stored string // the text as it stands, when it changed since the page was made
}

// commented begins a page of whoever holds the link of a comment's author.
func (h *Handlers) commented(c *gin.Context, comment *service.AuthorComment, title string, f form) commentPage {
	token := c.Param("token")
	page := commentPage{Page: h.frame(h.site.P.T(title), &comment.Consultation, false), AuthorComment: comment, form: f,
		Slug: comment.Consultation.Slug, Token: token, Link: h.link(c, commentRoot(token))}
	page.Private, page.Errors = true, f.problems()
	return page
}

// heldComment gives the comment whose link the address holds.
func (h *Handlers) heldComment(c *gin.Context) (*service.AuthorComment, error) {
	return h.service.CommentByToken(c.Request.Context(), c.Param("token"))
}

// ShowMyComment shows an author where their comment stands.
func (h *Handlers) ShowMyComment(c *gin.Context) error {
	comment, err := h.heldComment(c)
	if err != nil {
		return err
	}
	page := h.commented(c, comment, "ideas_pages.my_comment.title", form{})
	page.Notice = h.done(c)
	return reply.OK(c, myCommentScreen(page))
}

// ShowCommentConfirmation says that the comment has arrived, and how to find it again.
func (h *Handlers) ShowCommentConfirmation(c *gin.Context) error {
	comment, err := h.heldComment(c)
	if err != nil {
		return err
	}
	return reply.OK(c, commentDoneScreen(h.commented(c, comment, "ideas_pages.my_comment.done", form{})))
}

// ShowMendComment opens the text of a comment to its author.
func (h *Handlers) ShowMendComment(c *gin.Context) error {
	comment, err := h.heldComment(c)
	if err != nil {
		return err
	}
	if !comment.Editable {
		return reply.See(c, commentRoot(c.Param("token")))
	}
	values := url.Values{fieldComment: {comment.Comment.Body}, fieldSignature: {comment.Comment.Signature}, fieldStamp: {strconv.Itoa(comment.Comment.TextVersion)}}
	return reply.OK(c, mendCommentScreen(h.mendComment(c, comment, form{values: values})))
}

func (h *Handlers) mendComment(c *gin.Context, comment *service.AuthorComment, f form) commentPage {
	page := h.commented(c, comment, "ideas_pages.my_comment.mend", f)
	page.Back = &ui.Link{Text: page.P.T("ideas_pages.my_comment.title"), URL: commentRoot(page.Token)}
	return page
}

// SubmitMendComment changes the text of a comment. Two pages at once: the text typed is kept, and the one stored is shown.
func (h *Handlers) SubmitMendComment(c *gin.Context) error {
	values, err := reply.Form(c)
	if err != nil {
		return err
	}
	typed := service.CommentDraft{Body: values.Get(fieldComment), Signature: values.Get(fieldSignature)}
	typed.Version, _ = strconv.Atoi(values.Get(fieldStamp)) // unreadable: 0, which is no text's version
	comment, err := h.service.MendComment(c.Request.Context(), c.Param("token"), typed)
	switch code := consult.CodeOf(err); {
	case comment == nil:
		return err
	case code == consult.CodeConflict:
		values.Set(fieldStamp, strconv.Itoa(comment.Comment.TextVersion))
		page := h.mendComment(c, comment, form{values: values})
		page.Notice = &ui.Notice{Kind: ui.NoticeWarning, Text: page.P.T("ideas_pages.my_comment.stale")}
		page.Stored = comment.Comment.Body
		return reply.Page(c, http.StatusConflict, mendCommentScreen(page))
	case code == consult.CodeClosed:
		page := h.mendComment(c, comment, form{values: values})
		page.Notice = h.tooLate()
		return reply.Page(c, http.StatusForbidden, mendCommentScreen(page))
	case code == consult.CodeInvalid:
		f, err := faulty(h.site.P, values, err)
		if err != nil {
			return err
		}
		return reply.Invalid(c, mendCommentScreen(h.mendComment(c, comment, f)))
	case err != nil:
		return err
	}
	what := doneCommentMended
	if comment.Comment.Moderation == consult.ModerationWaiting {
		what = doneCommentMendedWaiting
	}
	return reply.See(c, commentRoot(c.Param("token"))+"?"+keyDone+"="+what)
}

// ShowWithdrawComment asks before a comment is withdrawn.
func (h *Handlers) ShowWithdrawComment(c *gin.Context) error {
	comment, err := h.heldComment(c)
	if err != nil {
		return err
	}
	page := h.commented(c, comment, "ideas_pages.my_comment.withdraw", form{})
	if page.withdrawn() {
		return reply.See(c, commentRoot(page.Token))
	}
	return reply.OK(c, withdrawCommentScreen(page))
}

// SubmitWithdrawComment takes the comment back.
func (h *Handlers) SubmitWithdrawComment(c *gin.Context) error {
	if _, err := h.service.WithdrawComment(c.Request.Context(), c.Param("token")); err != nil {
		return err
	}
	return reply.See(c, commentRoot(c.Param("token")))
}

func (p commentPage) withdrawn() bool { return !p.Comment.WithdrawnAt.IsZero() }

// stateKey names where the comment stands before the moderator.
func (p commentPage) stateKey() string {
	if p.withdrawn() {
		return "withdrawn"
	}
	return string(p.Comment.Moderation)
}

// onIdea says whether everybody may still read the idea that the comment is on.
func (p commentPage) onIdea() bool { return p.Idea.ID != "" }

// address leads to the comment under its idea, or to the idea when the comment is not shown.
func (p commentPage) address() string {
	if p.Comment.Shown() {
		return ideaURL(p.Slug, p.Idea.Stands()) + "#c-" + string(p.Comment.ID)
	}
	return ideaURL(p.Slug, p.Idea.Stands())
}

// rows gives the comment as its author wrote it.
func (p commentPage) rows() []ui.SummaryRow {
	signature := ui.SummaryRow{Key: p.P.T("ideas_pages.comment.signature"), Blank: p.P.T("ideas_pages.comment.anonymous")}
	if p.Comment.Signature != "" {
		signature.Values = []string{p.Comment.Signature}
	}
	return []ui.SummaryRow{{Key: p.P.T("ideas_pages.comment.body"), Values: []string{p.Comment.Body}}, signature}
}
