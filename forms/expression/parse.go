package expression

import (
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"
)

// Bounds on an expression.
const (
	MaxLength = 4096 // runes
	maxDepth  = 64
)

// Error is a fault of an expression. Key is a translation key; At is its offset in runes.
type Error struct {
	Key   string
	At    int
	Found string
}

func (e *Error) Error() string { return fmt.Sprintf("%s at %d %q", e.Key, e.At, e.Found) }

// Args gives the arguments of the translated message: position from 1, and what was found.
func (e *Error) Args() []any { return []any{"position", e.At + 1, "found", e.Found} }

// Expression is a parsed expression: immutable, safe for concurrent use.
type Expression struct {
	root       node
	references []string
	columns    []string
	current    bool
	hour       bool
}

// References lists the questions that the expression reads, each once, in order.
func (e *Expression) References() []string { return e.references }

// Columns lists the bare names that the expression reads (columns of the choices, in a choice_filter).
func (e *Expression) Columns() []string { return e.columns }

// ReadsCurrent says whether the expression reads «.», the answer of the question it stands by.
func (e *Expression) ReadsCurrent() bool { return e.current }

// ReadsHour says whether the expression reads the time of day, and not only the day it is.
func (e *Expression) ReadsHour() bool { return e.hour }

// Parse reads an expression; its errors are *Error.
func Parse(source string) (*Expression, error) {
	if utf8.RuneCountInString(source) > MaxLength {
		return nil, &Error{Key: "forms.expression.too_long", At: MaxLength}
	}
	tokens, err := scan(Tidy(source))
	if err != nil {
		return nil, err
	}
	p := &parser{tokens: tokens, made: &Expression{}}
	if p.made.root, err = p.or(); err != nil {
		return nil, err
	}
	if p.peek().kind != endToken {
		return nil, p.unexpected()
	}
	return p.made, nil
}

type parser struct {
	tokens []token
	at     int
	depth  int
	made   *Expression
}

func (p *parser) peek() token { return p.tokens[p.at] }

func (p *parser) unexpected() error {
	next := p.peek()
	if next.kind == endToken {
		return &Error{Key: "forms.expression.unfinished", At: next.at}
	}
	return &Error{Key: "forms.expression.unexpected", At: next.at, Found: next.text}
}

// accept takes the next token when it is that symbol or that operator's name.
func (p *parser) accept(kind tokenKind, texts ...string) (string, bool) {
	next := p.peek()
	if next.kind != kind || !slices.Contains(texts, next.text) {
		return "", false
	}
	p.at++
	return next.text, true
}

// level parses operands of a binary operator, left to right.
func (p *parser) level(kind tokenKind, operators []string, operand func() (node, error)) (node, error) {
	left, err := operand()
	if err != nil {
		return nil, err
	}
	for {
		operator, ok := p.accept(kind, operators...)
		if !ok {
			return left, nil
		}
		right, err := operand()
		if err != nil {
			return nil, err
		}
		left = &binary{operator, left, right}
	}
}

func (p *parser) or() (node, error) {
	if p.depth++; p.depth > maxDepth {
		return nil, &Error{Key: "forms.expression.too_deep", At: p.peek().at}
	}
	defer func() { p.depth-- }()
	return p.level(nameToken, []string{"or"}, p.and)
}

func (p *parser) and() (node, error) { return p.level(nameToken, []string{"and"}, p.equality) }

func (p *parser) equality() (node, error) {
	return p.level(symbolToken, []string{"=", "!="}, p.comparison)
}

func (p *parser) comparison() (node, error) {
	return p.level(symbolToken, []string{"<", "<=", ">", ">="}, p.sum)
}

func (p *parser) sum() (node, error) {
	return p.level(symbolToken, []string{"+", "-"}, p.product)
}

func (p *parser) product() (node, error) {
	left, err := p.unary()
	if err != nil {
		return nil, err
	}
	for {
		operator, ok := p.accept(symbolToken, "*")
		if !ok {
			operator, ok = p.accept(nameToken, "div", "mod")
		}
		if !ok {
			return left, nil
		}
		right, err := p.unary()
		if err != nil {
			return nil, err
		}
		left = &binary{operator, left, right}
	}
}

func (p *parser) unary() (node, error) {
	negative := false
	for {
		if _, ok := p.accept(symbolToken, "-"); !ok {
			break
		}
		negative = !negative
	}
	operand, err := p.primary()
	if err != nil || !negative {
		return operand, err
	}
	return &binary{"-", literal{Number(0)}, operand}, nil
}

func (p *parser) primary() (node, error) {
	next := p.peek()
	p.at++
	switch next.kind {
	case numberToken:
		number, err := strconv.ParseFloat(next.text, 64)
		if err != nil {
			return nil, &Error{Key: "forms.expression.unexpected", At: next.at, Found: next.text}
		}
		return literal{Number(number)}, nil
	case stringToken:
		return literal{Text(next.text)}, nil
	case referenceToken:
		if !slices.Contains(p.made.references, next.text) {
			p.made.references = append(p.made.references, next.text)
		}
		return reference(next.text), nil
	case nameToken:
		if _, call := p.accept(symbolToken, "("); call {
			return p.call(next)
		}
		if !slices.Contains(p.made.columns, next.text) {
			p.made.columns = append(p.made.columns, next.text)
		}
		return column(next.text), nil
	case symbolToken:
		switch next.text {
		case ".":
			p.made.current = true
			return current{}, nil
		case "(":
			inner, err := p.or()
			if err != nil {
				return nil, err
			}
			if _, closed := p.accept(symbolToken, ")"); !closed {
				return nil, p.unexpected()
			}
			return inner, nil
		}
	}
	p.at--
	return nil, p.unexpected()
}

func (p *parser) call(name token) (node, error) {
	var arguments []node
	if _, empty := p.accept(symbolToken, ")"); !empty {
		for {
			argument, err := p.or()
			if err != nil {
				return nil, err
			}
			arguments = append(arguments, argument)
			if _, more := p.accept(symbolToken, ","); more {
				continue
			}
			if _, closed := p.accept(symbolToken, ")"); !closed {
				return nil, p.unexpected()
			}
			break
		}
	}
	if name.text == "once" || name.text == "string-length" && len(arguments) == 0 {
		p.made.current = true
	}
	if name.text == "now" {
		p.made.hour = true
	}
	made, err := makeCall(name, arguments)
	if chosen, ok := made.(*call); ok && err == nil && name.text == "jr:choice-name" {
		if question := chosen.arguments[1].value(nil).String(); !slices.Contains(p.made.references, question) {
			p.made.references = append(p.made.references, question)
		}
	}
	return made, err
}
