package service

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"sync"
	"time"

	"concertation/internal/consult"
	"concertation/internal/themes"
)

// Suggestions are made apart from every page: suggest.go keeps a model per consultation in step with what people gave,
// suggest_learn.go gathers what it learns from, suggest_view.go says what a coder sees of it.

// suggester keeps the models. What there is to do is asked of the store (rule 9): a restart, an import, another replica
// are served as an act of coding is.
type suggester struct {
	service *Service
	asked   chan struct{}
	turn    chan struct{} // held by the one who learns

	mutex  sync.RWMutex
	fitted map[consult.ID]*fitted
}

// fitted is the model of a consultation with what it was made of.
type fitted struct {
	model    *themes.Model
	mark     consult.ReadingMark
	took     time.Duration
	at       time.Time
	sample   map[consult.ID]bool // the random texts that are read without suggestions first
	teaching []consult.ID        // texts without a theme on which a word would teach most, those first
	written  map[consult.ID]uint64
	// campaigns are the near-identical texts, under each of them.
	campaigns map[consult.ID][]consult.ID
}

func newSuggester(s *Service) *suggester {
	return &suggester{service: s, asked: make(chan struct{}, 1), turn: make(chan struct{}, 1), fitted: map[consult.ID]*fitted{}}
}

// wake asks for a round, after an act of coding. It never blocks.
func (g *suggester) wake() {
	select {
	case g.asked <- struct{}{}:
	default:
	}
}

// of gives what is known of a consultation, nil before the first round.
func (g *suggester) of(consultation consult.ID) *fitted {
	g.mutex.RLock()
	defer g.mutex.RUnlock()
	return g.fitted[consultation]
}

const (
	suggestEvery = 20 * time.Second // changes of other processes are found so late at most
	suggestPause = 1500 * time.Millisecond
	// suggestShare bounds the part of the time spent learning: a model that takes a second is made every ten at most.
	suggestShare = 10
)

