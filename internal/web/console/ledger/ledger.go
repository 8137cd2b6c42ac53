package ledger

import (
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"concertation/internal/chart"
	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/web/console/part"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

type ledgerPage struct {
	ui.Page
	View *service.LedgerView
	// Typed is the note of a call that could not be kept, and the structure it was about.
	Typed part.Form
	About consult.ID
}

// Show shows the ledger.
func (h *Handlers) Show(c *gin.Context) error {
	page, err := h.ledger(c, queryOf(c.Request.URL.Query()))
	if err != nil {
		return err
	}
	return reply.OK(c, ledger(*page))
}

func (h *Handlers) ledger(c *gin.Context, query service.LedgerQuery) (*ledgerPage, error) {
	view, err := h.service.Ledger(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), query)
	if err != nil {
		return nil, err
	}
	return &ledgerPage{Page: h.frame.Page(c, h.p.T("ledger.title"), &view.Consultation), View: view}, nil
}

// figures are the steps that organisations came to, each with its list.
func (p ledgerPage) figures() []ui.Figure {
	slug, whole := p.View.Consultation.Slug, &p.View.Whole
	figure := func(name string, count int, show service.LedgerShow) ui.Figure {
		return ui.Figure{Value: p.P.Number(count), Words: p.P.T("ledger.figure."+name, "count", count),
			URL: queryURL(slug, service.LedgerQuery{Show: show}) + "#" + listAnchor}
	}
	figures := []ui.Figure{figure("list", whole.Count, service.ShowAll)}
	for _, step := range consult.LedgerSteps() {
		figures = append(figures, figure(string(step), whole.At(step), service.LedgerShow(step)))
	}
	return append(figures, figure("silent", whole.Silent, service.ShowSilent))
}

const listAnchor = "structures"

// todo says what waits for a decision.
func (p ledgerPage) todo() (links []ui.Link) {
	if count := p.View.Doubles; count > 0 {
		links = append(links, ui.Link{Text: p.P.T("ledger.todo.doubles", "count", count), URL: base(p.View.Consultation.Slug) + "/doublons"})
	}
	if count := p.View.Untied; count > 0 {
		links = append(links, ui.Link{Text: p.P.T("ledger.todo.untied", "count", count), URL: base(p.View.Consultation.Slug) + "/reponses"})
	}
	return links
}

// rate says the response rate with its base.
func (p ledgerPage) rate() string {
	whole := &p.View.Whole
	return p.P.T("ledger.rate", "share", p.P.Percent(whole.Rate()), "count", whole.At(consult.StepAnswered), "all", whole.Count)
}

// stratumQuery narrows to a stratum; blank values are asked for as such.
func stratumQuery(by []consult.Stratifier, stratum *consult.Stratum) service.LedgerQuery {
	var query service.LedgerQuery
	for _, one := range by {
		value := stratum.Value(one)
		if value == "" {
			value = service.NoValue
		}
		*fieldOf(&query, one) = value
	}
	return query
}

func fieldOf(query *service.LedgerQuery, by consult.Stratifier) *string {
	switch by {
	case consult.ByCategory:
		return &query.Category
	case consult.ByTerritory:
		return &query.Territory
	default:
		return &query.Size
	}
}

func (p ledgerPage) label(by consult.Stratifier, value string) string {
	if value == "" || value == service.NoValue {
		return p.P.T("ledger.no_value")
	}
	return p.View.Label(by, value)
}

// curve draws the structures that have answered so far, with the days of invitations and reminders.
func (p ledgerPage) curve() string {
	drawn := chart.Days{ID: "ledger", Title: p.P.T("ledger.days.title"), Sum: true}
	reminders := 0
	for _, day := range p.View.Days {
		drawn.Days = append(drawn.Days, chart.Day{Date: day.Date, Count: day.Answered})
		date := p.P.ShortDate(day.Date)
		if day.Invited > 0 {
			drawn.Marks = append(drawn.Marks, chart.Mark{Date: day.Date, Label: p.P.T("ledger.days.mark.invited"), Words: p.P.T("ledger.days.invited_on", "date", date, "count", day.Invited)})
		}
		if day.Reminded > 0 {
			reminders++
			drawn.Marks = append(drawn.Marks, chart.Mark{Date: day.Date, Label: p.P.T("ledger.days.mark.reminded", "number", reminders), Words: p.P.T("ledger.days.reminded_on", "date", date, "count", day.Reminded)})
		}
	}
	return drawn.SVG(p.P)
}

