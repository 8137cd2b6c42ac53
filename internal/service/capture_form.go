package service

import (
	"context"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"concertation/internal/consult"
	"concertation/internal/intake"
)

// Capture by hand of what people gave elsewhere: capture_notes.go takes the notes of a workshop, capture_letter.go a
// letter, a mail or a call, capture_session.go shows and mends sessions, capture_mend.go mends and retracts texts.

// Bounds on what is typed, in characters, and on the notes of one form.
const (
	mostNoteText   = 20_000
	mostLetterText = 100_000
	mostNotes      = 500
)

// CaptureChoices are the values that the fields of a capture can take, with their words.
type CaptureChoices struct {
	Consultation consult.Consultation
	Events       []consult.Step // steps at which people met
	Questions    []CodingChoice
	Categories   []CodingChoice
	Territories  []CodingChoice
}

// CaptureChoices gives what the forms of capture need.
func (s *Service) CaptureChoices(ctx context.Context, actor consult.Actor, slug string) (*CaptureChoices, error) {
	consultation, err := s.collecting(ctx, actor, slug)
	if err != nil {
		return nil, err
	}
	words, err := s.wordings(ctx, consultation.ID)
	if err != nil {
		return nil, err
	}
	choices := &CaptureChoices{Consultation: consultation, Questions: words.questions, Categories: words.categories, Territories: words.territories}
	steps, err := s.Store.Steps(ctx, consultation.ID)
	for _, step := range steps {
		if step.Kind == consult.StepEvent {
			choices.Events = append(choices.Events, step)
		}
	}
	return choices, err
}

// GatheredText is what is typed of one text and of where it comes from.
type GatheredText struct {
	Title       string
	Body        string
	Question    string // name of a question, or words
	Category    string
	Territory   string
	Publication consult.Publication
}

// cleaned gives what is to be kept; a question, a category or a territory named by its words gets its code.
func (g GatheredText) cleaned(words *wordings) GatheredText {
	g.Title, g.Body, g.Question = oneLine(g.Title), cleanTyped(g.Body), codeOf(words.questions, oneLine(g.Question))
	g.Category, g.Territory = codeOf(words.categories, oneLine(g.Category)), codeOf(words.territories, oneLine(g.Territory))
	return g
}

// QuestionWords gives the words of a question by its name; what is no name is in words already.
func (c *CaptureChoices) QuestionWords(name string) string { return wordOf(c.Questions, name) }

// oneLine cleans what stands on one line.
func oneLine(typed string) string { return strings.Join(strings.Fields(cleanTyped(typed)), " ") }

func (g GatheredText) faults() []consult.FieldError {
	var faults []consult.FieldError
	for _, field := range []struct {
		name, value string
		most        int
	}{{"title", g.Title, mostTitle}, {"question", g.Question, mostTitle}, {"category", g.Category, mostAttribute}, {"territory", g.Territory, mostAttribute}} {
		if utf8.RuneCountInString(field.value) > field.most {
			faults = append(faults, tooLong(field.name, field.most))
		}
	}
	switch g.Publication {
	case consult.PublicationNo, consult.PublicationAnonymous, consult.PublicationNamed:
	default:
		faults = append(faults, consult.FieldError{Field: "publication", Key: "collect.error.publication"})
	}
	return faults
}

func tooLong(field string, most int) consult.FieldError {
	return consult.FieldError{Field: field, Key: "collect.error.too_long", Args: []any{"max", most}}
}

// typedDate reads a day as people type it, or as a browser sends it; the zero time for a blank.
func typedDate(field, typed string, now time.Time) (time.Time, []consult.FieldError) {
	typed = oneLine(typed)
	if typed == "" {
		return time.Time{}, nil
	}
	for _, format := range []intake.DateFormat{intake.DateISO, intake.DateDayFirst} {
		if at, read := format.Parse(typed, paris()); read {
			if at.After(now.AddDate(0, 0, 1)) {
				return time.Time{}, []consult.FieldError{{Field: field, Key: "collect.error.date_to_come"}}
			}
			// Noon: the same day wherever it is read.
			return time.Date(at.Year(), at.Month(), at.Day(), 12, 0, 0, 0, paris()).UTC(), nil
		}
	}
	return time.Time{}, []consult.FieldError{{Field: field, Key: "collect.error.date"}}
}

// typedPeople reads a number of participants; 0 for a blank.
func typedPeople(typed string) (int, []consult.FieldError) {
	typed = oneLine(typed)
	if typed == "" {
		return 0, nil
	}
	if people, whole := intake.Whole(typed, ","); whole && people <= mostPeople {
		return people, nil
	}
	return 0, []consult.FieldError{{Field: "participants", Key: "collect.error.participants"}}
}

// captured answers for a form that was already taken: what it made, or CodeConflict when it says something else now.
func captured(ctx context.Context, reader consult.Reader, consultation, id consult.ID, digest string) (*consult.Capture, error) {
	found, err := reader.Capture(ctx, id)
	if consult.CodeOf(err) == consult.CodeNotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if found.ConsultationID != consultation || found.Digest != digest {
		return &found, consult.Conflict("collect.error.taken")
	}
	return &found, nil
}

// digestOf tells one filling of a form from another.
func digestOf(parts ...any) string {
	words := make([]string, len(parts))
	for i, part := range parts {
		switch part := part.(type) {
		case string:
			words[i] = part
		case int:
			words[i] = strconv.Itoa(part)
		case time.Time:
			words[i] = part.UTC().Format(time.RFC3339)
		case consult.Publication:
			words[i] = string(part)
		case consult.ID:
			words[i] = string(part)
		case consult.ContributionKind:
			words[i] = string(part)
		}
	}
	return shortHash(words...)
}
