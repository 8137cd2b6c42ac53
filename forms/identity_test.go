package forms_test

import (
	"testing"

	"concertation/forms"
)

func TestIdentityIsKeptApartWhateverTheKind(t *testing.T) {
	questionnaire := compile(t, one(
		forms.Question{Name: "rang", Kind: forms.Rank, List: "abc", Identity: true},
		forms.Question{Name: "grille", Kind: forms.Grid, List: "abc", Identity: true, Rows: []forms.Question{{Name: "ligne", Kind: forms.SelectOne, List: "abc"}}}))
	raw := forms.Raw{"rang/a": {"1"}, "ligne": {"b"}}
	if kept, identity := questionnaire.SplitIdentityRaw(raw); len(kept) != 0 || len(identity) != 2 {
		t.Errorf("the draft keeps %v, apart %v", kept, identity)
	}
	evaluation := questionnaire.Evaluate(raw, today)
	if submission := evaluation.Submission(); len(submission.Answers)+len(submission.Blank) != 0 {
		t.Errorf("the submission keeps %v %v", submission.Answers, submission.Blank)
	}
	if _, identity := questionnaire.SplitIdentity(evaluation.Answers); len(identity) != 2 {
		t.Errorf("apart: %v", identity)
	}
	if row, _ := questionnaire.Question("ligne"); !row.Identity {
		t.Error("the row does not say that it is identity")
	}
}

func TestTwoTextsForOneChoiceAreBothAsked(t *testing.T) {
	questionnaire := compile(t, one(
		forms.Question{Name: "q", Kind: forms.SelectOne, List: "abc"},
		forms.Question{Name: "un", Kind: forms.ShortText, Relevant: "${q} = 'autre'", Required: true},
		forms.Question{Name: "deux", Kind: forms.ShortText, Relevant: "${q} = ‘autre’"}))
	evaluation := questionnaire.Evaluate(forms.Raw{"q": {"autre"}}, today)
	if text := questionnaire.SpecifyFor(questionnaire.Questions()[0], "autre"); text == nil || text.Name != "un" {
		t.Errorf("under the choice: %v", text)
	}
	if shown := evaluation.Shown(0); len(shown) != 2 || shown[1] != "deux" {
		t.Errorf("the page lists %v", shown)
	}
}

func TestChoicesOfTheSameNameAreToldApartByTheirFilter(t *testing.T) {
	definition := one(forms.Question{Name: "etat", Kind: forms.SelectOne, List: "abc"},
		forms.Question{Name: "ville", Kind: forms.SelectOne, List: "villes", ChoiceFilter: "etat = ${etat}"})
	definition.Lists["villes"] = []forms.Choice{{Name: "king", Label: forms.Text{"fr": "King"}, Extra: map[string]string{"etat": "a"}},
		{Name: "king", Label: forms.Text{"fr": "King"}, Extra: map[string]string{"etat": "b"}}}
	questionnaire := compile(t, definition)
	evaluation := questionnaire.Evaluate(forms.Raw{"etat": {"b"}, "ville": {"king"}}, today)
	if len(evaluation.Failures) > 0 {
		t.Errorf("refused: %v", evaluation.Failures)
	}
	if offered := questionnaire.OrderedChoices(questionnaire.Questions()[1], evaluation, 1); len(offered) != 1 {
		t.Errorf("%d choices offered", len(offered))
	}
}

func TestTheAuthorsWordsForARequiredGridReachItsRows(t *testing.T) {
	message := forms.Text{"fr": "Notez chaque service."}
	questionnaire := compile(t, one(forms.Question{Name: "g", Kind: forms.Grid, List: "abc", Required: true, RequiredMessage: message,
		Rows: []forms.Question{{Name: "r", Kind: forms.SelectOne, List: "abc"}}}))
	if failures := questionnaire.Evaluate(nil, today).Failures; len(failures) != 1 || failures[0].Message.In("fr") != message.In("fr") {
		t.Errorf("%v", failures)
	}
}
