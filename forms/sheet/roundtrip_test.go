package sheet_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"concertation/forms"
	"concertation/forms/sheet"
)

// text writes a definition without its sources, to compare.
func text(t testing.TB, definition forms.Definition) string {
	t.Helper()
	data, err := json.MarshalIndent(plain(definition), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// table cuts a text into rows at line ends and cells at tabs.
func table(name, written string) sheet.Table {
	table := sheet.Table{Name: name, HeaderRow: 1}
	for i, line := range strings.Split(written, "\n") {
		cells := strings.Split(line, "\t")
		if i == 0 {
			table.Columns = cells
			continue
		}
		table.Rows = append(table.Rows, sheet.Row{Number: i + 1, Values: cells})
	}
	return table
}

var wellFormed = regexp.MustCompile(`^[\pL_][\pL0-9_.-]*$`)

func wellNamed(definition forms.Definition) bool {
	for _, question := range questions(definition) {
		if !wellFormed.MatchString(question.Name) || question.List != "" && !wellFormed.MatchString(question.List) {
			return false
		}
	}
	return true
}

func FuzzWhateverIsReadIsWrittenBackTheSame(f *testing.F) {
	f.Add("type\tname\tlabel\trelevant\nselect_one l or_other\tq\tQ\t${a} = ‘x’\ntext\tr\tR\t", "list_name\tname\tlabel\tx\nl\t1.0\tun\ty", "form_title\tstyle\nT\tpages")
	f.Add("type\tname\tlabel::fr\tlabel::Deutsch (de)\tappearance\tparameters\nbegin group\tg\tG\tH\ttable-list\t\nselect_one l\tq\tQ\t\t\t\nend group\n", "", "")
	f.Add("type\tname\tlabel:en\tappearance\nbegin_group\tg\t\tconstant-sum\ninteger\ti\tI\t\nend_group", "", "default_language\nEnglish (en)")
	f.Add("type\tname\tcalculation\tdefault\tkept:fr\ncalculate\ta\t'x'\t\tz\nhidden\tb\t\tl'\"x\t", "", "")
	f.Add("type\tname\tlabel\tappearance\nselect_one l\ta\tA\tlabel\nselect_one l\tb\tB\tlist-nolabel\ntext\tc\tC\tmultiline email w1", "", "")
	f.Fuzz(func(t *testing.T, survey, choices, settings string) {
		if len(survey)+len(choices)+len(settings) > 4000 {
			return
		}
		book := sheet.Book{Survey: table("survey", survey), Choices: table("choices", choices), Settings: table("settings", settings)}
		definition, issues := sheet.Interpret(book, "fichier")
		if forms.HasErrors(issues) || !wellNamed(definition) {
			return // bad names are for Compile to refuse
		}
		first := text(t, definition)
		again, further := sheet.Interpret(sheet.FromDefinition(definition), "fichier")
		if second := text(t, again); first != second {
			t.Errorf("first %s\nsecond %s\nissues %v", first, second, further)
		}
	})
}
