package themes

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"time"
)

// Labelled is a text with the themes that people gave it, on one side of a split.
type Labelled struct {
	Text   Text
	Group  string // see Example
	Themes []string
	Test   bool
}

// Evaluation says how well suggestions agree with people on texts that they did not learn from.
type Evaluation struct {
	Texts    int `json:"texts"`
	Training int `json:"training"`
	Testing  int `json:"testing"`
	// Accuracy is how often the likeliest theme is one that people gave. The F1 measures are of the likeliest theme
	// where texts have one theme each, else of every theme that scores enough, one at least.
	Accuracy  float64 `json:"accuracy"`
	MacroF1   float64 `json:"macro_f1"`
	MicroF1   float64 `json:"micro_f1"`
	SamplesF1 float64 `json:"samples_f1"`
	// Precision is how often what is proposed is right, Coverage the share of texts for which something is proposed.
	Precision float64 `json:"precision"`
	Coverage  float64 `json:"coverage"`
	// Abstained is the share of texts for which nothing is proposed; Bands are those of the scores of what is.
	Abstained float64 `json:"abstained"`
	Bands     []Band  `json:"bands"`
	// ECE is the expected calibration error of the likeliest theme's score, in ten bins.
	ECE            float64           `json:"ece"`
	PerTheme       []ThemeEvaluation `json:"per_theme"`
	TrainSeconds   float64           `json:"train_seconds"`
	TextsPerSecond float64           `json:"texts_per_second"`
}

// ThemeEvaluation is the part of one theme. Support is how many texts of the test people gave it.
type ThemeEvaluation struct {
	Theme     string  `json:"theme"`
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
	Support   int     `json:"support"`
}

// EvaluateOptions say how to evaluate.
type EvaluateOptions struct {
	Seed uint64
	// PerTheme, above 0, learns from so many texts of each theme only, drawn anew Draws times; figures are means. The
	// other texts of the training side are there, unread.
	PerTheme int
	Draws    int
	Clock    func() time.Time
}

// Evaluate learns on one side of a split and compares on the other. The themes are those that texts bear; themes gives
// what each says of itself, its ID being its label.
func Evaluate(ctx context.Context, themes []Theme, texts []Labelled, options EvaluateOptions) (*Evaluation, error) {
	if options.PerTheme == 0 {
		options.Draws = 1
	}
	var sum *Evaluation
	for draw := range max(options.Draws, 1) {
		one, err := evaluate(ctx, themes, texts, options, draw)
		if err != nil {
			return nil, err
		}
		if sum == nil {
			sum = one
		} else {
			sum.add(one)
		}
	}
	sum.divide(float64(max(options.Draws, 1)))
	return sum, nil
}

func evaluate(ctx context.Context, themes []Theme, texts []Labelled, options EvaluateOptions, draw int) (*Evaluation, error) {
	examples, unread, test := draws(texts, options, draw)
	started := options.Clock()
	model, err := Train(ctx, themes, examples, Options{Seed: options.Seed + uint64(draw), Unlabelled: unread})
	if err != nil {
		return nil, err
	}
	made := &Evaluation{Texts: len(texts), Training: len(examples), Testing: len(test), TrainSeconds: options.Clock().Sub(started).Seconds()}
	found := make([][]Suggestion, len(test))
	started = options.Clock()
	inPieces(len(test), func(from, to int) {
		for i := from; i < to; i++ {
			found[i] = model.Suggest(test[i].Text)
		}
	})
	if took := options.Clock().Sub(started).Seconds(); took > 0 {
		made.TextsPerSecond = float64(len(test)) / took
	}
	made.compare(themes, texts, test, found, model.scale)
	return made, nil
}

// draws parts the texts: what is learnt from, what is there unread, what is compared on.
func draws(texts []Labelled, options EvaluateOptions, draw int) (examples []Example, unread []Text, test []Labelled) {
	var training []Labelled
	for _, text := range texts {
		if text.Test {
			test = append(test, text)
		} else {
			training = append(training, text)
		}
	}
	if options.PerTheme > 0 {
		random := rand.New(rand.NewPCG(options.Seed, uint64(draw)))
		random.Shuffle(len(training), func(i, j int) { training[i], training[j] = training[j], training[i] })
	}
	taken := map[string]int{}
	for _, text := range training {
		wanted := options.PerTheme == 0
		for _, theme := range text.Themes {
			wanted = wanted || taken[theme] < options.PerTheme
		}
		if !wanted {
			unread = append(unread, text.Text)
			continue
		}
		for _, theme := range text.Themes {
			taken[theme]++
		}
		examples = append(examples, Example{Text: text.Text, Group: text.Group, Themes: text.Themes})
	}
	return examples, unread, test
}

