package tally_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"concertation/forms"
	"concertation/internal/tally"
)

// form asks one question of each countable kind.
func form(t testing.TB) *forms.Questionnaire {
	t.Helper()
	choices := []forms.Choice{{Name: "a"}, {Name: "b"}, {Name: "c"}}
	questionnaire, issues := forms.Compile(forms.Definition{Title: forms.Text{"fr": "Essai"}, DefaultLanguage: "fr", Languages: []string{"fr"},
		Lists: map[string][]forms.Choice{"abc": choices},
		Sections: []forms.Section{{Name: "s", Title: forms.Text{"fr": "S"}, Questions: []forms.Question{
			{Name: "one", Kind: forms.SelectOne, List: "abc"},
			{Name: "several", Kind: forms.SelectMultiple, List: "abc"},
			{Name: "order", Kind: forms.Rank, List: "abc"},
			{Name: "number", Kind: forms.Integer},
		}}}})
	if questionnaire == nil {
		t.Fatal(issues)
	}
	return questionnaire
}

// submission draws what a respondent may have sent.
func submission(t *rapid.T) forms.Submission {
	drawn := forms.Submission{Answers: forms.Answers{}}
	put := func(name string, answer forms.Answer) {
		switch rapid.IntRange(0, 2).Draw(t, name+" state") {
		case 0:
			drawn.Answers[name] = answer
		case 1:
			drawn.Blank = append(drawn.Blank, name)
		}
	}
	codes := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a", "b", "c"}), 1, 3, rapid.ID)
	put("one", forms.TextAnswer(rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "code")))
	put("several", forms.CodesAnswer(codes.Draw(t, "codes")...))
	put("order", forms.CodesAnswer(codes.Draw(t, "places")...))
	put("number", forms.NumberAnswer(float64(rapid.IntRange(0, 50).Draw(t, "number"))))
	return drawn
}

func TestTalliesEqualARecountAfterAnyMixOfChanges(t *testing.T) {
	questionnaire := form(t)
	rapid.Check(t, func(t *rapid.T) {
		engine := tally.New(questionnaire)
		last := map[string]tally.Change{}
		var history []tally.Change
		for seq := range rapid.IntRange(0, 40).Draw(t, "changes") {
			change := tally.Change{Seq: int64(seq + 1), ResponseID: fmt.Sprint("r", rapid.IntRange(0, 9).Draw(t, "response")),
				Counted: rapid.IntRange(0, 4).Draw(t, "withdrawn") > 0, Submission: submission(t), Form: questionnaire, At: time.Unix(0, 0)}
			history, last[change.ResponseID] = append(history, change), change
		}
		for _, at := range rapid.Permutation(slices.Repeat(history, 2)).Draw(t, "order") { // any order, twice
			engine.Apply(at)
		}
		for _, result := range engine.Tallies() {
			checkTally(t, result, last)
		}
		checkCross(t, engine, last)
	})
}

func checkTally(t *rapid.T, result tally.Tally, last map[string]tally.Change) {
	bases := tally.Bases{}
	counts := map[string]int{}
	sum := 0.0
	for _, change := range last {
		if !change.Counted {
			continue
		}
		bases.Responses++
		answer, answered := change.Submission.Answers[result.Question.Name]
		switch {
		case answered:
			bases.Shown++
			bases.Answered++
			sum += answer.Number
			for _, code := range append(slices.Clone(answer.Codes), answer.Text) {
				counts[code]++
			}
		case change.Submission.Shown(result.Question.Name):
			bases.Shown++
			bases.Blank++
		}
	}
	if result.Bases != bases {
		t.Fatalf("%s: bases %+v, counted again %+v", result.Question.Name, result.Bases, bases)
	}
	for _, option := range result.Options {
		if option.Count != counts[option.Choice] {
			t.Fatalf("%s = %s: %d, counted again %d", result.Question.Name, option.Choice, option.Count, counts[option.Choice])
		}
	}
	if result.Numbers != nil && result.Numbers.Sum != sum {
		t.Fatalf("%s: sum %v, counted again %v", result.Question.Name, result.Numbers.Sum, sum)
	}
}