// days is the table beside the curve.
func (p ledgerPage) days() ui.Table {
	table := ui.Table{Caption: p.P.T("ledger.days.title"), CaptionHidden: true, Columns: []ui.Column{{Title: p.P.T("ledger.column.day")}}}
	for _, title := range []string{"answered_day", "answered_so_far", "invited_day", "reminded_day"} {
		table.Columns = append(table.Columns, ui.Column{Title: p.P.T("ledger.column." + title), Numeric: true})
	}
	sum := 0
	for _, day := range p.View.Days {
		sum += day.Answered
		table.Rows = append(table.Rows, ui.Row{Header: true, Cells: []ui.Cell{{Text: p.P.Date(day.Date)}, {Text: p.P.Number(day.Answered)}, {Text: p.P.Number(sum)},
			{Text: p.P.Number(day.Invited)}, {Text: p.P.Number(day.Reminded)}}})
	}
	return table
}

// filters are the lists to choose from for the columns that part the list.
func (p ledgerPage) filters() []ui.Select {
	var selects []ui.Select
	query := p.View.Query
	for _, by := range p.View.By {
		one := ui.Select{Field: ui.Field{Name: keyOf(by), Label: p.P.T("ledger.column." + string(by))}, Value: *fieldOf(&query, by)}
		one.Options = []ui.Option{{Label: p.P.T("ledger.filter.all")}}
		for _, choice := range p.View.Values(by) {
			one.Options = append(one.Options, ui.Option{Value: choice.Value, Label: choice.Label})
		}
		one.Options = append(one.Options, ui.Option{Value: service.NoValue, Label: p.P.T("ledger.no_value")})
		selects = append(selects, one)
	}
	shows := ui.Select{Field: ui.Field{Name: keyShow, Label: p.P.T("ledger.filter.show")}, Value: string(query.Show)}
	for _, show := range service.LedgerShows() {
		shows.Options = append(shows.Options, ui.Option{Value: string(show), Label: p.P.T("ledger.show." + string(show))})
	}
	return append(selects, shows)
}

func keyOf(by consult.Stratifier) string {
	switch by {
	case consult.ByCategory:
		return keyCategory
	case consult.ByTerritory:
		return keyTerritory
	default:
		return keySize
	}
}

// back is the list as it was, for the forms of its rows.
func (p ledgerPage) back() string {
	_, query, _ := strings.Cut(queryURL(p.View.Consultation.Slug, p.query(p.View.Page)), "?")
	return query
}

func (p ledgerPage) query(page int) service.LedgerQuery {
	query := p.View.Query
	query.Page = page
	return query
}

func (p ledgerPage) pageURL(page int) string {
	return queryURL(p.View.Consultation.Slug, p.query(page)) + "#" + listAnchor
}

// stratumWords says the stratum of a structure in a line.
func (p ledgerPage) stratumWords(row *service.LedgerRow) string {
	var known []string
	stratum := row.Stratum()
	for _, by := range p.View.By {
		if value := stratum.Value(by); value != "" {
			known = append(known, p.View.Label(by, value))
		}
	}
	if len(known) == 0 && len(p.View.By) > 0 {
		return p.P.T("ledger.no_stratum")
	}
	return strings.Join(known, i18n.Between)
}

// signs says in words what came of a structure so far.
func (p ledgerPage) signs(row *service.LedgerRow) []string {
	var signs []string
	for _, step := range consult.LedgerSteps() {
		if row.Did(step) && (step != consult.StepReached || !row.Did(consult.StepOpened) && !row.Did(consult.StepBegun)) && (step != consult.StepBegun || !row.Did(consult.StepAnswered)) {
			signs = append(signs, p.P.T("ledger.sign."+string(step)))
		}
	}
	if row.Reminders > 0 {
		signs = append(signs, p.P.T("ledger.sign.reminded", "count", row.Reminders))
	}
	if row.Bounced {
		signs = append(signs, p.P.T("ledger.sign.bounced"))
	}
	if len(signs) == 0 {
		signs = append(signs, p.P.T("ledger.sign.nothing"))
	}
	return signs
}

// person names a contact, with what they do there.
func person(contact *consult.Contact) string {
	if contact.Role == "" {
		return contact.Name
	}
	return contact.Name + ", " + contact.Role
}

// phone writes a number that a telephone can dial.
func phone(number string) string {
	digits := ""
	for _, r := range number {
		if r >= '0' && r <= '9' || r == '+' && digits == "" {
			digits += string(r)
		}
	}
	return "tel:" + digits
}

func (p ledgerPage) found() string {
	return p.P.T("ledger.list.found", "count", p.View.Count) + " · " + p.P.T("ledger.show."+string(p.View.Query.Show))
}

// toList leads to the list of structures whoever may fill it.
func (p ledgerPage) toList() *ui.Link {
	if !p.View.MayManage {
		return nil
	}
	return &ui.Link{Text: p.P.T("ledger.empty.act"), URL: part.Console(p.View.Consultation.Slug) + "/structures"}
}

func number(value int) string { return strconv.Itoa(value) }
