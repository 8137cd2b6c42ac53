package expression

import (
	"math"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"
)

// function is one function of the language: how many arguments it takes (most -1: any number) and what it gives.
type function struct {
	least, most int
	call        func(scope Scope, arguments []node) Value
}

func text(scope Scope, n node) string { return n.value(scope).String() }

// lookup gives the function of that name. A switch rather than a map: no state to build.
func lookup(name string) (function, bool) {
	switch name {
	case "not":
		return function{1, 1, func(s Scope, a []node) Value { return Truth(!a[0].value(s).Bool()) }}, true
	case "true":
		return function{0, 0, func(Scope, []node) Value { return Truth(true) }}, true
	case "false":
		return function{0, 0, func(Scope, []node) Value { return Truth(false) }}, true
	case "boolean":
		return function{1, 1, func(s Scope, a []node) Value { return Truth(a[0].value(s).Bool()) }}, true
	case "number":
		return function{1, 1, func(s Scope, a []node) Value { return Number(a[0].value(s).Float()) }}, true
	case "string":
		return function{1, 1, func(s Scope, a []node) Value { return Text(text(s, a[0])) }}, true
	case "int":
		return function{1, 1, func(s Scope, a []node) Value { return Number(math.Trunc(a[0].value(s).Float())) }}, true
	case "round":
		return function{1, 2, callRound}, true
	case "selected":
		return function{2, 2, callSelected}, true
	case "selected-at":
		return function{2, 2, callSelectedAt}, true
	case "jr:choice-name":
		return function{2, 2, callChoiceName}, true
	case "count-selected":
		return function{1, 1, func(s Scope, a []node) Value { return Number(float64(len(strings.Fields(text(s, a[0]))))) }}, true
	case "string-length":
		return function{0, 1, callLength}, true
	case "normalize-space":
		return function{1, 1, func(s Scope, a []node) Value { return Text(strings.Join(strings.Fields(text(s, a[0])), " ")) }}, true
	case "substr":
		return function{2, 3, callSubstr}, true
	case "contains":
		return function{2, 2, func(s Scope, a []node) Value { return Truth(strings.Contains(text(s, a[0]), text(s, a[1]))) }}, true
	case "starts-with":
		return function{2, 2, func(s Scope, a []node) Value { return Truth(strings.HasPrefix(text(s, a[0]), text(s, a[1]))) }}, true
	case "ends-with":
		return function{2, 2, func(s Scope, a []node) Value { return Truth(strings.HasSuffix(text(s, a[0]), text(s, a[1]))) }}, true
	case "concat":
		return function{0, -1, callConcat}, true
	case "coalesce":
		return function{1, -1, callCoalesce}, true
	case "once":
		return function{1, 1, func(s Scope, a []node) Value {
			if before := s.Current(); before.String() != "" {
				return before
			}
			return a[0].value(s)
		}}, true
	case "if":
		return function{3, 3, func(s Scope, a []node) Value {
			if a[0].value(s).Bool() {
				return a[1].value(s)
			}
			return a[2].value(s)
		}}, true
	case "today":
		return function{0, 0, func(s Scope, _ []node) Value { return Text(s.Today().Format(time.DateOnly)) }}, true
	case "now":
		return function{0, 0, func(s Scope, _ []node) Value { return Text(s.Today().Format(momentLayout)) }}, true
	case "format-date", "format-date-time":
		return function{2, 2, func(s Scope, a []node) Value { return Text(formatDate(text(s, a[0]), text(s, a[1]))) }}, true
	case "date":
		return function{1, 1, func(s Scope, a []node) Value { return Text(text(s, a[0])) }}, true
	case "sum":
		return function{1, -1, callSum}, true
	case "min":
		return function{1, -1, func(s Scope, a []node) Value { return extreme(s, a, func(x, y float64) bool { return x < y }) }}, true
	case "max":
		return function{1, -1, func(s Scope, a []node) Value { return extreme(s, a, func(x, y float64) bool { return x > y }) }}, true
	}
	return function{}, false
}

// makeCall binds a function to its arguments; a literal pattern is compiled once, here.
func makeCall(name token, arguments []node) (node, error) {
	if name.text == "regex" {
		return makeRegex(name, arguments)
	}
	found, ok := lookup(name.text)
	if !ok {
		return nil, &Error{Key: "forms.expression.unknown_function", At: name.at, Found: name.text}
	}
	if len(arguments) < found.least || found.most >= 0 && len(arguments) > found.most {
		return nil, &Error{Key: "forms.expression.arguments", At: name.at, Found: name.text}
	}
	if name.text == "jr:choice-name" {
		return makeChoiceName(name, arguments)
	}
	return &call{found.call, arguments}, nil
}

type call struct {
	of        func(Scope, []node) Value
	arguments []node
}

func (n *call) value(scope Scope) Value { return n.of(scope, n.arguments) }

