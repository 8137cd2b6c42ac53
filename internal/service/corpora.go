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
	corpus  *corpus.Corpus
	turn    turn  // to read what changed, and to touch what follows
	seq     int64 // up to which nothing is missed: a reading given up halfway may know later changes and miss earlier ones
	coding  *corpus.Coding
	codedAt consult.ReadingMark

	searches sync.Mutex
	words    []saidWords // those looked for last
}

func (c *corpora) find(consultation consult.ID) *followedCorpus {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	found := c.of[consultation]
	if found == nil {
		found = &followedCorpus{corpus: corpus.New(), turn: newTurn(), seq: -1}
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
	if err := found.turn.take(ctx); err != nil {
		return nil, err
	}
	defer found.turn.give()
	if err := s.Store.ContributionsSince(ctx, consultation, found.seq, found.corpus.Put); err != nil {
		return nil, fmt.Errorf("follow contributions: %w", err)
	}
	found.seq = max(found.seq, found.corpus.Latest())
	return found.corpus, nil
}

// ReadCorpora reads the contributions of each consultation, the newest first, so that the first page that counts them
// waits less: two million take ten to twenty seconds. It ends when that is done, or with ctx.
func (s *Service) ReadCorpora(ctx context.Context) {
	consultations, err := s.Store.Consultations(ctx)
	for i := range consultations {
		if err != nil {
			break
		}
		_, err = s.corpus(ctx, consultations[i].ID)
	}
	if err != nil && ctx.Err() == nil {
		s.Log.Warn("contributions are not read yet", "error", err)
	}
}

// coding gives what people gave to the contributions of a corpus, read anew when the mark is another one.
func (s *Service) coding(ctx context.Context, texts *corpus.Corpus, consultation consult.ID, mark consult.ReadingMark) (*corpus.Coding, error) {
	found := s.corpora.find(consultation)
	if err := found.turn.take(ctx); err != nil {
		return nil, err
	}
	defer found.turn.give()
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
