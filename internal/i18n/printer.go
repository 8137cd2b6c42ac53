package i18n

import (
	"fmt"
	"strings"
	"time"
)

// Printer writes sentences, numbers and dates in one language. It is immutable and safe for concurrent use.
type Printer struct {
	language string
	zone     *time.Location
	plain    map[string]string // sentences without placeholder: most of them, and one map lookup each
	messages map[string]*message
}

// Language gives the language tag of the sentences, for the page's lang attribute.
func (p *Printer) Language() string { return p.language }

// T gives the sentence of that key. args are pairs name, value; whole numbers are written with their thousands, dates
// as dates. The plural follows the value named «count». An unknown key comes back in brackets.
func (p *Printer) T(key string, args ...any) string {
	if sentence, ok := p.plain[key]; ok {
		return sentence
	}
	found, ok := p.messages[key]
	if !ok {
		return "[" + key + "]"
	}
	chosen := found.other
	if singular(args) {
		chosen = found.one
	}
	return chosen.write(p, args)
}

// Has says whether the catalogue has a sentence of that key.
func (p *Printer) Has(key string) bool {
	_, plain := p.plain[key]
	return plain || p.messages[key] != nil
}

// message is a sentence with placeholders, a form for one thing and a form for several.
type message struct{ one, other pattern }

// pattern is a sentence cut at its placeholders: texts[0] {names[0]} texts[1] {names[1]} … texts[n].
type pattern struct {
	texts []string
	names []string
}

func (t pattern) plain() bool { return len(t.names) == 0 }

// compile cuts a sentence at its {{.name}} placeholders, the only ones the catalogue uses.
func compile(sentence string) (pattern, error) {
	var cut pattern
	rest := sentence
	for {
		before, after, found := strings.Cut(rest, "{{")
		cut.texts = append(cut.texts, before)
		if !found {
			return cut, nil
		}
		name, tail, closed := strings.Cut(after, "}}")
		name = strings.TrimSpace(name)
		if !closed || !strings.HasPrefix(name, ".") || strings.ContainsAny(name[1:], " .|()\"") || name == "." {
			return pattern{}, fmt.Errorf("placeholder %q: expected {{.name}}", name)
		}
		cut.names = append(cut.names, name[1:])
		rest = tail
	}
}

// write fills the placeholders; one without a value stays visible in brackets.
func (t pattern) write(p *Printer, args []any) string {
	var out strings.Builder
	size := 0
	for _, text := range t.texts {
		size += len(text) + 12
	}
	out.Grow(size)
	for i, text := range t.texts {
		out.WriteString(text)
		if i < len(t.names) {
			if value, ok := argument(args, t.names[i]); ok {
				out.WriteString(p.value(value))
			} else {
				out.WriteString("[" + t.names[i] + "]")
			}
		}
	}
	return out.String()
}

func argument(args []any, name string) (any, bool) {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] == name {
			return args[i+1], true
		}
	}
	return nil, false
}

// singular says whether the value named count takes the singular: in French, under 2.
func singular(args []any) bool {
	value, ok := argument(args, "count")
	if !ok {
		return false
	}
	switch n := value.(type) {
	case int:
		return n > -2 && n < 2
	case int64:
		return n > -2 && n < 2
	case float64:
		return n > -2 && n < 2
	default:
		return false
	}
}

// value writes one argument as readers expect it.
func (p *Printer) value(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case int:
		return p.Number(v)
	case int64:
		return p.Number(int(v))
	case float64:
		return p.Decimal(v, -1)
	case time.Time:
		return p.Date(v)
	default:
		return fmt.Sprint(v)
	}
}
