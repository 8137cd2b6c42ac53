package respond

import (
	"slices"
	"strings"

	"concertation/forms"
	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/web/ui"
)

// pageView is one section as one person sees it now.
type pageView struct {
	*formView
	words    *i18n.Printer
	a        *service.Answering
	index    int // of the section in the definition
	section  *sectionView
	failures []forms.Failure
	failed   map[string]string // sentences by question
	added    []string
	// position and total number the step among the visible ones.
	position, total int
	differences     []service.Difference // not empty: the page asks which text to keep
}

func (h *Handlers) pageView(a *service.Answering, index int) *pageView {
	view := h.views.of(a.Published, a.Response.Language, h.site.P)
	p := &pageView{formView: view, words: h.site.P, a: a, index: index, section: &view.sections[index]}
	steps := a.Evaluation.Steps()
	p.position, p.total = slices.Index(steps, index)+1, len(steps)
	return p
}

// withFailures sets what the page complains of.
func (p *pageView) withFailures(failures []forms.Failure) *pageView {
	p.failures, p.failed = failures, make(map[string]string, len(failures))
	for _, failure := range failures {
		p.failed[failure.Question] = join(p.failed[failure.Question], p.sentence(failure))
	}
	return p
}

// sentence gives the author's own wording, or ours.
func (p *pageView) sentence(failure forms.Failure) string {
	if !failure.Message.Empty() {
		return ui.PlainMarkdown(p.wording(failure.Message))
	}
	return p.words.T(failure.Key, failure.Args...)
}

// problems lists the failures for the summary, each leading to the control that mends it.
func (p *pageView) problems() []ui.Problem {
	problems := make([]ui.Problem, 0, len(p.failures))
	for _, failure := range p.failures {
		problem := ui.Problem{Field: "q-" + failure.Question, Text: p.sentence(failure)}
		if shown := p.byName[failure.Question]; shown != nil {
			if len(shown.rows) > 0 {
				problem.Field = shown.rows[0].field.ID
			}
			problem.Text, problem.Part = p.aboutQuestion(failure, shown.plain)
			problem.Lang = shown.field.Lang
		}
		problems = append(problems, problem)
	}
	return problems
}

// aboutQuestion gives a failure's sentence for a list: the author's says which question it is about, ours does not.
// Part is what of it the author wrote.
func (p *pageView) aboutQuestion(failure forms.Failure, label string) (sentence, part string) {
	if !failure.Message.Empty() {
		sentence = p.sentence(failure)
		return sentence, sentence
	}
	part = shorten(strings.TrimRight(label, ": \u00a0\u202f"))
	return p.words.T("respond.page.problem", "question", part, "problem", p.sentence(failure)), part
}

// shorten keeps a label recognisable in a list.
func shorten(label string) string {
	const most = 80
	runes := []rune(label)
	if len(runes) <= most {
		return label
	}
	cut := string(runes[:most])
	if space := strings.LastIndexByte(cut, ' '); space > most/2 {
		cut = cut[:space]
	}
	return cut + "…"
}

func (p *pageView) stamp() string { return p.a.Stamp(p.index).String() }

func (p *pageView) shown() string { return strings.Join(p.a.Evaluation.Shown(p.index), " ") }

func (p *pageView) relevant(q *questionView) bool { return p.a.Evaluation.Relevant(q.Name) }

func (p *pageView) value(q *questionView) string { return p.a.Raw.First(q.Name) }

// fieldOf gives the question's field with its error.
func (p *pageView) fieldOf(q *questionView) ui.Field {
	field := q.field
	field.Error = p.failed[q.Name]
	return field
}

// optionsOf gives the choices as this person sees them: in their order, with the texts that complete them.
func (p *pageView) optionsOf(q *questionView) []ui.Option {
	order := p.order(q)
	options := make([]ui.Option, len(order))
	remembers := p.remembersChoices(q)
	for i, at := range order {
		options[i] = q.options[at]
		if remembers {
			options[i].Memo = q.memoAt(at, i)
		}
		if text := q.specify[at]; text != nil {
			options[i].Reveals = p.textInput(text).In(p.words)
		}
	}
	return options
}

// order gives the indexes of the choices to show.
func (p *pageView) order(q *questionView) []int {
	order := make([]int, 0, len(q.options))
	if !q.Randomize && q.ChoiceFilter == "" {
		for i := range q.options {
			order = append(order, i)
		}
		return order
	}
	for _, choice := range p.form.OrderedChoices(q.Question, p.a.Evaluation, p.a.Response.Seed) {
		order = append(order, q.byChoice[choice.Name])
	}
	return order
}

// textInput makes the field of a short text, a number or a text that completes a choice.
func (p *pageView) textInput(q *questionView) ui.TextInput {
	input := ui.TextInput{Field: p.fieldOf(q), Value: p.value(q)}
	switch q.Format {
	case forms.FormatEmail:
		input.Autocomplete, input.InputMode, input.NoSpellcheck = "email", "email", true
	case forms.FormatPhone:
		input.Autocomplete, input.InputMode, input.Width = "tel", "tel", 20
	case forms.FormatName:
		input.Autocomplete, input.NoSpellcheck = "name", true
	case forms.FormatOrganisation:
		input.Autocomplete, input.NoSpellcheck = "organization", true
	case forms.FormatSIRET:
		input.InputMode, input.Width, input.NoSpellcheck = "numeric", 20, true
	case forms.FormatRNA, forms.FormatSIRETOrRNA:
		input.Width, input.NoSpellcheck = 20, true
	}
	switch q.Kind {
	case forms.Integer:
		input.InputMode, input.Width = "numeric", 10
	case forms.Decimal, forms.Range:
		input.InputMode, input.Width = "decimal", 10
	}
	return input
}

// asSelect says whether a single choice is offered as a list to unfold: when the author asks, or past what a page bears.
func (q *questionView) asSelect() bool {
	return strings.Contains(q.Appearance, "minimal") || len(q.options) > 20
}

// scale gives the values of a range as radios when they are few; nil otherwise.
func (q *questionView) scale() []ui.Option {
	step := q.Step
	if step <= 0 {
		step = 1
	}
	count := int((q.Max-q.Min)/step+1e-9) + 1
	if count < 2 || count > 11 {
		return nil
	}
	options := make([]ui.Option, count)
	for i := range options {
		value := plainNumber(q.Min + float64(i)*step)
		options[i] = ui.Option{Value: value, Label: strings.Replace(value, ".", ",", 1)}
	}
	return options
}

func plainNumber(x float64) string { return forms.NumberAnswer(x).String() }

// isAdded says whether the question came because of the answers just given.
func (p *pageView) isAdded(q *questionView) bool {
	return slices.ContainsFunc(p.added, func(name string) bool {
		return name == q.Name || slices.ContainsFunc(q.rows, func(row *questionView) bool { return row.Name == name })
	})
}

func (p *pageView) filled(name string) bool {
	return slices.ContainsFunc(p.a.Raw[name], func(value string) bool { return value != "" })
}
