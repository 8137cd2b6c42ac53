package events

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/web/console/part"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

type editPage struct {
	ui.Page
	part.Form
	Action  string
	Steps   []consult.Step
	Removes string // the address that removes the event; "": it cannot be
}

// ShowNew asks for an event.
func (h *Handlers) ShowNew(c *gin.Context) error { return h.edit(c, "", nil, nil) }

// SubmitNew makes an event.
func (h *Handlers) SubmitNew(c *gin.Context) error { return h.save(c, "") }

// ShowEdit shows what is said of an event, to be changed.
func (h *Handlers) ShowEdit(c *gin.Context) error {
	id, err := part.RecordID(c)
	if err != nil {
		return err
	}
	return h.edit(c, id, nil, nil)
}

// SubmitEdit changes an event.
func (h *Handlers) SubmitEdit(c *gin.Context) error {
	id, err := part.RecordID(c)
	if err != nil {
		return err
	}
	return h.save(c, id)
}

// SubmitDelete removes an event that nobody registered for.
func (h *Handlers) SubmitDelete(c *gin.Context) error {
	id, err := part.RecordID(c)
	if err != nil {
		return err
	}
	if err := h.service.DeleteEvent(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id); err != nil {
		return err
	}
	return h.done(c, base(c.Param("slug")), "events.edit.removed")
}

func (h *Handlers) save(c *gin.Context, id consult.ID) error {
	posted, err := reply.Form(c)
	if err != nil {
		return err
	}
	draft, faults := typedEvent(h.p, posted)
	if draft.ID = id; id == "" {
		draft.Form = consult.ID(posted.Get("form"))
	} else if version, err := strconv.ParseInt(posted.Get("version"), 10, 64); err == nil {
		draft.Seen = time.UnixMilli(version).UTC()
	}
	if len(faults) > 0 {
		return h.edit(c, id, posted, consult.Invalid(faults...))
	}
	saved, err := h.service.SaveEvent(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), draft)
	if err != nil {
		return h.edit(c, id, posted, err)
	}
	return h.done(c, address(c.Param("slug"), saved.ID), "events.edit.saved")
}

// edit shows the form, with what was typed and what is wrong with it.
func (h *Handlers) edit(c *gin.Context, id consult.ID, typed url.Values, fault error) error {
	ctx, actor, slug := c.Request.Context(), h.frame.Actor(c), c.Param("slug")
	if err := actor.Require(consult.ManageEvents); err != nil {
		return err
	}
	consultation, steps, err := h.service.ConsultationSteps(ctx, actor, slug)
	if err != nil {
		return err
	}
	page := editPage{Steps: steps, Action: base(slug) + "/nouvelle"}
	title, event := h.p.T("events.edit.new"), (*consult.Event)(nil)
	if id != "" {
		view, err := h.service.Event(ctx, actor, slug, id)
		if err != nil {
			return err
		}
		event, title, page.Action = &view.Event, h.p.T("events.edit.title"), address(slug, id)+"/modifier"
		if len(view.People) == 0 {
			page.Removes = address(slug, id) + "/supprimer"
		}
		if typed == nil {
			typed = eventForm(h.p, &view.Event)
		}
	} else if typed == nil {
		typed = url.Values{"public": {"oui"}, "registration": {"oui"}}
	}
	page.Form = part.NewForm(h.p, typed)
	conflict := fault != nil && consult.CodeOf(fault) == consult.CodeConflict
	if id == "" && (conflict || page.Value("form") == "") {
		page.Set("form", string(consult.NewID()))
	}
	if id != "" && (conflict || page.Value("version") == "") {
		page.Set("version", strconv.FormatInt(event.ChangedAt.UnixMilli(), 10))
	}
	if conflict { // what was typed stays on the page; sent again, it is taken
		key := "events.error.edited"
		if id == "" {
			key = "events.error.made"
		}
		page.Fault("title", key)
	} else if fault != nil {
		if err := page.With(fault); err != nil {
			return err
		}
	}
	page.Page = h.begin(c, title, &consultation, event)
	page.Errors = page.Problems()
	switch {
	case conflict:
		return reply.Page(c, http.StatusConflict, edit(page))
	case len(page.Errors) > 0:
		return reply.Invalid(c, edit(page))
	}
	return reply.OK(c, edit(page))
}

// The parts of a moment, as the form names them.
func dayOf(field string) string  { return field }
func hourOf(field string) string { return field + "_time" }

