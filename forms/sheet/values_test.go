package sheet_test

import (
	"strings"
	"testing"

	"concertation/forms"
	"concertation/forms/sheet"
)

func TestHeadersAreReadLiberally(t *testing.T) {
	for name, header := range map[string]string{
		"as documented":      "type | name | label | relevant | constraint_message",
		"capitals, spaces":   "Type | NAME | Label | Relevance | Constraint Message",
		"older names":        "command | name | caption | relevance | constraining_message",
		"byte order mark":    "\ufefftype | name | label | relevant | constraint\u00a0message",
		"in another's words": "type | tag | label | bind::relevant | jr:constraintMsg",
	} {
		t.Run(name, func(t *testing.T) {
			definition, issues := read(header + "\ntext | q | Question | ${a} = 1 | Non")
			equal(t, "issues", keys(issues), []string{})
			question := the(t, definition, "q")
			equal(t, "label", question.Label, forms.Text{"fr": "Question"})
			equal(t, "relevant", question.Relevant, "${a} = 1")
			equal(t, "message", question.ConstraintMessage, forms.Text{"fr": "Non"})
		})
	}
}

func TestAWordOfItsOwnWinsOverItsAlias(t *testing.T) {
	definition, issues := sheet.Interpret(sheet.Book{
		Survey:   rows("survey", "type | name | label\nselect_one l | q | Q"),
		Choices:  rows("choices", "list name | name | label | value\nl | a | A | 12"),
		Settings: rows("settings", "title\nEssai"),
	}, "")
	equal(t, "issues", keys(issues), []string{})
	equal(t, "choice", definition.Lists["l"][0].Name, "a")
	equal(t, "further column", definition.Lists["l"][0].Extra, map[string]string{"value": "12"})
	equal(t, "title", definition.Title, forms.Text{"fr": "Essai"})
}

func TestLanguagesOfHeaders(t *testing.T) {
	for name, tc := range map[string]struct {
		headers, setting string
		want             []string
	}{
		"as documented":            {"label::Français (fr) | label::Deutsch (de)", "Français (fr)", []string{"fr", "de"}},
		"default is not the first": {"label::Français (fr) | label::Deutsch (de)", "Deutsch (de)", []string{"de", "fr"}},
		"tags only":                {"label::fr | label::de", "", []string{"fr", "de"}},
		"one colon":                {"label:fr | label:Deutsch", "", []string{"fr", "de"}},
		"spaces around":            {"label :: French | label::  German (de)", "fr", []string{"fr", "de"}},
		"names in English":         {"label::English | label::chinese", "", []string{"en", "zh"}},
		"regions":                  {"label::Français (fr-CA) | label::EN", "", []string{"fr-CA", "en"}},
		"a language of one's own":  {"label::Gallo du pays | label::fr", "", []string{"gallo-du-pays", "fr"}},
		"no language at all":       {"label | hint", "", []string{"fr"}},
		"default in the settings":  {"label | hint", "Deutsch (de)", []string{"de"}},
		"bare and named":           {"label | label::Deutsch (de)", "", []string{"fr", "de"}},
		"default named default":    {"label | hint", "default", []string{"fr"}},
	} {
		t.Run(name, func(t *testing.T) {
			definition, issues := sheet.Interpret(sheet.Book{
				Survey:   rows("survey", "type | name | "+tc.headers+"\ntext | q | Un | Deux"),
				Settings: rows("settings", "form_title | default_language\nTitre | "+tc.setting),
			}, "")
			equal(t, "issues", keys(issues), []string{})
			equal(t, "languages", definition.Languages, tc.want)
			equal(t, "default", definition.DefaultLanguage, tc.want[0])
		})
	}
}

func TestASingleColonIsNoSeparatorBesideADoubleOne(t *testing.T) {
	definition, issues := sheet.Interpret(sheet.Book{
		Survey:   rows("survey", "type | name | label::fr | label:de\ntext | q | Un | Deux"),
		Settings: rows("settings", "form_title\nTitre"),
	}, "")
	equal(t, "issues", keys(issues), []string{"warning survey!1 label:de column.unused"})
	equal(t, "kept", questions(definition)[0].Kept, map[string]string{"label:de": "Deux"})
}

