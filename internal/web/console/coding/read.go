package coding

import (
	"context"
	"io"
	"strconv"
	"strings"
	"unicode"

	"github.com/a-h/templ"

	"concertation/internal/consult"
	"concertation/internal/service"
)

// weighed writes a text with the words that weigh marked, and nothing between its pieces: the places where a text is
// cut are counted in what the page shows.
func weighed(pieces []service.ReadingPiece) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		var b strings.Builder
		for _, piece := range pieces {
			text := strings.ReplaceAll(templ.EscapeString(piece.Text), "\r", "&#13;") // a bare one would be lost, and shift the cuts
			if piece.Level == 0 {
				b.WriteString(text)
				continue
			}
			b.WriteString(`<mark class="weighs weighs--` + strconv.Itoa(piece.Level) + `">` + text + `</mark>`)
		}
		_, err := io.WriteString(w, b.String())
		return err
	})
}

func (p viewPage) weighs() bool {
	for _, pieces := range [][]service.ReadingPiece{p.Reading.Title, p.Reading.Body} {
		for _, piece := range pieces {
			if piece.Level > 0 {
				return true
			}
		}
	}
	return false
}

// unproposed says why nothing is proposed on this text; "" when suggestions are shown.
func (p viewPage) unproposed() string {
	switch p.Hidden {
	case service.HiddenBySettings:
		return p.P.T("coding.hidden.settings")
	case service.HiddenInSample:
		return p.P.T("coding.hidden.sample")
	case service.SuggestionsMissing:
		return p.P.T("coding.hidden.missing")
	}
	for _, toggle := range p.Toggles {
		if toggle.Score > 0 {
			return ""
		}
	}
	return p.P.T("coding.hidden.none")
}

// others counts the acts of others on this text: more of them than a moment ago, and somebody is at it too.
func (p viewPage) others() int {
	count := 0
	for _, event := range p.History {
		if p.Console == nil || event.Coder != p.Console.UserName {
			count++
		}
	}
	return count
}

// part gives the part that is read, "" while the text is whole.
func (p viewPage) part() consult.ID {
	if len(p.Statements) < 2 {
		return ""
	}
	return p.Statement.ID
}

// sentence is where a text can be cut without JavaScript: before Text.
type sentence struct {
	Start int // in bytes of the whole body
	Text  string
}

// sentences gives those of the part that is read, but for the first.
func (p viewPage) sentences() []sentence {
	body := p.Row.Contribution.Body[p.Statement.Start:p.Statement.End]
	var all []sentence
	from, ended := 0, false
	for at, letter := range body {
		switch {
		case strings.ContainsRune(".!?…;\n", letter):
			ended = true
		case ended && unicode.IsSpace(letter):
		case ended && (at == 0 || unicode.IsSpace(lastRune(body[:at]))):
			all, from, ended = append(all, sentence{p.Statement.Start + from, body[from:at]}), at, false
		default:
			ended = false
		}
	}
	all = append(all, sentence{p.Statement.Start + from, body[from:]})
	return all[1:]
}

func lastRune(text string) rune {
	runes := []rune(text[max(0, len(text)-4):])
	return runes[len(runes)-1]
}

func (p viewPage) proposed() (on, off []service.StatementAction) {
	for _, action := range p.Actions {
		if action.On {
			on = append(on, action)
		} else {
			off = append(off, action)
		}
	}
	return on, off
}
