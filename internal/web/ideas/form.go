package ideas

import (
	"errors"
	"net/url"

	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/web/ui"
)

// The names of the fields. Those that the service may find fault with are the service's own.
const (
	fieldSending     = "envoi" // the page's identifier: the same one twice is one idea (rule 5)
	fieldToken       = "lien"  // of the author's link, drawn with the page
	fieldStamp       = "texte" // of the text that the author began to mend
	fieldTitle       = "title"
	fieldObservation = "observation"
	fieldProposal    = "proposal"
	fieldTheme       = "theme"
	fieldTerritory   = "territory"
	fieldCategory    = "category"
	fieldBenefit     = "beneficiaries"
	fieldBearer      = "bearer"
	fieldPublication = "publication"
	fieldSignature   = "signature"
	fieldEmail       = "email"
	fieldAct         = "acte"
)

// What the buttons of the form ask for.
const (
	actCheck = "relire"
	actMend  = "modifier"
	actSend  = "envoyer"
)

// form is a form as it was posted, with what is wrong with each field.
type form struct {
	values url.Values
	faults map[string]string
	order  []string
}

// Value gives what was typed in a field.
func (f form) Value(name string) string { return f.values.Get(name) }

// problems gives the summary of what is wrong.
func (f form) problems() []ui.Problem {
	var problems []ui.Problem
	for _, field := range f.order {
		problems = append(problems, ui.Problem{Field: field, Text: f.faults[field]})
	}
	return problems
}

// faulty gives the form with the faults of an error of the service, or the error itself when it is of another kind.
func faulty(p *i18n.Printer, values url.Values, err error) (form, error) {
	made := form{values: values, faults: map[string]string{}}
	if err == nil {
		return made, nil
	}
	var domain *consult.Error
	if !errors.As(err, &domain) || domain.Code != consult.CodeInvalid || len(domain.Fields) == 0 {
		return made, err
	}
	for _, fault := range domain.Fields {
		if _, said := made.faults[fault.Field]; !said {
			made.order = append(made.order, fault.Field)
			made.faults[fault.Field] = p.T(fault.Key, fault.Args...)
		}
	}
	return made, nil
}

// formPage is the form of an idea: a new one, or one that its author mends.
type formPage struct {
	ui.Page
	form
	Slug    string
	Rules   service.IdeaRules
	Choices service.IdeaChoices
	Mends   bool
	Action  string
	Similar []service.IdeaCard // to what is typed so far
	Stored  []ui.SummaryRow    // the text as it stands, when it changed since the page was made
}

func (p formPage) field(name, label string) ui.Field {
	return ui.Field{Name: name, Label: p.P.T("ideas_pages.field." + label), Error: p.faults[name]}
}

func (p formPage) required(name, label, hint string) ui.Field {
	field := p.field(name, label)
	field.Required, field.Hint = true, p.P.T("ideas_pages.hint."+hint)
	return field
}

func (p formPage) optional(name, label, hint string) ui.Field {
	field := p.field(name, label)
	field.Optional = true
	if hint != "" {
		field.Hint = p.P.T("ideas_pages.hint." + hint)
	}
	return field
}

// title asks for the title; where scripts run, ideas near to it are looked for as it is typed.
func (p formPage) title() ui.TextInput {
	field := p.required(fieldTitle, "title", "title")
	if !p.Mends {
		field.Attrs = map[string]any{"hx-get": newURL(p.Slug) + "/proches", "hx-trigger": "input changed delay:600ms",
			"hx-target": "#proches", "hx-sync": "this:replace"}
	}
	return ui.TextInput{Field: field, Value: p.Value(fieldTitle)}
}

// publication asks what may be shown, in the words of what will happen.
func (p formPage) publication() ui.Radios {
	field := ui.Radios{Field: p.required(fieldPublication, "publication", "publication"), Value: p.Value(fieldPublication)}
	for _, choice := range []consult.Publication{consult.PublicationNamed, consult.PublicationAnonymous, consult.PublicationNo} {
		option := ui.Option{Value: string(choice), Label: p.P.T("ideas_pages.publication." + string(choice))}
		if choice == consult.PublicationNamed {
			signature := p.field(fieldSignature, "signature")
			signature.Hint = p.P.T("ideas_pages.hint.signature")
			option.Reveals = ui.TextInput{Field: signature, Value: p.Value(fieldSignature), Autocomplete: "name"}.In(p.P)
		}
		field.Options = append(field.Options, option)
	}
	return field
}

// checkPage is an idea before it is sent, with those near to it.
type checkPage struct {
	formPage
	Visitor string // the number that a support from here would be known by
}

// rows gives what was typed, a line a field.
func (p checkPage) rows() []ui.SummaryRow {
	return summary(p.P, []line{
		{"title", p.Value(fieldTitle)}, {"observation", p.Value(fieldObservation)}, {"proposal", p.Value(fieldProposal)},
		{"theme", numbered(p.P, themeOf(p.Choices.Themes, consult.ID(p.Value(fieldTheme))))},
		{"territory", labelOf(p.Choices.Territories, p.Value(fieldTerritory))}, {"category", unspecified(p.P, labelOf(p.Choices.Categories, p.Value(fieldCategory)))},
		{"beneficiaries", p.Value(fieldBenefit)}, {"bearer", p.Value(fieldBearer)},
		{"publication", p.P.T("ideas_pages.publication." + p.Value(fieldPublication))},
		{"signature", p.Value(fieldSignature)}, {"email", p.Value(fieldEmail)},
	})
}

// kept lists the fields that go from page to page until the idea is sent.
func kept() []string {
	return []string{fieldSending, fieldToken, fieldTitle, fieldObservation, fieldProposal, fieldTheme, fieldTerritory, fieldCategory,
		fieldBenefit, fieldBearer, fieldPublication, fieldSignature, fieldEmail}
}

// draft reads what was typed.
func draft(values url.Values) service.IdeaDraft {
	return service.IdeaDraft{ID: consult.ID(values.Get(fieldSending)), Token: values.Get(fieldToken), Stamp: values.Get(fieldStamp),
		Title: values.Get(fieldTitle), Observation: values.Get(fieldObservation), Proposal: values.Get(fieldProposal),
		Theme: consult.ID(values.Get(fieldTheme)), Category: values.Get(fieldCategory), Territory: values.Get(fieldTerritory),
		Beneficiaries: values.Get(fieldBenefit), Bearer: values.Get(fieldBearer), Publication: consult.Publication(values.Get(fieldPublication)),
		Signature: values.Get(fieldSignature), Email: values.Get(fieldEmail)}
}

// fill puts a draft in the form.
func fill(d service.IdeaDraft) url.Values {
	return url.Values{fieldSending: {string(d.ID)}, fieldToken: {d.Token}, fieldStamp: {d.Stamp}, fieldTitle: {d.Title},
		fieldObservation: {d.Observation}, fieldProposal: {d.Proposal}, fieldTheme: {string(d.Theme)}, fieldCategory: {d.Category},
		fieldTerritory: {d.Territory}, fieldBenefit: {d.Beneficiaries}, fieldBearer: {d.Bearer},
		fieldPublication: {string(d.Publication)}, fieldSignature: {d.Signature}, fieldEmail: {d.Email}}
}