func TestExpressionsLoseWhatExcelPutsInThem(t *testing.T) {
	for written, want := range map[string]string{
		"${q} = ‘oui’":                  "${q} = 'oui'",
		"${q} = “oui”":                  `${q} = "oui"`,
		"${q}\u00a0=\u00a0'oui'":        "${q} = 'oui'",
		"${q} = 'l’autre\u00a0jour'":    "${q} = 'l’autre\u00a0jour'",
		`${q} = "d’ici" and ${r} = ‘a’`: `${q} = "d’ici" and ${r} = 'a'`,
		"FALSE":                         "false()",
		"selected(${q}, ’a’)":           "selected(${q}, 'a')",
	} {
		definition, _ := read("type | name | label | relevant\ntext | q | Q | " + written)
		equal(t, written, questions(definition)[0].Relevant, want)
	}
}

func TestNumericCodesLoseTheirDecimalPoint(t *testing.T) {
	definition, _ := read("type | name | label | default\nselect_one jour | q | Q | 1.0")
	equal(t, "choice", definition.Lists["jour"][0].Name, "1")
	equal(t, "default", questions(definition)[0].Default, "1")
}

func TestChoicesSayWhatIsWrong(t *testing.T) {
	definition, issues := sheet.Interpret(sheet.Book{
		Survey: rows("survey", "type | name | label\nselect_one l | q | Q"),
		Choices: rows("choices", `
			list_name | name | label  | exclusive | image | departement
			l         | a    | A      | yes       | a.png | 44
			===== choices ===== | | |
			l         | b    |        |           |       |
			          | c    | C      |           |       |
			l         |      | D      |           |       |`),
		Settings: rows("settings", "form_title | public_key | style\nTitre | clé | pages\nautre | | "),
	}, "")
	equal(t, "issues", keys(issues), []string{
		"warning settings!2 public_key settings.unused", "warning settings!3  settings.extra_row",
		"warning choices!1 image column.unused", "warning choices!4 label choice.no_label",
		"warning choices!5 list_name choice.no_list", "error choices!6 name choice.no_name",
	})
	equal(t, "exclusive", definition.Lists["l"][0].Exclusive, true)
	equal(t, "extra", definition.Lists["l"][0].Extra, map[string]string{"image": "a.png", "departement": "44"})
	equal(t, "label for want of one", definition.Lists["l"][1].Label, forms.Text{"fr": "b"})
	equal(t, "kept settings", definition.Kept, map[string]string{"public_key": "clé", "style": "pages"})
}

func TestTheTitleForWantOfOne(t *testing.T) {
	definition, issues := sheet.Interpret(sheet.Book{Survey: rows("survey", "type | name | label\ntext | q | Q")}, "mon fichier")
	equal(t, "issues", keys(issues), []string{"warning settings!0 form_title settings.no_title"})
	equal(t, "title", definition.Title, forms.Text{"fr": "mon fichier"})
}

func TestHostileTextIsKeptAsText(t *testing.T) {
	for name, label := range map[string]string{
		"a formula":          `=cmd|' /C calc'!A0`,
		"HTML":               `<script>alert(1)</script><b onclick="x">gras</b>`,
		"right to left":      "\u202eabc\u202c עברית",
		"an escape of OOXML": "fin _x000D_ de ligne",
		"very long":          strings.Repeat("é", 40_000),
	} {
		t.Run(name, func(t *testing.T) {
			table := sheet.Table{Name: "survey", HeaderRow: 1, Columns: []string{"type", "name", "label"},
				Rows: []sheet.Row{{Number: 2, Values: []string{"text", "q", label + "\x00\x07"}}}}
			definition, _ := sheet.Interpret(sheet.Book{Survey: table}, "x")
			equal(t, "label", questions(definition)[0].Label["fr"], label)
		})
	}
}

func TestGroupsNestedWithoutEndAreRefusedNotFollowed(t *testing.T) {
	table := sheet.Table{Name: "survey", HeaderRow: 1, Columns: []string{"type", "name", "relevant"}}
	for i := range 2000 {
		table.Rows = append(table.Rows, sheet.Row{Number: i + 2, Values: []string{"begin_group", "g", "${a} = 'x'"}})
	}
	_, issues := sheet.Interpret(sheet.Book{Survey: table}, "x")
	if !forms.HasErrors(issues) {
		t.Error("2,000 nested groups were accepted")
	}
}
