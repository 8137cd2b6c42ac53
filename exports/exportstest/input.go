package exportstest

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"time"

	"concertation/exports"
	"concertation/forms"
	"concertation/internal/consult"
	"concertation/internal/corpus"
	"concertation/internal/i18n"
	"concertation/internal/tally"
)

// Hostile are texts that files must carry unharmed: formulas, control characters, escapes, emoji, right-to-left words.
func Hostile() []string {
	return []string{
		`=cmd|' /C calc'!A0`, "+1+1", "-2+3", "@SUM(A1)", "\t=1", "＝1+1", "_x000D_ et _x0041_", "un\x00deux\x07trois\x1b[31m",
		"première ligne\r\ndeuxième ; \"guillemets\", virgule", "👩‍🌾 énergie 🌻", "مرحبا بالجميع", "</t></is><x>", "  espaces  ", "'apostrophe",
	}
}

// Title is that of the consultation: what no sheet could be named.
const Title = `='[Budget]*?'!/:\ et suite`

// Definition is the questionnaire.
func Definition() forms.Definition {
	fr := func(words string) forms.Text { return forms.Text{"fr": words} }
	choice := func(name, label string) forms.Choice { return forms.Choice{Name: name, Label: fr(label)} }
	return forms.Definition{Title: fr("Questionnaire d’essai"), DefaultLanguage: "fr", Languages: []string{"fr"},
		Lists: map[string][]forms.Choice{
			"colleges": {choice("asso", "Association"), choice("coop", "Coopérative"), choice("coll", "Collectivité")},
			"places":   {choice("44", "Loire-Atlantique"), choice("49", "Maine-et-Loire")},
			"levers":   {choice("fin", "=Financement"), choice("for", "Formation"), choice("autre", "Autre")},
			"scale":    {choice("bien", "Satisfait"), choice("mal", "Insatisfait")},
		},
		Sections: []forms.Section{
			{Name: "vous", Title: fr("Vous"), Questions: []forms.Question{
				{Name: "college", Kind: forms.SelectOne, List: "colleges", Label: fr("Votre **collège**"), Role: forms.RoleCategory},
				{Name: "place", Kind: forms.SelectOne, List: "places", Label: fr("Votre département"), Role: forms.RoleTerritory},
				{Name: "siret", Kind: forms.ShortText, Format: forms.FormatSIRET, Label: fr("SIRET"), Identity: true},
				{Name: "jobs", Kind: forms.Integer, Label: fr("Nombre d’emplois")},
				{Name: "since", Kind: forms.Date, Label: fr("Date de création")},
			}},
			{Name: "avis", Title: fr("Votre avis"), Questions: []forms.Question{
				{Name: "levers", Kind: forms.SelectMultiple, List: "levers", Label: fr("Quels leviers ?")},
				{Name: "levers_other", Kind: forms.ShortText, Label: fr("Précisez"), Relevant: "selected(${levers}, 'autre')"},
				{Name: "order", Kind: forms.Rank, List: "levers", Label: fr("Par ordre d’importance")},
				{Name: "views", Kind: forms.Grid, List: "scale", Label: fr("Votre satisfaction"), Rows: []forms.Question{
					{Name: "views_help", Kind: forms.SelectOne, List: "scale", Label: fr("L’accompagnement")}, {Name: "views_money", Kind: forms.SelectOne, List: "scale", Label: fr("Les financements")}}},
				{Name: "ideas", Kind: forms.LongText, Label: fr("Vos idées")},
			}},
		}}
}

