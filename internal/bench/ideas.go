package bench

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"path/filepath"
	"strings"
	"sync"

	"concertation/forms"
	"concertation/forms/library"
	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/store"
)

// The budgets of server processor time for each act on a box of ten thousand ideas.
const (
	ideaCreateBudget = 0.5 // ms
	ideaListBudget   = 2.0
	ideaSearchBudget = 2.0
)

// ideas measures the idea box, on a server of its own whose box is full: dropping, listing and searching, each beside
// the bare handler that takes the same body or writes the same page.
func (r *submitRun) ideas(ctx context.Context, _, bare *process) ([]Row, error) {
	database := "sqlite:" + filepath.Join(filepath.Dir(strings.TrimPrefix(r.database, "sqlite:")), "ideas.db")
	if err := prepareBox(ctx, database, r.options.Ideas); err != nil {
		return nil, err
	}
	serving := []string{"serve", "--db", database, "--empty", "--post-rate", "1e9", "--post-burst", "1000000000", "--support-rate", "1e9", "--support-burst", "1000000000"}
	if r.options.Profile != "" {
		serving = append(serving, "--cpu-profile", r.options.Profile+".ideas")
	}
	server, err := launch(ctx, serving...)
	if err != nil {
		return nil, err
	}
	defer server.stop()
	rows, err := r.createIdeas(ctx, server, bare)
	if err != nil {
		return nil, fmt.Errorf("create ideas: %w", err)
	}
	const box = "/c/" + Slug + "/idees"
	searches := make([]string, 0, 32)
	random := rand.New(rand.NewPCG(5, 6))
	for range cap(searches) {
		searches = append(searches, box+"?mots="+url.QueryEscape(strings.TrimSuffix(sentence(random, 1+random.IntN(2)), ".")))
	}
	for _, page := range []struct {
		name   string
		paths  []string
		budget float64
	}{
		{"idea_list", []string{box, box + "?page=2", box + "?tri=soutenues", box + "?page=100"}, ideaListBudget},
		{"idea_search", searches, ideaSearchBudget},
	} {
		measured, err := r.ideaPages(ctx, server, bare, page.name, page.paths, page.budget)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", page.name, err)
		}
		rows = append(rows, measured...)
	}
	return rows, nil
}

// prepareBox opens a box and fills it with so many ideas.
func prepareBox(ctx context.Context, database string, ideas int) error {
	if err := Prepare(ctx, database, map[string]forms.Definition{onePage: library.OnePage()}); err != nil {
		return err
	}
	opened, err := store.Open(ctx, database)
	if err != nil {
		return fmt.Errorf("prepare the idea box: %w", err)
	}
	defer opened.Close()
	uses := service.New(opened)
	settings := consult.Settings{IdeaBox: true, IdeaModeration: consult.ModerateAfter, IdeaComments: true, IdeaSupports: true}
	if _, err := uses.EditConsultation(ctx, consult.System(), Slug, service.ConsultationEdit{Settings: &settings}); err != nil {
		return fmt.Errorf("prepare the idea box: %w", err)
	}
	var mutex sync.Mutex
	random := rand.New(rand.NewPCG(3, 4))
	return inParallel(64, ideas, func(int) error {
		mutex.Lock()
		draft := newIdea(random)
		mutex.Unlock()
		if _, err := uses.DropIdea(ctx, Slug, draft); err != nil {
			return fmt.Errorf("prepare the idea box: %w", err)
		}
		return nil
	})
}

// newIdea makes a plausible idea.
func newIdea(random *rand.Rand) service.IdeaDraft {
	return service.IdeaDraft{ID: consult.NewID(), Token: service.NewVisitor(), Title: sentence(random, 6),
		Observation: sentence(random, 20+random.IntN(20)), Proposal: sentence(random, 30+random.IntN(30)),
		Publication: consult.PublicationAnonymous}
}

// createIdeas measures the post that drops an idea, by many people at once.
func (r *submitRun) createIdeas(ctx context.Context, server, bare *process) ([]Row, error) {
	random := rand.New(rand.NewPCG(7, 8))
	bodies := make([]string, r.options.Finals/2)
	for i := range bodies {
		draft := newIdea(random)
		bodies[i] = url.Values{"acte": {"envoyer"}, "envoi": {string(draft.ID)}, "lien": {draft.Token}, "title": {draft.Title},
			"observation": {draft.Observation}, "proposal": {draft.Proposal}, "publication": {string(draft.Publication)}}.Encode()
	}
	limit, err := drive(ctx, bare, r.options.Clients, len(bodies), func(c *client, i int) error {
		return expect(303)(c.post("/submit", bodies[i]))
	})
	if err != nil {
		return nil, err
	}
	ours, err := drive(ctx, server, r.options.Clients, len(bodies), func(c *client, i int) error {
		return expect(303)(c.post("/c/"+Slug+"/idees/nouvelle", bodies[i]))
	})
	if err != nil {
		return nil, err
	}
	return []Row{
		rate("idea_create", ours.perSecond(), limit.perSecond(), "idées/s"),
		cost("idea_create_cpu", 1000/ours.perCPUSecond(), ideaCreateBudget, "ms de processeur"),
		cost("idea_create_p99", milliseconds(ours.p99), milliseconds(limit.p99), "ms"),
	}, nil
}

// ideaPages measures pages of the list, beside a bare handler that writes the bytes of the first.
func (r *submitRun) ideaPages(ctx context.Context, server, bare *process, name string, paths []string, budget float64) ([]Row, error) {
	visitor := newClient(server.addr)
	defer visitor.close()
	first, err := visitor.get(paths[0], true)
	if err != nil {
		return nil, err
	}
	if err := keep(ctx, bare, name, first.body); err != nil {
		return nil, err
	}
	limit, err := drive(ctx, bare, r.options.Clients, r.options.Pages, func(c *client, _ int) error {
		return expect(200)(c.get("/page/"+name, false))
	})
	if err != nil {
		return nil, err
	}
	ours, err := drive(ctx, server, r.options.Clients, r.options.Pages, func(c *client, i int) error {
		return expect(200)(c.get(paths[i%len(paths)], false))
	})
	if err != nil {
		return nil, err
	}
	return []Row{
		rate(name, ours.perSecond(), limit.perSecond(), "pages/s"),
		cost(name+"_cpu", 1000/ours.perCPUSecond(), budget, "ms de processeur"),
	}, nil
}