// eventForm puts an event in the form.
func eventForm(p *i18n.Printer, e *consult.Event) url.Values {
	values := url.Values{"title": {e.Title}, "place": {e.Place}, "description": {e.Description}, "step": {string(e.StepID)}, "declared_by": {e.DeclaredBy},
		"keep": {p.In(e.KeepUntil).Format(time.DateOnly)}}
	for field, number := range map[string]int{"capacity": e.Capacity, "declared": e.Declared} {
		if number > 0 {
			values.Set(field, strconv.Itoa(number))
		}
	}
	for field, at := range map[string]time.Time{"starts": e.StartsAt, "ends": e.EndsAt, "until": e.RegisterUntil} {
		if !at.IsZero() {
			values.Set(dayOf(field), p.In(at).Format(time.DateOnly))
			values.Set(hourOf(field), p.In(at).Format("15:04"))
		}
	}
	for field, ticked := range map[string]bool{"public": e.Public, "registration": e.Registration} {
		if ticked {
			values.Set(field, "oui")
		}
	}
	return values
}

// typedEvent reads the form.
func typedEvent(p *i18n.Printer, values url.Values) (service.EventDraft, []consult.FieldError) {
	draft := service.EventDraft{Step: consult.ID(values.Get("step")), Title: values.Get("title"), Place: values.Get("place"), Description: values.Get("description"),
		Public: values.Get("public") != "", Registration: values.Get("registration") != "", DeclaredBy: values.Get("declared_by")}
	var faults []consult.FieldError
	if strings.TrimSpace(draft.Title) == "" {
		faults = append(faults, consult.FieldError{Field: "title", Key: "events.error.title"})
	}
	for _, one := range []struct {
		field string
		into  *time.Time
	}{{"starts", &draft.StartsAt}, {"ends", &draft.EndsAt}, {"until", &draft.Until}, {"keep", &draft.KeepUntil}} {
		at, read := typedMoment(p, strings.TrimSpace(values.Get(dayOf(one.field))), strings.TrimSpace(values.Get(hourOf(one.field))))
		if !read {
			faults = append(faults, consult.FieldError{Field: one.field, Key: "console.error.moment"})
		}
		*one.into = at
	}
	for _, one := range []struct {
		field string
		into  *int
	}{{"capacity", &draft.Capacity}, {"declared", &draft.Declared}} {
		typed := strings.TrimSpace(values.Get(one.field))
		number, err := strconv.Atoi(typed)
		if typed != "" && (err != nil || number < 0) {
			faults = append(faults, consult.FieldError{Field: one.field, Key: "console.error.number"})
		}
		*one.into = number
	}
	return draft, faults
}

// typedMoment reads a day and an hour; blank: the zero time.
func typedMoment(p *i18n.Printer, day, hour string) (time.Time, bool) {
	if day == "" && hour == "" {
		return time.Time{}, true
	}
	if hour == "" {
		hour = "00:00"
	}
	for _, layout := range []string{"2006-01-02 15:04", "02/01/2006 15:04", "2006-01-02 15:04:05"} {
		if at, err := time.ParseInLocation(layout, day+" "+strings.ReplaceAll(hour, "h", ":"), p.Zone()); err == nil {
			return at.UTC(), true
		}
	}
	return time.Time{}, false
}

func (p editPage) steps() ui.Select {
	options := []ui.Option{{Label: p.P.T("events.edit.no_step")}}
	for _, step := range p.Steps {
		options = append(options, ui.Option{Value: string(step.ID), Label: step.Title})
	}
	return ui.Select{Field: p.Field("step", "events.edit.step", "", true), Options: options, Value: p.Value("step")}
}

// typed gives a field of a kind that browsers help to fill.
func (p editPage) typed(name, label, hint, kind string, optional bool) ui.TextInput {
	made := p.Text(name, label, hint, optional, 10)
	made.Type = kind
	return made
}

func (p editPage) tick(name, label, words string) ui.Checkboxes {
	return ui.Checkboxes{Field: ui.Field{Name: name, Label: p.P.T(label)}, Values: p.Values(name), Options: []ui.Option{{Value: "oui", Label: p.P.T(words)}}}
}

func (p editPage) number(name, label, hint string) ui.TextInput {
	made := p.Text(name, label, hint, true, 5)
	made.InputMode = "numeric"
	return made
}
