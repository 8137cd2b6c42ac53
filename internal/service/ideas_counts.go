package service

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"concertation/internal/consult"
)

// cells counts the ideas shown, from memory until one changes.
func (s *Service) cells(ctx context.Context, consultation consult.ID) ([]consult.IdeaCell, error) {
	version := s.ideaCells.version(consultation, s.ideasVersion.Load(), time.Now())
	cells, err := rememberWhile(s, &s.ideaCells.memory, consultation, version, func() ([]consult.IdeaCell, error) {
		cells, err := s.Store.IdeaCells(ctx, consultation)
		if err == nil {
			s.ideaCells.counted(consultation, version, cells, time.Now())
		}
		return cells, err
	})
	if err != nil {
		return nil, fmt.Errorf("count ideas: %w", err)
	}
	return cells, nil
}

// cellMemory spares counting a large box again for each of many changes: its counts may be a twentieth of a second late.
type cellMemory struct {
	memory memory[consult.ID, []consult.IdeaCell]
	mutex  sync.Mutex
	large  map[consult.ID]largeCount
}

type largeCount struct {
	version uint64
	at      time.Time
}

const (
	largeBox  = 5000
	largeWait = 50 * time.Millisecond
)

// version gives the version of the counts to use: the current one, or the former for a large box just counted.
func (m *cellMemory) version(consultation consult.ID, current uint64, now time.Time) uint64 {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if last, ok := m.large[consultation]; ok && now.Sub(last.at) < largeWait {
		return last.version
	}
	return current
}

func (m *cellMemory) counted(consultation consult.ID, version uint64, cells []consult.IdeaCell, now time.Time) {
	ideas := 0
	for _, cell := range cells {
		ideas += cell.Ideas
	}
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if ideas < largeBox {
		delete(m.large, consultation)
		return
	}
	if m.large == nil {
		m.large = map[consult.ID]largeCount{}
	}
	m.large[consultation] = largeCount{version, now}
}

// count adds the cells up, each count in the order of its values.
func (v *IdeaBoxView) count(cells []consult.IdeaCell) {
	add := func(counts []IdeaCount, value string, ideas int) []IdeaCount {
		if i := slices.IndexFunc(counts, func(c IdeaCount) bool { return c.Value == value }); i >= 0 {
			counts[i].Ideas += ideas
			return counts
		}
		return append(counts, IdeaCount{value, ideas})
	}
	for _, cell := range cells {
		v.All += cell.Ideas
		v.ByTheme = add(v.ByTheme, string(cell.ThemeID), cell.Ideas)
		v.ByTerritory = add(v.ByTerritory, cell.Territory, cell.Ideas)
		v.ByStatus = add(v.ByStatus, string(cell.Status), cell.Ideas)
	}
}

// counted gives how many ideas a filter without words finds.
func counted(cells []consult.IdeaCell, filter consult.IdeaFilter) int {
	total := 0
	for _, cell := range cells {
		if (filter.ThemeID == "" || cell.ThemeID == filter.ThemeID) &&
			(filter.Territory == "" || cell.Territory == filter.Territory) &&
			(filter.Status == "" || cell.Status == filter.Status) {
			total += cell.Ideas
		}
	}
	return total
}

// ideasChanged tells the lists that counts changed; to be called once the change is on disk.
func (s *Service) ideasChanged() { s.ideasVersion.Add(1) }
