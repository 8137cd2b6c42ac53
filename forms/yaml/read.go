package yaml

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
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
	if len(data) > MaxSize {
		return nil, sheet.NewFileError("forms_files.file.too_big", nil, "max", "2 Mio")
	}
	// The parser is another's and files come from anyone: a fault in it must not stop the server.
	defer func() {
		if fault := recover(); fault != nil {
			root, err = nil, sheet.NewFileError("forms_files.yaml.syntax", fmt.Errorf("parse YAML: %v", fault), "line", "?")
		}
	}()
	tokens := lexer.Tokenize(strings.TrimPrefix(string(data), "\ufeff"))
	if err := checkTokens(tokens); err != nil {
		return nil, err
	}
	file, err := parser.Parse(tokens, 0)
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
	return root, nil
}

func line(node ast.Node) int {
	if node == nil || node.GetToken() == nil || node.GetToken().Position == nil {
		return 0
	}
	return node.GetToken().Position.Line
}
