package themes

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"math"
	"slices"
	"sync"
)

// Model is what was learnt. It never changes and serves any number of callers at once.
type Model struct {
	themes     []string
	vocabulary *vocabulary
	// weights are by feature, then theme; the last row is what any text weighs.
	weights     []float32
	scale       scale
	reliability Reliability
	version     string
	scratch     sync.Pool
}

func newModel(t *trainer, weights [][]float32) *Model {
	m := &Model{vocabulary: t.vocabulary, weights: make([]float32, (len(t.vocabulary.rarity)+1)*len(t.themes))}
	for rank, theme := range t.themes {
		m.themes = append(m.themes, theme.ID)
		for feature, weight := range weights[rank] {
			m.weights[feature*len(t.themes)+rank] = weight
		}
	}
	return m
}

// desk is what a suggestion needs, kept from one to the next.
type desk struct {
	*scratch
	vector  vector
	margins []float32 // by theme
}

// desk takes one from the pool; whoever takes it puts it back.
func (m *Model) desk() *desk {
	if kept, ok := m.scratch.Get().(*desk); ok {
		return kept
	}
	return &desk{scratch: m.vocabulary.newScratch(), margins: make([]float32, len(m.themes))}
}

// read leaves on the desk the vector of a text and its margin for each theme.
func (m *Model) read(d *desk, text *Text) {
	d.vector = m.vocabulary.vector(d.scratch, text, d.vector)
	k := len(m.themes)
	margins := d.margins
	copy(margins, m.weights[len(m.vocabulary.rarity)*k:])
	for j, feature := range d.vector.features {
		value := d.vector.values[j]
		row := m.weights[int(feature)*k : int(feature)*k+k]
		for theme, weight := range row {
			margins[theme] += weight * value
		}
	}
}

// Suggest gives every theme with its score, the likeliest first, then in the order of the themes.
func (m *Model) Suggest(text Text) []Suggestion {
	d := m.desk()
	defer m.scratch.Put(d)
	m.read(d, &text)
	made := make([]Suggestion, len(m.themes))
	said := len(d.vector.features) > 0 // of a text without a known word there is nothing to say
	for theme, margin := range d.margins {
		score := m.scale.probability(float64(margin))
		if !said {
			score = 0
		}
		made[theme] = Suggestion{m.themes[theme], score, said && score >= m.scale.threshold}
	}
	slices.SortStableFunc(made, func(a, b Suggestion) int { return cmp.Compare(b.Score, a.Score) })
	return made
}

// Uncertainty is 1 where the model hesitates between two themes and 0 where one stands out: the texts on which a
// person's word teaches most.
func (m *Model) Uncertainty(text Text) float64 {
	suggestions := m.Suggest(text)
	switch len(suggestions) {
	case 0:
		return 0
	case 1:
		return 1 - math.Abs(2*suggestions[0].Score-1)
	}
	return 1 - (suggestions[0].Score - suggestions[1].Score)
}

// Version names what the model learnt from: the same themes, examples and seed give the same version.
func (m *Model) Version() string { return m.version }

// Threshold is the score from which a theme is proposed.
func (m *Model) Threshold() float64 { return m.scale.threshold }

// method changes whenever the way of learning does.
const method = "linear-2"

func version(themes []Theme, examples []Example, unlabelled []Text, seed uint64) string {
	sum := sha256.New()
	write(sum, method)
	binary.Write(sum, binary.LittleEndian, seed) // a hash never fails
	for _, theme := range themes {
		write(sum, theme.ID, theme.Title, theme.Definition)
		write(sum, theme.Lexicon...)
	}
	for i := range examples {
		writeText(sum, &examples[i].Text)
		write(sum, examples[i].Themes...)
		write(sum, examples[i].Rejected...)
	}
	for i := range unlabelled {
		writeText(sum, &unlabelled[i])
	}
	return method + "-" + hex.EncodeToString(sum.Sum(nil)[:8])
}

func writeText(sum hash.Hash, text *Text) { write(sum, text.Title, text.Body, text.Context) }

// write adds words to a digest so that no two lists give the same.
func write(sum hash.Hash, words ...string) {
	var size [8]byte
	binary.LittleEndian.PutUint64(size[:], uint64(len(words)))
	sum.Write(size[:])
	for _, word := range words {
		binary.LittleEndian.PutUint64(size[:], uint64(len(word)))
		sum.Write(size[:])
		sum.Write([]byte(word))
	}
}