// FollowReadings keeps suggestions in step with what people give until ctx ends.
func (s *Service) FollowReadings(ctx context.Context) {
	tick := time.NewTicker(suggestEvery)
	defer tick.Stop()
	for {
		if err := s.suggestAll(ctx); err != nil && ctx.Err() == nil {
			s.Log.Warn("suggestions are behind", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-s.suggester.asked:
			select { // acts come in bursts
			case <-ctx.Done():
				return
			case <-time.After(suggestPause):
			}
		}
	}
}

// suggestAll makes a round over the consultations that are read.
func (s *Service) suggestAll(ctx context.Context) error {
	all, err := s.Store.Consultations(ctx)
	if err != nil {
		return fmt.Errorf("list consultations: %w", err)
	}
	for i := range all {
		if all[i].Status == consult.StatusRecord {
			continue
		}
		known := s.suggester.of(all[i].ID)
		if known != nil && time.Since(known.at) < suggestShare*known.took {
			continue
		}
		if err := s.RefreshSuggestions(ctx, all[i].ID); err != nil {
			return fmt.Errorf("suggest for %s: %w", all[i].Slug, err)
		}
	}
	return nil
}

// RefreshSuggestions brings the suggestions of a consultation in step with what people gave until now; it does nothing
// when nothing changed. One round at a time.
func (s *Service) RefreshSuggestions(ctx context.Context, consultation consult.ID) error {
	select {
	case s.suggester.turn <- struct{}{}:
		defer func() { <-s.suggester.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	mark, err := s.Store.ReadingMark(ctx, consultation)
	if err != nil {
		return err
	}
	before := s.suggester.of(consultation)
	if before != nil && before.mark == mark || mark.Grid == 0 {
		return nil
	}
	started := time.Now()
	made := &fitted{mark: mark, sample: map[consult.ID]bool{}, written: map[consult.ID]uint64{}}
	if before != nil {
		made.written = before.written
	}
	if before != nil && onlyTexts(before.mark, mark) {
		err = s.suggestNew(ctx, consultation, before, made)
	} else {
		err = s.learn(ctx, consultation, made)
	}
	if err != nil {
		return err
	}
	made.at, made.took = time.Now(), time.Since(started)
	s.suggester.mutex.Lock()
	defer s.suggester.mutex.Unlock()
	s.suggester.fitted[consultation] = made
	return nil
}

// onlyTexts says whether texts came or changed and nothing else: what people gave is the same, and so is the model.
func onlyTexts(before, now consult.ReadingMark) bool {
	before.Changes = now.Changes
	return before == now
}

// learn makes a model anew, and the suggestions of every text.
func (s *Service) learn(ctx context.Context, consultation consult.ID, made *fitted) error {
	desk, err := s.learningDesk(ctx, consultation)
	if err != nil {
		return err
	}
	if err := s.gatherExamples(ctx, desk); err != nil {
		return err
	}
	if made.model, err = themes.Train(ctx, desk.themes, desk.examples, themes.Options{Seed: 1, Unlabelled: desk.unread}); err != nil {
		return err
	}

	made.campaigns = campaignsOf(desk.texts)
	return s.suggestTexts(ctx, desk, made, 0)
}

// suggestNew makes the suggestions of the texts that came or changed since the last round, by the model that is there.
func (s *Service) suggestNew(ctx context.Context, consultation consult.ID, before, made *fitted) error {
	desk, err := s.learningDesk(ctx, consultation)
	if err != nil {
		return err
	}
	made.model, made.sample, made.teaching, made.campaigns = before.model, before.sample, before.teaching, before.campaigns
	return s.suggestTexts(ctx, desk, made, before.mark.Changes)
}

const (
	suggestPage    = 2000 // contributions read at once
	suggestChunk   = 100  // whose suggestions are written in one transaction: about 20 ms (rule 1)
	sampleSize     = 50
	teachingSize   = 300 // of which some are read before others learn from them
	evidenceWords  = 5
	mostSuggested  = 3
	proposedAtRest = 0.5 // what is proposed while no model is in memory
)

// teach is a text with how much a word on it would teach.
type teach struct {
	id    consult.ID
	doubt float64
}

// suggestTexts makes the suggestions of every text that changed after since, page by page, and writes those that are
// others than before. Only a round over all texts draws the sample and those that teach most.
func (s *Service) suggestTexts(ctx context.Context, desk *learningDesk, made *fitted, since int64) error {
	var doubts []teach
	sample := make([]teach, 0, sampleSize+1)
	var writes []suggestionWrite
	for c, err := range s.eachContribution(ctx, consult.ContributionFilter{ConsultationID: desk.consultation, Limit: suggestPage}) {
		if err != nil {
			return err
		}
		if since > 0 && c.ChangeSeq <= since {
			continue
		}
		suggestions, doubt := desk.suggest(made.model, c, s.Now())
		if desk.waits(c) {
			doubts = keepLeast(doubts, teach{c.ID, -doubt}, teachingSize)
		}
		sample = keepLeast(sample, teach{c.ID, drawn01(c.ID)}, sampleSize)
		sum := sumOf(suggestions)
		if kept, known := made.written[c.ID]; known && kept == sum {
			continue
		}
		if writes = append(writes, suggestionWrite{c.ID, suggestions, sum}); len(writes) < suggestChunk {
			continue
		}
		if err := s.writeSuggestions(ctx, writes, made); err != nil {
			return err
		}
		writes = writes[:0]
	}
	if err := s.writeSuggestions(ctx, writes, made); err != nil {
		return err
	}
	if since > 0 {
		return nil
	}
	for _, one := range doubts {
		made.teaching = append(made.teaching, one.id)
	}
	for _, one := range sample {
		made.sample[one.id] = true
	}
	return nil
}

// keepLeast keeps the least of a list, in order.
func keepLeast(list []teach, one teach, most int) []teach {
	if len(list) == most && one.doubt >= list[most-1].doubt {
		return list
	}
	at, _ := slices.BinarySearchFunc(list, one, func(a, b teach) int {
		switch {
		case a.doubt < b.doubt, a.doubt == b.doubt && a.id < b.id:
			return -1
		case a.doubt > b.doubt:
			return 1
		}
		return strings.Compare(string(a.id), string(b.id))
	})
	list = slices.Insert(list, at, one)
	return list[:min(len(list), most)]
}

// drawn01 draws a number that an identifier always has: the same sample whoever draws it.
func drawn01(id consult.ID) float64 {
	sum := sha256.Sum256([]byte(id))
	return float64(binary.BigEndian.Uint64(sum[:8])>>11) / (1 << 53)
}

// suggestionWrite is what a contribution is suggested anew.
type suggestionWrite struct {
	contribution consult.ID
	suggestions  []consult.Suggestion
	sum          uint64
}

func (s *Service) writeSuggestions(ctx context.Context, writes []suggestionWrite, made *fitted) error {
	writes, err := s.unlikeStored(ctx, writes, made)
	if err != nil || len(writes) == 0 {
		return err
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		for _, write := range writes {
			if err := tx.ReplaceSuggestions(ctx, write.contribution, write.suggestions); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("write suggestions: %w", err)
	}
	for _, write := range writes {
		made.written[write.contribution] = write.sum
	}
	return nil
}

// unlikeStored leaves out what the store has already: what a server of before wrote, of which this one knows nothing yet.
// Reading keeps nobody from writing.
func (s *Service) unlikeStored(ctx context.Context, writes []suggestionWrite, made *fitted) ([]suggestionWrite, error) {
	var unknown []consult.ID
	for _, write := range writes {
		if _, known := made.written[write.contribution]; !known {
			unknown = append(unknown, write.contribution)
		}
	}
	if unknown == nil {
		return writes, nil
	}
	stored, err := s.Store.SuggestionsAmong(ctx, unknown)
	if err != nil {
		return nil, fmt.Errorf("read suggestions: %w", err)
	}
	return slices.DeleteFunc(writes, func(write suggestionWrite) bool {
		if _, known := made.written[write.contribution]; known || sumOf(stored[write.contribution]) != write.sum {
			return false
		}
		made.written[write.contribution] = write.sum
		return true
	}), nil
}

// sumOf sums suggestions up in any order, to tell those that changed: a hundredth of a score is no change.
func sumOf(suggestions []consult.Suggestion) uint64 {
	var all uint64
	for i := range suggestions {
		sum := fnv.New64a()
		fmt.Fprintf(sum, "%s %s %.2f %s\n", suggestions[i].StatementID, suggestions[i].ThemeID, suggestions[i].Score, suggestions[i].Evidence)
		all += sum.Sum64()
	}
	return all
}
