package service

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"

	"concertation/forms"
)

// persona is a fictitious respondent: what its answers have in common.
type persona struct {
	number    int
	category  string
	territory string
	size      string
	// content leans the person's opinions, from −1 to 1.
	content float64
	// further says whether they go on with the optional part.
	further bool
	// talkative leans how often they write.
	talkative float64
}

func newPersona(random *rand.Rand, i int) *persona {
	p := &persona{number: i + 1}
	p.category = draw(random, demoWeights["categorie"])
	p.territory = draw(random, demoWeights["departement_siege"])
	p.size = draw(random, demoWeights["salaries"])
	if p.category == "collectivite" || p.category == "consulaire" {
		p.size = draw(random, map[string]float64{"s10_19": 1, "s20_49": 3, "s50_99": 3, "s100_249": 3, "s250": 3})
	}
	p.content = random.NormFloat64()*0.4 + demoContent[p.territory]
	if p.category == "collectivite" || p.category == "financeur" {
		p.content += 0.35
	}
	p.further = random.Float64() < 0.55
	p.talkative = 0.6 + 0.8*random.Float64()
	return p
}

// drawn is what a persona answers, with what each text speaks of.
type drawn struct {
	raw    forms.Raw
	themes map[string][]int
}

// answers draws a value for every question, asked or not: what is not asked is left out by the evaluation.
func (p *persona) answers(d *demo, random *rand.Rand) drawn {
	out := drawn{raw: forms.Raw{}, themes: map[string][]int{}}
	form := d.published.Questionnaire
	for _, question := range form.Questions() {
		if p.known(question, out.raw) {
			continue
		}
		if !question.Required && random.Float64() < blankRate(form, question)/p.talkative {
			continue
		}
		switch question.Kind {
		case forms.SelectOne:
			out.raw[question.Name] = []string{p.choose(random, form, question)}
		case forms.SelectMultiple:
			out.raw[question.Name] = p.several(random, form, question)
		case forms.Rank:
			p.rank(random, form, question, out.raw)
		case forms.LongText:
			weights, known := demoAffinity[question.Name]
			if !known {
				weights = []float64{1, 1, 1, 1, 1, 1}
			}
			text, themes := d.compose(random, weights, question.Name == "pratique_a_partager")
			out.raw[question.Name], out.themes[question.Name] = []string{text}, themes
		case forms.ShortText:
			if words := d.texts.Specify[question.Name]; len(words) > 0 {
				out.raw[question.Name] = []string{pick(random, words)}
			}
		case forms.Acknowledge:
			out.raw[question.Name] = []string{"OK"}
		case forms.Integer, forms.Decimal:
			out.raw[question.Name] = []string{strconv.Itoa(1 + random.IntN(20))}
		case forms.Range:
			steps := max(int((question.Max-question.Min)/max(question.Step, 1)), 0)
			value := question.Min + float64(random.IntN(steps+1))*max(question.Step, 1)
			out.raw[question.Name] = []string{strconv.FormatFloat(value, 'f', -1, 64)}
		}
	}
	p.named(form, random, out.raw)
	return out
}

// known answers what the persona is made of.
func (p *persona) known(question *forms.Question, raw forms.Raw) bool {
	switch {
	case question.Role == forms.RoleCategory:
		raw[question.Name] = []string{p.category}
	case question.Role == forms.RoleTerritory:
		raw[question.Name] = []string{p.territory}
	case question.Role == forms.RoleSize:
		raw[question.Name] = []string{p.size}
	case question.Name == "continuer" && p.further:
		raw[question.Name] = []string{"oui"}
	case question.Name == "continuer":
		raw[question.Name] = []string{"non"}
	case question.Identity:
		// named decides at the end
	default:
		return false
	}
	return true
}

