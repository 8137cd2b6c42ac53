package collect

import (
	"net/url"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/web/console/part"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// Handlers answers for the screens of collecting.
type Handlers struct {
	service *service.Service
	frame   part.Frame
	p       *i18n.Printer
	// Imports are the screens of the files of contributions.
	Imports *part.Imports
}

// New makes the screens inside the console's frame.
func New(s *service.Service, frame part.Frame, p *i18n.Printer) *Handlers {
	return &Handlers{service: s, frame: frame, p: p, Imports: imports(s, frame, p)}
}

// base is where the screens stand; console is where the consultation's others do.
func base(slug string) string { return console(slug) + "/collecte" }

func console(slug string) string { return part.Console(slug) }

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

// form is a form of collecting.
type form struct {
	part.Form
	p *i18n.Printer
}

func (h *Handlers) form(values url.Values) form { return form{part.NewForm(h.p, values), h.p} }

// choice asks for one of a list, or for words where there is no list. What is no longer in the list stays.
func (f form) choice(name, label string, choices []service.CodingChoice) templ.Component {
	if len(choices) == 0 {
		return f.Text(name, label, "", true, 20).In(f.p)
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
	return ui.Select{Field: f.Field(name, label, "", true), Options: options, Value: f.Value(name)}.In(f.p)
}

// publication asks whether texts may be published; no is the default.
func (f form) publication(hint string) ui.Radios { return publication(f.p, f.Form, hint) }

func publication(p *i18n.Printer, f part.Form, hint string) ui.Radios {
	radios := ui.Radios{Field: f.Field("publication", "collect.field.publication", hint, false), Value: f.Value("publication")}
	if radios.Value == "" {
		radios.Value = string(consult.PublicationNo)
	}
	for _, one := range []consult.Publication{consult.PublicationNo, consult.PublicationAnonymous, consult.PublicationNamed} {
		radios.Options = append(radios.Options, ui.Option{Value: string(one), Label: p.T("collect.publication." + string(one))})
	}
	return radios
}

// gathered reads the fields that every capture has.
func (f form) gathered() service.GatheredText {
	return service.GatheredText{Title: f.Value("title"), Body: f.Value("body"), Question: f.Value("question"), Category: f.Value("category"),
		Territory: f.Value("territory"), Publication: consult.Publication(f.Value("publication"))}
}

// recordID reads the identifier of an address.
func recordID(c *gin.Context) (consult.ID, error) { return part.RecordID(c) }

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
