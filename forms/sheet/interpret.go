package sheet

import (
	"slices"
	"strings"

	"concertation/forms"
)

// Interpret makes the definition that the rows of a book describe. It reads what it can and says in the issues all that
// it did not use. name, the file's, is the title for want of another.
func Interpret(book Book, name string) (forms.Definition, []forms.Issue) {
	in := &interpreter{book: book, lists: map[string][]forms.Choice{}}
	in.survey = in.open(book.Survey)
	in.choices = in.open(book.Choices)
	in.settings = in.open(book.Settings)
	in.findLanguages()

	definition := forms.Definition{DefaultLanguage: in.languages[0], Languages: in.languages}
	in.readSettings(&definition, name)
	in.readChoices()
	if in.checkSurvey() {
		definition.Sections = in.readSurvey()
	}
	if len(in.lists) > 0 {
		definition.Lists = in.lists
	}
	return definition, in.issues
}

// interpreter holds what the reading of one book gathers.
type interpreter struct {
	book                      Book
	survey, choices, settings view
	languages                 []string // default first
	lists                     map[string][]forms.Choice
	issues                    []forms.Issue
	noted                     map[string]bool // what is said once only
}

// view is a table with its headers understood.
type view struct {
	table   Table
	columns []column
	byBase  map[string][]column
}

func (in *interpreter) open(table Table) view {
	v := view{table: table, columns: readHeaders(table), byBase: map[string][]column{}}
	seen := map[string]string{}
	for _, c := range v.columns {
		key := c.base + "\x00" + c.language
		if first, twice := seen[key]; twice {
			in.report(forms.SeverityError, v, v.table.firstRowWith(c.index), c.header, "forms_files.column.duplicate",
				"first", shorten(first))
			continue
		}
		seen[key] = c.header
		v.byBase[c.base] = append(v.byBase[c.base], c)
	}
	for index, header := range table.Columns {
		if cleanHeader(header) == "" && table.used(index) {
			in.report(forms.SeverityWarning, v, table.firstRowWith(index), "", "forms_files.column.untitled")
		}
	}
	return v
}

// findLanguages lists the languages of the headers. Labels without a language are in the default language, and in
// French where the settings name none.
func (in *interpreter) findLanguages() {
	fallback := ""
	var found []string
	if rows := in.settings.table.Rows; len(rows) > 0 {
		r := in.settings.row(rows[0])
		fallback = LanguageTag(r.get("default_language"))
		for _, tag := range strings.Fields(r.get("languages")) {
			found = append(found, LanguageTag(tag))
		}
	}
	if fallback == "default" { // what some tools write for «none»
		fallback = ""
	}
	bare := false
	for _, v := range []view{in.survey, in.choices, in.settings} {
		for _, c := range v.columns {
			switch {
			case c.language != "" && (surveyWords[c.base] || settingsWords[c.base]):
				found = append(found, c.language)
			case c.base == "label":
				bare = bare || v.table.used(c.index)
			}
		}
	}
	switch {
	case fallback != "":
	case bare || len(found) == 0:
		fallback = "fr"
	default:
		fallback = found[0]
	}
	for _, language := range append([]string{fallback}, found...) {
		if !slices.Contains(in.languages, language) {
			in.languages = append(in.languages, language)
		}
	}
}

// report adds an issue about a row of a sheet.
func (in *interpreter) report(severity forms.Severity, v view, row int, header, key string, args ...any) {
	in.issues = append(in.issues, forms.Issue{
		Severity: severity, Source: forms.Source{Sheet: v.table.Name, Row: row}, Column: header, Key: key, Args: args,
	})
}

// once says whether something was not yet noted, and notes it.
func (in *interpreter) once(what string) bool {
	if in.noted == nil {
		in.noted = map[string]bool{}
	}
	first := !in.noted[what]
	in.noted[what] = true
	return first
}

// rowView reads the cells of one row by the canonical words.
type rowView struct {
	view view
	row  Row
}

func (v view) row(row Row) rowView { return rowView{view: v, row: row} }

func (r rowView) at(c column) string {
	if c.index < len(r.row.Values) {
		return clean(r.row.Values[c.index])
	}
	return ""
}

// get gives the cell under a word, whatever its language.
func (r rowView) get(base string) string {
	for _, c := range r.view.byBase[base] {
		if value := r.at(c); value != "" {
			return value
		}
	}
	return ""
}

// header gives the word as the file spells it, for messages.
func (r rowView) header(base string) string {
	if columns := r.view.byBase[base]; len(columns) > 0 {
		return columns[0].header
	}
	return base
}

func (r rowView) source() forms.Source {
	return forms.Source{Sheet: r.view.table.Name, Row: r.row.Number}
}

// text gathers a translated wording; nil when every language is blank.
func (in *interpreter) text(r rowView, base string) forms.Text {
	var text forms.Text
	for _, c := range r.view.byBase[base] {
		value := r.at(c)
		if value == "" {
			continue
		}
		language := c.language
		if language == "" {
			language = in.languages[0]
		}
		if text == nil {
			text = forms.Text{}
		}
		// «label» and «label::Français (fr)» side by side: the one that names its language wins.
		if _, taken := text[language]; !taken || c.language != "" {
			text[language] = value
		}
	}
	return text
}

// flag reads a yes or no cell and reports any other value.
func (in *interpreter) flag(r rowView, base string, severity forms.Severity) bool {
	value := r.get(base)
	is, ok := boolean(value)
	if !ok {
		in.report(severity, r.view, r.row.Number, r.header(base), "forms_files.value.boolean", "value", shorten(value))
	}
	return is
}

// shorten keeps messages readable whatever a cell holds.
func shorten(value string) string {
	runes := []rune(value)
	if len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return value
}
