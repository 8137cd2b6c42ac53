package bench

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"concertation/forms"
)

// Fill gives plausible raw values for every question of a questionnaire, so that a response posted with them is
// accepted: each open text is a sentence or two, each several-choice question has one to three choices.
func Fill(questionnaire *forms.Questionnaire, random *rand.Rand) forms.Raw {
	raw := questionnaire.Defaults()
	if raw == nil {
		raw = forms.Raw{}
	}
	for _, question := range questionnaire.Questions() {
		if values := fillOne(questionnaire, question, random); values != nil {
			raw[question.Name] = values
		}
	}
	return raw
}

func fillOne(questionnaire *forms.Questionnaire, question *forms.Question, random *rand.Rand) []string {
	choices := questionnaire.Choices(question)
	switch question.Kind {
	case forms.SelectOne:
		if len(choices) == 0 {
			return nil
		}
		if question.Role == forms.RolePublication {
			return []string{"anonymous"} // «named» asks for a name, which is not filled
		}
		return []string{choices[random.IntN(len(choices))].Name}
	case forms.SelectMultiple:
		return fillSeveral(choices, question.MaxChoices, random)
	case forms.Integer:
		if parent := questionnaire.Parent(question); parent != nil && parent.Kind == forms.ConstantSum {
			return nil // left blank as a whole: always valid
		}
		return []string{strconv.Itoa(random.IntN(40))}
	case forms.Decimal:
		return []string{fmt.Sprintf("%.1f", random.Float64()*20)}
	case forms.Range:
		return []string{strconv.FormatFloat(question.Min, 'f', -1, 64)}
	case forms.LongText:
		return []string{sentence(random, 12+random.IntN(25))}
	case forms.ShortText:
		switch question.Format {
		case forms.FormatNone:
		case forms.FormatEmail:
			return []string{"personne@exemple.fr"}
		default:
			return nil
		}
		return []string{sentence(random, 3)}
	case forms.Acknowledge:
		return []string{"OK"}
	case forms.Date:
		return []string{time.Date(2026, 1, 1+random.IntN(300), 0, 0, 0, 0, time.UTC).Format(time.DateOnly)}
	default:
		return nil
	}
}

func fillSeveral(choices []forms.Choice, most int, random *rand.Rand) []string {
	if most == 0 {
		most = 3
	}
	var picked []int
	wanted := 1 + random.IntN(min(most, 3))
	for _, at := range random.Perm(len(choices)) {
		if len(picked) < wanted && !choices[at].Exclusive {
			picked = append(picked, at)
		}
	}
	slices.Sort(picked) // as a browser posts its boxes
	names := make([]string, len(picked))
	for i, at := range picked {
		names[i] = choices[at].Name
	}
	return names
}

// sentence makes a text of that many words.
func sentence(random *rand.Rand, words int) string {
	lexicon := [...]string{"réseau", "territoire", "emploi", "association", "coopérative", "simplifier", "mutualiser",
		"accompagner", "durable", "les", "aides", "régionales", "former", "bénévoles", "plus", "lisible", "pour", "et",
		"avec", "notre", "structure", "local", "commande", "publique", "jeunes", "innovation", "ensemble", "partager"}
	text := make([]byte, 0, words*9)
	for i := range words {
		if i > 0 {
			text = append(text, ' ')
		}
		text = append(text, lexicon[random.IntN(len(lexicon))]...)
	}
	return string(append(text, '.'))
}