// compare counts.
func (e *Evaluation) compare(themes []Theme, texts, test []Labelled, found [][]Suggestion, s scale) {
	several := slices.ContainsFunc(texts, func(text Labelled) bool { return len(text.Themes) > 1 })
	type tallied struct{ right, wrong, missed int }
	counts := map[string]*tallied{}
	for _, theme := range themes {
		counts[theme.ID] = &tallied{}
	}
	var right, proposed, rightlyProposed, covered int
	var samples float64
	e.Bands = newBands()
	var bins [scoreBands]struct {
		score, right float64
		count        int
	}
	for i, text := range test {
		chosen := chosenOf(found[i], several, s.cut)
		hits := 0
		for _, theme := range chosen {
			if slices.Contains(text.Themes, theme) {
				counts[theme].right++
				hits++
			} else {
				counts[theme].wrong++
			}
		}
		for _, theme := range text.Themes {
			if counts[theme] != nil && !slices.Contains(chosen, theme) {
				counts[theme].missed++
			}
		}
		samples += 2 * float64(hits) / float64(max(len(chosen)+len(text.Themes), 1))
		if len(found[i]) == 0 {
			continue
		}
		first := found[i][0]
		isRight := slices.Contains(text.Themes, first.Theme)
		bin := &bins[bandOf(first.Score)]
		bin.score, bin.count = bin.score+first.Score, bin.count+1
		if isRight {
			right++
			bin.right++
		}
		before := proposed
		for _, suggestion := range found[i] {
			if suggestion.Proposed {
				proposed++
				agreed := slices.Contains(text.Themes, suggestion.Theme)
				if agreed {
					rightlyProposed++
				}
				e.Bands[bandOf(suggestion.Score)].count(agreed)
			}
		}
		if proposed > before {
			covered++
		}
	}
	total := float64(max(len(test), 1))
	e.Accuracy, e.SamplesF1, e.Coverage = float64(right)/total, samples/total, float64(covered)/total
	e.Abstained = float64(len(test)-covered) / total
	e.Precision = float64(rightlyProposed) / float64(max(proposed, 1))
	for _, bin := range bins {
		e.ECE += math.Abs(bin.score-bin.right) / total
	}
	var all tallied
	met := 0
	for _, theme := range themes {
		c := counts[theme.ID]
		all.right, all.wrong, all.missed = all.right+c.right, all.wrong+c.wrong, all.missed+c.missed
		one := ThemeEvaluation{Theme: theme.ID, Support: c.right + c.missed, Precision: ratio(c.right, c.right+c.wrong),
			Recall: ratio(c.right, c.right+c.missed), F1: ratio(2*c.right, 2*c.right+c.wrong+c.missed)}
		e.PerTheme = append(e.PerTheme, one)
		if c.right+c.wrong+c.missed > 0 { // a theme neither given nor found in the test says nothing of it
			e.MacroF1 += one.F1
			met++
		}
	}
	e.MacroF1 /= float64(max(met, 1))
	e.MicroF1 = ratio(2*all.right, 2*all.right+all.wrong+all.missed)
}

// chosenOf are the themes that count as found: the likeliest, and where texts have several all that score enough.
func chosenOf(found []Suggestion, several bool, cut float64) []string {
	var chosen []string
	for i, suggestion := range found {
		if i == 0 || several && suggestion.Score >= cut {
			chosen = append(chosen, suggestion.Theme)
		}
	}
	return chosen
}

func ratio(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

// figures are those that a mean is taken of.
func (e *Evaluation) figures() []*float64 {
	all := []*float64{&e.Accuracy, &e.MacroF1, &e.MicroF1, &e.SamplesF1, &e.Precision, &e.Coverage, &e.Abstained, &e.ECE, &e.TrainSeconds, &e.TextsPerSecond}
	for i := range e.PerTheme {
		all = append(all, &e.PerTheme[i].Precision, &e.PerTheme[i].Recall, &e.PerTheme[i].F1)
	}
	for i := range e.Bands {
		all = append(all, &e.Bands[i].Suggestions, &e.Bands[i].agreed)
	}
	return all
}

func (e *Evaluation) add(other *Evaluation) {
	theirs := other.figures()
	for i, figure := range e.figures() {
		*figure += *theirs[i]
	}
}

func (e *Evaluation) divide(by float64) {
	for _, figure := range e.figures() {
		*figure /= by
	}
	for i := range e.Bands {
		e.Bands[i].share()
	}
}
