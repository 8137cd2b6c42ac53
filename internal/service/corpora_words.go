package service

import (
	"context"
	"fmt"
	"slices"

	"concertation/internal/consult"
	"concertation/internal/corpus"
)

// saidWords is which contributions say some words.
type saidWords struct {
	words string
	seq   int64 // no change up to it is missed
	found *corpus.Selection
	few   []consult.ID // what is found; nil when it is more than fewTexts
}

const (
	// wordsRemembered bounds the searches remembered of each consultation.
	wordsRemembered = 16
	// fewTexts is how many texts may say some words for lists of them to be read by their identifiers: in the order of
	// lists, a few among millions are far apart.
	fewTexts = 1000
)

// saying gives the contributions in which every word stands. Reading every text takes seconds among millions: only what
// changed is read again, and nobody waits for the search of another.
func (s *Service) saying(ctx context.Context, texts *corpus.Corpus, consultation consult.ID, words string) (saidWords, error) {
	followed := s.corpora.find(consultation)
	upTo, err := followed.upTo(ctx)
	if err != nil {
		return saidWords{}, err
	}
	before, known := followed.said(words)
	switch {
	case !known:
		before = saidWords{seq: -1, found: &corpus.Selection{}, few: []consult.ID{}}
	case before.seq >= upTo:
		return before, nil
	}
	now, added := saidWords{words: words, seq: upTo}, []consult.ID{}
	now.found, err = texts.SelectAgain(before.found, before.seq, func(take func(consult.ID)) error {
		return s.Store.ContributionsSaying(ctx, consultation, words, before.seq, func(id consult.ID) {
			take(id)
			if len(added) <= fewTexts {
				added = append(added, id)
			}
		})
	})
	if err != nil {
		return saidWords{}, fmt.Errorf("look for words: %w", err)
	}
	if before.few != nil && len(added) <= fewTexts {
		if held := texts.Held(now.found, append(added, before.few...)); len(held) <= fewTexts {
			now.few = held
		}
	}
	followed.remember(now)
	return now, nil
}

// upTo gives the sequence up to which the corpus knows every change.
func (f *followedCorpus) upTo(ctx context.Context) (int64, error) {
	if err := f.turn.take(ctx); err != nil {
		return 0, err
	}
	defer f.turn.give()
	return f.seq, nil
}

func (f *followedCorpus) said(words string) (saidWords, bool) {
	f.searches.Lock()
	defer f.searches.Unlock()
	at := slices.IndexFunc(f.words, func(one saidWords) bool { return one.words == words })
	if at < 0 {
		return saidWords{}, false
	}
	return f.words[at], true
}

func (f *followedCorpus) remember(said saidWords) {
	f.searches.Lock()
	defer f.searches.Unlock()
	kept := slices.DeleteFunc(f.words, func(one saidWords) bool { return one.words == said.words })
	if len(kept) >= wordsRemembered {
		kept = kept[1:]
	}
	f.words = append(kept, said)
}
