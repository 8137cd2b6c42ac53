package service

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"concertation/internal/consult"
	"concertation/internal/corpus"
)

// themesCounted is how the texts of a consultation stood when the mark was read.
type themesCounted struct {
	mark     countsMark
	at       time.Time
	grouping *consult.Grouping
	marks    map[consult.ID]string // of what stands under each theme
	// together counts the contributions under both of two themes.
	together map[corpus.Pair]int
}

// splitAtOnce is how many split texts are read by one statement.
const splitAtOnce = 500

// themesMemory keeps the last counts of each consultation.
type themesMemory struct {
	mutex sync.Mutex
	of    map[consult.ID]*themesCounted
}

// ThemeCounts gives how the contributions of a consultation stand in its grid: by theme, category and territory, in
// statements, contributions, contributors and participants represented, each under its name. It is counted anew when
// something changed, whoever changed it; nobody may write to what it gives. The caller checks permissions.
func (s *Service) ThemeCounts(ctx context.Context, consultation consult.ID) (*consult.Grouping, error) {
	counted, err := s.countThemes(ctx, consultation)
	if err != nil {
		return nil, fmt.Errorf("count by theme: %w", err)
	}
	return counted.grouping, nil
}

func (s *Service) countThemes(ctx context.Context, consultation consult.ID) (*themesCounted, error) {
	mark, sessions, err := s.countsMark(ctx, consultation)
	if err != nil {
		return nil, err
	}
	now, before := &themesCounted{mark: mark, at: s.Now()}, s.themesCounted.last(consultation)
	if before != nil && before.mark == now.mark {
		return before, nil
	}
	if err := s.fillCounted(ctx, consultation, sessions, now); err != nil {
		return nil, err
	}
	s.themesCounted.mutex.Lock()
	defer s.themesCounted.mutex.Unlock()
	if s.themesCounted.of == nil {
		s.themesCounted.of = map[consult.ID]*themesCounted{}
	}
	s.themesCounted.of[consultation] = now
	return now, nil
}

// publicCounted gives what countThemes does, for pages that everybody reads: while a debate goes on, something changes every
// second. Among very many texts it is as it stood a minute ago at most.
func (s *Service) publicCounted(ctx context.Context, consultation consult.ID) (*themesCounted, error) {
	if last := s.themesCounted.last(consultation); last != nil && last.grouping.Total.Contributions >= manyTexts {
		if age := s.Now().Sub(last.at); age >= 0 && age < countedWithin {
			return last, nil
		}
	}
	return s.countThemes(ctx, consultation)
}

func (m *themesMemory) last(consultation consult.ID) *themesCounted {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	return m.of[consultation]
}

func (s *Service) fillCounted(ctx context.Context, consultation consult.ID, sessions []consult.SessionHeld, into *themesCounted) error {
	grid, err := s.Store.ThemeGrid(ctx, consultation)
	if err != nil && consult.CodeOf(err) != consult.CodeNotFound {
		return err
	}
	texts, err := s.corpus(ctx, consultation)
	if err != nil {
		return err
	}
	assignments, err := s.Store.CurrentAssignments(ctx, consultation)
	if err != nil {
		return err
	}
	parts, err := s.standingParts(ctx, consultation)
	if err != nil {
		return err
	}
	into.grouping = texts.Group(&grid, parts, rejoined(parts, assignments), sessions)
	into.together = texts.Together(assignments)
	into.marks = map[consult.ID]string{}
	for _, count := range into.grouping.Themes {
		into.marks[count.Theme.ID] = themeMark(count.Theme, count, assignments)
	}
	return nil
}

// standingParts gives the statements of the contributions that somebody split, as they stand.
func (s *Service) standingParts(ctx context.Context, consultation consult.ID) ([]consult.Statement, error) {
	rows, err := s.Store.StatementRows(ctx, consultation)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	split := byContribution(rows)
	var parts []consult.Statement
	for chunk := range slices.Chunk(slices.Sorted(maps.Keys(split)), splitAtOnce) {
		texts, err := s.Store.Contributions(ctx, consult.ContributionFilter{ConsultationID: consultation, Among: chunk})
		if err != nil {
			return nil, err
		}
		parts = append(parts, partsOf(split, texts)...)
	}
	return parts, nil
}

// rejoined gives to the first statement of a text what was said of parts that are no more, because the text changed:
// it is stale, and waits there for whoever reads the text again.
func rejoined(statements []consult.Statement, assignments []consult.Assignment) []consult.Assignment {
	first, known := map[consult.ID]consult.ID{}, map[consult.ID]bool{}
	for _, statement := range statements {
		if first[statement.ContributionID] == "" {
			first[statement.ContributionID] = statement.ID
		}
		known[statement.ID] = true
	}
	moved := make([]consult.Assignment, len(assignments))
	copy(moved, assignments)
	for i := range moved {
		if head, cut := first[moved[i].ContributionID]; cut && !known[moved[i].StatementID] {
			moved[i].StatementID = head
		}
	}
	return moved
}
