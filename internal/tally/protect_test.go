package tally_test

import (
	"testing"

	"pgregory.net/rapid"

	"concertation/internal/tally"
)

func TestAListPublishedWithItsTotalGivesNoSmallCountBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		counts := rapid.SliceOfN(rapid.IntRange(0, 12), 2, 6).Draw(t, "counts")
		threshold := rapid.IntRange(3, 11).Draw(t, "threshold")
		published := tally.ProtectList(counts, threshold)
		total, left, hidden := 0, 0, 0
		for i, count := range counts {
			total += count
			switch {
			case published[i] == tally.Hidden:
				left += count
				hidden++
			case published[i] != count:
				t.Fatalf("%d published as %d", count, published[i])
			case count > 0 && count < threshold:
				t.Fatalf("%v published as %v", counts, published)
			}
		}
		if total == 0 && hidden > 0 {
			t.Fatalf("nothing to hide in %v, published as %v", counts, published)
		}
		// The hidden counts add up to what is left: two of them that share one at least may be split otherwise.
		if hidden == 1 || hidden > 1 && left == 0 {
			t.Fatalf("%v published as %v gives a hidden count away", counts, published)
		}
	})
}

func TestEverySmallCountOfALargeTableIsHidden(t *testing.T) {
	cells := make([][]int, 101) // departments
	for i := range cells {
		cells[i] = make([]int, 12)
		for j := range cells[i] {
			cells[i][j] = (i*7 + j*13) % 9
		}
	}
	table := tally.Protect(tally.NewTable(cells), 5)
	for i := range cells {
		for j, count := range cells[i] {
			if count > 0 && count < 5 && table[i][j] != tally.Hidden {
				t.Fatalf("%d shown", count)
			}
		}
	}
}
