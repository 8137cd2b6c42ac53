package sheet_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"concertation/forms"
	"concertation/forms/sheet"
)

// rows makes a table of lines whose cells are parted by bars; the first line has the headers, a line «-» is blank.
func rows(name, lines string) sheet.Table {
	table := sheet.Table{Name: name, HeaderRow: 1}
	for i, line := range strings.Split(strings.TrimSpace(lines), "\n") {
		var values []string
		for _, cell := range strings.Split(line, "|") {
			values = append(values, strings.ReplaceAll(strings.TrimSpace(cell), `\n`, "\n"))
		}
		if i == 0 {
			table.Columns = values
			continue
		}
		table.Rows = append(table.Rows, sheet.Row{Number: i + 1, Values: values})
	}
	return table
}

// read interprets a survey and the lists oui_non and jour.
func read(survey string) (forms.Definition, []forms.Issue) {
	return sheet.Interpret(sheet.Book{
		Survey: rows("survey", survey),
		Choices: rows("choices", `
			list_name | name | label
			oui_non   | oui  | oui
			oui_non   | non  | non
			jour      | 1.0  | lundi
			jour      | 2    | mardi`),
		Settings: rows("settings", "form_title | form_id\nEssai | essai"),
	}, "fichier")
}

// questions flattens the sections.
func questions(definition forms.Definition) []forms.Question {
	var all []forms.Question
	for _, section := range definition.Sections {
		all = append(all, section.Questions...)
	}
	return all
}

// the gives the question of that name.
func the(t *testing.T, definition forms.Definition, name string) forms.Question {
	t.Helper()
	all := questions(definition)
	i := slices.IndexFunc(all, func(q forms.Question) bool { return q.Name == name })
	if i < 0 {
		t.Fatalf("no question %s in %v", name, definition)
	}
	return all[i]
}

// keys writes issues as «severity row column key».
func keys(issues []forms.Issue) []string {
	written := []string{}
	for _, issue := range issues {
		line := fmt.Sprintf("%s %s!%d %s %s", issue.Severity, issue.Source.Sheet, issue.Source.Row, issue.Column,
			strings.TrimPrefix(issue.Key, "forms_files."))
		written = append(written, line)
	}
	return written
}

func equal(t *testing.T, what string, got, want any) {
	t.Helper()
	if fmt.Sprintf("%#v", got) != fmt.Sprintf("%#v", want) {
		t.Errorf("%s:\n got %#v\nwant %#v", what, got, want)
	}
}

// plain forgets where things stood in the file.
func plain(definition forms.Definition) forms.Definition {
	for i := range definition.Sections {
		definition.Sections[i].Source = forms.Source{}
		forget(definition.Sections[i].Questions)
	}
	for _, list := range definition.Lists {
		for i := range list {
			list[i].Source = forms.Source{}
		}
	}
	return definition
}

func forget(questions []forms.Question) {
	for i := range questions {
		questions[i].Source = forms.Source{}
		forget(questions[i].Rows)
	}
}
