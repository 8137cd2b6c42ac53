package themes

import "math"

// lean makes each feature count by how much it leans: how much oftener it is met on one side of the theme than on the
// other, as a logarithm (Wang and Manning, Baselines and Bigrams, 2012). share mixes that with 1: at 0 nothing changes. It
// gives by what each feature was multiplied, and its weight is to be too.
func (p *problem) lean(share float64) []float32 {
	with, without := make([]float64, p.size), make([]float64, p.size) // texts of each side, by what they cost
	for i := range p.texts {
		side := with
		if p.sides[i] < 0 {
			side = without
		}
		for _, feature := range p.texts[i].features {
			side[feature] += p.costs[i]
		}
	}
	scales, size := make([]float32, p.size), 0
	var scale float32
	for feature := range scales {
		// Those of one text alone follow each other and lean alike: the logarithm is then that of the one before.
		if feature == 0 || with[feature] != with[feature-1] || without[feature] != without[feature-1] {
			ratio := math.Log((with[feature] + 1) / (without[feature] + 1)) // both sides cost the same in all
			scale = float32(1 - share + share*math.Abs(ratio))
		}
		scales[feature] = scale
	}
	for i := range p.texts {
		size += len(p.texts[i].values)
	}
	room := make([]float32, size) // of all texts at once
	for i := range p.texts {
		own := len(p.texts[i].values)
		p.texts[i] = p.texts[i].scaled(scales, room[:own:own])
		room = room[own:]
	}
	return scales
}

// scaled is the same text with each feature so many times as strong, its values written into room.
func (v *vector) scaled(by, room []float32) vector {
	values := v.values[:len(room)]
	var odd, even float32 // two sums at once, as in dot
	for j, feature := range v.features[:len(room)] {
		value := values[j] * by[feature]
		room[j] = value
		odd, even = even, odd+value*value
	}
	return vector{features: v.features, values: room, square: 1 + float64(odd+even)}
}
