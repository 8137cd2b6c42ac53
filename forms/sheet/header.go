package sheet

import (
	"strings"
)

// column is a header understood: what it is for, and in which language.
type column struct {
	index    int
	header   string // as the file spells it
	base     string // canonical word
	language string // tag of a translated column, or ""
}

// The words of each sheet that have a meaning for us.
var (
	surveyWords = words(`type name label hint required required_message relevant constraint constraint_message default
		appearance parameters choice_filter calculation identity role contribution disabled`)
	choicesWords  = words(`list_name name label exclusive`)
	settingsWords = words(`form_title form_id version default_language languages`)
	translatable  = words(`label hint required_message constraint_message form_title guidance_hint image audio video
		big_image media`)
)

// settingsKept are the settings we keep for other tools without comment: they change nothing of what people see here.
var settingsKept = words(`style allow_choice_duplicates clean_text_values name omit_instanceid`)

// aliases are the other spellings that the reference reader accepts.
var aliases = map[string]string{
	"relevance": "relevant", "calculate": "calculation", "read_only": "readonly", "caption": "label",
	"command": "type", "count": "repeat_count", "requiredmsg": "required_message", "jr:requiredmsg": "required_message",
	"jr:constraintmsg": "constraint_message", "constraining_message": "constraint_message", "value": "name",
	"tag":            "name",
	"bind::relevant": "relevant", "bind::required": "required", "bind::constraint": "constraint",
	"bind::calculate": "calculation", "bind::jr:constraintmsg": "constraint_message",
	"bind::jr:requiredmsg": "required_message", "control::appearance": "appearance",
	"set_form_id": "form_id", "id_string": "form_id", "set_form_title": "form_title", "title": "form_title",
	"formtitle": "form_title", "formid": "form_id", "listname": "list_name",
}

func words(list string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(list) {
		set[word] = true
	}
	return set
}

// readHeaders understands the headers of a table. A single colon parts word and language only where the sheet has no
// double colon at all, as in the reference reader.
func readHeaders(table Table) []column {
	separator := ":"
	for _, header := range table.Columns {
		if strings.Contains(header, "::") {
			separator = "::"
		}
	}
	columns := make([]column, 0, len(table.Columns))
	plain := map[string]bool{}
	for index, header := range table.Columns {
		header = cleanHeader(header)
		if header == "" {
			continue
		}
		base, language := splitHeader(header, separator)
		plain[base] = true
		columns = append(columns, column{index: index, header: header, base: base, language: language})
	}
	for i, c := range columns {
		// An alias yields to the word itself: «value» beside «name» is a column of the author's.
		if word, ok := aliases[c.base]; ok && !plain[word] {
			columns[i].base = word
		}
	}
	return columns
}

func splitHeader(header, separator string) (base, language string) {
	word, rest, found := strings.Cut(header, separator)
	base = canonicalWord(word)
	if found && (translatable[base] || translatable[aliases[base]]) {
		return base, LanguageTag(rest)
	}
	return canonicalWord(header), ""
}

// canonicalWord writes a header as the reference reader does: lower case, words joined by underscores.
func canonicalWord(header string) string {
	parts := strings.Split(strings.ToLower(header), "::")
	for i := range parts {
		parts[i] = strings.Join(strings.Fields(parts[i]), "_")
	}
	return strings.Join(parts, "::")
}

func cleanHeader(header string) string {
	return strings.Join(strings.Fields(clean(header)), " ")
}

// Translated parts a header that FromDefinition wrote, such as «label::Français (fr)», into its word and the tag of
// its language; ok is false for any other header.
func Translated(header string) (word, language string, ok bool) {
	word, name, found := strings.Cut(header, "::")
	if !found || !translatable[word] || !(surveyWords[word] || settingsWords[word]) {
		return header, "", false
	}
	return word, LanguageTag(name), true
}
