package respond

import (
	"strconv"
	"strings"
	"sync"

	"github.com/a-h/templ"

	"concertation/forms"
	"concertation/internal/consult"
	"concertation/internal/french"
	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/web/ui"
)

// formView is what the pages of a revision always say in one language: labels are rendered once, pages are served
// from them. It is immutable.
type formView struct {
	form     *forms.Questionnaire
	language string
	lang     string // of the questionnaire's words when they are not the page's, or ""
	title    string
	sections []sectionView
	byName   map[string]*questionView
	// languages are those of the questionnaire, by their own names.
	languages []ui.Option
	// said is what the page's script says, as attributes of the form.
	said templ.OrderedAttributes
	// buttons remembers those under a page, by what the main one leads to and whether there is a page before.
	buttons [2][2]ui.Memo
	// mail writes the personal link to oneself: the address of such a mail before and after the link.
	mail [2]string
}

type sectionView struct {
	title     string
	hint      string // HTML
	questions []*questionView
}

// questionView is a question with its own words, ready to write.
type questionView struct {
	*forms.Question
	field    ui.Field // without error
	options  []ui.Option
	specify  []*questionView // by choice: the text «autre (préciser)», or nil
	byChoice map[string]int
	// plainOptions are the choices' words without markup, for lists to unfold.
	plainOptions []string
	places       []string // of a ranking: the field of each choice's place
	rows         []*questionView
	plain        string // the label as text
	label        string // with that of its group, where it stands alone
	// blank remembers the question as it stands before any answer: most of what pages show. It depends on the revision and
	// the language alone.
	blank ui.Memo
	// blankAt does so of each choice at each place, where not everybody sees the same order; nil elsewhere.
	blankAt []ui.Memo
}

// views keeps a formView per revision and language: revisions never change once published.
type views struct{ known sync.Map }

type viewKey struct {
	revision consult.ID
	language string
}

func (v *views) of(published *service.Published, language string, words *i18n.Printer) *formView {
	key := viewKey{published.Revision.ID, language}
	if found, ok := v.known.Load(key); ok {
		return found.(*formView)
	}
	kept, _ := v.known.LoadOrStore(key, newFormView(published.Questionnaire, language, words))
	return kept.(*formView)
}

func newFormView(form *forms.Questionnaire, language string, words *i18n.Printer) *formView {
	definition := form.Definition()
	view := &formView{form: form, language: language, byName: map[string]*questionView{}, languages: languageOptions(definition)}
	view.title = ui.PlainMarkdown(view.wording(definition.Title))
	if language != words.Language() {
		view.lang = language
	}
	for i := range definition.Sections {
		section := &definition.Sections[i]
		shown := sectionView{title: ui.PlainMarkdown(view.wording(section.Title)), hint: ui.InlineMarkdown(view.wording(section.Hint))}
		for j := range section.Questions {
			question := &section.Questions[j]
			if _, _, specify := form.SpecifyOf(question); specify || question.Kind == forms.Hidden {
				continue // written under its choice, or never
			}
			shown.questions = append(shown.questions, view.question(question, words))
		}
		view.sections = append(view.sections, shown)
	}
	for _, event := range []string{"stale", "offline", "clear"} {
		view.said = append(view.said, templ.KeyValue[string, any]{Key: "data-" + event, Value: words.T("respond.page." + event)})
	}
	view.said = append(view.said, templ.KeyValue[string, any]{Key: "data-added", Value: words.T("respond.page.added.live")})
	before, after, _ := strings.Cut(words.T("respond.link.body", "link", "\x00"), "\x00")
	view.mail = [2]string{ui.Mailto(words.T("respond.link.subject", "title", view.title), before), ui.EscapeMail(after)}
	return view
}

// mailTo gives the address that opens a mail to oneself with the personal link.
func (v *formView) mailTo(link string) string { return v.mail[0] + ui.EscapeMail(link) + v.mail[1] }

func (v *formView) wording(text forms.Text) string {
	return strings.TrimSpace(text.In(v.language, v.form.Definition().DefaultLanguage))
}

func (v *formView) question(question *forms.Question, words *i18n.Printer) *questionView {
	label := v.wording(question.Label)
	shown := &questionView{Question: question, plain: ui.PlainMarkdown(label), byChoice: map[string]int{}}
	shown.label = shown.plain
	shown.field = ui.Field{Name: fieldName(question.Name), ID: "q-" + question.Name, Label: ui.InlineMarkdown(label),
		Hint: ui.InlineMarkdown(v.wording(question.Hint)), SafeHTML: true, Lang: v.lang, Heading: 2,
		Required: question.Required, Optional: !shown.required()}
	if question.Label[v.language] == "" {
		shown.field.Lang = "" // not translated: in the page's language, as far as we know
	}
	if shown.field.Hint == "" { // an author's hint says it already
		shown.field.Hint = shown.ours(limit(question, words), words)
	}
	v.byName[question.Name] = shown
	for i, choice := range v.form.Choices(question) {
		wording := v.wording(choice.Label)
		shown.options = append(shown.options, ui.Option{Value: choice.Name, Label: ui.InlineMarkdown(wording), Exclusive: choice.Exclusive})
		shown.plainOptions = append(shown.plainOptions, ui.PlainMarkdown(wording))
		shown.byChoice[choice.Name] = i
		if question.Kind == forms.Rank {
			shown.places = append(shown.places, forms.RankField(question.Name, choice.Name))
		}
		var text *questionView
		if specify := v.form.SpecifyFor(question, choice.Name); specify != nil {
			text = v.question(specify, words)
			text.field.Heading = 0
		}
		shown.specify = append(shown.specify, text)
	}
	for i := range question.Rows {
		row := v.question(&question.Rows[i], words)
		row.field.Heading = 0
		row.label = french.Bare(shown.plain) + i18n.NoBreakSpace + "·" + i18n.NoBreakSpace + row.plain
		if !shown.required() || question.Kind == forms.ConstantSum {
			row.field.Optional = false // the whole group says it
		}
		shown.rows = append(shown.rows, row)
	}
	shown.rememberChoices()
	return shown
}

// required says whether the question, or one of its rows, must be answered.
func (q *questionView) required() bool {
	for i := range q.Rows {
		if q.Rows[i].Required {
			return true
		}
	}
	return q.Required || q.Kind == forms.Note
}

// limit says in words what a question accepts.
func limit(question *forms.Question, words *i18n.Printer) string {
	switch {
	case question.Kind == forms.SelectMultiple && question.MaxChoices > 0:
		return words.T("respond.question.limit", "count", question.MaxChoices)
	case question.Kind == forms.ConstantSum:
		return words.T("respond.question.total", "total", question.Total)
	case question.Kind == forms.Range:
		return words.T("respond.question.range", "min", question.Min, "max", question.Max)
	}
	return ""
}

func join(hint, limit string) string {
	if hint == "" || limit == "" {
		return hint + limit
	}
	return hint + " " + limit
}

// The names of a page's own fields.
const (
	fieldShown   = "shown"
	fieldVersion = "version"
	fieldAction  = "action"
	fieldForce   = "force"
)

// fieldName gives the name under which a question is posted: its own, unless the page needs it.
func fieldName(question string) string {
	switch question {
	case fieldShown, fieldVersion, fieldAction, fieldForce:
		return "q-" + question
	}
	return question
}

func number(n int) string { return strconv.Itoa(n) }
