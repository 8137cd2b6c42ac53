package yaml_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"concertation/forms"
	"concertation/forms/sheet"
	"concertation/forms/yaml"
)

// read reads a text that must be YAML, and writes its issues as «severity line column key».
func read(t *testing.T, text string) (forms.Definition, []string) {
	t.Helper()
	definition, issues, err := yaml.Read([]byte(text), "fichier")
	if err != nil {
		t.Fatal(err)
	}
	lines := []string{}
	for _, issue := range issues {
		lines = append(lines, fmt.Sprintf("%s %s!%d %s %s", issue.Severity, issue.Source.Sheet, issue.Source.Row, issue.Column,
			strings.TrimPrefix(issue.Key, "forms_files.")))
	}
	return definition, lines
}

func equal(t *testing.T, what string, got, want any) {
	t.Helper()
	if fmt.Sprintf("%#v", got) != fmt.Sprintf("%#v", want) {
		t.Errorf("%s:\n got %#v\nwant %#v", what, got, want)
	}
}

const example = `settings: {form_title: Exemple, form_id: exemple, version: "2016042801", default_language: fr}
survey:
  - {type: begin_group, name: structure, label: Votre structure, appearance: field-list}
  - {type: select_one categorie, name: categorie, label: "Votre structure est avant tout…", required: yes}
  - {type: text, name: siret, label: SIRET (facultatif), appearance: siret, identity: yes}
  - {type: end_group}
choices:
  categorie: [{name: association, label: une association}, {name: autre, label: autre (préciser)}]
`

func TestTheDocumentedFormReads(t *testing.T) {
	definition, issues := read(t, example)
	equal(t, "issues", issues, []string{})
	equal(t, "title", definition.Title, forms.Text{"fr": "Exemple"})
	section := definition.Sections[0]
	equal(t, "section", []any{section.Name, len(section.Questions), section.Source.Row}, []any{"structure", 2, 3})
	equal(t, "required", section.Questions[0].Required, true)
	equal(t, "identity", []any{section.Questions[1].Identity, section.Questions[1].Format}, []any{true, forms.FormatSIRET})
	equal(t, "list", len(definition.Lists["categorie"]), 2)
}

func TestAByteOrderMarkAndWindowsLineEndsAreNoMatter(t *testing.T) {
	definition, issues := read(t, "\ufeff"+strings.ReplaceAll(example, "\n", "\r\n"))
	equal(t, "issues", issues, []string{})
	equal(t, "title", definition.Title, forms.Text{"fr": "Exemple"})
}

func TestWordingsByLanguageAreWrittenInTwoWays(t *testing.T) {
	definition, issues := read(t, `
settings: {form_title: {fr: Titre, de: Titel}}
survey:
  - type: note
    name: a
    label: {fr: Bonjour, de: Guten Tag}
  - type: note
    name: b
    label::Français (fr): Bonsoir
    label::Deutsch (de): Guten Abend
`)
	equal(t, "languages", definition.Languages, []string{"fr", "de"})
	equal(t, "title", definition.Title, forms.Text{"fr": "Titre", "de": "Titel"})
	equal(t, "issues", issues, []string{})
	equal(t, "nested", definition.Sections[0].Questions[0].Label, forms.Text{"fr": "Bonjour", "de": "Guten Tag"})
	equal(t, "suffixed", definition.Sections[0].Questions[1].Label, forms.Text{"fr": "Bonsoir", "de": "Guten Abend"})
}

func TestValuesAreReadAsWritten(t *testing.T) {
	definition, issues := read(t, `
settings: {form_title: 2016, form_id: 007, version: 1.10}
survey:
  - {type: select_one oui, name: q, label: yes, required: true, default: no}
  - type: note
    name: n
    label: |
      deux
      lignes
choices:
  oui: [{name: no, label: 0x10}, {name: 01, label: 1e3}, {name: null, label: ~}]
`)
	equal(t, "issues", issues, []string{"error choices!11 name choice.no_name"})
	equal(t, "title", definition.Title["fr"], "2016")
	equal(t, "id", definition.ID, "007")
	equal(t, "version", definition.Version, "1.10")
	question := definition.Sections[0].Questions[0]
	equal(t, "question", []any{question.Label["fr"], question.Required, question.Default}, []any{"yes", true, "no"})
	equal(t, "lines", definition.Sections[0].Questions[1].Label["fr"], "deux\nlignes")
	list := definition.Lists["oui"]
	equal(t, "choices", []string{list[0].Name, list[0].Label["fr"], list[1].Name, list[1].Label["fr"]}, []string{"no", "0x10", "01", "1e3"})
}