// Input makes an export of that many responses, always the same. A demonstration says so on every sheet.
func Input(public bool, responses int, demonstration bool) (*exports.Input, error) {
	form, issues := forms.Compile(Definition())
	if form == nil {
		return nil, fmt.Errorf("questionnaire of the tests: %v", issues)
	}
	catalogue, err := i18n.New()
	if err != nil {
		return nil, err
	}
	opened := time.Date(2026, 9, 1, 7, 0, 0, 0, time.UTC)
	made := generate(responses, opened)
	engine := tally.New(form)
	for i := range made {
		engine.Apply(tally.Change{Seq: int64(i + 1), ResponseID: string(made[i].ID), Counted: true, Submission: made[i].Submission, Form: form, At: made[i].SubmittedAt})
	}
	input := &exports.Input{
		Consultation: consult.Consultation{Slug: "essai", Title: Title, Demonstration: demonstration, OpensAt: opened, ClosesAt: opened.AddDate(0, 0, 30)},
		Steps:        []consult.Step{{Title: "Lancement", Participants: 120, Unit: "participants", Source: "la collectivité"}},
		Program:      "essai", Date: opened.AddDate(0, 0, 20), Public: public, P: catalogue.In("fr"),
		Participation: exports.Participation{Eligible: 750, Source: "la collectivité", Drafts: 4, Submitted: responses, Withdrawn: 1,
			Channels: []exports.Counted{{Label: "En ligne", Count: responses - min(2, responses)}, {Label: "Papier", Count: min(2, responses)}}},
		Words: exports.Words{Categories: map[string]string{"asso": "Association", "coop": "Coopérative", "coll": "Collectivité"},
			Territories: map[string]string{"44": "Loire-Atlantique", "49": "Maine-et-Loire"}},
	}
	survey := exports.Survey{Title: "Questionnaire d’essai", Slug: "questionnaire", Form: form, Revision: 3, Submitted: responses,
		Days: engine.ByDay(input.P.Zone()), Tallies: engine.Tallies()}
	for _, attribute := range []string{"college", "place"} {
		for _, question := range form.Questions() {
			if cross, ok := engine.Cross(attribute, question.Name); ok && question.Name != attribute {
				survey.Crosses = append(survey.Crosses, cross)
			}
		}
	}
	addTexts(input, made)
	addLedger(input, made)
	if !public {
		survey.Responses = each(made)
	}
	input.Surveys = []exports.Survey{survey}
	return input, nil
}

// addLedger makes a list of twice as many organisations as responses: every other one answered.
func addLedger(input *exports.Input, made []consult.Response) {
	var list []consult.LedgerOrganisation
	hostile := Hostile()
	for i := range 2 * len(made) {
		r := &made[i/2]
		list = append(list, consult.LedgerOrganisation{ID: consult.ID(fmt.Sprintf("o%06d", i)), Name: fmt.Sprintf("Structure %d %s", i, hostile[i%len(hostile)]),
			Category: r.Category, Territory: r.Territory, Size: []string{"", "1 à 9"}[i%2]})
	}
	ledger := consult.NewLedger(list, input.P.Zone())
	for i := range list {
		at := input.Consultation.OpensAt
		ledger.Touch(consult.LedgerTouch{OrganisationID: list[i].ID, Kind: consult.TouchInvited, At: at})
		if i%3 == 0 {
			ledger.Touch(consult.LedgerTouch{OrganisationID: list[i].ID, Kind: consult.TouchReminded, At: at.AddDate(0, 0, 7)}, consult.LedgerTouch{OrganisationID: list[i].ID, Kind: consult.TouchOpened, At: at.AddDate(0, 0, 8)})
		}
		if i%2 == 0 {
			r := &made[i/2]
			ledger.Respond(consult.OwnedResponse{ResponseID: r.ID, OrganisationID: list[i].ID, Status: consult.ResponseSubmitted, SubmittedAt: r.SubmittedAt})
		}
	}
	input.Ledger = &exports.Ledger{By: []consult.Stratifier{consult.ByCategory, consult.ByTerritory}}
	input.Ledger.Whole, input.Ledger.Strata = consult.CountLines(ledger.Lines(), input.Ledger.By)
	for _, line := range ledger.Lines() {
		if !input.Public {
			input.Ledger.Lines = append(input.Ledger.Lines, *line)
		}
	}
}

func each[T any](made []T) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		for i := range made {
			if !yield(&made[i], nil) {
				return
			}
		}
	}
}

