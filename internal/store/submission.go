package store

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"unicode/utf8"

	"concertation/forms"
	"concertation/internal/consult"
)

// submissionJSON writes what encoding/json would of a submission, several times faster: it runs for each response,
// while others wait for their turn to write.
func submissionJSON(s forms.Submission) (string, error) {
	names := slices.AppendSeq(make([]string, 0, len(s.Answers)+len(s.Blank)), maps.Keys(s.Answers))
	for _, name := range s.Blank {
		if _, answered := s.Answers[name]; !answered {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	lent := borrow()
	defer lent.giveBack()
	out := append(lent.bytes, '{')
	for i, name := range slices.Compact(names) {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(appendQuoted(out, name), ':')
		answer, answered := s.Answers[name]
		if !answered || slices.Contains(s.Blank, name) {
			out = append(out, "null"...)
			continue
		}
		var err error
		if out, err = appendAnswer(out, answer); err != nil {
			return "", fmt.Errorf("encode answer to %s: %w", name, err)
		}
	}
	return lent.text(append(out, '}')), nil
}

// draftIsAnswers stands for a draft that the answers beside it say word for word: nearly every one that was sent. Texts
// are long, and need not be kept twice.
const draftIsAnswers = "="

// Encode implements consult.Store.
func (s *Store) Encode(sending *consult.Sending) (err error) {
	sending.Encoded, err = encode(sending.Response)
	return err
}

func encode(r *consult.Response) (consult.EncodedResponse, error) {
	answers, err := submissionJSON(r.Submission)
	if err != nil {
		return consult.EncodedResponse{}, err
	}
	if len(r.Submission.Answers) > 0 && r.Submission.SaysAll(r.Draft) {
		return consult.EncodedResponse{Draft: draftIsAnswers, Answers: answers}, nil
	}
	return consult.EncodedResponse{Draft: rawJSON(r.Draft), Answers: answers}, nil
}

// rawJSON writes what encoding/json would of a draft.
func rawJSON(raw forms.Raw) string {
	if raw == nil {
		return "null"
	}
	lent := borrow()
	defer lent.giveBack()
	out := append(lent.bytes, '{')
	for name, values := range raw {
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(appendQuoted(out, name), ':')
		out = appendList(out, values)
	}
	return lent.text(append(out, '}'))
}

// appendList writes an array of strings, null for a nil one.
func appendList(out []byte, values []string) []byte {
	if values == nil {
		return append(out, "null"...)
	}
	out = append(out, '[')
	for i, value := range values {
		if i > 0 {
			out = append(out, ',')
		}
		out = appendQuoted(out, value)
	}
	return append(out, ']')
}

func appendAnswer(out []byte, answer forms.Answer) ([]byte, error) {
	switch answer.Shape {
	case forms.Textual:
		return appendQuoted(out, answer.Text), nil
	case forms.Coded:
		return appendList(out, answer.Codes), nil
	default:
		if whole := int64(answer.Number); float64(whole) == answer.Number && -1<<50 < whole && whole < 1<<50 {
			return strconv.AppendInt(out, whole, 10), nil
		}
		encoded, err := json.Marshal(answer.Number)
		return append(out, encoded...), err
	}
}

// appendQuoted writes a JSON string; bytes that are not UTF-8 become U+FFFD.
func appendQuoted(out []byte, s string) []byte {
	const hexadecimal = "0123456789abcdef"
	out = append(out, '"')
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' && c < utf8.RuneSelf {
			i++
			continue
		}
		size := 1
		if c >= utf8.RuneSelf {
			var r rune
			if r, size = utf8.DecodeRuneInString(s[i:]); r != utf8.RuneError || size > 1 {
				i += size
				continue
			}
		}
		out = append(out, s[from:i]...)
		switch {
		case c >= utf8.RuneSelf:
			out = append(out, "\uFFFD"...)
		case c == '"' || c == '\\':
			out = append(out, '\\', c)
		case c == '\n':
			out = append(out, '\\', 'n')
		default:
			out = append(out, '\\', 'u', '0', '0', hexadecimal[c>>4], hexadecimal[c&0xf])
		}
		i += size
		from = i
	}
	return append(append(out, s[from:]...), '"')
}
