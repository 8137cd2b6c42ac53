package respond

import (
	"net/url"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

const (
	fieldBody    = "body"
	fieldComment = "commentaire"
	actComment   = "commenter"
	actSettle    = "traiter"
	actReopen    = "rouvrir"
)

// commentPage is what the members say to each other of one answer.
type commentPage struct {
	*checkPage
	question string
	answer   ui.SummaryList
	body     string
	faults   map[string]string
	form     string
}

func commentsURL(token, question string) string {
	return root(token) + "/commentaires/" + url.PathEscape(question)
}

// ShowComments shows what is said of an answer.
func (h *Handlers) ShowComments(c *gin.Context) error {
	a, err := h.service.Answering(c.Request.Context(), c.Param("token"))
	if err != nil {
		return err
	}
	page, err := h.commentPage(c, a)
	if err != nil {
		return err
	}
	return reply.OK(c, commentsScreen(page))
}

func (h *Handlers) commentPage(c *gin.Context, a *service.Answering) (*commentPage, error) {
	name := c.Param("question")
	if _, known := a.Questionnaire().Question(name); !known || a.Team == nil {
		return nil, consult.NotFound("error.not_found")
	}
	page := &commentPage{checkPage: h.checkPage(c, a), question: name, form: string(consult.NewID())}
	page.Title = page.P.T("respond.team.comments.title")
	page.Back = &ui.Link{Text: page.P.T("respond.team.comments.back"), URL: checkURL(page.token)}
	for _, section := range page.sections {
		kept := section
		kept.Rows = nil
		for _, row := range section.Rows {
			if row.Question.Name == name {
				kept.Rows = append(kept.Rows, row)
			}
		}
		if len(kept.Rows) > 0 {
			page.answer = page.rows(kept, false)
			page.answer.Rows[0].Also = nil
		}
	}
	return page, nil
}

// SubmitComment adds a comment, or says that one was dealt with.
func (h *Handlers) SubmitComment(c *gin.Context) error {
	posted, err := reply.Form(c)
	if err != nil {
		return err
	}
	ctx, token, question := c.Request.Context(), c.Param("token"), c.Param("question")
	switch act := posted.Get(fieldAct); act {
	case actComment:
		var id consult.ID
		if id, err = consult.ParseID(posted.Get(fieldForm)); err == nil {
			err = h.service.CommentDraft(ctx, token, id, question, posted.Get(fieldBody))
		}
	case actSettle, actReopen:
		err = h.service.SettleComment(ctx, token, consult.ID(posted.Get(fieldComment)), act == actSettle)
	default:
		err = consult.NotFound("error.not_found")
	}
	if consult.CodeOf(err) == consult.CodeInvalid {
		return h.showCommentFault(c, posted, err)
	}
	if err != nil {
		return err
	}
	return reply.See(c, commentsURL(token, question))
}

func (h *Handlers) showCommentFault(c *gin.Context, posted url.Values, cause error) error {
	a, err := h.service.Answering(c.Request.Context(), c.Param("token"))
	if err != nil {
		return err
	}
	page, err := h.commentPage(c, a)
	if err != nil {
		return err
	}
	page.body, page.form = posted.Get(fieldBody), posted.Get(fieldForm)
	if page.faults, page.Errors = faultsOf(page.P, cause); page.faults == nil {
		return cause
	}
	return reply.Invalid(c, commentsScreen(page))
}

// said lists the comments on the question of the page.
func (p *commentPage) said() []consult.DraftComment {
	var said []consult.DraftComment
	for _, comment := range p.a.Team.Comments {
		if comment.Question == p.question {
			said = append(said, comment)
		}
	}
	return said
}

// commentLink leads to what is said of an answer, with how much is still to be dealt with; nil when one answers alone.
func (p *checkPage) commentLink(answered service.CheckRow, label string) *ui.Link {
	if p.a.Team == nil {
		return nil
	}
	name := answered.Question.Name
	text := p.P.T("respond.team.comment")
	if open := p.a.Team.Open(name); open > 0 {
		text = p.P.T("respond.team.comments", "count", open)
	}
	return &ui.Link{Text: text, URL: commentsURL(p.token, name), About: label, Lang: p.view.langOf(name)}
}

// commented lists the questions of a step that have something to be dealt with, each leading to what is said of it.
func (p *stepPage) commented() []ui.Link {
	if p.a.Team == nil {
		return nil
	}
	var links []ui.Link
	for _, name := range p.a.Evaluation.Shown(p.step.index) {
		if open := p.a.Team.Open(name); open > 0 {
			links = append(links, ui.Link{Text: p.view.labelOf(name), URL: commentsURL(p.token, name), Lang: p.view.langOf(name),
				Count: p.P.T("respond.team.comments", "count", open)})
		}
	}
	return links
}
