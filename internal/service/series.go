package service

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"concertation/internal/consult"
)

// A series is the texts on which a word teaches most, composed when it begins: the model that learns meanwhile changes
// neither its texts nor their order. It stands in the address, so a restart or another replica changes nothing either.

const (
	seriesSize = 20
	idBytes    = 16
)

// series composes the next one: the texts over which the model hesitates most, that nobody grouped, one of each campaign;
// those whose suggestions are kept from the coder are no part of it. "" when there is none.
func (s *Service) series(ctx context.Context, consultation, coder consult.ID, query CodingQuery) (string, error) {
	known := s.suggester.of(consultation)
	if known == nil {
		return "", nil
	}
	query.Among, query.Series, query.Uncoded = "", "", true
	filter, err := s.codingFilter(ctx, query, consultation, coder)
	if err != nil {
		return "", err
	}
	if filter.Except, err = s.unseen(ctx, consultation, coder); err != nil {
		return "", err
	}
	filter.Among = known.teaching
	if filter.Among == nil {
		return "", nil
	}
	found, err := s.Store.Contributions(ctx, filter)
	if err != nil {
		return "", fmt.Errorf("compose a series: %w", err)
	}
	waiting, alike := map[consult.ID]bool{}, map[consult.ID]bool{}
	for i := range found {
		waiting[found[i].ID] = true
	}
	var chosen []consult.ID
	for _, id := range known.teaching {
		if !waiting[id] || alike[id] || len(chosen) == seriesSize {
			continue
		}
		chosen = append(chosen, id)
		for _, twin := range known.campaigns[id] {
			alike[twin] = true
		}
	}
	return seriesOf(chosen), nil
}

// seriesOf writes texts for an address.
func seriesOf(texts []consult.ID) string {
	var raw []byte
	for _, id := range texts {
		one, err := hex.DecodeString(strings.ReplaceAll(string(id), "-", ""))
		if err != nil || len(one) != idBytes {
			continue // no identifier of ours
		}
		raw = append(raw, one...)
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

// textsOf reads the texts of a series; none when it makes no sense.
func textsOf(series string) []consult.ID {
	raw, err := base64.RawURLEncoding.DecodeString(series)
	if err != nil || len(raw)%idBytes != 0 || len(raw) > seriesSize*idBytes {
		return nil
	}
	var texts []consult.ID
	for one := range slices.Chunk(raw, idBytes) {
		digits := hex.EncodeToString(one)
		texts = append(texts, consult.ID(digits[:8]+"-"+digits[8:12]+"-"+digits[12:16]+"-"+digits[16:20]+"-"+digits[20:]))
	}
	return texts
}

// inSeries puts texts in the order of a series; without one they stay as they are.
func inSeries(series string, texts []consult.Contribution) {
	order := textsOf(series)
	if len(order) == 0 {
		return
	}
	slices.SortStableFunc(texts, func(a, b consult.Contribution) int {
		return slices.Index(order, a.ID) - slices.Index(order, b.ID)
	})
}

// seriesQueue is the queue of a series: its texts, whether grouped since or not, in its order.
func (s *Service) seriesQueue(ctx context.Context, desk *codingDesk, filter consult.ContributionFilter, view *CodingView) error {
	found, err := s.Store.Contributions(ctx, filter)
	if err != nil {
		return err
	}
	inSeries(view.Query.Series, found)
	at := slices.IndexFunc(found, func(c consult.Contribution) bool { return c.ID == view.Row.Contribution.ID })
	view.Position = at + 1
	if at > 0 {
		view.Previous = found[at-1].ID
	}
	if at+1 < len(found) {
		view.Next = found[at+1].ID
	}
	view.Queue, err = desk.rows(ctx, s.Store, found)
	return err
}
