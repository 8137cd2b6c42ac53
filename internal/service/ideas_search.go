package service

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"concertation/internal/consult"
)

// ideaFilter gives what the store is asked; blank says that the words say nothing that can be looked for.
func (s *Service) ideaFilter(consultation consult.ID, q IdeaQuery) (filter consult.IdeaFilter, blank bool) {
	filter = consult.IdeaFilter{ConsultationID: consultation, ThemeID: q.Theme, Territory: q.Territory, Status: q.Status, Order: q.Order}
	if q.Words == "" {
		if filter.Order == consult.IdeasRelevant || filter.Order == "" {
			filter.Order = consult.IdeasNewest
		}
		return filter, false
	}
	if filter.Order == "" {
		filter.Order = consult.IdeasRelevant
	}
	filter.Stems, filter.Prefix = s.searchStems(q.Words)
	return filter, len(filter.Stems) == 0
}

// searchWords bounds how many words a search looks for: the first ones count.
const (
	searchWords   = 12
	prefixLength  = 3 // the index keeps the beginnings of that length
	searchedRunes = 500
)

// searchStems gives the stems of what is looked for; the last may be the beginning of a word only.
func (s *Service) searchStems(words string) (stems []string, prefix bool) {
	if runes := []rune(words); len(runes) > searchedRunes {
		words = string(runes[:searchedRunes])
	}
	stems = s.stemmer.Stems(words)
	if len(stems) > searchWords {
		return stems[:searchWords], false
	}
	return stems, len(stems) > 0 && len(stems[len(stems)-1]) >= prefixLength
}

// searchIdeas fills in a page of what a search finds; one after the last is the last. When whole words find less than a
// page, the last is taken for the beginning of a word.
func (s *Service) searchIdeas(ctx context.Context, box *ideaBox, view *IdeaBoxView, filter consult.IdeaFilter, page int) error {
	beginning := filter.Prefix
	filter.Prefix = false
	err := s.foundIdeas(ctx, box, view, filter, page)
	if err == nil && beginning && view.Total < ideasPerPage {
		filter.Prefix = true
		err = s.foundIdeas(ctx, box, view, filter, page)
	}
	if err != nil {
		return fmt.Errorf("search ideas of %s: %w", box.consultation.Slug, err)
	}
	return nil
}

func (s *Service) foundIdeas(ctx context.Context, box *ideaBox, view *IdeaBoxView, filter consult.IdeaFilter, page int) error {
	filter.Offset, filter.Limit = (min(max(page, 1), lastPage)-1)*ideasPerPage, ideasPerPage
	key, version := searchKey(filter), s.ideasVersion.Load()
	filter.Found = s.searchTotals.find(key, version, s.Now())
	ideas, total, err := s.Store.FoundIdeas(ctx, filter)
	if err != nil {
		return err
	}
	s.searchTotals.keep(key, searchTotal{total, version, s.Now()})
	view.Total = total
	view.turnTo(page, &filter)
	if len(ideas) == 0 && total > 0 { // asked for a page after the last
		if ideas, _, err = s.Store.FoundIdeas(ctx, filter); err != nil {
			return err
		}
	}
	view.Ideas = box.publicCards(ideas)
	return nil
}

// totalMemory spares counting again what a common word finds: the words of the day are looked for again and again. What
// it holds is a second old at most, and forgotten when an idea changes.
type totalMemory struct {
	mutex sync.Mutex
	known map[string]searchTotal
}

type searchTotal struct {
	total   int
	version uint64
	at      time.Time
}

// totalsRemembered bounds the memory, whatever people look for.
const totalsRemembered = 1000

func searchKey(filter consult.IdeaFilter) string {
	return strings.Join(append([]string{string(filter.ConsultationID), string(filter.ThemeID), filter.Territory, string(filter.Status),
		strconv.FormatBool(filter.Prefix)}, filter.Stems...), "\x00")
}

// find gives the total of a search, 0 when it is to be counted.
func (m *totalMemory) find(key string, version uint64, now time.Time) int {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if found, ok := m.known[key]; ok && found.version == version && !now.Before(found.at) && now.Sub(found.at) < memoryFor {
		return found.total
	}
	return 0
}

func (m *totalMemory) keep(key string, total searchTotal) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if found, ok := m.known[key]; ok && found.version == total.version && total.at.Sub(found.at) < memoryFor {
		return // counted then, not now
	}
	if m.known == nil || len(m.known) >= totalsRemembered {
		m.known = make(map[string]searchTotal)
	}
	m.known[key] = total
}
