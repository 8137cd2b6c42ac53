package organisations

import (
	"net/url"
	"strconv"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

type listPage struct {
	ui.Page
	*service.OrganisationsView
	Imports []consult.Import // the last ones
}

// The names of the filters in the address.
const (
	keyWords     = "mots"
	keyCategory  = "categorie"
	keyTerritory = "territoire"
	keySize      = "taille"
	keyPage      = "page"
)

// importsShown bounds the imports under the list.
const importsShown = 10

// List shows the organisations that the address asks for.
func (h *Handlers) List(c *gin.Context) error {
	query := service.OrganisationsQuery{Words: c.Query(keyWords), Category: c.Query(keyCategory), Territory: c.Query(keyTerritory), Size: c.Query(keySize)}
	number, _ := strconv.Atoi(c.Query(keyPage)) // what is no number is the first page
	ctx, actor, slug := c.Request.Context(), h.frame.Actor(c), c.Param("slug")
	view, err := h.service.Organisations(ctx, actor, slug, query, number)
	if err != nil {
		return err
	}
	page := listPage{Page: h.frame.Page(c, h.p.T("organisations.list.title"), &view.Consultation), OrganisationsView: view}
	if view.Consultation.Status != consult.StatusRecord {
		brought, err := h.service.OrganisationsDesk().All(ctx, actor, slug)
		if err != nil {
			return err
		}
		page.Imports = brought.Imports[:min(len(brought.Imports), importsShown)]
	}
	return reply.OK(c, list(page))
}

// listURL gives the address of a page of the list.
func listURL(slug string, query service.OrganisationsQuery, page int) string {
	values := url.Values{}
	for name, value := range map[string]string{keyWords: query.Words, keyCategory: query.Category, keyTerritory: query.Territory, keySize: query.Size} {
		if value != "" {
			values.Set(name, value)
		}
	}
	if page > 1 {
		values.Set(keyPage, strconv.Itoa(page))
	}
	if len(values) == 0 {
		return base(slug)
	}
	return base(slug) + "?" + values.Encode()
}

func (p listPage) slug() string { return p.OrganisationsView.Consultation.Slug }

func (p listPage) filtered() bool { return p.Query != service.OrganisationsQuery{} }

// changeable says whether the list may change: a record's does not.
func (p listPage) changeable() bool {
	return p.OrganisationsView.Consultation.Status != consult.StatusRecord
}

// options are the values that a filter offers.
func (p listPage) options(by consult.Stratifier) []ui.Option {
	options := []ui.Option{{Label: p.P.T("organisations.filter.all")}}
	for _, value := range p.Values(by) {
		options = append(options, ui.Option{Value: value.Value, Label: value.Label})
	}
	return append(options, ui.Option{Value: service.NoValue, Label: p.P.T("organisations.filter.none")})
}

func (p listPage) pagination() ui.Pagination {
	return ui.Pagination{Page: p.OrganisationsView.Page, Pages: p.Pages, URL: func(page int) string { return listURL(p.slug(), p.Query, page) }}
}

func (p listPage) table() ui.Table {
	table := ui.Table{Caption: p.P.T("organisations.list.caption", "count", p.Count), Wide: true, Columns: []ui.Column{{Title: p.P.T("organisations.column.name")},
		{Title: p.P.T("organisations.column.category")}, {Title: p.P.T("organisations.column.territory")}, {Title: p.P.T("organisations.column.town")},
		{Title: p.P.T("organisations.column.reach")}}}
	for i := range p.Organisations {
		o := &p.Organisations[i]
		table.Rows = append(table.Rows, ui.Row{Header: true, Class: "organisations-row", Cells: []ui.Cell{{Text: o.Name, URL: address(p.slug(), o.ID)},
			{Text: said(p.Label(consult.ByCategory, o.Category))}, {Text: said(p.Label(consult.ByTerritory, o.Territory))}, {Text: said(o.Town)},
			{Text: p.reach(o)}}})
	}
	return table
}

// reach says how an organisation may be reached.
func (p listPage) reach(o *consult.Organisation) string {
	email, phone := o.Email != "", o.Phone != ""
	for _, contact := range o.Contacts {
		email, phone = email || contact.Email != "", phone || contact.Phone != ""
	}
	switch {
	case email && phone:
		return p.P.T("organisations.reach.both")
	case email:
		return p.P.T("organisations.reach.email")
	case phone:
		return p.P.T("organisations.reach.phone")
	case o.Address != "" || o.Postcode != "":
		return p.P.T("organisations.reach.post")
	}
	return p.P.T("organisations.reach.none")
}

// said gives a value, or a dash where there is none.
func said(value string) string {
	if value == "" {
		return "—"
	}
	return value
}