func TestIssuesCarryTheLine(t *testing.T) {
	for name, tc := range map[string]struct{ text, want string }{
		"an unknown top key": {"settings: {form_title: T}\nsurvey: []\nreglages: {}\n", "warning !3 reglages yaml.unknown_key"},
		"an unknown column":  {"settings: {form_title: T}\nsurvey:\n  - {type: note, name: n, label: N, couleur: bleu}\n", "warning survey!3 couleur column.unused"},
		"an unknown type":    {"settings: {form_title: T}\nsurvey:\n  - {type: note, name: n, label: N}\n  - type: nota\n    name: m\n", "error survey!4 type type.unknown"},
		"a list for a text":  {"settings: {form_title: T}\nsurvey:\n  - {type: note, name: n, label: [a, b]}\n", "error survey!3 label yaml.not_a_value"},
		"a text for a row":   {"settings: {form_title: T}\nsurvey:\n  - {type: note, name: n, label: N}\n  - bonjour\n", "error survey!4  yaml.not_a_row"},
		"an old setting":     {"settings: {form_title: T, public_key: x}\nsurvey:\n  - {type: note, name: n, label: N}\n", "warning settings!1 public_key settings.unused"},
	} {
		t.Run(name, func(t *testing.T) {
			_, issues := read(t, tc.text)
			if len(issues) == 0 || issues[0] != tc.want {
				t.Errorf("got %q, want first %q", issues, tc.want)
			}
		})
	}
}

func TestChoicesMayStandAsRows(t *testing.T) {
	definition, issues := read(t, `
settings: {form_title: T}
survey: [{type: select_one l, name: q, label: Q}]
choices:
  - {list_name: l, name: a, label: A}
  - {list_name: l, name: b, label: B}
`)
	equal(t, "issues", issues, []string{})
	equal(t, "choices", len(definition.Lists["l"]), 2)
}

func manyKeys() string {
	var out strings.Builder
	for i := range 150_000 {
		fmt.Fprintf(&out, "k%d: v\n", i)
	}
	return out.String()
}

func TestFilesThatAreRefused(t *testing.T) {
	bomb := "a: &a [x, x, x, x]\nb: &b [*a, *a, *a, *a]\nsurvey: [*b, *b, *b]\n"
	for name, tc := range map[string]struct{ text, want string }{
		"nothing":               {"", "file.empty"},
		"only a comment":        {"# rien\n", "file.empty"},
		"a text":                {"bonjour", "yaml.not_a_form"},
		"a list":                {"- a\n- b\n", "yaml.not_a_form"},
		"no YAML":               {"settings: {form_title: [}\n", "yaml.syntax"},
		"a key given twice":     {"settings: {}\nsettings: {}\n", "yaml.syntax"},
		"anchors and aliases":   {bomb, "yaml.alias"},
		"a merge key":           {"a: &a {x: 1}\nsurvey:\n  - {<<: *a}\n", "yaml.alias"},
		"a tag":                 {"survey: !!set {a, b}\n", "yaml.alias"},
		"keys without end":      {manyKeys(), "file.too_many_rows"},
		"keys at odd columns":   {"survey:\n  - a: b\n" + strings.Repeat("    c: d\n", 20_000), "file.too_many_rows"},
		"commas without end":    {"survey: {" + strings.Repeat("a,", 150_000) + "}", "file.too_many_rows"},
		"entries without end":   {"survey:\n" + strings.Repeat("-\n", 300_000), "file.too_many_rows"},
		"questions without end": {strings.Repeat("? ", 100_000), "yaml.too_deep"},
		"two documents":         {"settings: {}\n---\nsettings: {}\n", "yaml.several_documents"},
		"brackets without end":  {strings.Repeat("[", 100_000), "yaml.too_deep"},
		"dashes without end":    {strings.Repeat("- ", 100_000), "yaml.too_deep"},
		"too many rows":         {"survey:\n" + strings.Repeat("- {type: note}\n", sheet.MaxRows+1), "file.too_many_rows"},
		"more than 2 MiB":       {"# " + strings.Repeat("a", yaml.MaxSize), "file.too_big"},
		"a workbook":            {"PK\x03\x04\x00\x01\x02", "yaml.not_a_form"},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := yaml.Read([]byte(tc.text), "fichier")
			var refused *sheet.FileError
			if !errors.As(err, &refused) {
				t.Fatalf("got %v", err)
			}
			equal(t, "refusal", strings.TrimPrefix(refused.Key, "forms_files."), tc.want)
		})
	}
}

func TestALargeFileReadsInReasonableTime(t *testing.T) {
	text := "settings: {form_title: T}\nsurvey:\n"
	for i := range 4000 {
		text += fmt.Sprintf("  - {type: text, name: q%d, label: \"Question numéro %d, assez longue pour peser son poids\"}\n", i, i)
	}
	start := time.Now()
	definition, _ := read(t, text)
	equal(t, "questions", len(definition.Sections[0].Questions), 4000)
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("took %s", took)
	} else {
		t.Logf("%d bytes in %s", len(text), took)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(example))
	f.Add([]byte("survey: [{type: note, name: n, label: {fr: a, de: b}}]"))
	f.Add([]byte("a: &a [*a]"))
	f.Add([]byte("? [a, b]\n: {c: d}\n"))
	f.Add([]byte("survey:\n- ? x\n- !!map {a: b}\n- |\n  x\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		definition, _, err := yaml.Read(data, "fichier")
		if err != nil {
			return
		}
		// What reads can be written, and reads again.
		written, err := yaml.Write(definition)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := yaml.Read(written, "fichier"); err != nil {
			t.Fatalf("%v in %q", err, written)
		}
	})
}
