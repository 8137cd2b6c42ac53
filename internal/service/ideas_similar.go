package service

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"sync"
	"time"

	"concertation/internal/consult"
)

// How similar ideas are looked for: for each of the first words, the latest ideas that have it, and those that have all
// the words of the title however old. Those with most words in common, rare words first, are then read and compared.
const (
	similarShown    = 5
	similarWords    = 10  // looked for
	similarHits     = 200 // of each word
	similarCompared = 10  // read and compared
	similarLeast    = 0.3 // of the words in common
)

// SimilarIdeas gives up to five ideas shown that say much the same as a title and a text, the closest first.
func (s *Service) SimilarIdeas(ctx context.Context, slug, title, text string) ([]IdeaCard, error) {
	box, err := s.publicBox(ctx, slug)
	if err != nil {
		return nil, err
	}
	similar, err := s.similar(ctx, box, title, text, 0)
	return box.publicCards(similar), err
}

// similarTo gives the like of an idea. Which they are is remembered for a minute; what they say is read each time.
func (s *Service) similarTo(ctx context.Context, box *ideaBox, idea *consult.Idea) ([]consult.Idea, error) {
	if numbers, ok := s.similarIdeas.find(idea, s.Now()); ok {
		return s.Store.IdeasByNumber(ctx, numbers)
	}
	similar, err := s.similar(ctx, box, idea.Title, ideaBody(idea), idea.Number)
	if err == nil {
		s.similarIdeas.keep(idea, similar, s.Now())
	}
	return similar, err
}

// similar leaves out the idea of one number.
func (s *Service) similar(ctx context.Context, box *ideaBox, title, text string, but int64) ([]consult.Idea, error) {
	if len(text) > 4*IdeaTextLength {
		text = text[:4*IdeaTextLength] // nothing longer can be dropped
	}
	own := s.ideaStems(title, text)
	hits, err := s.similarNumbers(ctx, box, own, len(s.stemmer.Stems(title)))
	if err != nil || len(hits) == 0 {
		return nil, err
	}
	delete(hits, but)
	numbers := make([]int64, 0, len(hits))
	for number := range hits {
		numbers = append(numbers, number)
	}
	slices.SortFunc(numbers, func(a, b int64) int { return cmp.Or(cmp.Compare(hits[b], hits[a]), cmp.Compare(b, a)) })
	candidates, err := s.Store.IdeasByNumber(ctx, numbers[:min(len(numbers), similarCompared)])
	if err != nil {
		return nil, fmt.Errorf("look for ideas like another: %w", err)
	}
	return s.closest(own, candidates), nil
}

// similarNumbers weighs the ideas that have some of the words; the first inTitle of them are those of the title.
func (s *Service) similarNumbers(ctx context.Context, box *ideaBox, own []string, inTitle int) (map[int64]float64, error) {
	hits := map[int64]float64{}
	look := func(weight float64, limit int, stems ...string) error {
		found, err := s.Store.IdeaNumbers(ctx, consult.IdeaFilter{ConsultationID: box.consultation.ID, Stems: stems, Limit: limit})
		if err != nil {
			return fmt.Errorf("look for ideas like another: %w", err)
		}
		weight /= math.Log2(2 + float64(len(found))) // a word that many ideas have says little of each
		for _, number := range found {
			hits[number] += weight
		}
		return nil
	}
	for _, stem := range own[:min(len(own), similarWords)] {
		if err := look(1, similarHits, stem); err != nil {
			return nil, err
		}
	}
	if inTitle > 1 {
		return hits, look(float64(inTitle), similarCompared, own[:min(inTitle, similarWords)]...)
	}
	return hits, nil
}

// closest compares candidates word by word, and gives the best.
func (s *Service) closest(own []string, candidates []consult.Idea) []consult.Idea {
	scores := make(map[int64]float64, len(candidates))
	for i := range candidates {
		scores[candidates[i].Number] = overlap(own, s.ideaStems(candidates[i].Title, ideaBody(&candidates[i])))
	}
	slices.SortFunc(candidates, func(a, b consult.Idea) int {
		return cmp.Or(cmp.Compare(scores[b.Number], scores[a.Number]), cmp.Compare(b.Number, a.Number))
	})
	end := 0
	for end < len(candidates) && end < similarShown && scores[candidates[end].Number] >= similarLeast {
		end++
	}
	return candidates[:end]
}

// ideaStems gives the stems of an idea, each once, those of the title first.
func (s *Service) ideaStems(title, text string) []string { return s.stemmer.Stems(title + "\n" + text) }

// overlap says how much of the shorter of two lists of words the other has, from 0 to 1. Short texts need more in
// common: two words out of three may be chance.
func overlap(a, b []string) float64 {
	known := make(map[string]bool, len(a))
	for _, stem := range a {
		known[stem] = true
	}
	common := 0
	for _, stem := range b {
		if known[stem] {
			common++
		}
	}
	return float64(common) / (float64(min(len(a), len(b))) + 2)
}

// similarMemory remembers which ideas are like those lately shown: a page is read far more often than its like changes.
type similarMemory struct {
	mutex sync.Mutex
	known map[consult.ID]similarFound
}

type similarFound struct {
	numbers     []int64
	textVersion int
	at          time.Time
}

const (
	similarFor        = time.Minute
	similarRemembered = 2000
)

func (m *similarMemory) find(idea *consult.Idea, now time.Time) ([]int64, bool) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	found, ok := m.known[idea.ID]
	return found.numbers, ok && found.textVersion == idea.TextVersion && !now.Before(found.at) && now.Sub(found.at) < similarFor
}

func (m *similarMemory) keep(idea *consult.Idea, similar []consult.Idea, now time.Time) {
	found := similarFound{textVersion: idea.TextVersion, at: now}
	for i := range similar {
		found.numbers = append(found.numbers, similar[i].Number)
	}
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.known == nil || len(m.known) >= similarRemembered {
		m.known = make(map[consult.ID]similarFound, similarRemembered)
	}
	m.known[idea.ID] = found
}
