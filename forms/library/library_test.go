package library_test

import (
	"regexp"
	"strings"
	"testing"

	"concertation/forms"
	"concertation/forms/library"
)

func all() map[string]forms.Definition {
	return map[string]forms.Definition{
		library.NameReference: library.Reference(), library.NameEveryKind: library.EveryKind(), library.NameOnePage: library.OnePage(),
	}
}

func TestTheLibraryCompilesWithoutAnyIssue(t *testing.T) {
	for name, definition := range all() {
		if _, issues := forms.Compile(definition); len(issues) > 0 {
			t.Errorf("%s: %v", name, issues)
		}
	}
	if len(library.Names()) != len(all()) {
		t.Errorf("names: %v", library.Names())
	}
}

// each visits every question, rows included.
func each(definition forms.Definition, visit func(section forms.Section, question forms.Question)) {
	for _, section := range definition.Sections {
		for _, question := range section.Questions {
			visit(section, question)
			for _, row := range question.Rows {
				visit(section, row)
			}
		}
	}
}

func TestTheReferenceHasSevenStepsOfWhichTwoAreOptional(t *testing.T) {
	reference := library.Reference()
	optional := 0
	for _, section := range reference.Sections {
		if section.Relevant == "${continuer} = 'oui'" {
			optional++
		}
	}
	if len(reference.Sections) != 7 || optional != 2 {
		t.Errorf("%d steps, %d optional", len(reference.Sections), optional)
	}
	if reference.ID != "sress-2016" {
		t.Errorf("id %q", reference.ID)
	}
}

func TestTheReferenceNamesTheSixThemesToTheLetter(t *testing.T) {
	want := []string{
		"Consolider et essaimer un mode d’entreprendre",
		"Faciliter la relation entre acteurs de l’ESS et institutions publiques",
		"Soutenir et dynamiser l’emploi",
		"Coopérer, mutualiser et mettre en réseau",
		"Développer une économie d’avenir\u00a0: innovation, développement durable et égalité des chances",
		"Promouvoir et communiquer sur l’ESS",
	}
	for i, choice := range library.Reference().Lists["theme"] {
		if choice.Label["fr"] != want[i] {
			t.Errorf("theme %d: %q", i+1, choice.Label["fr"])
		}
	}
}

func TestTheReferenceHasARoleForEachThingTheServiceReads(t *testing.T) {
	q, _ := forms.Compile(library.Reference())
	for _, role := range []forms.Role{forms.RoleCategory, forms.RoleTerritory, forms.RoleSize, forms.RolePublication, forms.RoleContact} {
		if q.ByRole(role) == nil {
			t.Errorf("no question of role %s", role)
		}
	}
	var codes []string
	for _, choice := range q.Choices(q.ByRole(forms.RolePublication)) {
		codes = append(codes, choice.Name)
	}
	if strings.Join(codes, " ") != "named anonymous no" {
		t.Errorf("publication: %v", codes)
	}
}

func TestALongTextComesAfterTheWarningAboutPersons(t *testing.T) {
	for _, section := range library.Reference().Sections {
		for i, question := range section.Questions {
			if question.Kind != forms.LongText {
				continue
			}
			if before := section.Questions[max(i-1, 0)]; before.Kind != forms.Note || !strings.HasPrefix(before.Label["fr"], "Ne citez pas de personne") {
				t.Errorf("%s has no warning before it", question.Name)
			}
			if !question.Open || question.Required || question.Identity {
				t.Errorf("%s should be an optional contribution", question.Name)
			}
		}
	}
}

func TestEachOtherChoiceHasItsText(t *testing.T) {
	for name, definition := range all() {
		q, _ := forms.Compile(definition)
		each(definition, func(_ forms.Section, question forms.Question) {
			for _, choice := range definition.Lists[question.List] {
				if choice.Name != "autre" || !strings.Contains(choice.Label["fr"], "préciser") {
					continue
				}
				if asked, ok := q.Question(question.Name); !ok || q.SpecifyFor(asked, choice.Name) == nil {
					t.Errorf("%s: %s has no text for «autre»", name, question.Name)
				}
			}
		})
	}
}

