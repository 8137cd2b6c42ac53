package reference_test

import (
	"testing"

	"concertation/internal/reference"
)

func TestEachThemeHasSixtyInventedSentencesOfItsOwn(t *testing.T) {
	texts := reference.FictitiousTexts()
	if len(texts.Themes) != 6 {
		t.Fatalf("%d themes", len(texts.Themes))
	}
	seen := map[string]int{}
	for i, theme := range texts.Themes {
		distinct := 0
		for _, list := range [][]string{theme.Findings, theme.Proposals, theme.Reasons, theme.Practices} {
			for _, sentence := range list {
				if other, twice := seen[sentence]; twice {
					t.Errorf("%q stands in themes %d and %d", sentence, other+1, i+1)
				}
				seen[sentence] = i
				distinct++
				if found := ordinary.FindString(sentence); found != "" {
					t.Errorf("%q in %q", found, sentence)
				}
			}
		}
		if distinct < 60 {
			t.Errorf("theme %d has %d sentences", i+1, distinct)
		}
		if len(theme.Ideas) == 0 {
			t.Errorf("theme %d has no title of idea", i+1)
		}
	}
}