// makeRegex matches the whole text, as JavaRosa, the reference engine, does. Go's expressions run in linear time,
// whatever the author wrote.
func makeRegex(name token, arguments []node) (node, error) {
	if len(arguments) != 2 {
		return nil, &Error{Key: "forms.expression.arguments", At: name.at, Found: name.text}
	}
	pattern, constant := arguments[1].(literal)
	if !constant {
		return nil, &Error{Key: "forms.expression.regex_not_constant", At: name.at, Found: name.text}
	}
	compiled, err := regexp.Compile(`\A(?:` + pattern.of.String() + `)\z`)
	if err != nil {
		return nil, &Error{Key: "forms.expression.regex_invalid", At: name.at, Found: pattern.of.String()}
	}
	return &call{func(s Scope, a []node) Value { return Truth(compiled.MatchString(text(s, a[0]))) }, arguments}, nil
}

// callSelected compares whole codes: «opt_1» is not in «opt_10».
func callSelected(scope Scope, arguments []node) Value {
	wanted := strings.TrimSpace(text(scope, arguments[1]))
	rest := text(scope, arguments[0])
	for rest != "" {
		var code string
		code, rest, _ = strings.Cut(rest, " ")
		if code != "" && code == wanted {
			return Truth(true)
		}
	}
	return Truth(false)
}

func callLength(scope Scope, arguments []node) Value {
	if len(arguments) == 0 {
		return Number(float64(utf8.RuneCountInString(scope.Current().String())))
	}
	return Number(float64(utf8.RuneCountInString(text(scope, arguments[0]))))
}

// callSubstr counts characters from 0; its end is not included (ODK). A negative place counts from the end.
func callSubstr(scope Scope, arguments []node) Value {
	runes := []rune(text(scope, arguments[0]))
	place := func(n node) int {
		at := n.value(scope).Float()
		if math.IsNaN(at) {
			return 0
		}
		if at < 0 {
			at += float64(len(runes))
		}
		return int(min(max(at, 0), float64(len(runes))))
	}
	from, to := place(arguments[1]), len(runes)
	if len(arguments) == 3 {
		to = place(arguments[2])
	}
	if from >= to {
		return Text("")
	}
	return Text(string(runes[from:to]))
}

// callSelectedAt gives the code at a place, from 0.
func callSelectedAt(scope Scope, arguments []node) Value {
	codes, at := strings.Fields(text(scope, arguments[0])), arguments[1].value(scope).Float()
	if !(at >= 0 && at < float64(len(codes))) {
		return Text("")
	}
	return Text(codes[int(at)])
}

// makeChoiceName reads jr:choice-name(code, '${question}'): the question is named in a text, which is a reference too.
func makeChoiceName(name token, arguments []node) (node, error) {
	question := ""
	switch argument := arguments[1].(type) {
	case reference:
		question = string(argument)
	case literal:
		question = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(argument.of.String()), "${"), "}")
	}
	if question == "" {
		return nil, &Error{Key: "forms.expression.choice_name", At: name.at, Found: name.text}
	}
	return &call{callChoiceName, []node{arguments[0], literal{Text(question)}}}, nil
}

// callChoiceName gives the wording of a choice where the scope knows it, and its code elsewhere.
func callChoiceName(scope Scope, arguments []node) Value {
	code := text(scope, arguments[0])
	if known, ok := scope.(Choices); ok {
		return Text(known.ChoiceLabel(text(scope, arguments[1]), code))
	}
	return Text(code)
}

// callSum leaves blanks aside; several codes of one answer are several numbers.
func callSum(scope Scope, arguments []node) Value {
	total := 0.0
	for _, argument := range arguments {
		value := argument.value(scope)
		if number := value.Float(); !math.IsNaN(number) {
			total += number
			continue
		}
		for _, word := range strings.Fields(value.String()) {
			total += Text(word).Float()
		}
	}
	return Number(total)
}

func callConcat(scope Scope, arguments []node) Value {
	var joined strings.Builder
	for _, argument := range arguments {
		if joined.Len() > 100_000 {
			break
		}
		joined.WriteString(text(scope, argument))
	}
	return Text(joined.String())
}

func callCoalesce(scope Scope, arguments []node) Value {
	for _, argument := range arguments {
		if found := argument.value(scope); found.String() != "" {
			return found
		}
	}
	return Text("")
}

func callRound(scope Scope, arguments []node) Value {
	places := 0.0
	if len(arguments) == 2 {
		places = arguments[1].value(scope).Float()
	}
	scale := math.Pow(10, math.Trunc(places))
	return Number(math.Floor(arguments[0].value(scope).Float()*scale+0.5) / scale)
}

// extreme leaves blanks aside.
func extreme(scope Scope, arguments []node, better func(x, y float64) bool) Value {
	best := math.NaN()
	for _, argument := range arguments {
		if number := argument.value(scope).Float(); !math.IsNaN(number) && (math.IsNaN(best) || better(number, best)) {
			best = number
		}
	}
	return Number(best)
}
