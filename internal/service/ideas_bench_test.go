package service_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/reference"
	"concertation/internal/service"
)

// filledBox is a box with ten thousand ideas made of fictitious sentences.
func filledBox(b *testing.B) *box {
	b.Helper()
	const ideas, people = 10_000, 64
	box, texts := openBox(b), reference.FictitiousTexts()
	box.themes = box.themes[:2]
	var wait sync.WaitGroup
	for p := range people {
		wait.Go(func() {
			random := rand.New(rand.NewPCG(1, uint64(p)))
			for n := p; n < ideas; n += people {
				if _, err := box.DropIdea(context.Background(), "essai", box.fictitious(b, texts, random)); err != nil {
					b.Error(err)
				}
			}
		})
	}
	wait.Wait()
	return box
}

func (b *box) fictitious(t testing.TB, texts *reference.Fictitious, random *rand.Rand) service.IdeaDraft {
	theme := texts.Themes[random.IntN(len(texts.Themes))]
	one := func(list []string) string { return list[random.IntN(len(list))] }
	return b.draft(t, func(d *service.IdeaDraft) {
		d.Title = one(theme.Ideas)
		d.Observation = one(theme.Findings) + " " + one(theme.Findings)
		d.Proposal = one(theme.Proposals) + " " + one(theme.Reasons)
		for range 8 { // words of one's own
			d.Proposal += fmt.Sprintf(" lieu%d", random.IntN(5000))
		}
		d.Theme, d.Territory = b.themes[random.IntN(2)].ID, []string{"44", "49"}[random.IntN(2)]
	})
}

// perOperation reports the processor time of each operation, which waiting for the disk does not hide.
func perOperation(b *testing.B, operation func(n int)) {
	b.Helper()
	cpu := func() time.Duration {
		var usage syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
			b.Fatal(err)
		}
		return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
	}
	b.ReportAllocs()
	b.ResetTimer()
	before := cpu()
	for n := range b.N {
		operation(n)
	}
	b.ReportMetric(float64((cpu()-before).Microseconds())/float64(b.N)/1000, "cpu-ms/op")
}

// BenchmarkIdeas measures what a box of ten thousand ideas costs; the budgets are 0.5 ms to drop an idea, 2 ms to list
// or to search.
func BenchmarkIdeas(b *testing.B) {
	ctx, box, texts := context.Background(), filledBox(b), reference.FictitiousTexts()
	random := rand.New(rand.NewPCG(2, 3))
	list := func(query service.IdeaQuery, page int) func(*testing.B) {
		return func(b *testing.B) {
			perOperation(b, func(int) {
				view, err := box.IdeaBox(ctx, "essai", query, page)
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(view.Total), "found")
			})
		}
	}
	b.Run("drop one after the other", func(b *testing.B) {
		drafts := make([]service.IdeaDraft, b.N)
		for n := range drafts {
			drafts[n] = box.fictitious(b, texts, random)
		}
		perOperation(b, func(n int) {
			if _, err := box.DropIdea(ctx, "essai", drafts[n]); err != nil {
				b.Fatal(err)
			}
		})
	})
	b.Run("drop by sixty-four at once", func(b *testing.B) {
		drafts := make([]service.IdeaDraft, 64*b.N)
		for n := range drafts {
			drafts[n] = box.fictitious(b, texts, random)
		}
		perOperation(b, func(n int) {
			var wait sync.WaitGroup
			for _, draft := range drafts[64*n : 64*n+64] {
				wait.Go(func() {
					if _, err := box.DropIdea(ctx, "essai", draft); err != nil {
						b.Error(err)
					}
				})
			}
			wait.Wait()
		})
	})
	b.Run("list", list(service.IdeaQuery{}, 1))
	b.Run("list page 300", list(service.IdeaQuery{}, 300))
	b.Run("list supported", list(service.IdeaQuery{Order: consult.IdeasSupported}, 1))
	b.Run("list a theme", list(service.IdeaQuery{Theme: box.themes[0].ID}, 1))
	b.Run("list a theme and a territory, supported", list(service.IdeaQuery{Theme: box.themes[0].ID, Territory: "44", Order: consult.IdeasSupported}, 1))
	rare := box.drop(b, func(d *service.IdeaDraft) { d.Theme, d.Territory = "", "" })
	if _, err := box.SupportIdea(ctx, "essai", rare.Idea.ID, service.NewVisitor()); err != nil {
		b.Fatal(err)
	}
	if err := box.AnswerIdea(ctx, box.organiser, "essai", rare.Idea.ID, service.IdeaAnswer{Status: consult.IdeaDone}); err != nil {
		b.Fatal(err)
	}
	b.Run("list a rare status", list(service.IdeaQuery{Status: consult.IdeaDone}, 1))
	b.Run("list a rare status, supported", list(service.IdeaQuery{Status: consult.IdeaDone, Order: consult.IdeasDiscussed}, 1))
	b.Run("list after a change", func(b *testing.B) {
		id := box.drop(b).Idea.ID
		perOperation(b, func(n int) {
			b.StopTimer()
			box.AnswerIdea(ctx, box.organiser, "essai", id, service.IdeaAnswer{Status: consult.IdeaStatuses()[n%6]})
			b.StartTimer()
			if _, err := box.IdeaBox(ctx, "essai", service.IdeaQuery{}, 1); err != nil {
				b.Fatal(err)
			}
		})
	})
	for _, words := range []string{"territoire", "emplois locaux", "financement association", "lieu42", "coop", "les jeunes du territoire", "les"} {
		b.Run("search "+strings.ReplaceAll(words, " ", "_"), list(service.IdeaQuery{Words: words}, 1))
	}
	b.Run("search page 20", list(service.IdeaQuery{Words: "territoire"}, 20))
	b.Run("search newest", list(service.IdeaQuery{Words: "territoire", Order: consult.IdeasNewest}, 1))
	b.Run("search supported", list(service.IdeaQuery{Words: "territoire", Order: consult.IdeasSupported}, 1))
	b.Run("search a theme", list(service.IdeaQuery{Words: "territoire", Theme: box.themes[0].ID, Territory: "49"}, 1))
	b.Run("similar", func(b *testing.B) {
		draft := box.fictitious(b, texts, random)
		perOperation(b, func(int) {
			if _, err := box.SimilarIdeas(ctx, "essai", draft.Title, draft.Proposal); err != nil {
				b.Fatal(err)
			}
		})
	})
	one := box.drop(b).Idea.ID
	b.Run("page", func(b *testing.B) {
		perOperation(b, func(int) {
			if _, err := box.IdeaPage(ctx, "essai", one, service.NewVisitor()); err != nil {
				b.Fatal(err)
			}
		})
	})
	b.Run("support", func(b *testing.B) {
		perOperation(b, func(int) {
			if _, err := box.SupportIdea(ctx, "essai", one, service.NewVisitor()); err != nil {
				b.Fatal(err)
			}
		})
	})
}
