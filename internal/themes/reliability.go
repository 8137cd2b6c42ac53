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
