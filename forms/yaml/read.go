package yaml

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"concertation/forms"
	"concertation/forms/sheet"
)

// MaxSize is the largest file read, in bytes.
const MaxSize = 2 << 20

// Read makes a definition of a YAML file. name, the file's without extension, is the title for want of another. Issues
// carry the lines of the file. The error says why the file as a whole cannot be read, as a *sheet.FileError.
func Read(data []byte, name string) (forms.Definition, []forms.Issue, error) {
	root, err := parse(data)
	if err != nil {
		return forms.Definition{}, nil, err
	}
	book, issues, err := toBook(root)
	if err != nil {
		return forms.Definition{}, nil, err
	}
	definition, further := sheet.Interpret(book, name)
	return definition, append(issues, further...), nil
}

// parse gives the one document of a file, or an explanation.
func parse(data []byte) (root ast.Node, err error) {
	switch {
	case len(data) > MaxSize:
		return nil, sheet.NewFileError("forms_files.file.too_big", nil, "max", "2 Mio")
	case tooDeep(data):
		return nil, sheet.NewFileError("forms_files.yaml.too_deep", nil)
	}
	// The parser is another's and files come from anyone: a fault in it must not stop the server.
	defer func() {
		if fault := recover(); fault != nil {
			root, err = nil, sheet.NewFileError("forms_files.yaml.syntax", fmt.Errorf("parse YAML: %v", fault), "line", "?")
		}
	}()
	file, err := parser.ParseBytes(data, 0)
	if err != nil {
		line := 0
		var located yaml.Error
		if errors.As(err, &located) && located.GetToken() != nil && located.GetToken().Position != nil {
			line = located.GetToken().Position.Line
		}
		return nil, sheet.NewFileError("forms_files.yaml.syntax", err, "line", strconv.Itoa(line))
	}
	for _, document := range file.Docs {
		if document.Body == nil {
			continue
		}
		if root != nil {
			return nil, sheet.NewFileError("forms_files.yaml.several_documents", nil)
		}
		root = document.Body
	}
	if root == nil {
		return nil, sheet.NewFileError("forms_files.file.empty", nil)
	}
	if shared := firstShared(root); shared != nil {
		return nil, sheet.NewFileError("forms_files.yaml.alias", nil, "line", strconv.Itoa(line(shared)))
	}
	return root, nil
}

// maxNesting is far above what a questionnaire needs, and far below what exhausts a stack.
const maxNesting = 100

// tooDeep estimates nesting before parsing: brackets left open, and dashes or marks piled up on one line.
func tooDeep(data []byte) bool {
	open, marks := 0, 0
	for _, c := range data {
		switch c {
		case '[', '{':
			open++
			marks++
		case ']', '}':
			open = max(open-1, 0)
		case '-', '?', ':', '!', '&', '*', '|', '>':
			marks++
		case '\n':
			marks = 0
		case ' ', '\t':
		default:
			marks = min(marks, 0)
		}
		if open > maxNesting || marks > maxNesting {
			return true
		}
	}
	return false
}

// shared finds anchors, aliases and merge keys, which we refuse: a short file could unfold into a huge one.
type shared struct{ found ast.Node }

func firstShared(root ast.Node) ast.Node {
	visitor := &shared{}
	ast.Walk(visitor, root)
	return visitor.found
}

// Visit stops at the first one.
func (s *shared) Visit(node ast.Node) ast.Visitor {
	switch node.Type() {
	case ast.AnchorType, ast.AliasType, ast.MergeKeyType:
		if s.found == nil {
			s.found = node
		}
	}
	if s.found != nil {
		return nil
	}
	return s
}

func line(node ast.Node) int {
	if node == nil || node.GetToken() == nil || node.GetToken().Position == nil {
		return 0
	}
	return node.GetToken().Position.Line
}
