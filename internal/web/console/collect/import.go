package collect

import (
	"net/url"

	"github.com/a-h/templ"

	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/web/console/part"
	"concertation/internal/web/ui"
)

// imports are the screens of the files of contributions.
func imports(s *service.Service, frame part.Frame, p *i18n.Printer) *part.Imports {
	return part.NewImports(part.ImportKind{Desk: s.ContributionsDesk(), Base: base, Home: "collect.title",
		Title: "collect.file.title", Words: "collect.file.words", Intro: "collect.import.words",
		Fields: service.ContributionFields(), Needed: "body", Labels: "collect.map.", Hints: "collect.map_hint.",
		Hinted: []string{"theme", "author", "session", "participants", "id"}, Dates: true,
		Tried: "collect.try.words", Renewed: "collect.try.updated", Undo: "collect.undo.words", UndoRenewed: "collect.undo.updated",
		Figures: figures, Read: readRules, Fill: fillRules,
		Rules: func(f part.Form) templ.Component { return rules(p, f) },
		After: func(slug string, report *consult.ImportReport) []ui.Link {
			links := []ui.Link{{Text: p.T("collect.import.see_texts"), URL: console(slug) + "/contributions"}}
			if report.Sessions > 0 {
				links = append(links, ui.Link{Text: p.T("collect.import.see_sessions"), URL: base(slug)})
			}
			return links
		}}, frame, p)
}

func figures(report *consult.ImportReport) []part.Figure {
	return []part.Figure{{Key: "rows", Number: report.Rows, Always: true}, {Key: "added", Number: report.Added, Always: true},
		{Key: "updated", Number: report.Updated}, {Key: "restored", Number: report.Restored}, {Key: "already", Number: report.Already},
		{Key: "refused", Number: report.Refused, Always: true}, {Key: "sessions", Number: report.Sessions}, {Key: "participants", Number: report.Participants},
		{Key: "contributors", Number: report.Contributors, Always: true}, {Key: "represented", Number: report.Represented, Always: true},
		{Key: "themes", Number: report.Themes}}
}

func readRules(f part.Form, settings *consult.ImportSettings) {
	settings.Source, settings.Publication, settings.OneSessionPerTitle = f.Value("source"), consult.Publication(f.Value("publication")), f.Value("one_session") != ""
}

func fillRules(settings *consult.ImportSettings, values url.Values) {
	values.Set("source", settings.Source)
	values.Set("publication", string(settings.Publication))
	if settings.OneSessionPerTitle {
		values.Set("one_session", "oui")
	}
}