func TestPersonalDataAreIdentity(t *testing.T) {
	for name, definition := range all() {
		each(definition, func(_ forms.Section, question forms.Question) {
			if question.Format != forms.FormatNone && !question.Identity {
				t.Errorf("%s: %s (%s) is not stored apart", name, question.Name, question.Format)
			}
		})
	}
}

func TestEveryKindHasEveryKindAndOption(t *testing.T) {
	seen := map[string]bool{}
	each(library.EveryKind(), func(section forms.Section, q forms.Question) {
		for word, is := range map[string]bool{
			string(q.Kind): true, "format " + string(q.Format): true, "role " + string(q.Role): true,
			"appearance " + q.Appearance: true, "randomize": q.Randomize, "max": q.MaxChoices > 0, "default": q.Default != "",
			"constraint": q.Constraint != "", "constraint_message": q.ConstraintMessage != nil, "required": q.Required,
			"required_message": q.RequiredMessage != nil, "choice_filter": q.ChoiceFilter != "", "consent": q.Consent,
			"identity": q.Identity, "short contribution": q.Open && q.Kind == forms.ShortText,
			"long text apart": !q.Open && q.Kind == forms.LongText, "section relevant": section.Relevant != "",
			"german": q.Label["de"] != "", "hint": q.Hint != nil,
		} {
			seen[word] = seen[word] || is
		}
	})
	for _, word := range []string{
		"select_one", "select_multiple", "rank", "grid", "constant_sum", "integer", "decimal", "range", "date", "text", "long_text",
		"note", "acknowledge", "calculate", "format email", "format siret", "format rna", "format siret-rna", "format organisation",
		"format name", "format phone", "role category", "role territory", "role size", "role publication", "role contact",
		"appearance minimal", "appearance likert", "appearance horizontal", "appearance heading", "randomize", "max", "default",
		"constraint", "constraint_message", "required", "required_message", "choice_filter", "consent", "identity",
		"short contribution", "long text apart", "section relevant", "german", "hint",
	} {
		if !seen[word] {
			t.Errorf("nothing has %s", word)
		}
	}
}

func TestTheBenchmarkPageIsAsPromised(t *testing.T) {
	page := library.OnePage()
	questions := page.Sections[0].Questions
	columns := 0
	for _, question := range questions {
		switch question.Kind {
		case forms.SelectMultiple:
			columns += len(page.Lists[question.List])
		case forms.Grid:
			columns += len(question.Rows)
		default:
			columns++
		}
	}
	if len(page.Sections) != 1 || len(questions) != 16 || columns != 30 {
		t.Errorf("%d pages, %d questions, %d columns", len(page.Sections), len(questions), columns)
	}
}

var badTypography = regexp.MustCompile(`[\pL]'[\pL]| [;!?:]|« | »|\.\.\.|[^\x{a0}:]:\s*$|[\pL»][;!?]`)

func TestFrenchWordingsFollowTheRulesOfTypography(t *testing.T) {
	for name, definition := range all() {
		check := func(what string, text forms.Text) {
			if found := badTypography.FindString(strings.ReplaceAll(text["fr"], "https://", "")); found != "" {
				t.Errorf("%s, %s: %q in %q", name, what, found, text["fr"])
			}
		}
		check("title", definition.Title)
		for list, choices := range definition.Lists {
			for _, choice := range choices {
				check(list, choice.Label)
			}
		}
		for _, section := range definition.Sections {
			check(section.Name, section.Title)
			check(section.Name, section.Hint)
		}
		each(definition, func(_ forms.Section, question forms.Question) {
			for _, text := range []forms.Text{question.Label, question.Hint, question.RequiredMessage, question.ConstraintMessage} {
				check(question.Name, text)
			}
		})
	}
}
