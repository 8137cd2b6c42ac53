package forms_test

import (
	"slices"
	"testing"

	"concertation/forms"
)

// said lists the keys of the issues of a severity.
func said(issues []forms.Issue, severity forms.Severity) []string {
	var keys []string
	for _, issue := range issues {
		if issue.Severity == severity {
			keys = append(keys, issue.Key)
		}
	}
	return keys
}

func TestWhatCompilingFindsWrong(t *testing.T) {
	region := forms.Question{Name: "region", Kind: forms.SelectOne, List: "abc"}
	cases := []struct {
		name             string
		question         forms.Question
		errors, warnings []string
	}{
		{"a filter on a column that no choice fills", forms.Question{Kind: forms.SelectOne, List: "abc", ChoiceFilter: "departement = ${region}"},
			[]string{"forms.issue.filter_column"}, nil},
		{"a filter on the name of the choices", forms.Question{Kind: forms.SelectOne, List: "abc", ChoiceFilter: "name != ${region}"}, nil, nil},
		{"a filter on a list that is absent, said once", forms.Question{Kind: forms.SelectOne, List: "rien", ChoiceFilter: "departement = 1"},
			[]string{"forms.issue.unknown_list"}, nil},
		{"a constant without a value", forms.Question{Kind: forms.Hidden}, nil, []string{"forms.issue.no_constant"}},
		{"a constant without a value that must have one", forms.Question{Kind: forms.Hidden, Required: true}, []string{"forms.issue.required_constant"}, nil},
		{"a constant", forms.Question{Kind: forms.Hidden, Default: "2027", Required: true}, nil, nil},
		{"a default that is no number", forms.Question{Kind: forms.Integer, Default: "douze"}, []string{"forms.issue.default_value"}, nil},
		{"a default that is no whole number", forms.Question{Kind: forms.Integer, Default: "1,5"}, []string{"forms.issue.default_value"}, nil},
		{"a default out of its scale", forms.Question{Kind: forms.Range, Min: 1, Max: 5, Step: 1, Default: "9"}, []string{"forms.issue.default_value"}, nil},
		{"a default that is no date", forms.Question{Kind: forms.Date, Default: "bientôt"}, []string{"forms.issue.default_value"}, nil},
		{"a default that is no address", forms.Question{Kind: forms.ShortText, Format: forms.FormatEmail, Default: "amina"}, []string{"forms.issue.default_value"}, nil},
		{"a default that ticks nothing", forms.Question{Kind: forms.Acknowledge, Default: "non"}, []string{"forms.issue.default_value"}, nil},
		{"defaults that are answers", forms.Question{Kind: forms.Date, Default: "2027-01-31"}, nil, nil},
		{"a default that is no choice", forms.Question{Kind: forms.SelectMultiple, List: "abc", Default: "a z"}, []string{"forms.issue.default_choice"}, nil},
		{"the answer in progress, in a condition", forms.Question{Kind: forms.Integer, Relevant: ". > 3"}, []string{"forms.issue.no_current"}, nil},
		{"its length, in a filter", forms.Question{Kind: forms.SelectOne, List: "abc", ChoiceFilter: "string-length() > 3"}, []string{"forms.issue.no_current"}, nil},
		{"the answer in progress, in a constraint", forms.Question{Kind: forms.Integer, Constraint: ". > 3 and string-length() < 4"}, nil, nil},
		{"more answers than choices", forms.Question{Kind: forms.SelectMultiple, List: "abc", MaxChoices: 9}, nil, []string{"forms.issue.max_choices"}},
		{"as many answers as choices", forms.Question{Kind: forms.Rank, List: "abc", MaxChoices: 5}, nil, nil},
		{"a scale upside down", forms.Question{Kind: forms.Range, Min: 10, Max: 1, Step: 1}, []string{"forms.issue.range_bounds"}, nil},
		{"the wording of the choice of no question", forms.Question{Kind: forms.Integer, Relevant: "jr:choice-name(1, '${rien}') = 'x'"}, []string{"forms.issue.unknown_reference"}, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			c.question.Name, c.question.Label = "q", forms.Text{"fr": "Question"}
			region.Label = forms.Text{"fr": "Région"}
			questionnaire, issues := forms.Compile(one(region, c.question))
			if !slices.Equal(said(issues, forms.SeverityError), c.errors) || !slices.Equal(said(issues, forms.SeverityWarning), c.warnings) {
				t.Errorf("finds %v, want errors %v and warnings %v", issues, c.errors, c.warnings)
			}
			if (questionnaire == nil) != (len(c.errors) > 0) {
				t.Error("a questionnaire comes with its errors, or none without any")
			}
		})
	}
}

