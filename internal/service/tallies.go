package service

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"concertation/internal/consult"
	"concertation/internal/tally"
)

// Tallies gives the counts of a questionnaire, with everything that was committed before the call, by this process or
// another. It waits while they fill, a few seconds at most: CodeUnavailable then, and the next call goes on from
// there. The caller checks permissions.
func (s *Service) Tallies(ctx context.Context, questionnaire consult.ID) (*tally.Engine, error) {
	waiting, cancel := context.WithTimeout(ctx, talliesPatience)
	defer cancel()
	if err := s.tallies.catchUp(waiting); err != nil {
		if errors.Is(waiting.Err(), context.DeadlineExceeded) && ctx.Err() == nil {
			return nil, &consult.Error{Code: consult.CodeUnavailable, Key: "tallies.error.filling", Err: err}
		}
		return nil, fmt.Errorf("count responses: %w", err)
	}
	engine, err := s.tallies.upToDate(waiting, questionnaire)
	if err != nil {
		return nil, fmt.Errorf("count responses: %w", err)
	}
	return engine, nil
}

// Follow keeps the tallies in step with the store until ctx ends: after each commit of this process, and once a second
// for those of others. Without it, Tallies catches up by itself.
func (s *Service) Follow(ctx context.Context) {
	tick := time.NewTicker(followEvery)
	defer tick.Stop()
	follow := s.tallies.catchUp
	for {
		if err := follow(ctx); err != nil && ctx.Err() == nil {
			s.Log.Warn("tallies are behind", "error", err)
		}
		follow = s.tallies.catchUp
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-s.tallies.asked:
			follow = s.tallies.takeOffered
			// Commits come in bursts: one reading serves those of a moment.
			select {
			case <-ctx.Done():
				return
			case <-time.After(followPause):
			}
		}
	}
}

const (
	talliesPatience = 10 * time.Second
	followEvery     = time.Second
	followPause     = 50 * time.Millisecond
	// followBatch bounds what is read at once, and so how long a reader of the tallies waits for an update.
	followBatch = 2000
)

// follower keeps the tallies in step with the store (rule 9): it reads the changes after the last it knows, in the
// order of their commits, so that the same way serves edits, imports by another process, a restart and replicas.
type follower struct {
	service *Service
	asked   chan struct{}
	offered offered
	turn    turn  // to read changes
	seq     int64 // the last change read; whoever holds turn may touch it

	mutex   sync.RWMutex
	engines map[consult.ID]*tally.Engine // by questionnaire
}

func newFollower(s *Service) *follower {
	return &follower{service: s, asked: make(chan struct{}, 1), turn: newTurn(), engines: map[consult.ID]*tally.Engine{}}
}

// wake asks for a round of following, after a commit. It never blocks.
func (f *follower) wake() {
	select {
	case f.asked <- struct{}{}:
	default:
	}
}

// takeOffered applies the changes at hand. In a rush, what is committed and not yet offered would be read for nothing:
// the store is asked only when nothing at hand follows.
func (f *follower) takeOffered(ctx context.Context) error {
	if err := f.turn.take(ctx); err != nil {
		return err
	}
	defer f.turn.give()
	if changes := f.offered.following(f.seq); len(changes) > 0 {
		return f.apply(ctx, changes)
	}
	return f.read(ctx)
}

// catchUp applies every change committed before the call. What it has read stays read when ctx ends.
func (f *follower) catchUp(ctx context.Context) error {
	if err := f.turn.take(ctx); err != nil {
		return err
	}
	defer f.turn.give()
	if err := f.apply(ctx, f.offered.following(f.seq)); err != nil {
		return err
	}
	return f.read(ctx)
}

// read applies the changes that the store has after the last one known.
func (f *follower) read(ctx context.Context) error {
	for {
		changes, err := f.service.Store.Changes(ctx, f.seq, followBatch)
		if err != nil {
			return fmt.Errorf("read changes after %d: %w", f.seq, err)
		}
		if err := f.apply(ctx, changes); err != nil {
			return err
		}
		if len(changes) < followBatch {
			f.offered.forget(f.seq)
			return nil
		}
	}
}

// apply feeds the engines, each with its own changes at once.
func (f *follower) apply(ctx context.Context, changes []consult.Change) error {
	byQuestionnaire := map[consult.ID][]tally.Change{}
	for i := range changes {
		change := &changes[i]
		published, err := f.service.Published(ctx, change.RevisionID)
		if consult.CodeOf(err) == consult.CodeNotFound {
			continue // removed with its consultation since it was read
		}
		if err != nil {
			return err
		}
		questionnaire := published.Revision.QuestionnaireID
		byQuestionnaire[questionnaire] = append(byQuestionnaire[questionnaire], tally.Change{Seq: change.Seq,
			ResponseID: string(change.ResponseID), Counted: change.Status == consult.ResponseSubmitted,
			Submission: change.Submission, Form: published.Questionnaire, At: change.SubmittedAt})
	}
	for questionnaire, its := range byQuestionnaire {
		f.engine(questionnaire).Apply(its...)
	}
	if len(changes) > 0 {
		f.seq = changes[len(changes)-1].Seq
	}
	return nil
}

func (f *follower) engine(questionnaire consult.ID) *tally.Engine {
	f.mutex.RLock()
	found := f.engines[questionnaire]
	f.mutex.RUnlock()
	if found != nil {
		return found
	}
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if f.engines[questionnaire] == nil {
		f.engines[questionnaire] = tally.New(nil)
	}
	return f.engines[questionnaire]
}

// upToDate gives the engine of a questionnaire that exists, with the questions of its published revision even when
// nobody has answered them yet.
func (f *follower) upToDate(ctx context.Context, questionnaire consult.ID) (*tally.Engine, error) {
	stored, err := f.service.Store.Questionnaire(ctx, questionnaire)
	if err != nil {
		return nil, err
	}
	engine := f.engine(questionnaire)
	if stored.Published != "" {
		published, err := f.service.Published(ctx, stored.Published)
		if err != nil {
			return nil, err
		}
		engine.Learn(published.Questionnaire)
	}
	return engine, nil
}
