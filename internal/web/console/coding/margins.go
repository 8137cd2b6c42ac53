package coding

import (
	"concertation/internal/service"
	"concertation/internal/web/ui"
)

// markOfMargin names the button of an act; the two ways of quoting are one button that turns over.
func markOfMargin(kind service.MarginKind) string {
	if kind == service.MarginUnquote {
		return string(service.MarginQuote)
	}
	return string(kind)
}

func actionOptions(p viewPage, actions []service.StatementAction) []ui.Option {
	options := []ui.Option{{Label: p.P.T("coding.margin.choose")}}
	for _, action := range actions {
		options = append(options, ui.Option{Value: string(action.ID), Label: action.Title})
	}
	return options
}
