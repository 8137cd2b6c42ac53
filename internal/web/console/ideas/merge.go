package ideas

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// mergePage chooses the idea to merge another into, and shows what that keeps.
type mergePage struct {
	ui.Page
	Slug  string
	Idea  service.IdeaCard
	Words string
	Found []service.IdeaCard // like it, or with the words looked for
	Into  *service.IdeaCard  // the one chosen
}

// ShowMerge offers ideas like this one, or shows what merging into the one chosen would keep.
func (h *Handlers) ShowMerge(c *gin.Context) error {
	page, err := h.mergePage(c, consult.ID(c.Query(keyInto)))
	if err != nil {
		return err
	}
	return reply.OK(c, merge(*page))
}

func (h *Handlers) mergePage(c *gin.Context, into consult.ID) (*mergePage, error) {
	id, err := consult.ParseID(c.Param("id"))
	if err != nil {
		return nil, err
	}
	ctx, actor, slug := c.Request.Context(), h.frame.Actor(c), c.Param("slug")
	file, err := h.service.IdeaFile(ctx, actor, slug, id)
	if err != nil {
		return nil, err
	}
	page := &mergePage{Page: h.frame.Page(c, "", &file.Consultation), Slug: slug, Idea: file.Idea, Words: strings.TrimSpace(c.Query(keyWords)), Found: file.Similar}
	page.Title = page.P.T("ideas_pages.merge.title")
	page.Back = &ui.Link{Text: file.Idea.Title, URL: ideaURL(slug, id)}
	switch {
	case into != "":
		target, err := h.service.IdeaFile(ctx, actor, slug, into)
		if err != nil {
			return nil, err
		}
		page.Into = &target.Idea
	case page.Words != "":
		found, err := h.service.IdeaDesk(ctx, actor, slug, service.IdeaDeskQuery{State: consult.IdeaShown, Words: page.Words}, 1)
		if err != nil {
			return nil, err
		}
		page.Found = nil
		for _, one := range found.Ideas {
			if one.ID != id {
				page.Found = append(page.Found, one)
			}
		}
	}
	return page, nil
}

// Merge puts an idea under another.
func (h *Handlers) Merge(c *gin.Context) error {
	values, err := reply.Form(c)
	if err != nil {
		return err
	}
	id, err := consult.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	into, err := consult.ParseID(values.Get(keyInto))
	if err != nil {
		return err
	}
	slug := c.Param("slug")
	err = h.service.MergeIdeas(c.Request.Context(), h.frame.Actor(c), slug, id, into)
	if consult.CodeOf(err) == consult.CodeConflict {
		page, pageErr := h.mergePage(c, "")
		if pageErr != nil {
			return pageErr
		}
		page.Notice = &ui.Notice{Kind: ui.NoticeWarning, Text: h.words(err)}
		return reply.Page(c, http.StatusConflict, merge(*page))
	}
	if err != nil {
		return err
	}
	if err := h.frame.Say(c, "ideas_pages.console.merged"); err != nil {
		return err
	}
	return reply.See(c, ideaURL(slug, into))
}

// Unmerge lets an idea stand alone again.
func (h *Handlers) Unmerge(c *gin.Context) error {
	values, err := reply.Form(c)
	if err != nil {
		return err
	}
	id, err := consult.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	if err := h.service.UnmergeIdea(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id); err != nil {
		return err
	}
	if err := h.frame.Say(c, "ideas_pages.console.unmerged"); err != nil {
		return err
	}
	return reply.See(c, back(c, values))
}

// kept is the table of what merging keeps.
func (p mergePage) kept() ui.Table {
	into := *p.Into
	table := ui.Table{Caption: p.P.T("ideas_pages.merge.kept"), Wide: true, Columns: []ui.Column{{Title: p.P.T("ideas_pages.merge.what")},
		{Title: p.P.T("ideas_pages.merge.from")}, {Title: p.P.T("ideas_pages.merge.into")}, {Title: p.P.T("ideas_pages.merge.after")}}}
	text := func(words string) ui.Cell { return ui.Cell{Text: words} }
	count := func(n int) ui.Cell { return ui.Cell{Text: p.P.Number(n)} }
	row := func(title string, cells ...ui.Cell) {
		table.Rows = append(table.Rows, ui.Row{Header: true, Cells: append([]ui.Cell{text(title)}, cells...)})
	}
	row(p.P.T("ideas_pages.field.title"), text(p.Idea.Title), text(into.Title), text(p.P.T("ideas_pages.merge.both_texts")))
	row(p.P.T("ideas_pages.merge.address"), text(p.P.T("ideas_pages.merge.leads")), text(p.P.T("ideas_pages.merge.stays")), text(p.P.T("ideas_pages.merge.both_addresses")))
	row(p.P.T("ideas_pages.merge.supports"), count(p.Idea.Supports), count(into.Supports), text(p.supports()))
	row(p.P.T("ideas_pages.merge.comments"), count(p.Idea.Comments), count(into.Comments), count(p.Idea.Comments+into.Comments))
	kept := text(p.P.T("ideas_pages.merge.coding_kept"))
	row(p.P.T("ideas_pages.merge.coding"), kept, kept, kept)
	return table
}

// supports says how many will support both: whoever supports the two counts once, so that only bounds are known.
func (p mergePage) supports() string {
	most, least := p.Idea.Supports+p.Into.Supports, max(p.Idea.Supports, p.Into.Supports)
	if most == least {
		return p.P.Number(most)
	}
	return p.P.T("ideas_pages.merge.between", "least", least, "most", most)
}
