package ideas

import (
	"strings"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// listPage is what the moderator has before them: the ideas of a state, or what waits to be read.
type listPage struct {
	ui.Page
	*service.IdeaDesk
	Slug   string
	Queue  []service.ModerationItem // what waits; with the state «to read» and no words
	Manage bool                     // may change the settings
}

// List shows the ideas of the state that the address names; first of all, what waits to be read.
func (h *Handlers) List(c *gin.Context) error {
	ctx, slug, actor := c.Request.Context(), c.Param("slug"), h.frame.Actor(c)
	query := service.IdeaDeskQuery{State: decodeState(c), Words: strings.TrimSpace(c.Query(keyWords))}
	found, err := h.service.IdeaDesk(ctx, actor, slug, query, decodePage(c))
	if err != nil {
		return err
	}
	page := listPage{Page: h.frame.Page(c, "", &found.Consultation), IdeaDesk: found, Slug: slug, Manage: actor.Can(consult.ManageConsultations)}
	page.Title = page.P.T("ideas_pages.console.title")
	if page.toRead() {
		queue, err := h.service.ModerationQueue(ctx, actor, slug)
		if err != nil {
			return err
		}
		page.Queue = queue.Items
	}
	return reply.OK(c, list(page))
}

// toRead says whether the page is the queue: ideas and comments that wait, or that somebody reported.
func (p listPage) toRead() bool { return p.Query.State == consult.IdeaWaiting && p.Query.Words == "" }

// alerts counts those that a line of the list tells of: in the queue, on the idea alone, for its comments have their own
// lines; elsewhere on its comments too.
func (p listPage) alerts(idea service.IdeaCard, own []consult.IdeaReport) int {
	if p.toRead() {
		return len(own)
	}
	return idea.Reports
}

// hasBox says whether anybody can see a box: open, or with ideas to read.
func (p listPage) hasBox() bool {
	return p.IdeaDesk.Consultation.Settings.IdeaBox || p.Counts[consult.IdeaShown] > 0
}

// facts gives what is known of an idea besides its text, in words.
func facts(p *i18n.Printer, idea *service.IdeaCard) []string {
	var words []string
	for _, word := range []string{idea.Theme.Title, idea.TerritoryLabel, idea.CategoryLabel} {
		if word != "" {
			words = append(words, word)
		}
	}
	words = append(words, p.T("ideas_pages.date", "date", idea.CreatedAt), p.T("ideas_pages.supports.count", "count", idea.Supports))
	if idea.Comments > 0 {
		words = append(words, p.T("ideas_pages.comments.count", "count", idea.Comments))
	}
	return words
}

// standing names where an idea is in the box, and its tint.
func standing(idea *consult.Idea) (name, tone string) {
	switch {
	case !idea.WithdrawnAt.IsZero():
		return "withdrawn", "grey"
	case idea.Moderation == consult.ModerationRefused:
		return "refused", "red"
	case idea.Moderation == consult.ModerationWaiting:
		return "waiting", "yellow"
	case idea.MergedInto != "":
		return "merged", "grey"
	case idea.Publication == consult.PublicationNo:
		return "kept", "grey"
	default:
		return "published", "green"
	}
}

// passing is the decision that settles a text that waits, with its name: what its author keeps from publication is read.
func passing(publication consult.Publication) (kind service.ModerationKind, key string) {
	if publication == consult.PublicationNo {
		return service.ModerateRead, "ideas_pages.act.read"
	}
	return service.ModeratePublish, "ideas_pages.act.publish"
}

// queueCounted is up to how many texts the queue itself says how long it is.
const queueCounted = 50

// count gives how many texts a state's tab announces. Those to read are ideas that wait, reported ones, and comments; an
// idea reported for its comments alone is told apart by the queue only.
func (p listPage) count(state consult.IdeaState) int {
	switch {
	case state != consult.IdeaWaiting:
		return p.Counts[state]
	case p.toRead() && len(p.Queue) < queueCounted:
		return len(p.Queue)
	default:
		return p.Counts[consult.IdeaWaiting] + p.Counts[consult.IdeaReported] + p.Comments
	}
}

func (p listPage) tabs() ui.Tabs {
	made := ui.Tabs{Label: p.P.T("ideas_pages.console.tabs")}
	for _, state := range consult.IdeaStates() {
		made.Links = append(made.Links, ui.Link{Text: p.P.T("ideas_pages.console.tab." + stateKeys[state]), URL: listURL(p.Slug, state, "", 1),
			Current: state == p.Query.State, Count: p.P.Number(p.count(state))})
	}
	return made
}

func (p listPage) pagination() ui.Pagination {
	return ui.Pagination{Page: p.IdeaDesk.Page, Pages: p.Pages, URL: func(page int) string { return listURL(p.Slug, p.Query.State, p.Query.Words, page) }}
}
