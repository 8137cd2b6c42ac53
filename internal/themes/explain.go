package themes

// Explain says why a text scores what it scores for a theme: what each word weighs is the sum of the weights of its own
// features, of its pieces, and of half of each pair that it makes with a neighbour, as the model adds them up. A theme
// that the model does not know explains nothing.
func (m *Model) Explain(text Text, theme string) Explanation {
	rank := -1
	for i, id := range m.themes {
		if id == theme {
			rank = i
		}
	}
	if rank < 0 {
		return Explanation{}
	}
	d := m.desk()
	defer m.scratch.Put(d)
	m.read(d, &text)
	worth := make(map[int32]float64, len(d.vector.features))
	explained := Explanation{Margin: float64(d.margins[rank])}
	for j, feature := range d.vector.features {
		worth[feature] = float64(d.vector.values[j]) * float64(m.weights[int(feature)*len(m.themes)+rank])
	}
	met := map[int32]float64{} // how often each feature occurs
	fields := []struct {
		name  Field
		parts []part
	}{{FieldTitle, m.parts(text.Title)}, {FieldBody, m.parts(text.Body)}}
	for _, field := range fields {
		for i := range field.parts {
			field.parts[i].features(field.parts, i, field.name == FieldTitle, m.vocabulary, func(feature int32, share float64) { met[feature] += share })
		}
	}
	explained.Rest = explained.Margin
	for _, field := range fields {
		for i := range field.parts {
			span := Span{Field: field.name, Start: field.parts[i].start, End: field.parts[i].end}
			field.parts[i].features(field.parts, i, field.name == FieldTitle, m.vocabulary, func(feature int32, share float64) {
				span.Weight += worth[feature] * share / met[feature]
			})
			explained.Spans = append(explained.Spans, span)
			explained.Rest -= span.Weight
		}
	}
	return explained
}

// part is a word of a field with what is known of it.
type part struct {
	token
	word *word
}

// parts gives the words of a field that fold to something, as counting sees them.
func (m *Model) parts(field string) []part {
	var all []part
	for _, t := range tokens(nil, field) {
		if w := m.vocabulary.surface.word(m.vocabulary, field[t.start:t.end]); w != nil {
			all = append(all, part{token: t, word: w})
		}
	}
	return all
}

// features calls yield with each feature of the word at i of a field and the share of it that is this word's.
func (p *part) features(field []part, i int, title bool, v *vocabulary, yield func(feature int32, share float64)) {
	give := func(feature int32, share float64) {
		if feature >= 0 {
			yield(feature, share)
		}
	}
	give(p.word.alone, 1)
	give(p.word.root, 1)
	for _, piece := range p.word.pieces {
		give(piece, 1)
	}
	if title {
		give(p.word.title, 1)
	}
	if i > 0 {
		give(v.pair(field[i-1].word, p.word), 0.5)
		give(v.follow(field[i-1].word, p.word), 0.5)
	}
	if i+1 < len(field) {
		give(v.pair(p.word, field[i+1].word), 0.5)
		give(v.follow(p.word, field[i+1].word), 0.5)
	}
}
