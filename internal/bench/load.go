package bench

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
)

// figures are what a load saw.
type figures struct {
	done          int
	elapsed       time.Duration
	cpu           time.Duration // of the server
	p50, p95, p99 time.Duration
}

// perSecond gives the acts done per second.
func (f figures) perSecond() float64 { return float64(f.done) / f.elapsed.Seconds() }

// perCPUSecond gives the acts done per second of the server's processor time.
func (f figures) perCPUSecond() float64 {
	if f.cpu <= 0 {
		return 0
	}
	return float64(f.done) / f.cpu.Seconds()
}

// drive has clients do count acts between them; act is told its number and gives the time to count, which starts
// where the act says so. The first error ends everything.
func drive(ctx context.Context, server *process, clients, count int, act func(c *client, i int) error) (figures, error) {
	before, err := server.cpu()
	if err != nil {
		return figures{}, err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var next atomic.Int64
	var group sync.WaitGroup
	latencies := make([][]time.Duration, clients)
	start := time.Now()
	for worker := range clients {
		group.Go(func() {
			visitor := newClient(server.addr)
			defer visitor.close()
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= count {
					return
				}
				begun := time.Now()
				if err := act(visitor, i); err != nil {
					cancel(fmt.Errorf("act %d: %w", i, err))
					return
				}
				latencies[worker] = append(latencies[worker], time.Since(begun))
			}
		})
	}
	group.Wait()
	elapsed := time.Since(start)
	if err := context.Cause(ctx); err != nil {
		return figures{}, err
	}
	after, err := server.cpu()
	if err != nil {
		return figures{}, err
	}
	all := slices.Concat(latencies...)
	slices.Sort(all)
	at := func(share float64) time.Duration { return all[min(int(share*float64(len(all))), len(all)-1)] }
	return figures{done: count, elapsed: elapsed, cpu: after - before, p50: at(0.50), p95: at(0.95), p99: at(0.99)}, nil
}

// add joins the figures of another round; percentiles become the worst of both.
func (f *figures) add(other figures) {
	f.done += other.done
	f.elapsed += other.elapsed
	f.cpu += other.cpu
	f.p50, f.p95, f.p99 = max(f.p50, other.p50), max(f.p95, other.p95), max(f.p99, other.p99)
}

// inParallel calls act for each of 0..count-1 from workers goroutines; the first error ends everything.
func inParallel(workers, count int, act func(i int) error) error {
	var next atomic.Int64
	var group errgroup.Group
	for range workers {
		group.Go(func() error {
			for {
				i := int(next.Add(1)) - 1
				if i >= count {
					return nil
				}
				if err := act(i); err != nil {
					next.Store(int64(count))
					return err
				}
			}
		})
	}
	return group.Wait()
}
