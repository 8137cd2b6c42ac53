package service

import (
	"context"
	"fmt"

	"concertation/internal/consult"
)

// Texts shown on a page, and texts read at most to fill it: a page never reads a whole national debate.
const (
	screeningPage = 20
	screeningRead = 5000
	screeningStep = 500
)

// ScreeningList is a page of the texts to read again before they are published.
type ScreeningList struct {
	Consultation consult.Consultation
	Rows         []ScreeningRow
	// Next is where the following page begins; the zero Place: nothing follows.
	Next      consult.Place
	CanDecide bool
}

// ScreeningRow is a text that may be published and in which something gives somebody away, or a person spoke.
type ScreeningRow struct {
	Contribution consult.Contribution
	Question     string
	Title, Body  []ScreeningPiece // the texts, cut; Title is nil where there is none
	Waiting      int              // parts about which nobody has spoken
}

// ScreeningPiece is a piece of a text: plain when Kind is "", else a part that is hidden or left.
type ScreeningPiece struct {
	Text   string
	Field  consult.MaskField
	Start  int // in bytes of the field
	End    int
	Kind   string
	Hidden bool
	// Decided says that a person spoke: By, for Note.
	Decided bool
	By      string
	Note    string
}

// ScreeningList reads the texts that may be published from a place on, oldest first, and gives those in which there is
// something to look at; waiting narrows to those with a part that nobody has spoken about.
func (s *Service) ScreeningList(ctx context.Context, actor consult.Actor, slug string, waiting bool, after consult.Place) (*ScreeningList, error) {
	desk, err := s.codingDesk(ctx, actor, slug)
	if err != nil {
		return nil, err
	}
	list := &ScreeningList{Consultation: desk.consultation, CanDecide: actor.Can(consult.ScreenTexts) && actor.User != ""}
	sc, err := s.screening(ctx, desk.consultation.ID)
	if err != nil {
		return nil, err
	}
	names, err := s.coderNames(ctx)
	if err != nil {
		return nil, err
	}
	filter := consult.ContributionFilter{ConsultationID: desk.consultation.ID, After: after, Limit: screeningStep}
	for read := 0; read < screeningRead; {
		texts, err := s.Store.Contributions(ctx, filter)
		if err != nil {
			return nil, fmt.Errorf("list texts of %s: %w", slug, err)
		}
		for i := range texts {
			c := &texts[i]
			filter.After = c.Place()
			row, shown := sc.row(c, names)
			if !shown || waiting && row.Waiting == 0 {
				continue
			}
			row.Question = desk.words.question(c)
			list.Rows = append(list.Rows, row)
			if len(list.Rows) == screeningPage {
				list.Next = filter.After
				return list, nil
			}
		}
		if read += len(texts); len(texts) < screeningStep {
			return list, nil
		}
	}
	list.Next = filter.After
	return list, nil
}

// row cuts a text into its pieces; it is not shown where there is nothing to look at.
func (sc *screening) row(c *consult.Contribution, names map[consult.ID]string) (ScreeningRow, bool) {
	row := ScreeningRow{Contribution: *c}
	if c.Publication != consult.PublicationNamed && c.Publication != consult.PublicationAnonymous {
		return row, false
	}
	found := false
	for field, into := range map[consult.MaskField]*[]ScreeningPiece{consult.MaskTitle: &row.Title, consult.MaskBody: &row.Body} {
		text := fieldOf(c, field)
		if text == "" {
			continue
		}
		at := 0
		for _, p := range sc.parts(c, field) {
			found = true
			if p.start > at {
				*into = append(*into, ScreeningPiece{Text: text[at:p.start]})
			}
			piece := ScreeningPiece{Text: text[p.start:p.end], Field: field, Start: p.start, End: p.end, Kind: p.kind, Hidden: p.hidden}
			if p.mask != nil {
				piece.Decided, piece.Note, piece.By = true, p.mask.Note, names[p.mask.By]
			} else {
				row.Waiting++
			}
			*into = append(*into, piece)
			at = p.end
		}
		if at < len(text) {
			*into = append(*into, ScreeningPiece{Text: text[at:]})
		}
	}
	return row, found
}
