package bench

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"concertation/forms"
	"concertation/forms/library"
)

// SubmitOptions size the run.
type SubmitOptions struct {
	Clients  int    // at once
	Finals   int    // final posts measured, and bare posts beside
	Journeys int    // complete one-page journeys; a quarter as many of seven steps
	Pages    int    // fetches of each page
	Ideas    int    // in the box before it is measured
	Profile  string // file for the server's processor profile, or ""
}

// The budgets of server processor time, and of a start.
const (
	onePageBudget   = 1.0   // ms per completed one-page response
	sevenStepBudget = 2.5   // ms per completed response of the seven-step reference
	memoryBudget    = 80.0  // MiB at rest
	startBudget     = 300.0 // ms from start to first page
)

const (
	onePage   = "une-page"
	sevenStep = "reference"
)

// Submit measures the way of a response against the bare limits: rows final_post (first), journeys, pages, latencies,
// memory and start.
func Submit(ctx context.Context, options SubmitOptions) ([]Row, error) {
	folder, err := os.MkdirTemp("", "concertation-bench-")
	if err != nil {
		return nil, fmt.Errorf("bench submit: %w", err)
	}
	defer os.RemoveAll(folder)
	run := &submitRun{options: options, database: "sqlite:" + filepath.Join(folder, "bench.db")}
	if err := run.prepare(ctx); err != nil {
		return nil, err
	}

	bare, err := launch(ctx, "bench", "bare", "--file", filepath.Join(folder, "bare.db"))
	if err != nil {
		return nil, err
	}
	defer bare.stop()
	serving := []string{"serve", "--db", run.database, "--empty", "--start-rate", "1e9", "--start-burst", "1000000000",
		"--post-rate", "1e9", "--post-burst", "1000000000", "--support-rate", "1e9", "--support-burst", "1000000000"}
	if options.Profile != "" {
		serving = append(serving, "--cpu-profile", options.Profile)
	}
	server, err := launch(ctx, serving...)
	if err != nil {
		return nil, err
	}
	defer server.stop()

	var rows []Row
	for _, measure := range []func(context.Context, *process, *process) ([]Row, error){
		run.finalPosts, run.onePageJourneys, run.sevenStepJourneys, run.pages, run.memory, run.ideas,
	} {
		measured, err := measure(ctx, server, bare)
		if err != nil {
			return rows, fmt.Errorf("bench submit: %w", err)
		}
		rows = append(rows, measured...)
	}
	started, err := run.firstPage(ctx, server)
	return append(rows, started...), err
}

type submitRun struct {
	options  SubmitOptions
	database string
	onePage  *forms.Questionnaire
	seven    *forms.Questionnaire
	bodies   []string // posts of the 16 questions
}

// prepare publishes both shapes and writes the bodies of the final posts.
func (r *submitRun) prepare(ctx context.Context) error {
	definitions := map[string]forms.Definition{onePage: library.OnePage(), sevenStep: library.Reference()}
	if err := Prepare(ctx, r.database, definitions); err != nil {
		return err
	}
	r.onePage, _ = forms.Compile(definitions[onePage])
	r.seven, _ = forms.Compile(definitions[sevenStep])
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		r.bodies = append(r.bodies, pageForm(r.onePage, 0, Fill(r.onePage, random), "1", url.Values{"action": {"submit"}}))
	}
	return nil
}

// finalPosts measures the request that makes a response submitted, on drafts begun on the same server just before, and
// the bare post of the same body, one after the other in four rounds, so that a noisy neighbour weighs on both. What
// the server writes after a round, once nobody sends any more, is a row of its own.
func (r *submitRun) finalPosts(ctx context.Context, server, bare *process) ([]Row, error) {
	const rounds = 4
	var ours, limit figures
	var after time.Duration
	share := r.options.Finals / rounds
	for range rounds {
		drafts := make([]string, share)
		_, err := drive(ctx, server, r.options.Clients, share, func(c *client, i int) (err error) {
			drafts[i], err = begin(c, onePage)
			return err
		})
		if err != nil {
			return nil, err
		}
		got, err := drive(ctx, bare, r.options.Clients, share, func(c *client, i int) error {
			return expect(303)(c.post("/submit", r.bodies[i%len(r.bodies)]))
		})
		if err != nil {
			return nil, err
		}
		limit.add(got)
		got, err = drive(ctx, server, r.options.Clients, share, func(c *client, i int) error {
			return expect(303)(c.post("/r/"+drafts[i]+"/etape/1", r.bodies[i%len(r.bodies)]))
		})
		if err != nil {
			return nil, err
		}
		ours.add(got)
		rested, err := server.rest(ctx)
		if err != nil {
			return nil, err
		}
		after += rested
	}
	return []Row{
		rate("final_post", ours.perSecond(), limit.perSecond(), "réponses/s"),
		rate("final_post_cpu", ours.perCPUSecond(), limit.perCPUSecond(), "réponses/s de processeur"),
		rate("final_post_after", milliseconds(after)/float64(ours.done), 0, "ms de processeur"),
		cost("final_post_p50", milliseconds(ours.p50), milliseconds(limit.p50), "ms"),
		cost("final_post_p95", milliseconds(ours.p95), milliseconds(limit.p95), "ms"),
		cost("final_post_p99", milliseconds(ours.p99), milliseconds(limit.p99), "ms"),
	}, nil
}

