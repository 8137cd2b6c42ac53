package service

import (
	"context"
	"fmt"
	"sync"

	"concertation/internal/consult"
	"concertation/internal/corpus"
)

// corpora keeps the contributions of each consultation, without their texts, once somebody asked for counts of them. Like
// tallies (rule 9), a corpus follows what changed since it last looked, whoever changed it.
type corpora struct {
	mutex sync.Mutex
	of    map[consult.ID]*followedCorpus
}

type followedCorpus struct {
	// turn is held by the one who reads changes; waiting for it can be given up, unlike a mutex.
	turn   chan struct{}
	corpus *corpus.Corpus
	// What follows is touched by whoever holds turn.
	whole   bool // the corpus was read to its end once
	coding  *corpus.Coding
	codedAt consult.ReadingMark
}

func (c *corpora) find(consultation consult.ID) *followedCorpus {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	found := c.of[consultation]
	if found == nil {
		found = &followedCorpus{turn: make(chan struct{}, 1), corpus: corpus.New()}
		if c.of == nil {
			c.of = map[consult.ID]*followedCorpus{}
		}
		c.of[consultation] = found
	}
	return found
}

// corpus gives the contributions of a consultation with everything that was committed before the call.
func (s *Service) corpus(ctx context.Context, consultation consult.ID) (*corpus.Corpus, error) {
	found := s.corpora.find(consultation)
	if err := found.take(ctx); err != nil {
		return nil, err
	}
	defer found.give()
	since := int64(-1)
	if found.whole { // one given up halfway knows some changes and misses others before them
		since = found.corpus.Latest()
	}
	if err := s.Store.ContributionsSince(ctx, consultation, since, found.corpus.Put); err != nil {
		return nil, fmt.Errorf("follow contributions: %w", err)
	}
	found.whole = true
	return found.corpus, nil
}

// coding gives what people gave to the contributions of a corpus, read anew when the mark is another one.
func (s *Service) coding(ctx context.Context, texts *corpus.Corpus, consultation consult.ID, mark consult.ReadingMark) (*corpus.Coding, error) {
	found := s.corpora.find(consultation)
	if err := found.take(ctx); err != nil {
		return nil, err
	}
	defer found.give()
	if found.coding != nil && found.codedAt == mark {
		return found.coding, nil
	}
	parts, err := s.Store.StatementRows(ctx, consultation)
	if err != nil {
		return nil, fmt.Errorf("read statements: %w", err)
	}
	assignments, err := s.Store.CurrentAssignments(ctx, consultation)
	if err != nil {
		return nil, fmt.Errorf("read assignments: %w", err)
	}
	found.coding, found.codedAt = texts.Code(parts, assignments), mark
	return found.coding, nil
}

func (f *followedCorpus) take(ctx context.Context) error {
	select {
	case f.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (f *followedCorpus) give() { <-f.turn }
