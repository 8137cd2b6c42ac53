package service_test

import (
	"context"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"concertation/internal/consult"
	"concertation/internal/service"
)

// gathered is what merges and supports should give: which idea each was merged into, and who supports each, by the
// place of the idea.
type gathered struct {
	into     []int // -1: stands alone
	supports []map[string]bool
}

func (g *gathered) root(i int) int {
	for g.into[i] >= 0 {
		i = g.into[i]
	}
	return i
}

// group gives the ideas that one stands for, itself among them.
func (g *gathered) group(root int) (ideas []int) {
	for i := range g.into {
		if g.root(i) == root {
			ideas = append(ideas, i)
		}
	}
	return ideas
}

// backers gives who supports one of a group, each once.
func (g *gathered) backers(root int) map[string]bool {
	all := map[string]bool{}
	for _, i := range g.group(root) {
		for visitor := range g.supports[i] {
			all[visitor] = true
		}
	}
	return all
}

func TestWhateverIsMergedAndUndoneEachVisitorCountsOnceAndNoIdeaIsLost(t *testing.T) {
	ctx, b := context.Background(), openBox(t)
	visitors := []string{service.NewVisitor(), service.NewVisitor(), service.NewVisitor()}
	round := 0
	rapid.Check(t, func(r *rapid.T) {
		round++
		word := fmt.Sprintf("verger%d", round) // each draw has its own ideas in the same box
		var ids []consult.ID
		for i := range 4 {
			ids = append(ids, b.drop(t, titled(fmt.Sprintf("Un %s %c", word, 'a'+i))).Idea.ID)
		}
		model := gathered{into: []int{-1, -1, -1, -1}, supports: []map[string]bool{{}, {}, {}, {}}}
		for range rapid.IntRange(1, 10).Draw(r, "acts") {
			i, j := rapid.IntRange(0, 3).Draw(r, "idea"), rapid.IntRange(0, 3).Draw(r, "other")
			visitor := rapid.SampledFrom(visitors).Draw(r, "visitor")
			root := model.root(i)
			switch rapid.SampledFrom([]string{"support", "support", "take back", "merge", "merge", "undo"}).Draw(r, "act") {
			case "support":
				b.support(t, ids[i], visitor)
				if !model.backers(root)[visitor] {
					model.supports[root][visitor] = true
				}
			case "take back":
				if _, err := b.UnsupportIdea(ctx, "essai", ids[i], visitor); err != nil {
					r.Fatal(err)
				}
				for _, k := range model.group(root) {
					delete(model.supports[k], visitor)
				}
			case "merge":
				err := b.MergeIdeas(ctx, b.analyst, "essai", ids[i], ids[j])
				if possible := model.into[i] < 0 && model.root(j) != i; possible {
					if err != nil {
						r.Fatal(err)
					}
					model.into[i] = model.root(j)
				} else if again := model.root(j) != i && model.root(i) == model.root(j); again != (err == nil) {
					r.Fatalf("merging %d into %d again: %v", i, j, err)
				}
			case "undo":
				if err := b.UnmergeIdea(ctx, b.analyst, "essai", ids[i]); err != nil {
					r.Fatal(err)
				}
				model.into[i] = -1
			}
		}
		b.gatheredAs(r, word, ids, &model)
		for i := range ids { // and all of it undone
			if err := b.UnmergeIdea(ctx, b.analyst, "essai", ids[i]); err != nil {
				r.Fatal(err)
			}
			model.into[i] = -1
		}
		b.gatheredAs(r, word, ids, &model)
	})
}

// gatheredAs checks what visitors see against the model.
func (b *box) gatheredAs(r *rapid.T, word string, ids []consult.ID, model *gathered) {
	ctx := context.Background()
	list, err := b.IdeaBox(ctx, "essai", service.IdeaQuery{Words: word}, 1)
	if err != nil {
		r.Fatal(err)
	}
	shown := map[consult.ID]int{}
	for _, idea := range list.Ideas {
		shown[idea.ID] = idea.Supports
	}
	for i, id := range ids {
		supports, listed := shown[id]
		if alone := model.root(i) == i; alone != listed {
			r.Fatalf("idea %d stands alone: %v; listed: %v", i, alone, listed)
		}
		if want := len(model.backers(i)); model.root(i) == i && supports != want {
			r.Fatalf("idea %d has %d supports, not %d", i, supports, want)
		}
	}
}
