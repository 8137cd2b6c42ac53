package organisations

import (
	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/console/part"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

type strataPage struct {
	ui.Page
	part.Form
	*service.StrataView
}

// ShowStrata shows how the list is parted.
func (h *Handlers) ShowStrata(c *gin.Context) error {
	page, err := h.strataPage(c, nil)
	if err != nil {
		return err
	}
	return reply.OK(c, strata(*page))
}

func (h *Handlers) strataPage(c *gin.Context, fault error) (*strataPage, error) {
	view, err := h.service.Strata(c.Request.Context(), h.frame.Actor(c), c.Param("slug"))
	if err != nil {
		return nil, err
	}
	page := &strataPage{Page: h.begin(c, h.p.T("organisations.strata.title"), &view.Consultation), Form: part.NewForm(h.p, nil), StrataView: view}
	if err := page.With(fault); err != nil {
		return nil, err
	}
	page.Errors = page.Problems()
	return page, nil
}

// SubmitStrata chooses the columns that part the list.
func (h *Handlers) SubmitStrata(c *gin.Context) error {
	posted, err := reply.Form(c)
	if err != nil {
		return err
	}
	var by []consult.Stratifier
	for _, one := range posted["by"] {
		by = append(by, consult.Stratifier(one))
	}
	fault := h.service.SetStrata(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), by)
	if fault == nil {
		return h.done(c, base(c.Param("slug"))+"/strates", "organisations.strata.saved")
	}
	page, err := h.strataPage(c, fault)
	if err != nil {
		return err
	}
	page.By = by
	return reply.Invalid(c, strata(*page))
}

func (p strataPage) slug() string { return p.StrataView.Consultation.Slug }

func (p strataPage) choice() ui.Checkboxes {
	made := ui.Checkboxes{Field: ui.Field{Name: "by", Label: p.P.T("organisations.strata.by"), Hint: p.P.T("organisations.strata.hint"), Error: p.Faulty("by")}}
	for _, one := range consult.Stratifiers() {
		made.Options = append(made.Options, ui.Option{Value: string(one), Label: p.P.T("organisations.column." + string(one))})
	}
	for _, one := range p.By {
		made.Values = append(made.Values, string(one))
	}
	return made
}

func (p strataPage) table() ui.Table {
	table := ui.Table{Caption: p.P.T("organisations.strata.caption", "count", len(p.Strata)) + ", " + p.P.T("organisations.list.caption", "count", p.All), Wide: true}
	columns := p.StrataView.Consultation.Settings.Stratifiers()
	for _, by := range columns {
		table.Columns = append(table.Columns, ui.Column{Title: p.P.T("organisations.column." + string(by))})
	}
	table.Columns = append(table.Columns, ui.Column{Title: p.P.T("organisations.column.count"), Numeric: true})
	for _, stratum := range p.Strata {
		row := ui.Row{Header: true}
		for _, by := range columns {
			words := p.Label(by, stratum.Value(by))
			if words == "" {
				words = p.P.T("organisations.filter.none")
			}
			row.Cells = append(row.Cells, ui.Cell{Text: words})
		}
		row.Cells = append(row.Cells, ui.Cell{Text: p.P.Number(stratum.Count), URL: listURL(p.slug(), p.query(stratum, columns), 1)})
		table.Rows = append(table.Rows, row)
	}
	return table
}

// query finds the organisations of a stratum.
func (p strataPage) query(stratum consult.Stratum, by []consult.Stratifier) service.OrganisationsQuery {
	var query service.OrganisationsQuery
	for _, one := range by {
		value := stratum.Value(one)
		if value == "" {
			value = service.NoValue
		}
		switch one {
		case consult.ByCategory:
			query.Category = value
		case consult.ByTerritory:
			query.Territory = value
		case consult.BySize:
			query.Size = value
		}
	}
	return query
}