func generate(responses int, opened time.Time) []consult.Response {
	random, made := rand.New(rand.NewPCG(1, 2)), make([]consult.Response, responses)
	hostile := Hostile()
	for i := range made {
		at := opened.Add(time.Duration(i) * 3 * time.Hour)
		answers, blank := forms.Answers{}, []string{}
		put := func(name string, answer forms.Answer) {
			if random.IntN(8) == 0 {
				blank = append(blank, name)
			} else {
				answers[name] = answer
			}
		}
		college, place := []string{"asso", "asso", "asso", "coop", "coop", "coll"}[random.IntN(6)], []string{"44", "44", "49"}[random.IntN(3)]
		put("college", forms.TextAnswer(college))
		put("place", forms.TextAnswer(place))
		put("jobs", forms.NumberAnswer(float64(random.IntN(40))))
		put("since", forms.TextAnswer(opened.AddDate(-random.IntN(40), 0, 0).Format(time.DateOnly)))
		levers := [][]string{{"fin"}, {"fin", "for"}, {"autre"}, {"for", "autre"}}[random.IntN(4)]
		put("levers", forms.CodesAnswer(levers...))
		if answer, given := answers["levers"]; given && answer.Codes[len(answer.Codes)-1] == "autre" {
			put("levers_other", forms.TextAnswer(hostile[(i+3)%len(hostile)]))
		}
		put("order", forms.CodesAnswer([][]string{{"fin", "for", "autre"}, {"for", "fin"}, {"autre"}}[random.IntN(3)]...))
		put("views_help", forms.TextAnswer([]string{"bien", "mal"}[random.IntN(2)]))
		put("views_money", forms.TextAnswer([]string{"bien", "mal", "mal"}[random.IntN(3)]))
		answers["ideas"] = forms.TextAnswer(hostile[i%len(hostile)])
		made[i] = consult.Response{ID: consult.ID(fmt.Sprintf("r%06d", i)), Reference: fmt.Sprintf("REF%05d", i), Channel: consult.ChannelWeb,
			Origin: consult.OriginCollected, Language: "fr", Category: college, Territory: place, SubmittedAt: at, ChangedAt: at,
			Submission: forms.Submission{Answers: answers, Blank: blank}}
	}
	return made
}

// Say leaves one text in an export, which says that.
func Say(input *exports.Input, text string) {
	for verbatim := range input.Verbatims {
		verbatim.Text, verbatim.Title = text, ""
		input.Verbatims = each([]exports.Verbatim{*verbatim})
		return
	}
}

// addTexts makes a contribution of each answer to «ideas», two in three of them grouped.
func addTexts(input *exports.Input, made []consult.Response) {
	grid := &consult.ThemeGrid{Themes: []consult.Theme{
		{ID: "t1", Position: 1, Kind: consult.ThemeRegular, Title: "Coopérer"}, {ID: "t2", Position: 2, Kind: consult.ThemeRegular, Title: "=Financer"},
		{ID: "t3", Position: 3, Kind: consult.ThemeOutside, Title: "Hors grille"}}}
	var contributions []consult.Contribution
	var verbatims []exports.Verbatim
	var assignments []consult.Assignment
	for i := range made {
		r := &made[i]
		publication := []consult.Publication{consult.PublicationNo, consult.PublicationAnonymous, consult.PublicationNamed}[i%3]
		c := consult.Contribution{ID: consult.ID(fmt.Sprintf("c%06d", i)), Kind: consult.KindAnswer, ResponseID: r.ID, Question: "ideas",
			Body: r.Submission.Answers["ideas"].Text, Category: r.Category, Territory: r.Territory, Publication: publication, CreatedAt: r.SubmittedAt}
		contributions = append(contributions, c)
		verbatim := exports.Verbatim{Text: c.Body, Kind: c.Kind, Question: "Vos idées", Category: input.Words.Category(c.Category),
			Territory: input.Words.Territory(c.Territory), Publication: publication, Publishable: publication != consult.PublicationNo, At: c.CreatedAt}
		if !input.Public {
			verbatim.Reference = r.Reference
		}
		if i%3 > 0 {
			verbatim.Theme = grid.Themes[i%2]
			assignments = append(assignments, consult.Assignment{ID: consult.ID(fmt.Sprintf("a%06d", i)), ContributionID: c.ID, StatementID: c.ID,
				ThemeID: verbatim.Theme.ID, CoderID: "u1", State: consult.AssignmentConfirmed})
		}
		if verbatim.Publishable || !input.Public {
			verbatims = append(verbatims, verbatim)
		}
	}
	input.Verbatims = each(verbatims)
	input.Grouping = corpus.Of(contributions).Group(grid, nil, assignments, nil)
	input.Grid = exports.Grid{Version: 2, Themes: grid.Themes, At: input.Date, By: "Amina"}
}
