package forms

import (
	"slices"
	"strconv"
	"strings"
)

func decodeSelectOne(d *decoding) (Answer, bool, *Failure) {
	code := strings.TrimSpace(d.raw.First(d.entry.question.Name))
	if code == "" {
		return Answer{}, false, nil
	}
	if !d.evaluation.offers(d.entry, code) {
		return Answer{}, false, d.fail("forms.answer.choice")
	}
	return TextAnswer(code), true, nil
}

// decodeSelectMultiple gives the codes in the order of the list, each once.
func decodeSelectMultiple(d *decoding) (Answer, bool, *Failure) {
	var picked []int
	for _, code := range d.values() {
		if code = strings.TrimSpace(code); code == "" {
			continue
		}
		if !d.evaluation.offers(d.entry, code) {
			return Answer{}, false, d.fail("forms.answer.choice")
		}
		if place := d.entry.places[code]; !slices.Contains(picked, place) {
			picked = append(picked, place)
		}
	}
	if len(picked) == 0 {
		return Answer{}, false, nil
	}
	slices.Sort(picked)
	codes := make([]string, len(picked))
	for i, place := range picked {
		codes[i] = d.entry.choices[place].Name
		if d.entry.choices[place].Exclusive && len(picked) > 1 {
			return Answer{}, false, d.fail("forms.answer.exclusive", "choice", d.entry.choices[place].Label.In(d.evaluation.language()))
		}
	}
	if most := d.entry.question.MaxChoices; most > 0 && len(codes) > most {
		return Answer{}, false, d.fail("forms.answer.too_many", "max", most, "count", len(codes))
	}
	return CodesAnswer(codes...), true, nil
}

// decodeRank reads the place of each choice (field question/choice); the places given are 1, 2, 3… without gap.
func decodeRank(d *decoding) (Answer, bool, *Failure) {
	codes := make([]string, len(d.entry.choices))
	given := 0
	for i, field := range d.entry.rankFields {
		typed := strings.TrimSpace(d.raw.First(field))
		if field == "" || typed == "" {
			continue
		}
		place, err := strconv.Atoi(typed)
		if err != nil || place < 1 || place > len(codes) || !d.evaluation.offers(d.entry, d.entry.choices[i].Name) {
			return Answer{}, false, d.fail("forms.answer.rank_place", "max", d.rankable())
		}
		if codes[place-1] != "" {
			return Answer{}, false, d.fail("forms.answer.rank_twice", "place", place)
		}
		codes[place-1] = d.entry.choices[i].Name
		given++
	}
	if given == 0 {
		return Answer{}, false, nil
	}
	if most := d.rankable(); given > most {
		return Answer{}, false, d.fail("forms.answer.rank_too_many", "max", most)
	}
	codes = codes[:given]
	if slices.Contains(codes, "") {
		return Answer{}, false, d.fail("forms.answer.rank_gap")
	}
	return CodesAnswer(codes...), true, nil
}

// rankable is how many choices may be ranked.
func (d *decoding) rankable() int {
	if most := d.entry.question.MaxChoices; most > 0 {
		return most
	}
	return len(d.entry.choices)
}
