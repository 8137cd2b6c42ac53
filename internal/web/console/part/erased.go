package part

import (
	"net/url"
	"strconv"

	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/web/ui"
)

// What stands before people erased at their request are used again (decision 0035); erased.templ asks for it.

// ReadBringBack reads which rows of a file are brought back, and why.
func ReadBringBack(f Form, settings *consult.ImportSettings) {
	for _, row := range f.Values("bring_back") {
		if number, err := strconv.Atoi(row); err == nil {
			settings.BringBack = append(settings.BringBack, number)
		}
	}
	settings.BringBackWhy = consult.BringBackReason(f.Value("bring_back_why"))
}

// FillBringBack puts the same back in the form.
func FillBringBack(settings *consult.ImportSettings, values url.Values) {
	for _, row := range settings.BringBack {
		values.Add("bring_back", strconv.Itoa(row))
	}
	values.Set("bring_back_why", string(settings.BringBackWhy))
}

// bringBackReasons are the reasons to use an erased address again, after the choice of leaving it out.
func bringBackReasons(p *i18n.Printer) []ui.Option {
	options := []ui.Option{{Label: p.T("collect.bring_back.leave")}}
	for _, reason := range consult.BringBackReasons() {
		options = append(options, ui.Option{Value: string(reason), Label: p.T("collect.bring_back." + string(reason))})
	}
	return options
}

// erasedRows are the rows among which to choose.
func erasedRows(p *i18n.Printer, rows []service.ErasedRow) []ui.Option {
	var options []ui.Option
	for _, one := range rows {
		options = append(options, ui.Option{Value: strconv.Itoa(one.Row), Label: p.T("collect.erased.row", "row", one.Row, "date", p.Date(one.At))})
	}
	return options
}
