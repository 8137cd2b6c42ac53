package ideas

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// authorPage is an idea as its author finds it again.
type authorPage struct {
	ui.Page
	*service.AuthorIdea
	Slug  string
	Token string
	Link  string // the personal link, whole
}

// author begins a page of whoever holds an author's link.
func (h *Handlers) author(c *gin.Context, idea *service.AuthorIdea, title string) authorPage {
	token := c.Param("token")
	page := authorPage{Page: h.frame(title, &idea.Consultation, false), AuthorIdea: idea, Slug: idea.Consultation.Slug, Token: token, Link: h.link(c, root(token))}
	page.Private = true
	return page
}

// held gives the idea whose link the address holds.
func (h *Handlers) held(c *gin.Context) (*service.AuthorIdea, error) {
	return h.service.IdeaByToken(c.Request.Context(), c.Param("token"))
}

// ShowMine shows an author where their idea stands.
func (h *Handlers) ShowMine(c *gin.Context) error {
	idea, err := h.held(c)
	if err != nil {
		return err
	}
	page := h.author(c, idea, idea.Idea.Title)
	page.Notice = h.done(c)
	return reply.OK(c, authorScreen(page))
}

// ShowConfirmation says that the idea has arrived, and how to find it again.
func (h *Handlers) ShowConfirmation(c *gin.Context) error {
	idea, err := h.held(c)
	if err != nil {
		return err
	}
	return reply.OK(c, confirmationScreen(h.author(c, idea, h.site.P.T("ideas_pages.done.title"))))
}

// ShowMend opens the text of an idea to its author.
func (h *Handlers) ShowMend(c *gin.Context) error {
	idea, err := h.held(c)
	if err != nil {
		return err
	}
	if !idea.Editable {
		return reply.See(c, root(c.Param("token")))
	}
	return reply.OK(c, formScreen(h.mendPage(c, idea, form{values: fill(idea.Draft())})))
}

func (h *Handlers) mendPage(c *gin.Context, idea *service.AuthorIdea, f form) formPage {
	address := root(c.Param("token"))
	page := formPage{Page: h.frame(h.site.P.T("ideas_pages.mend.title"), &idea.Consultation, false), form: f, Slug: idea.Consultation.Slug,
		Rules: idea.Rules, Choices: idea.Choices, Mends: true, Action: address + "/modifier"}
	page.Private, page.Errors, page.Back = true, f.problems(), &ui.Link{Text: page.P.T("ideas_pages.mine.back"), URL: address}
	return page
}

// SubmitMend changes the text of an idea. Two pages at once: the text typed is kept, and the one stored is shown.
func (h *Handlers) SubmitMend(c *gin.Context) error {
	values, err := reply.Form(c)
	if err != nil {
		return err
	}
	idea, err := h.service.MendIdea(c.Request.Context(), c.Param("token"), draft(values))
	if idea != nil && consult.CodeOf(err) == consult.CodeConflict {
		values.Set(fieldStamp, idea.Stamp)
		page := h.mendPage(c, idea, form{values: values})
		page.Notice = &ui.Notice{Kind: ui.NoticeWarning, Text: page.P.T("ideas_pages.mend.stale")}
		page.Stored = summaryOf(h.site.P, &idea.Idea)
		return reply.Page(c, http.StatusConflict, formScreen(page))
	}
	if idea != nil && consult.CodeOf(err) == consult.CodeClosed {
		page := h.mendPage(c, idea, form{values: values})
		page.Notice = h.tooLate()
		return reply.Page(c, http.StatusForbidden, formScreen(page))
	}
	if idea != nil && consult.CodeOf(err) == consult.CodeInvalid {
		f, err := faulty(h.site.P, values, err)
		if err != nil {
			return err
		}
		return reply.Invalid(c, formScreen(h.mendPage(c, idea, f)))
	}
	if err != nil {
		return err
	}
	what := doneMended
	if idea.Idea.Moderation == consult.ModerationWaiting {
		what = doneMendedWaiting
	}
	return reply.See(c, root(c.Param("token"))+"?"+keyDone+"="+what)
}

// ShowWithdraw asks before an idea is withdrawn.
func (h *Handlers) ShowWithdraw(c *gin.Context) error {
	idea, err := h.held(c)
	if err != nil {
		return err
	}
	page := h.author(c, idea, h.site.P.T("ideas_pages.withdraw.title"))
	if page.withdrawn() {
		return reply.See(c, root(page.Token))
	}
	return reply.OK(c, withdrawScreen(page))
}

// SubmitWithdraw takes the idea back.
func (h *Handlers) SubmitWithdraw(c *gin.Context) error {
	if _, err := h.service.WithdrawIdea(c.Request.Context(), c.Param("token")); err != nil {
		return err
	}
	return reply.See(c, root(c.Param("token")))
}

func (p authorPage) withdrawn() bool { return !p.Idea.WithdrawnAt.IsZero() }

// stateKey names where the idea stands before the moderator.
func (p authorPage) stateKey() string {
	switch {
	case p.withdrawn():
		return "withdrawn"
	case p.Into != nil && p.Idea.Readable():
		return "merged"
	case p.Idea.Publication == consult.PublicationNo && p.Idea.Moderation != consult.ModerationRefused:
		return "kept"
	default:
		return string(p.Idea.Moderation)
	}
}

// shown says whether the idea can be read in the box.
func (p authorPage) shown() bool { return p.Idea.Readable() }

// summaryOf gives an idea as its author wrote it, a line a field.
func summaryOf(p *i18n.Printer, idea *service.IdeaCard) []ui.SummaryRow {
	return summary(p, []line{
		{"title", idea.Title}, {"observation", idea.Observation}, {"proposal", idea.Proposal}, {"theme", numbered(p, idea.Theme)},
		{"territory", idea.TerritoryLabel}, {"category", unspecified(p, idea.CategoryLabel)}, {"beneficiaries", idea.Beneficiaries},
		{"bearer", idea.Bearer}, {"publication", p.T("ideas_pages.publication." + string(idea.Publication))},
		{"signature", idea.Signature}, {"email", idea.Email},
	})
}

// line is a field with what it holds; field is the end of its label's key.
type line struct{ field, value string }

func summary(p *i18n.Printer, lines []line) []ui.SummaryRow {
	var rows []ui.SummaryRow
	for _, one := range lines {
		row := ui.SummaryRow{Key: p.T("ideas_pages.field." + one.field), Blank: p.T("ideas_pages.check.blank")}
		if one.value != "" {
			row.Values = []string{one.value}
		}
		rows = append(rows, row)
	}
	return rows
}

// spaced parts a reference in two, to be read aloud and copied.
func spaced(reference string) string {
	if len(reference) != 8 {
		return reference
	}
	return reference[:4] + "\u00a0" + reference[4:]
}