// named gives some personas a name, a number and an address that nobody can take for real ones.
func (p *persona) named(form *forms.Questionnaire, random *rand.Rand, raw forms.Raw) {
	published := ""
	if question := form.ByRole(forms.RolePublication); question != nil && len(raw[question.Name]) > 0 {
		published = raw[question.Name][0]
	}
	gives := published == "named" || random.Float64() < 0.4
	for _, question := range form.Questions() {
		if !question.Identity {
			continue
		}
		switch question.Format {
		case forms.FormatOrganisation, forms.FormatName:
			if gives {
				raw[question.Name] = []string{fmt.Sprintf("%s Exemple %d", demoNames[p.category], p.number)}
			}
		case forms.FormatSIRETOrRNA, forms.FormatRNA:
			if gives && p.category == "structure_ess" && random.Float64() < 0.5 {
				raw[question.Name] = []string{fmt.Sprintf("W%09d", p.number)}
			}
		case forms.FormatEmail:
			raw[question.Name] = []string{fmt.Sprintf("contact%d@exemple.invalid", p.number)}
		}
	}
}

func blankRate(form *forms.Questionnaire, question *forms.Question) float64 {
	if rate, known := demoBlank[question.Name]; known {
		return rate
	}
	switch {
	case question.Kind == forms.LongText:
		return 0.5
	case form.Parent(question) != nil:
		return 0.03
	default:
		return 0.05
	}
}

// choose draws one choice. Scales of satisfaction lean with the persona.
func (p *persona) choose(random *rand.Rand, form *forms.Questionnaire, question *forms.Question) string {
	choices := form.Choices(question)
	weights := demoWeights[question.Name]
	if weights == nil {
		weights = demoWeights["list:"+question.List]
	}
	values := make([]float64, len(choices))
	for i, choice := range choices {
		values[i] = 1
		if weights != nil {
			values[i] = weights[choice.Name]
		}
		if lean, scaled := demoScale[choice.Name]; scaled && question.List == "satisfaction" {
			values[i] *= max(1+1.2*lean*(p.content+demoContent[question.Name]), 0.08)
		}
	}
	return choices[weighted(random, values)].Name
}

// several draws a few choices, or an exclusive one alone.
func (p *persona) several(random *rand.Rand, form *forms.Questionnaire, question *forms.Question) []string {
	choices, weights := form.Choices(question), demoWeights[question.Name]
	most := question.MaxChoices
	if most == 0 {
		most = min(len(choices), 4)
	}
	wanted := 1 + random.IntN(most)
	var picked []string
	values := make([]float64, len(choices))
	for i, choice := range choices {
		values[i] = 1
		if weights != nil {
			values[i] = weights[choice.Name]
		}
		if question.List == "departement" && choice.Name == p.territory {
			values[i] = 12
		}
	}
	for len(picked) < wanted {
		if !slices.ContainsFunc(values, func(v float64) bool { return v > 0 }) {
			break
		}
		i := weighted(random, values)
		if choices[i].Exclusive {
			if len(picked) == 0 {
				return []string{choices[i].Name}
			}
		} else {
			picked = append(picked, choices[i].Name)
		}
		values[i] = 0
	}
	return picked
}

func (p *persona) rank(random *rand.Rand, form *forms.Questionnaire, question *forms.Question, raw forms.Raw) {
	choices, weights := form.Choices(question), demoWeights[question.Name]
	values := make([]float64, len(choices))
	for i, choice := range choices {
		values[i] = 1
		if weights != nil {
			values[i] = weights[choice.Name]
		}
	}
	places := question.MaxChoices
	if places == 0 {
		places = len(choices)
	}
	for place := 1; place <= min(places, len(choices)); place++ {
		i := weighted(random, values)
		raw[forms.RankField(question.Name, choices[i].Name)] = []string{strconv.Itoa(place)}
		values[i] = 0
	}
}

// draw picks a key by its weight, keys in order so that the same chance gives the same key.
func draw(random *rand.Rand, weights map[string]float64) string {
	names := make([]string, 0, len(weights))
	for name := range weights {
		names = append(names, name)
	}
	slices.Sort(names)
	values := make([]float64, len(names))
	for i, name := range names {
		values[i] = weights[name]
	}
	return names[weighted(random, values)]
}
