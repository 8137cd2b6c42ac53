package themes_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"concertation/internal/themes"
)

// What a model remembers of words must not hold the long texts that they came from.
func TestAModelKeepsNoTextThatItRead(t *testing.T) {
	model := trained(t, grid(), read(), themes.Options{})
	held := func() uint64 {
		runtime.GC()
		var stats runtime.MemStats
		runtime.ReadMemStats(&stats)
		return stats.HeapAlloc
	}
	before := held()
	const texts, length = 300, 100_000
	for i := range texts {
		model.Suggest(themes.Text{Body: fmt.Sprintf("Parcelle%d ", i) + strings.Repeat("former les jeunes ", length/18)})
	}
	// A text held for each word of its own would keep 30 megabytes.
	if after := held(); after > before && after-before > texts*length/4 {
		t.Errorf("%d bytes are held after %d texts of %d", after-before, texts, length)
	}
	runtime.KeepAlive(model)
}
