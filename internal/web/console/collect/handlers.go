package collect

import (
	"errors"
	"net/url"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// Frame is what the console lends its screens: who asks, the page around a screen, and a sentence for the next page.
type Frame interface {
	Actor(c *gin.Context) consult.Actor
	// Page begins a page of a consultation, its navigation in place.
	Page(c *gin.Context, title string, consultation *consult.Consultation) ui.Page
	// Say keeps a sentence of the catalogue for the next page.
	Say(c *gin.Context, key string, args ...any) error
}

// Handlers answers for the screens of collecting.
type Handlers struct {
	service *service.Service
	frame   Frame
	p       *i18n.Printer
}

// New makes the screens inside the console's frame.
func New(s *service.Service, frame Frame, p *i18n.Printer) *Handlers {
	return &Handlers{service: s, frame: frame, p: p}
}

// base is where the screens stand; console is where the consultation's others do.
func base(slug string) string { return console(slug) + "/collecte" }

func console(slug string) string { return "/console/concertations/" + url.PathEscape(slug) }

// begin makes the page of a screen, with the way back to where collecting begins.
func (h *Handlers) begin(c *gin.Context, title string, consultation *consult.Consultation) ui.Page {
	page := h.frame.Page(c, title, consultation)
	page.Back = &ui.Link{Text: h.p.T("collect.title"), URL: base(consultation.Slug)}
	return page
}

// done says what happened on the next page.
func (h *Handlers) done(c *gin.Context, address, key string, args ...any) error {
	if err := h.frame.Say(c, key, args...); err != nil {
		return err
	}
	return reply.See(c, address)
}

// form is a form as it was typed, with what is wrong with each field.
type form struct {
	p      *i18n.Printer
	values url.Values
	faults map[string]string
	order  []string
}

func (h *Handlers) form(values url.Values) form {
	return form{p: h.p, values: values, faults: map[string]string{}}
}

// Value gives what was typed in a field.
func (f form) Value(name string) string { return f.values.Get(name) }

// with adds the faults of an error of the service; it gives back an error of another kind.
func (f *form) with(err error) error {
	var domain *consult.Error
	if !errors.As(err, &domain) || domain.Code != consult.CodeInvalid {
		return err
	}
	for _, fault := range domain.Fields {
		f.fault(fault.Field, fault.Key, fault.Args...)
	}
	return nil
}

func (f *form) fault(field, key string, args ...any) {
	if _, said := f.faults[field]; !said {
		f.order = append(f.order, field)
		f.faults[field] = f.p.T(key, args...)
	}
}

// problems gives the summary of what is wrong.
func (f form) problems() []ui.Problem {
	var problems []ui.Problem
	for _, field := range f.order {
		problems = append(problems, ui.Problem{Field: field, Text: f.faults[field]})
	}
	return problems
}

// field makes a field; label and hint are keys of the catalogue, a blank hint is none.
func (f form) field(name, label, hint string, optional bool) ui.Field {
	made := ui.Field{Name: name, Label: f.p.T(label), Error: f.faults[name], Optional: optional, Required: !optional}
	if hint != "" {
		made.Hint = f.p.T(hint)
	}
	return made
}

func (f form) text(name, label, hint string, optional bool, width int) ui.TextInput {
	return ui.TextInput{Field: f.field(name, label, hint, optional), Value: f.Value(name), Width: width}
}

// choice asks for one of a list, or for words where there is no list. What is no longer in the list stays.
func (f form) choice(name, label string, choices []service.CodingChoice) templ.Component {
	if len(choices) == 0 {
		return f.text(name, label, "", true, 20).In(f.p)
	}
	options := []ui.Option{{Label: f.p.T("collect.field.unknown")}}
	known := f.Value(name) == ""
	for _, one := range choices {
		options = append(options, ui.Option{Value: one.Value, Label: one.Label})
		known = known || one.Value == f.Value(name)
	}
	if !known {
		options = append(options, ui.Option{Value: f.Value(name), Label: f.Value(name)})
	}
	return ui.Select{Field: f.field(name, label, "", true), Options: options, Value: f.Value(name)}.In(f.p)
}

// publication asks whether texts may be published; no is the default.
func (f form) publication(hint string) ui.Radios {
	radios := ui.Radios{Field: f.field("publication", "collect.field.publication", hint, false), Value: f.Value("publication")}
	if radios.Value == "" {
		radios.Value = string(consult.PublicationNo)
	}
	for _, one := range []consult.Publication{consult.PublicationNo, consult.PublicationAnonymous, consult.PublicationNamed} {
		radios.Options = append(radios.Options, ui.Option{Value: string(one), Label: f.p.T("collect.publication." + string(one))})
	}
	return radios
}

// gathered reads the fields that every capture has.
func (f form) gathered() service.GatheredText {
	return service.GatheredText{Title: f.Value("title"), Body: f.Value("body"), Question: f.Value("question"), Category: f.Value("category"),
		Territory: f.Value("territory"), Publication: consult.Publication(f.Value("publication"))}
}

// recordID reads the identifier of an address.
func recordID(c *gin.Context) (consult.ID, error) { return consult.ParseID(c.Param("id")) }

// sessionName says what a session is called.
func sessionName(p *i18n.Printer, session *consult.SessionHeld) string {
	name := session.Title
	if name == "" {
		name = p.T("collect.session.unnamed", "count", session.Participants)
	}
	if session.Table != "" {
		return p.T("collect.session.table", "session", name, "table", session.Table)
	}
	return name
}

// day writes a day, or a dash when it is not known.
func day(p ui.Page, session *consult.SessionHeld) string {
	if session.HeldOn.IsZero() {
		return "—"
	}
	return p.P.ShortDate(session.HeldOn)
}
