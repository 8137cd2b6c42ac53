package events

import (
	"io"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/console/part"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

type eventPage struct {
	ui.Page
	part.Form
	*service.EventView
	Manages  bool
	Collects bool
}

// Show shows an event: its figures, its workshops, its list.
func (h *Handlers) Show(c *gin.Context) error {
	page, err := h.eventPage(c, part.NewForm(h.p, nil))
	if err != nil {
		return err
	}
	return reply.OK(c, show(*page))
}

func (h *Handlers) eventPage(c *gin.Context, f part.Form) (*eventPage, error) {
	id, err := part.RecordID(c)
	if err != nil {
		return nil, err
	}
	actor := h.frame.Actor(c)
	view, err := h.service.Event(c.Request.Context(), actor, c.Param("slug"), id)
	if err != nil {
		return nil, err
	}
	page := &eventPage{Form: f, EventView: view, Manages: actor.Can(consult.ManageEvents), Collects: actor.Can(consult.CollectContributions)}
	page.Page = h.begin(c, view.Event.Title, &view.Consultation, nil)
	if page.Value("form") == "" {
		page.Set("form", string(consult.NewID()))
	}
	page.Errors = f.Problems()
	return page, nil
}

// The acts on workshops.
const (
	actNew   = "creer"
	actTie   = "rattacher"
	actUntie = "detacher"
)

// SubmitWorkshop makes a workshop of an event, ties one, or takes one out.
func (h *Handlers) SubmitWorkshop(c *gin.Context) error {
	posted, err := reply.Form(c)
	if err != nil {
		return err
	}
	id, err := part.RecordID(c)
	if err != nil {
		return err
	}
	ctx, actor, slug := c.Request.Context(), h.frame.Actor(c), c.Param("slug")
	if act := posted.Get("acte"); act == actTie || act == actUntie {
		session, err := consult.ParseID(posted.Get("session"))
		if err != nil {
			return reply.See(c, address(slug, id)+"#ateliers") // nothing was chosen
		}
		if err := h.service.TieWorkshop(ctx, actor, slug, id, session, act == actTie); err != nil {
			return err
		}
		return h.done(c, address(slug, id), "events.workshop."+act)
	}
	session, err := h.service.AddWorkshop(ctx, actor, slug, id, consult.ID(posted.Get("form")), posted.Get("table"), posted.Get("participants"))
	if err == nil {
		return reply.See(c, part.Console(slug)+"/collecte/notes?seance="+string(session.ID))
	}
	f := part.NewForm(h.p, posted)
	if err := f.With(err); err != nil {
		return err
	}
	page, err := h.eventPage(c, f)
	if err != nil {
		return err
	}
	return reply.Invalid(c, show(*page))
}

// Sheet shows the list to be printed and signed.
func (h *Handlers) Sheet(c *gin.Context) error {
	id, err := part.RecordID(c)
	if err != nil {
		return err
	}
	view, err := h.service.EventList(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id)
	if err != nil {
		return err
	}
	return reply.OK(c, sheet(eventPage{Page: h.begin(c, h.p.T("events.sheet.title", "event", view.Event.Title), &view.Consultation, &view.Event), EventView: view}))
}

// Download gives the list as a spreadsheet.
func (h *Handlers) Download(c *gin.Context) error {
	id, err := part.RecordID(c)
	if err != nil {
		return err
	}
	return reply.File(c, "liste.xlsx", reply.Workbook, func(out io.Writer) error {
		return h.service.ExportEvent(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id, out)
	})
}

func (p eventPage) slug() string { return p.EventView.Consultation.Slug }

func (p eventPage) address() string { return address(p.slug(), p.Event.ID) }

func (p eventPage) record() bool { return p.EventView.Consultation.Status == consult.StatusRecord }

// figures are those of the event, what is declared apart from what is counted.
func (p eventPage) figures() ui.DefinitionList {
	f := p.EventView.Figures
	capacity := p.P.T("events.figure.no_limit")
	if p.Event.Capacity > 0 {
		capacity = p.P.Number(p.Event.Capacity)
	}
	made := ui.DefinitionList{Items: []ui.Definition{{Term: p.P.T("events.figure.capacity"), Text: capacity},
		{Term: p.P.T("events.figure.confirmed"), Text: p.P.Number(f.Confirmed)}, {Term: p.P.T("events.figure.waiting"), Text: p.P.Number(f.Waiting)},
		{Term: p.P.T("events.figure.cancelled"), Text: p.P.Number(f.Cancelled)}, {Term: p.P.T("events.figure.structures"), Text: p.P.Number(f.Structures)}}}
	counted := p.P.T("events.figure.counted_door", "count", f.Arrived)
	if f.OnList > 0 {
		counted = p.P.T("events.figure.counted_list", "count", f.Arrived, "listed", f.OnList)
	}
	made.Items = append(made.Items, ui.Definition{Term: p.P.T("events.figure.counted"), Text: counted})
	if p.Event.Declared > 0 {
		made.Items = append(made.Items, ui.Definition{Term: p.P.T("events.figure.declared"),
			Text: p.P.T("events.figure.declared_by", "count", p.Event.Declared, "by", p.Event.DeclaredBy)})
	}
	return made
}

func (p eventPage) when() string { return when(p.Page, &p.Event) }

func when(p ui.Page, e *consult.Event) string {
	if e.EndsAt.IsZero() {
		return p.P.DateTime(e.StartsAt)
	}
	if p.P.Date(e.StartsAt) == p.P.Date(e.EndsAt) {
		return p.P.T("events.when.hours", "from", p.P.DateTime(e.StartsAt), "until", p.P.Time(e.EndsAt))
	}
	return p.P.T("events.when.days", "from", p.P.DateTime(e.StartsAt), "until", p.P.DateTime(e.EndsAt))
}

// people lists who is on the list.
func (p eventPage) people() ui.Table {
	table := ui.Table{Caption: p.P.T("events.people.caption", "count", len(p.People)), Wide: true, Columns: []ui.Column{{Title: p.P.T("events.column.name")},
		{Title: p.P.T("events.column.structure")}, {Title: p.P.T("events.column.state")}, {Title: p.P.T("events.column.arrived")}}}
	for _, one := range p.People {
		name := ui.Cell{Text: nameOf(p.Page, &one)}
		if p.Manages {
			name.URL = personAddress(p.slug(), p.Event.ID, one.ID)
		}
		state := ui.Cell{Content: ui.Tag(p.P.T("events.state."+string(one.State)), tone(one.State))}
		if one.Twice {
			state.Content = stateTwice(p.Page, &one)
		}
		table.Rows = append(table.Rows, ui.Row{Header: true, Cells: []ui.Cell{name, {Text: structureOf(&one)}, state, {Text: arrival(p.Page, &one)}}})
	}
	return table
}

func nameOf(p ui.Page, one *service.PersonLine) string {
	if one.Name == "" {
		return p.P.T("events.erased")
	}
	return one.Name
}

// structureOf names the structure of a person as the list of organisations does, else as they did.
func structureOf(one *service.PersonLine) string {
	if one.Organisation != "" {
		return one.Organisation
	}
	return one.Structure
}

// arrival says when a person came.
func arrival(p ui.Page, one *service.PersonLine) string {
	switch {
	case !one.Here():
		return "—"
	case one.ArrivedFrom != "":
		return p.P.T("events.arrived.list")
	default:
		return p.P.T("events.arrived.at", "time", p.P.Time(one.ArrivedAt))
	}
}

func tone(state consult.AttendanceState) string {
	switch state {
	case consult.AttendanceConfirmed:
		return "green"
	case consult.AttendanceWaiting:
		return "yellow"
	default:
		return "grey"
	}
}

func (p eventPage) workshops() ui.Table {
	table := ui.Table{Caption: p.P.T("events.workshop.caption"), CaptionHidden: true, Columns: []ui.Column{{Title: p.P.T("events.workshop.name")},
		{Title: p.P.T("events.workshop.notes"), Numeric: true}, {Title: p.P.T("events.workshop.participants"), Numeric: true}}}
	for _, one := range p.Workshops {
		participants := "—"
		if one.Participants > 0 {
			participants = p.P.Number(one.Participants)
		}
		table.Rows = append(table.Rows, ui.Row{Header: true, Cells: []ui.Cell{{Text: sessionName(p.Page, &one.SessionHeld), URL: part.Console(p.slug()) + "/collecte/seances/" + string(one.ID)},
			{Text: p.P.Number(one.Notes)}, {Text: participants}}})
	}
	return table
}

func sessionName(p ui.Page, session *consult.SessionHeld) string {
	if session.Table == "" {
		return session.Title
	}
	return p.P.T("collect.session.table", "session", session.Title, "table", session.Table)
}

func (p eventPage) others() ui.Select {
	options := []ui.Option{{Label: p.P.T("events.workshop.choose")}}
	for _, one := range p.Others {
		options = append(options, ui.Option{Value: string(one.ID), Label: sessionName(p.Page, &one)})
	}
	return ui.Select{Field: p.Field("session", "events.workshop.other", "", true), Options: options}
}
