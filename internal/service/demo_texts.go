package service

import (
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"concertation/internal/reference"
)

// compose writes a text on one or two themes, drawn by their weights, and says which. practice asks for what one does
// rather than for what one wants.
func (d *demo) compose(random *rand.Rand, weights []float64, practice bool) (text string, themes []int) {
	switch roll := random.Float64(); {
	case roll < 0.06:
		return pick(random, d.texts.Empty), []int{demoEmpty}
	case roll < 0.10:
		return pick(random, d.texts.Outside), []int{demoOutside}
	}
	first := weighted(random, weights)
	themes = []int{first}
	text = d.passage(random, &d.texts.Themes[first], practice)
	if random.Float64() < 0.2 {
		if second := weighted(random, weights); second != first {
			themes = append(themes, second)
			text += pick(random, []string{" ", "\n", "\n\n"}) + pick(random, d.texts.Themes[second].Proposals)
		}
	}
	if random.Float64() < 0.12 {
		text = careless(random, text)
	}
	return text, themes
}

// Ranks that stand for the residual themes.
const (
	demoOutside = -1
	demoEmpty   = -2
)

// passage is one to four sentences on one theme.
func (d *demo) passage(random *rand.Rand, theme *reference.FictitiousTheme, practice bool) string {
	if practice {
		text := pick(random, theme.Practices)
		if random.Float64() < 0.5 {
			text += " " + pick(random, theme.Reasons)
		}
		if random.Float64() < 0.35 {
			text = pick(random, theme.Findings) + " " + text
		}
		return text
	}
	roll := random.Float64()
	if roll < 0.14 {
		return pick(random, theme.Proposals)
	}
	if roll < 0.24 {
		return pick(random, theme.Findings)
	}
	text := pick(random, theme.Findings)
	if roll > 0.6 {
		opening := pick(random, d.texts.Openings)
		if strings.HasSuffix(opening, ": ") {
			text = lowerFirst(text)
		}
		text = opening + text
	}
	link := pick(random, d.texts.Links)
	proposal := pick(random, theme.Proposals)
	if strings.HasSuffix(link, ": ") {
		proposal = lowerFirst(proposal)
	}
	text += link + proposal
	if roll > 0.5 {
		text += " " + pick(random, theme.Reasons)
	}
	if roll > 0.88 {
		text += "\n" + pick(random, theme.Proposals)
	}
	return text
}

// careless writes as people in a hurry do.
func careless(random *rand.Rand, text string) string {
	switch random.IntN(4) {
	case 0:
		return strings.ToLower(text)
	case 1:
		return strings.NewReplacer("é", "e", "è", "e", "ê", "e", "à", "a", "ç", "c", "É", "E", "’", "'").Replace(text)
	case 2:
		words := strings.Split(text, " ")
		at := random.IntN(len(words))
		words[at] = swapLetters(random, words[at])
		return strings.Join(words, " ")
	default:
		return strings.TrimRight(strings.ReplaceAll(text, ", ", " , "), ".")
	}
}

func swapLetters(random *rand.Rand, word string) string {
	letters := []rune(word)
	if len(letters) < 4 || slices.ContainsFunc(letters, func(r rune) bool { return !unicode.IsLetter(r) }) {
		return word
	}
	at := 1 + random.IntN(len(letters)-2)
	letters[at], letters[at+1] = letters[at+1], letters[at]
	return string(letters)
}

func lowerFirst(sentence string) string {
	first, size := utf8.DecodeRuneInString(sentence)
	return string(unicode.ToLower(first)) + sentence[size:]
}

func pick[T any](random *rand.Rand, list []T) T { return list[random.IntN(len(list))] }

// weighted draws an index by its weight.
func weighted(random *rand.Rand, weights []float64) int {
	total := 0.0
	for _, weight := range weights {
		total += weight
	}
	left := random.Float64() * total
	for i, weight := range weights {
		if left < weight {
			return i
		}
		left -= weight
	}
	return len(weights) - 1
}
