package coding

import (
	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// listPage is the list of contributions with its filters.
type listPage struct {
	ui.Page
	*service.CodingList
	Slug    string
	CanCode bool
}

// narrowedByMore says whether a filter that is not always in sight narrows the list.
func (p listPage) narrowedByMore() bool {
	q := p.Query
	return q.Channel != "" || q.Kind != "" || q.Suggested != "" || q.ScoreMin != "" || q.ScoreMax != "" || q.Session != "" || q.Coder != "" || q.Since != "" || q.Until != ""
}

// List shows the contributions that the address asks for.
func (h *Handlers) List(c *gin.Context) error {
	page, err := h.list(c)
	if err != nil {
		return err
	}
	return reply.OK(c, list(*page))
}

func (h *Handlers) list(c *gin.Context) (*listPage, error) {
	actor := h.frame.Actor(c)
	found, err := h.service.CodingList(c.Request.Context(), actor, c.Param("slug"), decodeQuery(c), decodePage(c))
	if err != nil {
		return nil, err
	}
	page := &listPage{Page: h.frame.Page(c, "", &found.Consultation), CodingList: found, Slug: c.Param("slug"), CanCode: actor.Can(consult.CodeContributions) && actor.User != ""}
	page.Title = page.P.T("coding.list.title")
	return page, nil
}

// Next leads to the first contribution to code, or back to the list when the filters find nothing.
func (h *Handlers) Next(c *gin.Context) error {
	slug := c.Param("slug")
	id, query, err := h.service.FirstToCode(c.Request.Context(), h.frame.Actor(c), slug, decodeQuery(c))
	if consult.CodeOf(err) == consult.CodeNotFound {
		return reply.See(c, listURL(slug, query, 1))
	}
	if err != nil {
		return err
	}
	return reply.See(c, contributionURL(slug, id, query))
}

// channels are the ways by which contributions come, in the order that a filter offers them.
var channels = []consult.Channel{consult.ChannelWeb, consult.ChannelPaper, consult.ChannelPhone, consult.ChannelMail, consult.ChannelEmail,
	consult.ChannelWorkshop, consult.ChannelImport}

func (p listPage) channelOptions() []ui.Option {
	options := []ui.Option{{Label: p.P.T("coding.filter.all")}}
	for _, channel := range channels {
		options = append(options, ui.Option{Value: string(channel), Label: p.P.T("exports.channel." + string(channel))})
	}
	return options
}

// kinds are the natures of contribution that a filter offers, in order.
var kinds = []consult.ContributionKind{consult.KindAnswer, consult.KindIdea, consult.KindNote, consult.KindLetter,
	consult.KindMail, consult.KindPhone}

func (p listPage) kindOptions() []ui.Option {
	options := []ui.Option{{Label: p.P.T("coding.filter.all")}}
	for _, kind := range kinds {
		options = append(options, ui.Option{Value: string(kind), Label: p.P.T("coding.kind." + string(kind))})
	}
	return options
}

func (p listPage) options(choices []service.CodingChoice) []ui.Option {
	options := []ui.Option{{Label: p.P.T("coding.filter.all")}}
	for _, choice := range choices {
		options = append(options, ui.Option{Value: choice.Value, Label: choice.Label})
	}
	return options
}

func (p listPage) themeOptions() []ui.Option {
	options := []ui.Option{{Label: p.P.T("coding.filter.all")}}
	for _, theme := range p.Choices.Themes {
		label := theme.Title
		if theme.Kind == consult.ThemeRegular {
			label = p.P.Number(theme.Position) + ". " + label
		}
		options = append(options, ui.Option{Value: string(theme.ID), Label: label})
	}
	return options
}

// amongOptions are the lists of texts that the suggestions point at.
func (p listPage) amongOptions() []ui.Option {
	options := []ui.Option{{Label: p.P.T("coding.filter.among_arrival")}}
	if p.Suggests {
		options = append(options, ui.Option{Value: string(service.AmongTeaching), Label: p.P.T("coding.filter.among_teaching")})
	}
	return append(options, ui.Option{Value: string(service.AmongSample), Label: p.P.T("coding.filter.among_sample")})
}

func (p listPage) pagination() ui.Pagination {
	return ui.Pagination{Page: p.CodingList.Page, Pages: p.Pages, URL: func(page int) string { return listURL(p.Slug, p.Query, page) }}
}

// counts writes the counts, each under its name.
func counts(page ui.Page, c consult.Counts) []string {
	return []string{page.P.T("coding.counts.statements", "count", c.Statements),
		page.P.T("coding.counts.contributions", "count", c.Contributions),
		page.P.T("coding.counts.contributors", "count", c.Contributors), page.P.T("coding.counts.participants", "count", c.Participants)}
}
