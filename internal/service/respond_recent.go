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
type recentResponses struct {
	mutex  sync.Mutex
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

// responsesRemembered bounds each half of the memory, in bytes: some twelve thousand responses barely begun, some
// thousands of long ones.
const responsesRemembered = 16 << 20

func (m *recentResponses) find(hash []byte) (recentResponse, bool) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if response, ok := m.recent[string(hash)]; ok {
		return response, true
	}
	response, ok := m.older[string(hash)]
	return response, ok
}

func (m *recentResponses) keep(one recentResponse) {
	if len(one.response.TokenHash) == 0 { // of a team: no link of its own opens it
		return
	}
	one.weight = weightOf(&one)
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.recent == nil || m.weight >= responsesRemembered {
		m.older, m.recent, m.weight = m.recent, make(map[string]recentResponse, len(m.recent)), 0
	}
	m.weight += one.weight - m.recent[string(one.response.TokenHash)].weight
	m.recent[string(one.response.TokenHash)] = one
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
