package service

import (
	"context"
	"sync"

	"concertation/internal/consult"
)

// recentResponses remembers the responses lately at hand, as they were read or written: a respondent goes from page to
// page, and reading a whole draft again for each costs more than asking whether it changed. What is remembered is used
// only while the store says that it is still so, whoever else writes there.
type recentResponses struct {
	mutex  sync.Mutex
	recent map[string]recentResponse // by token hash; never changed once here
	older  map[string]recentResponse
}

type recentResponse struct {
	response consult.Response
	seen     sighting
}

// responsesRemembered bounds each half of the memory: a few megabytes.
const responsesRemembered = 1000

func (m *recentResponses) find(hash []byte) (recentResponse, bool) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if response, ok := m.recent[string(hash)]; ok {
		return response, true
	}
	response, ok := m.older[string(hash)]
	return response, ok
}

func (m *recentResponses) keep(response consult.Response, seen sighting) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.recent == nil || len(m.recent) >= responsesRemembered {
		m.older, m.recent = m.recent, make(map[string]recentResponse, responsesRemembered)
	}
	m.recent[string(response.TokenHash)] = recentResponse{response, seen}
}

// responseByToken gives the response that a token opens, as the store has it now.
func (s *Service) responseByToken(ctx context.Context, hash []byte) (consult.Response, sighting, error) {
	if known, ok := s.responses.find(hash); ok {
		if s.vouches(known.seen, known.response.ID, s.Now()) {
			return known.response, known.seen, nil
		}
		seen := s.sight(known.response.ID)
		mark, err := s.Store.ResponseMark(ctx, hash)
		if err != nil {
			return consult.Response{}, sighting{}, err
		}
		if mark == known.response.Mark() {
			s.responses.keep(known.response, seen)
			return known.response, seen, nil
		}
	}
	// Its identifier, and so its count, were not known before this reading.
	response, err := s.Store.ResponseByToken(ctx, hash)
	if err == nil {
		s.responses.keep(response, sighting{})
	}
	return response, sighting{}, err
}
