package ideas

import (
	"io"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/french"
	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// logPage is the log of moderation (R1.6).
type logPage struct {
	ui.Page
	*service.ModerationLogView
	Slug string
}

// ShowLog shows who decided what, and why.
func (h *Handlers) ShowLog(c *gin.Context) error {
	view, err := h.service.ModerationLog(c.Request.Context(), h.frame.Actor(c), c.Param("slug"))
	if err != nil {
		return err
	}
	page := logPage{Page: h.frame.Page(c, "", &view.Consultation), ModerationLogView: view, Slug: c.Param("slug")}
	page.Title = page.P.T("ideas_pages.log.title")
	page.Back = &ui.Link{Text: page.P.T("ideas_pages.console.back"), URL: base(page.Slug)}
	return reply.OK(c, log(page))
}

// DownloadLog sends the whole log as a file.
func (h *Handlers) DownloadLog(c *gin.Context) error {
	slug := c.Param("slug")
	return reply.File(c, slug+"-journal-de-moderation.csv", "text/csv; charset=utf-8", func(out io.Writer) error {
		return h.service.WriteModerationLog(c.Request.Context(), h.frame.Actor(c), slug, out)
	})
}

func (p logPage) table() ui.Table {
	table := ui.Table{Caption: p.P.T("ideas_pages.log.title"), CaptionHidden: true, Wide: true, Columns: []ui.Column{{Title: p.P.T("ideas.log.at")},
		{Title: p.P.T("ideas.log.actor")}, {Title: p.P.T("ideas.log.act")}, {Title: p.P.T("ideas_pages.log.about")},
		{Title: p.P.T("ideas.log.ground")}, {Title: p.P.T("ideas.log.note")}}}
	for i := range p.Entries {
		entry := &p.Entries[i]
		about, address := p.about(entry), ideaURL(p.Slug, entry.IdeaID)
		if entry.CommentID != "" {
			address += "#c-" + string(entry.CommentID)
		}
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{{Text: p.P.DateTime(entry.At)}, {Text: actor(p.P, entry)},
			{Text: p.P.T("ideas.act." + entry.Act)}, {Text: about, URL: address}, {Text: dash(ground(p.P, entry))}, {Text: dash(noteOf(entry))}}})
	}
	return table
}

// about names the text that a decision is about, so that no two links of the log read alike and lead elsewhere.
func (p logPage) about(entry *consult.ModerationEntry) string {
	title := p.Titles[entry.IdeaID]
	switch {
	case title == "" && entry.CommentID != "":
		return p.P.T("ideas_pages.log.bare_comment")
	case title == "":
		return p.P.T("ideas_pages.log.bare_idea")
	case entry.CommentID != "":
		return p.P.T("ideas_pages.log.comment_of", "title", french.Quote(title))
	}
	return title
}

// ground words the ground of a line of the log.
func ground(p *i18n.Printer, entry *consult.ModerationEntry) string {
	if entry.Ground == "" {
		return ""
	}
	return p.T("ideas.ground." + entry.Ground)
}

// noteOf gives the words written with a decision; what the program notes for itself is left out.
func noteOf(entry *consult.ModerationEntry) string {
	switch service.ModerationKind(entry.Act) {
	case service.ModeratePublish, service.ModerateRefuse, service.ModerateRestore, service.ModerateKeep, service.ModerateRead:
		return entry.Note
	default:
		return ""
	}
}

// told puts a line of the log into words.
func told(p *i18n.Printer, entry *consult.ModerationEntry) string {
	words := p.T("ideas_pages.log.line", "date", p.DateTime(entry.At), "who", actor(p, entry), "act", p.T("ideas.act."+entry.Act))
	if entry.CommentID != "" {
		words += p.T("ideas_pages.log.of_comment")
	}
	if entry.Ground != "" {
		words += p.T("ideas_pages.log.ground", "ground", p.T("ideas.ground."+entry.Ground))
	}
	return words
}

// actor names who did it; the author of an idea is not named.
func actor(p *i18n.Printer, entry *consult.ModerationEntry) string {
	if entry.ActorName == "" {
		return p.T("ideas_pages.log.author")
	}
	return entry.ActorName
}

// dash stands where a cell would be empty (R6.8).
func dash(words string) string {
	if words == "" {
		return "—"
	}
	return words
}
