package service

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"concertation/internal/consult"
	"concertation/internal/french"
)

// How similar ideas are looked for: the words of the title first, then those of the text; for each, the latest ideas
// that have it. What is found is then compared word by word.
const (
	similarShown      = 5
	similarWords      = 10  // looked for
	similarCandidates = 40  // of each word
	similarCompared   = 60  // read and compared
	similarLeast      = 0.2 // of the weight of the words in common
)

// SimilarIdeas gives up to five ideas shown that say much the same as a title and a text, the closest first.
func (s *Service) SimilarIdeas(ctx context.Context, slug, title, text string) ([]IdeaCard, error) {
	box, err := s.publicBox(ctx, slug)
	if err != nil {
		return nil, err
	}
	similar, err := s.similar(ctx, box, title, text, "")
	return box.publicCards(similar), err
}

func (s *Service) similar(ctx context.Context, box *ideaBox, title, text string, but consult.ID) ([]consult.Idea, error) {
	own := ideaStems(title, text)
	if len(own) == 0 {
		return nil, nil
	}
	found := map[consult.ID]*candidate{}
	filter := consult.IdeaFilter{ConsultationID: box.consultation.ID, Order: consult.IdeasRelevant, Limit: similarCandidates}
	for _, stem := range own[:min(len(own), similarWords)] {
		filter.Stems = []string{stem}
		ideas, err := s.Store.Ideas(ctx, filter)
		if err != nil {
			return nil, fmt.Errorf("look for ideas like another: %w", err)
		}
		// A word that many ideas have says little of each.
		weight := 1 / math.Log2(2+float64(len(ideas)))
		for _, idea := range ideas {
			if idea.ID == but {
				continue
			}
			if found[idea.ID] == nil {
				found[idea.ID] = &candidate{idea: idea}
			}
			found[idea.ID].hits += weight
		}
	}
	return closest(own, found), nil
}

// candidate is an idea that has some of the words looked for.
type candidate struct {
	idea  consult.Idea
	hits  float64
	score float64
}

// closest compares the candidates with most hits, and gives the best.
func closest(own []string, found map[consult.ID]*candidate) []consult.Idea {
	candidates := make([]*candidate, 0, len(found))
	for _, one := range found {
		candidates = append(candidates, one)
	}
	slices.SortFunc(candidates, func(a, b *candidate) int {
		return cmp.Or(cmp.Compare(b.hits, a.hits), cmp.Compare(b.idea.Number, a.idea.Number))
	})
	candidates = candidates[:min(len(candidates), similarCompared)]
	for _, one := range candidates {
		one.score = overlap(own, ideaStems(one.idea.Title, ideaBody(&one.idea)))
	}
	slices.SortFunc(candidates, func(a, b *candidate) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(b.idea.Number, a.idea.Number))
	})
	var best []consult.Idea
	for _, one := range candidates {
		if one.score >= similarLeast && len(best) < similarShown {
			best = append(best, one.idea)
		}
	}
	return best
}

// ideaStems gives the stems of an idea, each once, those of the title first.
func ideaStems(title, text string) []string { return french.Stems(title + "\n" + text) }

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
