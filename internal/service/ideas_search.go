package service

import (
	"context"
	"fmt"

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
	ideas, total, err := s.Store.FoundIdeas(ctx, filter)
	if err != nil {
		return err
	}
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
