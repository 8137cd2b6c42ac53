package service

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"concertation/internal/themes"
)

// Examples are drawn while they are gathered: what is kept is what would be drawn from all of them at once.
func TestExamplesDrawnOnTheWayAreThoseDrawnAtOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		most := rapid.IntRange(1, 8).Draw(t, "most")
		var all, kept []themes.Example
		for i := range rapid.IntRange(0, 40).Draw(t, "examples") {
			one := themes.Example{Text: themes.Text{ID: fmt.Sprint("text ", i)}}
			all = append(all, one)
			if kept = append(kept, one); len(kept) == 2*most {
				kept = drawnExamples(kept, most)
			}
		}
		kept = drawnExamples(kept, most)
		at := slices.Clone(all)
		if want := drawnExamples(at, most); !reflect.DeepEqual(kept, want) || len(kept) != min(most, len(all)) {
			t.Errorf("%v, want %v", kept, want)
		}
	})
}
