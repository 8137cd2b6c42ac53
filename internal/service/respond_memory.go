package service

import (
	"sync"
	"time"
)

// memory spares the way of a response the reads that every request would make again. What it holds is read again
// after a second, and at once when this process changed a public page (see PublicVersion): so respondents learn of a
// new date within a second, whoever changed it.
type memory[K comparable, V any] struct {
	mutex sync.RWMutex
	known map[K]remembered[V]
}

type remembered[V any] struct {
	value   V
	version uint64
	from    time.Time
}

// memoryFor bounds how late another process's changes are seen.
const memoryFor = time.Second

// remember gives the value of key, from memory or from read. Only what exists is kept.
func remember[K comparable, V any](s *Service, m *memory[K, V], key K, read func() (V, error)) (V, error) {
	return rememberWhile(s, m, key, s.PublicVersion(), read)
}

// rememberWhile does so for what another version than the public pages' tells of.
func rememberWhile[K comparable, V any](s *Service, m *memory[K, V], key K, version uint64, read func() (V, error)) (V, error) {
	now := s.Now()
	m.mutex.RLock()
	found, ok := m.known[key]
	m.mutex.RUnlock()
	if ok && found.version == version && !now.Before(found.from) && now.Sub(found.from) < memoryFor {
		return found.value, nil
	}
	value, err := read()
	if err != nil {
		return value, err
	}
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.known == nil {
		m.known = map[K]remembered[V]{}
	}
	m.known[key] = remembered[V]{value, version, now}
	return value, nil
}
