package themes

import (
	"math"
	"strings"
	"sync"

	"concertation/internal/french"
)

// The blocks of features. Each is brought to length 1 by itself, so that a long text weighs no more than a short one and
// pieces of words no more than words.
const (
	blockWords = iota
	blockStems
	blockPieces
	blockTitle
	blockContext
	blocks
)

// vocabulary knows the features of the texts it was made of, and how rare each is.
type vocabulary struct {
	recipe  *recipe
	words   map[string]*word // by folded form
	pairs   map[uint64]int32 // of words that follow each other, by their numbers
	stems   map[string]int32 // feature of a stem
	follows map[uint64]int32 // of stems that follow each other
	pieces  map[string]int32
	titles  map[string]int32 // of the stems of a title
	context map[string]int32 // of the stems of a context
	rarity  []float32        // of each feature: inverse document frequency

	surface cache // words as they are written
}

// word is what the vocabulary knows of a word: its features, -1 or none where it has none.
type word struct {
	number int32 // among words, for pairs; -1: unknown
	stem   int32 // among stems, for pairs; -1: unknown
	alone  int32 // feature
	root   int32 // feature of its stem
	title  int32 // feature of its stem in a title
	near   int32 // feature of its stem in a context
	pieces []int32
}

// vector is a text as the model sees it: features in ascending block order, each once.
type vector struct {
	features []int32
	values   []float32
	square   float64 // of its length, with the feature that every text has
}

// measure sets the square of the length.
func (v *vector) measure() {
	v.square = 1
	for _, value := range v.values {
		v.square += float64(value) * float64(value)
	}
}

// scratch is what turning a text into a vector needs, kept from one text to the next.
type scratch struct {
	tokens  []token
	counts  []float32 // by feature
	touched [blocks][]int32
}

func (v *vocabulary) newScratch() *scratch { return &scratch{counts: make([]float32, len(v.rarity))} }

// vector turns a text into a vector, appended to into's room.
func (v *vocabulary) vector(s *scratch, text *Text, into vector) vector {
	v.count(s, text.Title, true)
	v.count(s, text.Body, false)
	v.countContext(s, text.Context)
	into.features, into.values = into.features[:0], into.values[:0]
	for block := range blocks {
		start, sum := len(into.values), float32(0)
		for _, feature := range s.touched[block] {
			value := s.counts[feature]
			s.counts[feature] = 0
			value = damped(value) * v.rarity[feature]
			sum += value * value
			into.features, into.values = append(into.features, feature), append(into.values, value)
		}
		s.touched[block] = s.touched[block][:0]
		if sum > 0 {
			scale := v.recipe.blocks[block] / float32(math.Sqrt(float64(sum)))
			for i := start; i < len(into.values); i++ {
				into.values[i] *= scale
			}
		}
	}
	return into
}

// damped is the weight of a feature that occurs so many times: a tenth occurrence adds little.
func damped(count float32) float32 {
	if count == 1 {
		return 1
	}
	return 1 + float32(math.Log(float64(count)))
}

func (s *scratch) add(block int, feature int32) {
	if feature < 0 {
		return
	}
	if s.counts[feature] == 0 {
		s.touched[block] = append(s.touched[block], feature)
	}
	s.counts[feature]++
}

// count adds the features of a field. The words of a title count once more as such: they say what a text is about.
func (v *vocabulary) count(s *scratch, text string, title bool) {
	s.tokens = tokens(s.tokens[:0], text)
	var before *word
	for _, t := range s.tokens {
		w := v.surface.word(v, text[t.start:t.end])
		if w == nil {
			continue
		}
		s.add(blockWords, w.alone)
		s.add(blockStems, w.root)
		for _, piece := range w.pieces {
			s.add(blockPieces, piece)
		}
		if title {
			s.add(blockTitle, w.title)
		}
		if before != nil {
			s.add(blockWords, v.pair(before, w))
			s.add(blockStems, v.follow(before, w))
		}
		before = w
	}
}

func (v *vocabulary) countContext(s *scratch, text string) {
	if text == "" || len(v.context) == 0 {
		return
	}
	s.tokens = tokens(s.tokens[:0], text)
	for _, t := range s.tokens {
		if w := v.surface.word(v, text[t.start:t.end]); w != nil {
			s.add(blockContext, w.near)
		}
	}
}

// pair gives the feature of two words that follow each other, -1 when it is unknown.
func (v *vocabulary) pair(a, b *word) int32 { return found(v.pairs, a.number, b.number) }

func (v *vocabulary) follow(a, b *word) int32 { return found(v.follows, a.stem, b.stem) }

func found(pairs map[uint64]int32, a, b int32) int32 {
	if a < 0 || b < 0 {
		return -1
	}
	if feature, ok := pairs[uint64(uint32(a))<<32|uint64(uint32(b))]; ok {
		return feature
	}
	return -1
}

// read makes of a folded word what the vocabulary knows of it.
func (v *vocabulary) read(form string) *word {
	if known := v.words[form]; known != nil {
		return known
	}
	w := &word{number: -1, stem: -1, alone: -1, root: -1, title: -1, near: -1}
	stem := french.Stem(form)
	if feature, ok := v.stems[stem]; ok {
		w.root, w.stem = feature, feature
	}
	if feature, ok := v.titles[stem]; ok {
		w.title = feature
	}
	if feature, ok := v.context[stem]; ok {
		w.near = feature
	}
	v.recipe.pieces(form, func(piece string) {
		if feature, ok := v.pieces[piece]; ok {
			w.pieces = append(w.pieces, feature)
		}
	})
	return w
}

// cache remembers words as they are written: most words of a text were met before. Beyond its bound it remembers no
// more, so that no text can fill the memory.
type cache struct {
	shards [64]struct {
		mutex sync.RWMutex
		words map[string]*word
	}
}

const mostPerShard = 8192

// word gives a word as it is written, nil for what folds to nothing.
func (c *cache) word(v *vocabulary, written string) *word {
	shard := &c.shards[fnv(written)&63]
	shard.mutex.RLock()
	w, ok := shard.words[written]
	shard.mutex.RUnlock()
	if ok {
		return w
	}
	if form := folded(written); form != "" {
		w = v.read(form)
	}
	if len(written) > 2*longestWord {
		return w
	}
	shard.mutex.Lock()
	defer shard.mutex.Unlock()
	if shard.words == nil {
		shard.words = map[string]*word{}
	}
	if len(shard.words) < mostPerShard {
		shard.words[strings.Clone(written)] = w // a part of a text would keep the whole of it
	}
	return w
}

// fnv is the hash FNV-1a.
func fnv(text string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(text); i++ {
		h = (h ^ uint32(text[i])) * 16777619
	}
	return h
}
