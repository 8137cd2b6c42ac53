package organisations

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

// Handlers answers for the screens of the list of organisations.
type Handlers struct {
	service *service.Service
	frame   part.Frame
	p       *i18n.Printer
	// Imports are the screens of the lists that are imported.
	Imports *part.Imports
}

// New makes the screens inside the console's frame.
func New(s *service.Service, frame part.Frame, p *i18n.Printer) *Handlers {
	return &Handlers{service: s, frame: frame, p: p, Imports: imports(s, frame, p)}
}

// base is where the list stands.
func base(slug string) string { return part.Console(slug) + "/structures" }

func address(slug string, id consult.ID) string { return base(slug) + "/" + string(id) }

// begin makes the page of a screen, with the way back to the list.
func (h *Handlers) begin(c *gin.Context, title string, consultation *consult.Consultation) ui.Page {
	page := h.frame.Page(c, title, consultation)
	page.Back = &ui.Link{Text: h.p.T("organisations.list.title"), URL: base(consultation.Slug)}
	return page
}

// done says what happened on the next page.
func (h *Handlers) done(c *gin.Context, address, key string, args ...any) error {
	if err := h.frame.Say(c, key, args...); err != nil {
		return err
	}
	return reply.See(c, address)
}

// imports are the screens of the lists of organisations.
func imports(s *service.Service, frame part.Frame, p *i18n.Printer) *part.Imports {
	return part.NewImports(part.ImportKind{Desk: s.OrganisationsDesk(), Base: base, Home: "organisations.list.title",
		Title: "organisations.file.title", Words: "organisations.file.words", Intro: "organisations.import.words",
		Fields: service.OrganisationFields(), Needed: "name", Labels: "organisations.map.", Hints: "organisations.map_hint.",
		Hinted: []string{"id", "category", "territory", "contact_name"},
		Tried:  "organisations.try.words", Renewed: "organisations.try.updated", Undo: "organisations.undo.words", UndoRenewed: "organisations.undo.updated",
		Figures: figures,
		Read: func(f part.Form, settings *consult.ImportSettings) {
			settings.Sure = f.Value("sure") != ""
			part.ReadBringBack(f, settings)
		},
		Fill: func(settings *consult.ImportSettings, values url.Values) {
			if settings.Sure {
				values.Set("sure", "oui")
			}
			part.FillBringBack(settings, values)
		},
		Rules:   func(part.Form) templ.Component { return templ.NopComponent },
		Warning: func(f part.Form, view *service.ImportView) templ.Component { return warnings(p, f, view.Survey) },
		After: func(slug string, _ *consult.ImportReport) []ui.Link {
			return []ui.Link{{Text: p.T("organisations.import.see_list"), URL: base(slug)}, {Text: p.T("organisations.near.link"), URL: base(slug) + "/doublons"}}
		}}, frame, p)
}

func figures(report *consult.ImportReport) []part.Figure {
	return []part.Figure{{Key: "rows", Number: report.Rows, Always: true}, {Key: "added", Number: report.Added, Always: true},
		{Key: "updated", Number: report.Updated}, {Key: "already", Number: report.Already}, {Key: "refused", Number: report.Refused, Always: true},
		{Key: "erased", Number: report.Erased}, {Key: "near", Number: report.Near}, {Key: "kept", Number: report.Kept}}
}

// doubtWords says what a column seems to hold instead of what it is mapped to.
func doubtWords(p *i18n.Printer, doubt service.ColumnDoubt) string {
	form := doubt.Form
	if form == "" {
		form = "other"
	}
	return p.T("organisations.doubt."+form, "column", doubt.Column, "field", p.T("organisations.field."+doubt.Field), "count", doubt.Count,
		"total", doubt.Total, "sample", doubt.Sample)
}