func TestAQuestionnairePublishedOnceIsNotClosedByAStricterCheck(t *testing.T) {
	for name, question := range map[string]forms.Question{
		"a filter on a column that no choice fills": {Kind: forms.SelectOne, List: "abc", ChoiceFilter: "departement = 1"},
		"a default that is no number":               {Kind: forms.Integer, Default: "douze"},
		"the answer in progress, in a condition":    {Kind: forms.Integer, Relevant: ". = ''"},
		"a constant without a value":                {Kind: forms.Hidden, Required: true},
	} {
		t.Run(name, func(t *testing.T) {
			question.Name, question.Label = "q", forms.Text{"fr": "Question"}
			definition := one(forms.Question{Name: "a", Kind: forms.Integer, Label: forms.Text{"fr": "A"}}, question)
			if refused, _ := forms.Compile(definition); refused != nil {
				t.Error("it can be published today")
			}
			reopened, issues := forms.Reopen(definition)
			if reopened == nil || len(said(issues, forms.SeverityWarning)) == 0 {
				t.Fatalf("it is closed, or nothing is said: %v", issues)
			}
			reopened.Evaluate(forms.Raw{"a": {"1"}}, today)
		})
	}
	if reopened, _ := forms.Reopen(one(forms.Question{Name: "q", Kind: "piège"})); reopened != nil {
		t.Error("a kind that nobody knows is opened")
	}
}

// twice is a list where a name stands twice.
func twice(kind forms.Kind, filter, setting string) forms.Definition {
	definition := one(forms.Question{Name: "region", Kind: forms.ShortText, Label: forms.Text{"fr": "Région"}},
		forms.Question{Name: "ville", Kind: kind, List: "villes", Label: forms.Text{"fr": "Ville"}, ChoiceFilter: filter})
	definition.Lists["villes"] = []forms.Choice{
		{Name: "saint-denis", Label: forms.Text{"fr": "Saint-Denis (Réunion)"}, Extra: map[string]string{"region": "974"}},
		{Name: "nantes", Label: forms.Text{"fr": "Nantes"}, Extra: map[string]string{"region": "44"}},
		{Name: "saint-denis", Label: forms.Text{"fr": "Saint-Denis (Seine)"}, Extra: map[string]string{"region": "93"}}}
	if setting != "" {
		definition.Kept = map[string]string{"Allow Choice Duplicates": setting}
	}
	return definition
}

func TestANameTwiceInAListIsRefusedUnlessItsAuthorLetsIt(t *testing.T) {
	if _, issues := forms.Compile(twice(forms.SelectOne, "", "")); !slices.Equal(said(issues, forms.SeverityError), []string{"forms.issue.choice_taken"}) {
		t.Errorf("without the setting: %v", issues)
	}
	if _, issues := forms.Compile(twice(forms.SelectOne, "", "no")); !forms.HasErrors(issues) {
		t.Errorf("with the setting to no: %v", issues)
	}
	questionnaire, issues := forms.Compile(twice(forms.SelectOne, "", "yes"))
	if questionnaire == nil || !slices.Equal(said(issues, forms.SeverityWarning), []string{"forms.issue.choice_twice"}) {
		t.Fatalf("with the setting: %v", issues)
	}
	question, _ := questionnaire.Question("ville")
	if choices := questionnaire.Choices(question); len(choices) != 2 {
		t.Errorf("%d choices are offered", len(choices))
	}
}

func TestANameTwiceInAFilteredListIsOneAnswer(t *testing.T) {
	for _, kind := range []forms.Kind{forms.SelectOne, forms.SelectMultiple, forms.Rank} {
		questionnaire, issues := forms.Compile(twice(kind, "region = ${region}", "yes"))
		if questionnaire == nil {
			t.Fatal(issues)
		}
		names := map[string]bool{}
		for _, column := range questionnaire.Columns() {
			if names[column.Name] {
				t.Errorf("%s: the column %s stands twice", kind, column.Name)
			}
			names[column.Name] = true
		}
		for region, offered := range map[string]bool{"93": true, "974": true, "44": false} {
			raw := forms.Raw{"region": {region}, "ville": {"saint-denis"}, "ville/saint-denis": {"1"}}
			evaluation := questionnaire.Evaluate(raw, today)
			if _, answered := evaluation.Answers["ville"]; answered != offered {
				t.Errorf("%s in %s: answered %v, %v", kind, region, answered, evaluation.Failures)
			}
		}
	}
}

func TestAConditionReadsTheWordingOfAChoice(t *testing.T) {
	questionnaire := compile(t, one(forms.Question{Name: "a", Kind: forms.SelectOne, List: "abc"},
		forms.Question{Name: "b", Kind: forms.LongText, Relevant: "jr:choice-name(${a}, '${a}') = 'Amour'"}))
	for code, shown := range map[string]bool{"a": true, "b": false, "": false} {
		if got := questionnaire.Evaluate(forms.Raw{"a": {code}}, today).Relevant("b"); got != shown {
			t.Errorf("%q shows the question: %v", code, got)
		}
	}
}
