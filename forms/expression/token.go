package expression

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

type tokenKind uint8

const (
	endToken tokenKind = iota
	numberToken
	stringToken
	nameToken      // and, or, div, mod, function names, names of columns in a choice_filter
	referenceToken // ${name}
	symbolToken    // ( ) , . + - * = != < <= > >=
)

type token struct {
	kind tokenKind
	text string
	at   int // offset in runes
}

// tidy replaces what spreadsheets put in place of plain characters: curly quotes, no-break spaces.
var tidy = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2018", "'", "\u2019", "'", "\u201c", `"`, "\u201d", `"`, "\ufeff", "")

// Tidy gives an expression with plain quotes and spaces, as it is parsed.
func Tidy(source string) string { return tidy.Replace(source) }

// scan cuts an expression into tokens, the last one endToken.
func scan(source string) ([]token, error) {
	s := &scanner{rest: source}
	for {
		next, err := s.next()
		if err != nil {
			return nil, err
		}
		s.tokens = append(s.tokens, next)
		if next.kind == endToken {
			return s.tokens, nil
		}
	}
}

type scanner struct {
	rest   string
	at     int
	tokens []token
}

// take cuts size bytes off the rest.
func (s *scanner) take(size int) string {
	taken := s.rest[:size]
	s.rest = s.rest[size:]
	s.at += utf8.RuneCountInString(taken)
	return taken
}

func (s *scanner) next() (token, error) {
	s.take(len(s.rest) - len(strings.TrimLeftFunc(s.rest, unicode.IsSpace)))
	at := s.at
	if s.rest == "" {
		return token{endToken, "", at}, nil
	}
	first, _ := utf8.DecodeRuneInString(s.rest)
	switch {
	case first == '\'' || first == '"':
		end := strings.IndexRune(s.rest[1:], first)
		if end < 0 {
			return token{}, &Error{Key: "forms.expression.open_string", At: at}
		}
		text := s.take(end + 2)
		return token{stringToken, text[1 : len(text)-1], at}, nil
	case first == '$':
		if !strings.HasPrefix(s.rest, "${") {
			return token{}, &Error{Key: "forms.expression.unexpected", At: at, Found: "$"}
		}
		end := strings.IndexByte(s.rest, '}')
		if end < 0 {
			return token{}, &Error{Key: "forms.expression.open_reference", At: at}
		}
		text := s.take(end + 1)
		name := strings.TrimSpace(text[2 : len(text)-1])
		if name == "" {
			return token{}, &Error{Key: "forms.expression.open_reference", At: at}
		}
		return token{referenceToken, name, at}, nil
	case first >= '0' && first <= '9', first == '.' && len(s.rest) > 1 && s.rest[1] >= '0' && s.rest[1] <= '9':
		size := len(s.rest) - len(strings.TrimLeft(s.rest, "0123456789."))
		return token{numberToken, s.take(size), at}, nil
	case unicode.IsLetter(first) || first == '_':
		size := len(s.rest) - len(strings.TrimLeftFunc(s.rest, func(r rune) bool {
			return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("_-.:", r)
		}))
		return token{nameToken, s.take(size), at}, nil
	}
	for _, symbol := range []string{"!=", "<=", ">=", "(", ")", ",", ".", "+", "-", "*", "=", "<", ">"} {
		if strings.HasPrefix(s.rest, symbol) {
			return token{symbolToken, s.take(len(symbol)), at}, nil
		}
	}
	return token{}, &Error{Key: "forms.expression.unexpected", At: at, Found: string(first)}
}
