package themes

import (
	"math"

	"concertation/internal/french"
)

// count is in how many texts a feature is met.
type count struct {
	texts int32
	last  int32 // text that was counted last
}

func (c *count) meet(text int32) {
	if c.last != text {
		c.texts, c.last = c.texts+1, text
	}
}

// learn makes the vocabulary of some texts. Features are numbered in the order in which they are first met.
func (r *recipe) learn(texts []Text) *vocabulary {
	l := &learner{recipe: r, words: map[string]*seen{}, stems: map[string]*seen{}, pieces: map[string]*seen{}, titles: map[string]*seen{}, context: map[string]*seen{},
		pairs: map[uint64]*count{}, follows: map[uint64]*count{}}
	for i := range texts {
		text := int32(i + 1)
		l.meet(text, texts[i].Title)
		l.meet(text, texts[i].Body)
		l.meetStems(l.titles, &l.titleOrder, text, texts[i].Title)
		l.meetStems(l.context, &l.contextOrder, text, texts[i].Context)
	}
	return l.vocabulary(len(texts))
}

// seen is a form met, with its number.
type seen struct {
	count
	number int32
	form   string
	stem   *seen
	pieces []*seen
}

type learner struct {
	*recipe
	words, stems, pieces, titles, context                      map[string]*seen
	wordOrder, stemOrder, pieceOrder, titleOrder, contextOrder []*seen
	pairs, follows                                             map[uint64]*count
	pairOrder, followOrder                                     []uint64
	tokens                                                     []token
}

func note(of map[string]*seen, order *[]*seen, form string) (*seen, bool) {
	if known := of[form]; known != nil {
		return known, false
	}
	made := &seen{number: int32(len(*order)), form: form}
	of[form], *order = made, append(*order, made)
	return made, true
}

func (l *learner) word(form string) *seen {
	w, fresh := note(l.words, &l.wordOrder, form)
	if fresh {
		w.stem, _ = note(l.stems, &l.stemOrder, french.Stem(form))
		l.recipe.pieces(form, func(piece string) {
			p := l.pieces[piece]
			if p == nil {
				p, _ = note(l.pieces, &l.pieceOrder, string([]byte(piece)))
			}
			w.pieces = append(w.pieces, p)
		})
	}
	return w
}

func (l *learner) meet(text int32, field string) {
	l.tokens = tokens(l.tokens[:0], field)
	var before *seen
	for _, t := range l.tokens {
		form := folded(field[t.start:t.end])
		if form == "" {
			continue
		}
		w := l.word(form)
		w.meet(text)
		w.stem.meet(text)
		for _, piece := range w.pieces {
			piece.meet(text)
		}
		if before != nil {
			meetPair(l.pairs, &l.pairOrder, before.number, w.number, text)
			meetPair(l.follows, &l.followOrder, before.stem.number, w.stem.number, text)
		}
		before = w
	}
}

func meetPair(pairs map[uint64]*count, order *[]uint64, a, b, text int32) {
	key := uint64(uint32(a))<<32 | uint64(uint32(b))
	met := pairs[key]
	if met == nil {
		met = &count{}
		pairs[key], *order = met, append(*order, key)
	}
	met.meet(text)
}

// meetStems counts the stems of a title or a context apart.
func (l *learner) meetStems(of map[string]*seen, order *[]*seen, text int32, field string) {
	l.tokens = tokens(l.tokens[:0], field)
	for _, t := range l.tokens {
		if form := folded(field[t.start:t.end]); form != "" {
			stem := l.word(form).stem.form
			met, _ := note(of, order, stem)
			met.meet(text)
		}
	}
}

// vocabulary numbers what is met often enough.
func (l *learner) vocabulary(texts int) *vocabulary {
	v := &vocabulary{recipe: l.recipe, words: make(map[string]*word, len(l.words)), pairs: map[uint64]int32{}, stems: map[string]int32{},
		follows: map[uint64]int32{}, pieces: map[string]int32{}, titles: map[string]int32{}, context: map[string]int32{}}
	feature := func(met *count, least int32) int32 {
		if met.texts < least {
			return -1
		}
		v.rarity = append(v.rarity, float32(math.Log(float64(1+texts)/float64(1+met.texts))+1))
		return int32(len(v.rarity) - 1)
	}
	for _, stem := range l.stemOrder {
		if number := feature(&stem.count, 1); number >= 0 {
			v.stems[stem.form] = number
		}
	}
	for _, piece := range l.pieceOrder {
		if number := feature(&piece.count, int32(l.leastTexts)); number >= 0 {
			v.pieces[piece.form] = number
		}
	}
	for _, stem := range l.titleOrder {
		if number := feature(&stem.count, int32(l.leastTexts)); number >= 0 {
			v.titles[stem.form] = number
		}
	}
	for _, stem := range l.contextOrder {
		if number := feature(&stem.count, int32(l.leastTexts)); number >= 0 {
			v.context[stem.form] = number
		}
	}
	for _, w := range l.wordOrder {
		v.words[w.form] = v.known(w, feature(&w.count, 1))
	}
	for _, key := range l.pairOrder {
		if number := feature(l.pairs[key], 1); number >= 0 {
			v.pairs[key] = number
		}
	}
	for _, key := range l.followOrder {
		if number := feature(l.follows[key], 1); number >= 0 {
			a, b := l.stemOrder[key>>32], l.stemOrder[uint32(key)]
			v.follows[uint64(uint32(v.stems[a.form]))<<32|uint64(uint32(v.stems[b.form]))] = number
		}
	}
	return v
}

// known makes the word of the vocabulary; pairs of stems go by the stems' features.
func (v *vocabulary) known(w *seen, alone int32) *word {
	made := &word{number: w.number, stem: -1, alone: alone, root: -1, title: -1, near: -1}
	if root, ok := v.stems[w.stem.form]; ok {
		made.root, made.stem = root, root
	}
	if title, ok := v.titles[w.stem.form]; ok {
		made.title = title
	}
	if near, ok := v.context[w.stem.form]; ok {
		made.near = near
	}
	for _, piece := range w.pieces {
		if number, ok := v.pieces[piece.form]; ok {
			made.pieces = append(made.pieces, number)
		}
	}
	return made
}
