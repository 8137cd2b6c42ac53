package events

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

// Handlers answers for the screens of events.
type Handlers struct {
	service *service.Service
	frame   part.Frame
	p       *i18n.Printer
	// Imports are the screens of the lists that are brought.
	Imports *part.Imports
}

// New makes the screens inside the console's frame.
func New(s *service.Service, frame part.Frame, p *i18n.Printer) *Handlers {
	return &Handlers{service: s, frame: frame, p: p, Imports: imports(s, frame, p)}
}

// base is where the list stands; address is an event's.
func base(slug string) string { return part.Console(slug) + "/rencontres" }

func address(slug string, id consult.ID) string { return base(slug) + "/" + string(id) }

func doorAddress(slug string, id consult.ID) string { return address(slug, id) + "/accueil" }

func personAddress(slug string, event, id consult.ID) string {
	return address(slug, event) + "/personnes/" + string(id)
}

// checkIn is where tickets are read, whatever their event; codeAddress is one ticket's.
const checkIn = "/console/arrivee"

func codeAddress(code string) string { return checkIn + "/" + url.PathEscape(code) }

// begin makes the page of a screen, with the way back to the list of events, or to an event.
func (h *Handlers) begin(c *gin.Context, title string, consultation *consult.Consultation, event *consult.Event) ui.Page {
	page := h.frame.Page(c, title, consultation)
	page.Back = &ui.Link{Text: h.p.T("events.title"), URL: base(consultation.Slug)}
	if event != nil {
		page.Back = &ui.Link{Text: event.Title, URL: address(consultation.Slug, event.ID)}
	}
	return page
}

// done says what happened on the next page.
func (h *Handlers) done(c *gin.Context, address, key string, args ...any) error {
	if err := h.frame.Say(c, key, args...); err != nil {
		return err
	}
	return reply.See(c, address)
}

// personID reads the identifier of a person in an address.
func personID(c *gin.Context) (consult.ID, error) { return consult.ParseID(c.Param("personne")) }

// imports are the screens of the lists of events.
func imports(s *service.Service, frame part.Frame, p *i18n.Printer) *part.Imports {
	return part.NewImports(part.ImportKind{Desk: s.AttendancesDesk(), Base: base, Home: "events.title",
		Title: "events.file.title", Words: "events.file.words", Intro: "events.import.words",
		Fields: service.AttendanceFields(), Needed: "name", Labels: "events.map.", Hints: "events.map_hint.", Hinted: []string{"name", "came"},
		Tried: "events.try.words", Renewed: "events.try.updated", Undo: "events.undo.words", UndoRenewed: "events.undo.updated",
		Figures: func(report *consult.ImportReport) []part.Figure {
			return []part.Figure{{Key: "rows", Number: report.Rows, Always: true}, {Key: "added", Number: report.Added, Always: true},
				{Key: "updated", Number: report.Updated}, {Key: "already", Number: report.Already}, {Key: "refused", Number: report.Refused, Always: true},
				{Key: "erased", Number: report.Erased}, {Key: "kept", Number: report.Kept}}
		},
		Read: func(f part.Form, settings *consult.ImportSettings) {
			settings.Sure, settings.Event, settings.Came = f.Value("sure") != "", consult.ID(f.Value("event")), f.Value("all_came") != ""
			part.ReadBringBack(f, settings)
		},
		Fill: func(settings *consult.ImportSettings, values url.Values) {
			values.Set("event", string(settings.Event))
			part.FillBringBack(settings, values)
			for field, ticked := range map[string]bool{"sure": settings.Sure, "all_came": settings.Came} {
				if ticked {
					values.Set(field, "oui")
				}
			}
		},
		Rules:   func(part.Form) templ.Component { return templ.NopComponent },
		Warning: func(f part.Form, view *service.ImportView) templ.Component { return before(s, p, f, view) },
		After: func(slug string, _ *consult.ImportReport) []ui.Link {
			return []ui.Link{{Text: p.T("events.import.see"), URL: base(slug)}}
		}}, frame, p)
}
