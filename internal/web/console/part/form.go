package part

import (
	"errors"
	"net/url"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/i18n"
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

// Console gives the address of a consultation in the console.
func Console(slug string) string { return "/console/concertations/" + url.PathEscape(slug) }

// RecordID reads the identifier of an address.
func RecordID(c *gin.Context) (consult.ID, error) { return consult.ParseID(c.Param("id")) }

// Form is a form as it was typed, with what is wrong with each field.
type Form struct {
	p      *i18n.Printer
	values url.Values
	faults map[string]string
	order  []string
}

// NewForm makes a form of what was typed; nil for a blank one.
func NewForm(p *i18n.Printer, values url.Values) Form {
	if values == nil {
		values = url.Values{}
	}
	return Form{p: p, values: values, faults: map[string]string{}}
}

// Value gives what was typed in a field.
func (f Form) Value(name string) string { return f.values.Get(name) }

// Values gives what was chosen in a field that takes several values.
func (f Form) Values(name string) []string { return f.values[name] }

// Set puts a value in a field.
func (f Form) Set(name, value string) { f.values.Set(name, value) }

// With adds the faults of an error of the service; it gives back an error of another kind.
func (f *Form) With(err error) error {
	var domain *consult.Error
	if !errors.As(err, &domain) || domain.Code != consult.CodeInvalid {
		return err
	}
	for _, fault := range domain.Fields {
		f.Fault(fault.Field, fault.Key, fault.Args...)
	}
	return nil
}

// Fault says what is wrong with a field; the first fault of a field stands.
func (f *Form) Fault(field, key string, args ...any) {
	f.Say(field, f.p.T(key, args...))
}

// Say says what is wrong with a field in words already written; the first said stands.
func (f *Form) Say(field, words string) {
	if _, said := f.faults[field]; !said {
		f.order, f.faults[field] = append(f.order, field), words
	}
}

// Faulty gives what is wrong with a field, in words; "" when nothing is.
func (f Form) Faulty(name string) string { return f.faults[name] }

// Problems gives the summary of what is wrong.
func (f Form) Problems() []ui.Problem {
	var problems []ui.Problem
	for _, field := range f.order {
		problems = append(problems, ui.Problem{Field: field, Text: f.faults[field]})
	}
	return problems
}

// Field makes a field; label and hint are keys of the catalogue, a blank hint is none.
func (f Form) Field(name, label, hint string, optional bool) ui.Field {
	made := ui.Field{Name: name, Label: f.p.T(label), Error: f.faults[name], Optional: optional, Required: !optional}
	if hint != "" {
		made.Hint = f.p.T(hint)
	}
	return made
}

// Text makes a field of one line, so many characters wide; 0: as wide as the page.
func (f Form) Text(name, label, hint string, optional bool, width int) ui.TextInput {
	return ui.TextInput{Field: f.Field(name, label, hint, optional), Value: f.Value(name), Width: width}
}

// Select makes a list to choose from.
func (f Form) Select(name, label string, options []ui.Option) ui.Select {
	return ui.Select{Field: f.Field(name, label, "", false), Options: options, Value: f.Value(name)}
}
