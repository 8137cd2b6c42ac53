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

func TestACrossingBesideTheTalliesOfItsQuestionsGivesNoSmallCountBack(t *testing.T) {
	const threshold = 5
	told := func(totals []int) (shown []int, told []tally.Told) {
		shown = tally.ProtectList(totals, threshold)
		for _, count := range shown {
			if count == tally.Hidden {
				told = append(told, tally.ToldHidden)
			} else {
				told = append(told, tally.ToldShown)
			}
		}
		return shown, told
	}
	rapid.Check(t, func(t *rapid.T) {
		rows, cols := rapid.IntRange(2, 4).Draw(t, "rows"), rapid.IntRange(2, 3).Draw(t, "cols")
		cells := make([][]int, rows)
		for i := range cells {
			cells[i] = rapid.SliceOfN(rapid.IntRange(0, 14), cols, cols).Draw(t, "cells")
		}
		whole := tally.NewTable(cells)
		rowTotals, colTotals := make([]int, rows), whole[rows][:cols]
		for i := range rowTotals {
			rowTotals[i] = whole[i][cols]
		}
		if whole[rows][cols] < threshold {
			return
		}
		rowsShown, rowsTold := told(rowTotals)
		colsShown, colsTold := told(colTotals)
		published := tally.ProtectBeside(whole, threshold, rowsTold, colsTold)
		for i, shown := range rowsShown {
			if (published[i][cols] == tally.Hidden) != (shown == tally.Hidden) {
				t.Fatalf("the total of row %d is published as %d here and %d there: %v", i, published[i][cols], shown, published)
			}
		}
		for j, shown := range colsShown {
			if (published[rows][j] == tally.Hidden) != (shown == tally.Hidden) {
				t.Fatalf("the total of column %d is published as %d here and %d there: %v", j, published[rows][j], shown, published)
			}
		}
		for i := range cells {
			for j, count := range cells[i] {
				if count > 0 && count < threshold && published[i][j] != tally.Hidden {
					t.Fatalf("%d is shown: %v", count, published)
				}
			}
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

func TestACountOfAChoiceByGroupDoesNotFollowFromTheSizesAndTheTotal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		groups := rapid.IntRange(2, 4).Draw(t, "groups")
		bases := rapid.SliceOfN(rapid.IntRange(0, 12), groups, groups).Draw(t, "bases")
		chosen := make([]int, groups)
		for i, base := range bases {
			chosen[i] = rapid.IntRange(0, base).Draw(t, "chosen")
		}
		hidden := tally.ProtectChoice(chosen, bases, make([]bool, groups), 5)
		free, many := make([]bool, groups), 0
		for i := range hidden {
			if small := chosen[i] > 0 && chosen[i] < 5 || bases[i] > chosen[i] && bases[i]-chosen[i] < 5; small && !hidden[i] {
				t.Fatalf("%d of %d is shown", chosen[i], bases[i])
			}
			if hidden[i] {
				many++
			}
			// Any other way to share the same total among the hidden groups frees the two that differ.
			for j := range hidden {
				if i != j && hidden[i] && hidden[j] && chosen[i] > 0 && chosen[j] < bases[j] {
					free[i], free[j] = true, true
				}
			}
		}
		asking := 0
		for _, base := range bases {
			if base > 0 {
				asking++
			}
		}
		for i := range hidden {
			if hidden[i] && !free[i] && many < asking {
				t.Fatalf("%v of %v hidden %v: group %d follows, though another could be hidden", chosen, bases, hidden, i)
			}
		}
	})
}