func checkCross(t *rapid.T, engine *tally.Engine, last map[string]tally.Change) {
	cross, ok := engine.Cross("one", "several")
	if !ok {
		t.Fatal("no crossing")
	}
	for i, row := range cross.RowOptions {
		for j, column := range cross.ColOptions {
			want := 0
			for _, change := range last {
				answers := change.Submission.Answers
				if change.Counted && answers["one"].Text == row.Choice && slices.Contains(answers["several"].Codes, column.Choice) {
					want++
				}
			}
			if cross.Cells[i][j] != want {
				t.Fatalf("%s × %s: %d, counted again %d", row.Choice, column.Choice, cross.Cells[i][j], want)
			}
		}
	}
}

func TestASmallCountIsHiddenAndCannotBeWorkedOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows, cols := rapid.IntRange(1, 3).Draw(t, "rows"), rapid.IntRange(1, 3).Draw(t, "cols")
		cells := make([][]int, rows)
		for i := range cells {
			cells[i] = rapid.SliceOfN(rapid.IntRange(0, 9), cols, cols).Draw(t, "row")
		}
		threshold := rapid.IntRange(3, 5).Draw(t, "threshold")
		full := tally.NewTable(cells)
		published := tally.Protect(full, threshold)
		for i := range full {
			for j, count := range full[i] {
				if count > 0 && count < threshold && published[i][j] != tally.Hidden {
					t.Fatalf("count %d shown at %d, %d", count, i, j)
				}
				if published[i][j] != tally.Hidden && published[i][j] != count {
					t.Fatalf("count changed at %d, %d", i, j)
				}
			}
		}
		if sure := workedOut(published, full); sure != "" {
			t.Fatalf("%v published as %v gives away %s", full, published, sure)
		}
	})
}

// workedOut looks for a hidden cell that has one possible value only, by trying each other way to fill the inner cells
// near the true one: one unit moved around every rectangle or along every row, column or pair of totals.
func workedOut(published, full tally.Table) string {
	free := map[[2]int]bool{}
	alternatives := func(cells [][]int) {
		other := tally.NewTable(cells)
		for i := range published {
			for j := range published[i] {
				if published[i][j] != tally.Hidden && other[i][j] != full[i][j] {
					return
				}
			}
		}
		for i := range published {
			for j := range published[i] {
				if other[i][j] != full[i][j] {
					free[[2]int{i, j}] = true
				}
			}
		}
	}
	inner := full[:len(full)-1]
	width := len(full[0]) - 1
	total := len(inner) * width
	// Every change of the inner cells by -1, 0 or +1.
	steps := 1
	for range total {
		steps *= 3
	}
	for step := range steps {
		cells, rest, valid := make([][]int, len(inner)), step, true
		for i := range inner {
			cells[i] = make([]int, width)
			for j := range width {
				cells[i][j] = inner[i][j] + rest%3 - 1
				rest /= 3
				valid = valid && cells[i][j] >= 0
			}
		}
		if valid {
			alternatives(cells)
		}
	}
	for i := range published {
		for j := range published[i] {
			if published[i][j] == tally.Hidden && !free[[2]int{i, j}] {
				return fmt.Sprint("cell ", i, ", ", j)
			}
		}
	}
	return ""
}

func TestNumbersAreSummedUpAsIfSorted(t *testing.T) {
	questionnaire := form(t)
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.OneOf(rapid.Map(rapid.IntRange(-20, 90), func(n int) float64 { return float64(n) }),
			rapid.Map(rapid.IntRange(-9, 9), func(n int) float64 { return float64(n) / 4 }), rapid.SampledFrom([]float64{1e6, 1e15, -1e15}))
		values := rapid.SliceOfN(value, 1, 30).Draw(t, "values")
		engine := tally.New(questionnaire)
		for i, value := range values {
			engine.Apply(tally.Change{Seq: 1, ResponseID: fmt.Sprint(i), Counted: true, Form: questionnaire,
				Submission: forms.Submission{Answers: forms.Answers{"number": forms.NumberAnswer(value)}}})
		}
		result, _ := engine.Tally("number")
		slices.Sort(values)
		middle := (values[(len(values)-1)/2] + values[len(values)/2]) / 2
		n := result.Numbers
		if n.Min != values[0] || n.Max != values[len(values)-1] || n.Median-middle > 1e-6*max(1, n.Max, -n.Min) || middle-n.Median > 1e-6*max(1, n.Max, -n.Min) {
			t.Fatalf("%v: least %v, median %v, most %v", values, n.Min, n.Median, n.Max)
		}
		total := 0
		for _, bin := range n.Histogram {
			total += bin.Count
		}
		if total != len(values) {
			t.Fatalf("%v: the histogram counts %d", values, total)
		}
	})
}
