package service

import (
	"context"
	"fmt"
	"hash/fnv"
	"sync"
	"time"

	"concertation/internal/consult"
	"concertation/internal/corpus"
)

// countsRemembered bounds the queries whose counts are remembered.
const countsRemembered = 256

// countsMemory keeps what queries last counted, until something that they count changes.
type countsMemory struct {
	mutex sync.Mutex
	known map[string]rememberedCounts
}

type rememberedCounts struct {
	mark   countsMark
	counts consult.Counts
	at     time.Time
}

// countsMark changes whenever counts may.
type countsMark struct {
	reading  consult.ReadingMark
	sessions uint64 // which they are, and how many people each speaks for
}

// of is the mark of what a filter finds: giving a theme changes nothing of what no theme narrows.
func (m countsMark) of(filter *consult.ContributionFilter) countsMark {
	if !filter.Coded() {
		m.reading.Assignments, m.reading.Grid = 0, 0
	}
	return m
}

// find gives what is remembered under a key as long as the mark is the same.
func (m *countsMemory) find(key string, mark countsMark) (rememberedCounts, bool) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	found, ok := m.known[key]
	return found, ok && found.mark == mark
}

func (m *countsMemory) keep(key string, counted rememberedCounts) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.known == nil || len(m.known) >= countsRemembered {
		m.known = map[string]rememberedCounts{}
	}
	m.known[key] = counted
}

// codingCounts counts what a filter finds, in statements, contributions, contributors and participants. On hundreds of
// thousands of texts that takes seconds: it is counted anew when something changed, whoever changed it.
func (s *Service) codingCounts(ctx context.Context, filter consult.ContributionFilter) (consult.Counts, error) {
	now, sessions, err := s.countsMark(ctx, filter.ConsultationID)
	if err != nil {
		return consult.Counts{}, err
	}
	mark := now.of(&filter)
	key := countsKey(&filter)
	if known, ok := s.countsKnown.find(key, mark); ok && key != "" {
		return known.counts, nil
	}
	counts, err := s.countInMemory(ctx, &filter, now, sessions)
	if err != nil {
		return counts, err
	}
	if counts.Statements, err = s.countStatements(ctx, filter, counts.Contributions); err != nil {
		return counts, fmt.Errorf("count statements: %w", err)
	}
	if key != "" {
		s.countsKnown.keep(key, rememberedCounts{mark: mark, counts: counts})
	}
	return counts, nil
}

// countInMemory counts what a filter finds, each text as one statement; the mark was read before, with the sessions.
func (s *Service) countInMemory(ctx context.Context, filter *consult.ContributionFilter, mark countsMark, sessions []consult.SessionHeld) (consult.Counts, error) {
	texts, err := s.corpus(ctx, filter.ConsultationID)
	if err != nil {
		return consult.Counts{}, err
	}
	beside := corpus.Beside{Sessions: sessions}
	if filter.Coded() {
		if beside.Coding, err = s.coding(ctx, texts, filter.ConsultationID, mark.reading); err != nil {
			return consult.Counts{}, err
		}
	}
	if filter.Words != "" {
		said, err := s.saying(ctx, texts, filter.ConsultationID, filter.Words)
		if err != nil {
			return consult.Counts{}, err
		}
		beside.Found = append(beside.Found, said.found)
	}
	if filter.Suggested != "" || filter.ScoreMin != 0 || filter.ScoreMax != 0 {
		suggested, err := texts.Select(func(take func(consult.ID)) error { return s.Store.ContributionsSuggested(ctx, *filter, take) })
		if err != nil {
			return consult.Counts{}, fmt.Errorf("read suggestions: %w", err)
		}
		beside.Found = append(beside.Found, suggested)
	}
	return texts.Count(filter, beside), nil
}

// countsMark reads the mark of a consultation, and gives the sessions that it read for it.
func (s *Service) countsMark(ctx context.Context, consultation consult.ID) (mark countsMark, sessions []consult.SessionHeld, err error) {
	if mark.reading, err = s.Store.ReadingMark(ctx, consultation); err != nil {
		return mark, nil, fmt.Errorf("read whether something changed: %w", err)
	}
	if sessions, err = s.Store.SessionsHeld(ctx, consultation); err != nil {
		return mark, nil, fmt.Errorf("read sessions: %w", err)
	}
	sum := fnv.New64a()
	for _, session := range sessions {
		fmt.Fprintf(sum, "%s %d\n", session.ID, session.Participants)
	}
	mark.sessions = sum.Sum64()
	return mark, sessions, nil
}

// countsKey names a filter; "" for one whose counts the mark does not follow: suggestions come and go by themselves, and
// lists of texts are made for one reader.
func countsKey(filter *consult.ContributionFilter) string {
	if filter.Suggested != "" || filter.ScoreMin != 0 || filter.ScoreMax != 0 || filter.Among != nil || filter.Except != nil ||
		filter.After.ID != "" || filter.Before.ID != "" {
		return ""
	}
	return fmt.Sprintf("%q %q %q %q %q %q %v %q %q %q %d %d %q %v", filter.ConsultationID, filter.Kind, filter.Question, filter.Category,
		filter.Territory, filter.ThemeID, filter.Uncoded, filter.Channel, filter.SessionID, filter.CoderID, filter.Since.UnixMicro(),
		filter.Until.UnixMicro(), filter.Words, filter.Retracted)
}

// Among very many texts, what is suggested, and what everybody reads, is counted once a minute at most.
const (
	manyTexts     = 20_000
	countedWithin = time.Minute
)

// howManySuggested counts the texts for which a model proposes a theme; all is how many texts there are.
func (s *Service) howManySuggested(ctx context.Context, filter consult.ContributionFilter, all int) (int, error) {
	mark, _, err := s.countsMark(ctx, filter.ConsultationID)
	if err != nil {
		return 0, err
	}
	now := s.Now()
	key := fmt.Sprintf("suggested %s %s %d", filter.ConsultationID, filter.Suggested, len(filter.Except))
	if known, ok := s.countsKnown.find(key, mark); ok && all >= manyTexts && now.Sub(known.at) < countedWithin && !now.Before(known.at) {
		return known.counts.Contributions, nil
	}
	counts, err := s.countInMemory(ctx, &filter, mark, nil)
	if err == nil && all >= manyTexts {
		s.countsKnown.keep(key, rememberedCounts{mark: mark, counts: counts, at: now})
	}
	return counts.Contributions, err
}

// howMany counts the contributions that a filter finds, from memory where nothing changed since the mark was read.
func (s *Service) howMany(ctx context.Context, mark countsMark, filter consult.ContributionFilter) (int, error) {
	kept := mark.of(&filter)
	whole := countsKey(&filter)
	key := "contributions " + whole
	if whole != "" {
		for _, one := range []string{whole, key} {
			if known, ok := s.countsKnown.find(one, kept); ok {
				return known.counts.Contributions, nil
			}
		}
	}
	counts, err := s.countInMemory(ctx, &filter, mark, nil)
	if err == nil && whole != "" {
		s.countsKnown.keep(key, rememberedCounts{mark: kept, counts: counts})
	}
	return counts.Contributions, err
}