// pages measures the home page and a step's page against gin writing the same bytes.
func (r *submitRun) pages(ctx context.Context, server, bare *process) ([]Row, error) {
	visitor := newClient(server.addr)
	defer visitor.close()
	token, err := begin(visitor, sevenStep)
	if err != nil {
		return nil, err
	}
	var rows []Row
	for _, page := range []struct {
		name, path string
	}{{"home_page", "/"}, {"start_page", "/c/" + Slug + "/q/" + sevenStep}, {"step_page", "/r/" + token + "/etape/1"}} {
		got, err := visitor.get(page.path, true)
		if err != nil {
			return nil, err
		}
		if err := keep(ctx, bare, page.name, got.body); err != nil {
			return nil, err
		}
		limit, err := drive(ctx, bare, r.options.Clients, r.options.Pages, func(c *client, _ int) error {
			return expect(200)(c.get("/page/"+page.name, false))
		})
		if err != nil {
			return nil, err
		}
		ours, err := drive(ctx, server, r.options.Clients, r.options.Pages, func(c *client, _ int) error {
			return expect(200)(c.get(page.path, false))
		})
		if err != nil {
			return nil, err
		}
		rows = append(rows, rate(page.name, ours.perSecond(), limit.perSecond(), "pages/s"))
	}
	return rows, nil
}

// memory measures the resident size once the load has gone.
func (r *submitRun) memory(ctx context.Context, server, _ *process) ([]Row, error) {
	rested, err := launch(ctx, "serve", "--db", "sqlite:"+filepath.Join(filepath.Dir(strings.TrimPrefix(r.database, "sqlite:")), "rest.db"))
	if err != nil {
		return nil, err
	}
	defer rested.stop()
	visitor := newClient(rested.addr)
	defer visitor.close()
	if err := expect(200)(visitor.get("/", false)); err != nil {
		return nil, err
	}
	time.Sleep(2 * time.Second) // at rest, not at start
	atRest, err := rested.memory()
	if err != nil {
		return nil, err
	}
	loaded, err := server.memory()
	if err != nil {
		return nil, err
	}
	return []Row{cost("memory_at_rest", atRest/(1<<20), memoryBudget, "Mio"), rate("memory_after_load", loaded/(1<<20), 0, "Mio")}, nil
}

// firstPage stops the loaded server and times another one on the same file, from start to first page.
func (r *submitRun) firstPage(ctx context.Context, server *process) ([]Row, error) {
	if err := server.stop(); err != nil {
		return nil, fmt.Errorf("stop the loaded server: %w", err)
	}
	again, err := launch(ctx, "serve", "--db", r.database, "--empty")
	if err != nil {
		return nil, err
	}
	defer again.stop()
	visitor := newClient(again.addr)
	defer visitor.close()
	if err := expect(200)(visitor.get("/", false)); err != nil {
		return nil, err
	}
	stored := float64(r.options.Finals + r.options.Journeys + r.options.Journeys/4)
	return []Row{
		cost("first_page", milliseconds(time.Since(again.started)), startBudget, "ms"),
		rate("responses_stored", stored, 0, "réponses"),
	}, nil
}

func keep(ctx context.Context, bare *process, name string, body []byte) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPut, "http://"+bare.addr+"/page/"+name, bytes.NewReader(body))
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("hand the page over: %w", err)
	}
	return response.Body.Close()
}

// expect checks an answer's status.
func expect(status int) func(answer, error) error {
	return func(got answer, err error) error {
		if err == nil && got.status != status {
			err = fmt.Errorf("status %d, want %d (%s)", got.status, status, got.location)
		}
		return err
	}
}

func between(text, before, after string) string {
	_, rest, found := strings.Cut(text, before)
	if !found {
		return ""
	}
	inside, _, _ := strings.Cut(rest, after)
	return inside
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
