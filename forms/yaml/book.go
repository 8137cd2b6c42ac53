package yaml

import (
	"github.com/goccy/go-yaml/ast"

	"concertation/forms"
	"concertation/forms/sheet"
)

// toBook turns the document into rows. Lines stand for row numbers.
func toBook(root ast.Node) (sheet.Book, []forms.Issue, error) {
	r := &reader{}
	entries, ok := mapping(root)
	if !ok {
		return sheet.Book{}, nil, sheet.NewFileError("forms_files.yaml.not_a_form", nil)
	}
	var book sheet.Book
	for _, entry := range entries {
		key := scalarOf(entry.Key)
		table := book.KnownSheet(key)
		if table == nil {
			r.warn(forms.Source{Row: line(entry.Key)}, key, "forms_files.yaml.unknown_key", "key", key)
			continue
		}
		b := &builder{reader: r, table: table, index: map[string]int{}}
		table.Name = key
		switch table {
		case &book.Settings:
			b.row(entry.Value, nil)
		case &book.Choices:
			b.choices(entry.Value)
		default:
			b.rows(entry.Value, nil)
		}
	}
	if r.tooLarge() {
		return sheet.Book{}, nil, sheet.NewFileError("forms_files.file.too_many_rows", nil, "max", sheet.MaxRows)
	}
	return book, r.issues, nil
}

// reader gathers the issues and the size of one file.
type reader struct {
	issues      []forms.Issue
	rows, cells int
	tooWide     bool
}

func (r *reader) tooLarge() bool {
	return r.rows > sheet.MaxRows || r.cells > sheet.MaxCells || r.tooWide
}

func (r *reader) warn(source forms.Source, column, key string, args ...any) {
	r.issues = append(r.issues, forms.Issue{Severity: forms.SeverityWarning, Source: source, Column: column, Key: key, Args: args})
}

func (r *reader) fail(source forms.Source, column, key string, args ...any) {
	r.issues = append(r.issues, forms.Issue{Severity: forms.SeverityError, Source: source, Column: column, Key: key, Args: args})
}

// builder fills one table; its columns are the keys in the order they come.
type builder struct {
	reader *reader
	table  *sheet.Table
	index  map[string]int
}

// rows reads a list of mappings; fixed are cells that every row gets.
func (b *builder) rows(node ast.Node, fixed map[string]string) {
	sequence, ok := node.(*ast.SequenceNode)
	if !ok {
		if node.Type() != ast.NullType {
			b.reader.fail(forms.Source{Sheet: b.table.Name, Row: line(node)}, "", "forms_files.yaml.not_a_list")
		}
		return
	}
	for _, value := range sequence.Values {
		b.row(value, fixed)
	}
}

// choices reads lists by name, or rows that carry their list_name as in the spreadsheet.
func (b *builder) choices(node ast.Node) {
	lists, ok := mapping(node)
	if !ok {
		b.rows(node, nil)
		return
	}
	for _, list := range lists {
		b.rows(list.Value, map[string]string{"list_name": scalarOf(list.Key)})
	}
}

func (b *builder) row(node ast.Node, fixed map[string]string) {
	if node == nil || node.Type() == ast.NullType {
		return
	}
	entries, ok := mapping(node)
	if !ok {
		b.reader.fail(forms.Source{Sheet: b.table.Name, Row: line(node)}, "", "forms_files.yaml.not_a_row")
		return
	}
	row := sheet.Row{Number: line(node)}
	if len(entries) > 0 {
		row.Number = line(entries[0].Key)
	}
	for key, value := range fixed {
		b.put(&row, key, value)
	}
	for _, entry := range entries {
		b.entry(&row, scalarOf(entry.Key), entry.Value)
	}
	b.reader.rows++
	b.reader.cells += len(row.Values)
	if !b.reader.tooLarge() {
		b.table.Rows = append(b.table.Rows, row)
	}
}

// entry reads one key of a row: a value, or wordings by language.
func (b *builder) entry(row *sheet.Row, key string, node ast.Node) {
	if languages, ok := mapping(node); ok {
		for _, wording := range languages {
			value, ok := scalar(wording.Value)
			if !ok {
				b.reader.fail(forms.Source{Sheet: b.table.Name, Row: line(wording.Key)}, key, "forms_files.yaml.not_a_value")
				continue
			}
			b.put(row, key+"::"+scalarOf(wording.Key), value)
		}
		return
	}
	value, ok := scalar(node)
	if !ok {
		b.reader.fail(forms.Source{Sheet: b.table.Name, Row: line(node)}, key, "forms_files.yaml.not_a_value")
		return
	}
	b.put(row, key, value)
}

func (b *builder) put(row *sheet.Row, key, value string) {
	// «label: {fr: …}» and «label::Français (fr): …» are one column.
	if word, language, ok := sheet.Translated(key); ok {
		key = word + "::" + language
	}
	position, known := b.index[key]
	if !known && len(b.table.Columns) >= sheet.MaxColumns {
		b.reader.tooWide = true
		return
	}
	if !known {
		position = len(b.table.Columns)
		b.index[key] = position
		b.table.Columns = append(b.table.Columns, key)
	}
	for len(row.Values) <= position {
		row.Values = append(row.Values, "")
	}
	row.Values[position] = value
}

// mapping gives the entries of a mapping, which the parser writes in two ways.
func mapping(node ast.Node) ([]*ast.MappingValueNode, bool) {
	switch node := node.(type) {
	case *ast.MappingNode:
		return node.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{node}, true
	}
	return nil, false
}

func scalarOf(key ast.MapKeyNode) string {
	value, _ := scalar(key)
	return value
}

// scalar gives a value as it is written: 007 stays 007, yes stays yes.
func scalar(node ast.Node) (string, bool) {
	switch node := node.(type) {
	case nil, *ast.NullNode:
		return "", true
	case *ast.StringNode:
		return node.Value, true
	case *ast.LiteralNode:
		return node.Value.Value, true
	case *ast.MappingKeyNode:
		return scalar(node.Value)
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return node.GetToken().Value, true
	}
	return "", false
}
