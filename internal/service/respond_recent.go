package service

import (
	"context"
	"sync"

	"concertation/forms"
	"concertation/internal/consult"
)

// recentResponses remembers the responses lately at hand, as they were read or written: a respondent goes from page to
// page, and reading a whole draft again for each costs more than asking whether it changed. What is remembered is used
// only while the store says that it is still so, whoever else writes there.
//
// What was sent is remembered apart: it is looked at once more, for its confirmation, while somebody may come back to a
// draft after half an hour. In one memory, a rush of sendings pushed out the drafts that were about to be sent.
type recentResponses struct {
	mutex  sync.Mutex
	drafts generations
	sent   generations
}

// generations are two halves of a memory: the older one is forgotten when the recent one is full.
type generations struct {
	recent map[string]recentResponse // by token hash; never changed once here
	older  map[string]recentResponse
	weight int // of recent, in bytes
}

type recentResponse struct {
	response   consult.Response
	seen       sighting
	evaluation *forms.Evaluation // of its draft; nil until somebody asks
	weight     int
}

// These bound each half, in bytes: some twelve thousand responses barely begun, some thousands of long ones; some
// hundreds of those sent.
const (
	draftsRemembered = 14 << 20
	sentRemembered   = 2 << 20
)

func (m *recentResponses) find(hash []byte) (recentResponse, bool) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if response, ok := m.drafts.find(hash); ok {
		return response, true
	}
	return m.sent.find(hash)
}

func (m *recentResponses) keep(one recentResponse) {
	if len(one.response.TokenHash) == 0 { // of a team: no link of its own opens it
		return
	}
	one.weight = weightOf(&one)
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if one.response.Status == consult.ResponseSubmitted && !one.response.Dirty {
		m.drafts.forget(one.response.TokenHash)
		m.sent.keep(one, sentRemembered)
		return
	}
	m.drafts.keep(one, draftsRemembered) // is found before what was sent
}

func (g *generations) find(hash []byte) (recentResponse, bool) {
	if response, ok := g.recent[string(hash)]; ok {
		return response, true
	}
	response, ok := g.older[string(hash)]
	return response, ok
}

func (g *generations) keep(one recentResponse, bound int) {
	if g.recent == nil || g.weight >= bound {
		g.older, g.recent, g.weight = g.recent, make(map[string]recentResponse, len(g.recent)), 0
	}
	g.weight += one.weight - g.recent[string(one.response.TokenHash)].weight
	g.recent[string(one.response.TokenHash)] = one
}

func (g *generations) forget(hash []byte) {
	if known, ok := g.recent[string(hash)]; ok {
		g.weight -= known.weight
		delete(g.recent, string(hash))
	}
	delete(g.older, string(hash))
}

// evaluated remembers what a response's draft is worth, beside the response that it was read from.
func (m *recentResponses) evaluated(a *Answering) {
	if known, ok := m.find(a.Response.TokenHash); ok && known.response.Mark() == a.Response.Mark() {
		known.evaluation = a.Evaluation
		m.keep(known)
	}
}

// weightOf estimates what a response takes in memory, in bytes.
func weightOf(one *recentResponse) int {
	const fixed, each, pair = 1024, 32, 96 // the record and its place; a string; a question of a map
	r, weight := &one.response, fixed
	if one.evaluation != nil { // its texts are the draft's
		weight += pair * len(one.evaluation.Answers)
	}
	for _, raw := range [...]forms.Raw{r.Draft, r.DraftIdentity} {
		for name, values := range raw {
			weight += pair + len(name)
			for _, value := range values {
				weight += each + len(value)
			}
		}
	}
	for name, answer := range r.Submission.Answers {
		weight += pair + len(name) + len(answer.Text) + each*len(answer.Codes)
	}
	return weight
}

// responseByToken gives the response that a token opens, as the store has it now.
func (s *Service) responseByToken(ctx context.Context, hash []byte) (recentResponse, error) {
	if known, ok := s.responses.find(hash); ok {
		if s.vouches(known.seen, known.response.ID, s.Now()) {
			return known, nil
		}
		seen := s.sight(known.response.ID)
		mark, err := s.Store.ResponseMark(ctx, hash)
		if err != nil {
			return recentResponse{}, err
		}
		if mark == known.response.Mark() {
			known.seen = seen
			s.responses.keep(known)
			return known, nil
		}
	}
	// Its identifier, and so its count, were not known before this reading.
	response, err := s.Store.ResponseByToken(ctx, hash)
	if err != nil {
		return recentResponse{}, err
	}
	read := recentResponse{response: response}
	s.responses.keep(read)
	return read, nil
}
