package service

import (
	"context"
	"sync"
)

// background is the work that goes on after its request was answered. Its zero value is ready.
type background struct {
	mutex  sync.Mutex
	group  sync.WaitGroup
	ctx    context.Context
	cancel context.CancelFunc
}

// start runs work until it ends or Stop is called.
func (b *background) start(work func(ctx context.Context)) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if b.ctx == nil {
		b.ctx, b.cancel = context.WithCancel(context.Background())
	}
	ctx := b.ctx
	b.group.Go(func() { work(ctx) })
}

// Stop ends the work that goes on in the background, and waits for it: an import so stopped can be taken up again.
func (s *Service) Stop() {
	s.background.mutex.Lock()
	if s.background.cancel != nil {
		s.background.cancel()
	}
	s.background.mutex.Unlock()
	s.background.group.Wait()
}

// Idle waits until no work goes on in the background.
func (s *Service) Idle() { s.background.group.Wait() }
