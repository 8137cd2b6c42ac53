package service

import (
	"context"
	"hash/maphash"
	"slices"
	"sync/atomic"
	"time"

	"concertation/forms"
	"concertation/internal/consult"
)

// touched counts the writes to responses that this process made, so that a response remembered need not be asked after
// while nobody else writes to the store. Several responses share a count: then one is asked after for nothing.
type touched struct {
	seed   maphash.Seed
	all    atomic.Uint64 // of writes that may change any response
	counts [1 << 16]atomic.Uint64
}

func newTouched() *touched { return &touched{seed: maphash.MakeSeed()} }

func (t *touched) of(id consult.ID) *atomic.Uint64 {
	return &t.counts[maphash.String(t.seed, string(id))%uint64(len(t.counts))]
}

// count only grows: both its parts do.
func (t *touched) count(id consult.ID) uint64 { return t.of(id).Load() + t.all.Load() }

func (t *touched) touch(id consult.ID) { t.of(id).Add(1) }

// everything is for writes that may change any response.
func (t *touched) everything() { t.all.Add(1) }

// sighting is when the store last said what a response is, and the count of its writes from just before. The zero
// sighting vouches for nothing.
type sighting struct {
	count uint64
	at    time.Time
}

// sightedFor bounds how late a command run beside the only server is seen by who holds a response: about the time that a
// page takes to answer.
const sightedFor = time.Minute

// written gives the sighting of what the holder of this one has just written over it: had anybody else written too,
// the count would be higher yet. The time stays, so that the store is asked once a minute.
func (s sighting) written() sighting {
	if s.at.IsZero() {
		return s
	}
	return sighting{s.count + 1, s.at}
}

// vouches says whether a response seen so is still so: no other server writes to the store (see WithSoleServer), this
// one did not since, and commands run beside it are seen within a minute.
func (s *Service) vouches(seen sighting, id consult.ID, now time.Time) bool {
	return s.sole && !seen.at.IsZero() && !now.Before(seen.at) && now.Sub(seen.at) < sightedFor &&
		seen.count == s.touched.count(id)
}

// sight begins a sighting, before the store is asked.
func (s *Service) sight(id consult.ID) sighting {
	return sighting{s.touched.count(id), s.Now()}
}

// WithSoleServer says that no other server writes to the store while this Service lives.
func WithSoleServer(sole bool) Option { return func(s *Service) { s.sole = sole } }

func (w *watchedTx) touch(id consult.ID) {
	if !slices.Contains(w.responses, id) {
		w.responses = append(w.responses, id)
	}
}

func (w *watchedTx) SaveDraft(ctx context.Context, id consult.ID, version int64, draft, identity forms.Raw, at time.Time) (int64, error) {
	w.touch(id)
	return w.Tx.SaveDraft(ctx, id, version, draft, identity, at)
}

func (w *watchedTx) SetResponseLanguage(ctx context.Context, id consult.ID, language string) error {
	w.touch(id)
	return w.Tx.SetResponseLanguage(ctx, id, language)
}

func (w *watchedTx) SubmitResponse(ctx context.Context, r *consult.Response, identities []consult.Identity) error {
	w.touch(r.ID)
	return w.Tx.SubmitResponse(ctx, r, identities)
}

func (w *watchedTx) SendDraft(ctx context.Context, sending *consult.Sending) error {
	w.touch(sending.Response.ID)
	return w.Tx.SendDraft(ctx, sending)
}

func (w *watchedTx) SetResponseStatus(ctx context.Context, id consult.ID, status consult.ResponseStatus, seq int64, at time.Time) error {
	w.touch(id)
	return w.Tx.SetResponseStatus(ctx, id, status, seq, at)
}

func (w *watchedTx) InsertTeam(ctx context.Context, t *consult.Team, first *consult.Member) error {
	w.touch(t.ResponseID)
	return w.Tx.InsertTeam(ctx, t, first)
}
