package respond

import (
	"html"
	"strings"

	"github.com/a-h/templ"

	"concertation/forms"
	"concertation/internal/i18n"
	"concertation/internal/web/ui"
)

// lang marks words that are not in the page's language; nothing when they are.
func lang(tag string) templ.Attributes {
	if tag == "" {
		return nil
	}
	return templ.Attributes{"lang": tag}
}

// labelOf gives a question's label as text, with its group's.
func (v *formView) labelOf(name string) string {
	if shown := v.byName[name]; shown != nil {
		return shown.label
	}
	return name
}

// langOf gives the language of a question's label when it is not the page's, or "".
func (v *formView) langOf(name string) string {
	if shown := v.byName[name]; shown != nil {
		return shown.field.Lang
	}
	return ""
}

// ours gives words of the service as HTML to stand among the author's, marked when these are in another language.
func (q *questionView) ours(sentence string, words *i18n.Printer) string {
	if sentence == "" || q.field.Lang == "" {
		return html.EscapeString(sentence)
	}
	return `<span lang="` + words.Language() + `">` + html.EscapeString(sentence) + `</span>`
}

// readable gives raw values as people read them: the words of choices, anything else as typed.
func (v *formView) readable(name string, values []string) []string {
	shown := v.byName[name]
	var lines []string
	for _, value := range values {
		if value == "" {
			continue
		}
		if shown != nil {
			if at, known := shown.byChoice[value]; known {
				value = shown.plainOptions[at]
			}
		}
		lines = append(lines, strings.Split(value, "\n")...)
	}
	return lines
}

// asksSomething says whether the page has a question that must be answered: the rule is then said in words (R3.1).
func (p *pageView) asksSomething() bool {
	for _, q := range p.section.questions {
		if p.relevant(q) && q.Kind != forms.Note && q.required() {
			return true
		}
	}
	return false
}

// continueText names what the main button leads to.
func (p *pageView) continueText() string {
	switch {
	case len(p.differences) > 0:
		return p.words.T("respond.conflict.mine")
	case p.position == p.total:
		return p.words.T("respond.page.check")
	default:
		return p.words.T("respond.page.continue")
	}
}

// buttons gives those under the page, from memory where it asks nothing in particular.
func (p *stepPage) buttons() templ.Component {
	fresh := func() templ.Component { return buttons(p.step) }
	if len(p.step.differences) > 0 {
		return fresh()
	}
	last, after := 0, 0
	if p.step.position == p.step.total {
		last = 1
	}
	if p.step.position > 1 {
		after = 1
	}
	return p.view.buttons[last][after].Of(fresh)
}

// languageOptions gives the languages of a questionnaire by their own names.
func languageOptions(definition *forms.Definition) []ui.Option {
	options := make([]ui.Option, len(definition.Languages))
	for i, tag := range definition.Languages {
		options[i] = ui.Option{Value: tag, Label: ownName(tag), Attrs: templ.Attributes{"lang": tag}}
	}
	return options
}
