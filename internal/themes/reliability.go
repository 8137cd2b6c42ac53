package themes

// Band is a band of scores, From included and To not but for the last: how many themes were proposed in it, and what share
// of those people gave too. Of several draws, the number is a mean and the share is of all.
type Band struct {
	From        float64 `json:"from"`
	To          float64 `json:"to"`
	Suggestions float64 `json:"suggestions"`
	Agreed      float64 `json:"agreed"`

	agreed float64 // a number
}

// scoreBands is how many bands scores are parted in.
const scoreBands = 10

func newBands() []Band {
	made := make([]Band, scoreBands)
	for i := range made {
		made[i].From, made[i].To = float64(i)/scoreBands, float64(i+1)/scoreBands
	}
	return made
}

func bandOf(score float64) int { return min(max(int(score*scoreBands), 0), scoreBands-1) }

// count counts a suggestion.
func (b *Band) count(agreed bool) {
	b.Suggestions++
	if agreed {
		b.agreed++
	}
	b.share()
}

func (b *Band) share() {
	b.Agreed = 0
	if b.Suggestions > 0 {
		b.Agreed = b.agreed / b.Suggestions
	}
}

// Reliability is how right a model's suggestions were on examples that it was made to forget in turn while it learnt. The
// two numbers of its scale were learnt on them all, which flatters it a little.
type Reliability struct {
	Texts     int    // examples held out; 0: too few to know
	Abstained int    // of them, those for which nothing was proposed
	Bands     []Band // of the scores of what was proposed
}

// Reliability tells how right the model's suggestions were on the examples held out.
func (m *Model) Reliability() Reliability { return m.reliability }

// reliability counts what the scale proposes of the examples held out. A theme of which a person said nothing is not counted.
func (s scale) reliability(byText [][]held) Reliability {
	made := Reliability{Bands: newBands()}
	for _, text := range byText {
		if len(text) == 0 {
			continue
		}
		made.Texts++
		proposed := false
		for _, h := range text {
			if score := s.probability(h.margin); score >= s.threshold {
				made.Bands[bandOf(score)].count(h.given)
				proposed = true
			}
		}
		if !proposed {
			made.Abstained++
		}
	}
	return made
}
