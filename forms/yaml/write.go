package yaml

import (
	"fmt"

	"github.com/goccy/go-yaml"

	"concertation/forms"
	"concertation/forms/sheet"
)

// Write gives the YAML form of a definition; the same definition always gives the same bytes.
func Write(definition forms.Definition) ([]byte, error) {
	book := sheet.FromDefinition(definition)
	document := yaml.MapSlice{}
	if rows := items(book.Settings); len(rows) > 0 {
		document = append(document, yaml.MapItem{Key: "settings", Value: rows[0]})
	}
	document = append(document, yaml.MapItem{Key: "survey", Value: items(book.Survey)})
	if !book.Choices.Absent() {
		document = append(document, yaml.MapItem{Key: "choices", Value: lists(book.Choices)})
	}
	data, err := yaml.MarshalWithOptions(document, yaml.Indent(2), yaml.IndentSequence(true))
	if err != nil {
		return nil, fmt.Errorf("write YAML: %w", err)
	}
	return data, nil
}

// items gives the rows of a table as mappings, blanks left out, wordings by language under one key.
func items(table sheet.Table) []yaml.MapSlice {
	rows := make([]yaml.MapSlice, 0, len(table.Rows))
	for _, row := range table.Rows {
		item := yaml.MapSlice{}
		for i, value := range row.Values {
			if value != "" {
				item = put(item, table.Columns[i], value)
			}
		}
		rows = append(rows, item)
	}
	return rows
}

func put(item yaml.MapSlice, header, value string) yaml.MapSlice {
	word, language, translated := sheet.Translated(header)
	if !translated {
		return append(item, yaml.MapItem{Key: header, Value: value})
	}
	entry := yaml.MapItem{Key: language, Value: value}
	if last := len(item) - 1; last >= 0 && item[last].Key == word {
		if wordings, ok := item[last].Value.(yaml.MapSlice); ok {
			item[last].Value = append(wordings, entry)
			return item
		}
	}
	return append(item, yaml.MapItem{Key: word, Value: yaml.MapSlice{entry}})
}

// lists gives the choices by the name of their list.
func lists(table sheet.Table) yaml.MapSlice {
	var lists yaml.MapSlice
	for _, item := range items(table) {
		list, choice := item[0].Value, item[1:]
		if last := len(lists) - 1; last >= 0 && lists[last].Key == list {
			choices, _ := lists[last].Value.([]yaml.MapSlice)
			lists[last].Value = append(choices, choice)
			continue
		}
		lists = append(lists, yaml.MapItem{Key: list, Value: []yaml.MapSlice{choice}})
	}
	return lists
}
