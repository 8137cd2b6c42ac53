package forms_test

import (
	"encoding/json"
	"maps"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"concertation/forms"
	"concertation/forms/library"
)

var today = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func compile(t testing.TB, definition forms.Definition) *forms.Questionnaire {
	t.Helper()
	questionnaire, issues := forms.Compile(definition)
	if questionnaire == nil {
		t.Fatal(issues)
	}
	return questionnaire
}

// one makes a questionnaire of one page.
func one(questions ...forms.Question) forms.Definition {
	choices := []forms.Choice{{Name: "a", Label: forms.Text{"fr": "Amour"}}, {Name: "b", Label: forms.Text{"fr": "Bien"}},
		{Name: "c", Label: forms.Text{"fr": "Calme"}}, {Name: "autre", Label: forms.Text{"fr": "Autre"}}, {Name: "aucun", Label: forms.Text{"fr": "Aucun"}, Exclusive: true}}
	return forms.Definition{Title: forms.Text{"fr": "Essai"}, DefaultLanguage: "fr", Languages: []string{"fr"},
		Lists: map[string][]forms.Choice{"abc": choices}, Sections: []forms.Section{{Name: "page", Title: forms.Text{"fr": "Page"}, Questions: questions}}}
}

func TestWhatAPostedValueBecomes(t *testing.T) {
	sum := forms.Question{Name: "q", Kind: forms.ConstantSum, Total: 10, Rows: []forms.Question{{Name: "x", Kind: forms.Integer}, {Name: "y", Kind: forms.Integer}}}
	cases := []struct {
		name     string
		question forms.Question
		raw      forms.Raw
		want     string // the answer as XLSForm writes it; "" for none
		failure  string // its key; "" for none
	}{
		{"a number as French people type it", forms.Question{Kind: forms.Decimal}, forms.Raw{"q": {"1\u202f250,5"}}, "1250.5", ""},
		{"a number with a point", forms.Question{Kind: forms.Decimal}, forms.Raw{"q": {" 3.25 "}}, "3.25", ""},
		{"a negative number with a minus sign", forms.Question{Kind: forms.Integer}, forms.Raw{"q": {"−4"}}, "-4", ""},
		{"a word is no number", forms.Question{Kind: forms.Integer}, forms.Raw{"q": {"douze"}}, "", "forms.answer.number"},
		{"nor is a power", forms.Question{Kind: forms.Decimal}, forms.Raw{"q": {"1e9"}}, "", "forms.answer.number"},
		{"nor is infinity", forms.Question{Kind: forms.Decimal}, forms.Raw{"q": {"Inf"}}, "", "forms.answer.number"},
		{"an integer has no decimals", forms.Question{Kind: forms.Integer}, forms.Raw{"q": {"2,5"}}, "", "forms.answer.integer"},
		{"a range has bounds", forms.Question{Kind: forms.Range, Min: 0, Max: 10, Step: 2}, forms.Raw{"q": {"11"}}, "", "forms.answer.range"},
		{"and steps", forms.Question{Kind: forms.Range, Min: 0, Max: 10, Step: 2}, forms.Raw{"q": {"3"}}, "", "forms.answer.step"},
		{"a French date", forms.Question{Kind: forms.Date}, forms.Raw{"q": {"3/2/2026"}}, "2026-02-03", ""},
		{"a date that does not exist", forms.Question{Kind: forms.Date}, forms.Raw{"q": {"2026-02-30"}}, "", "forms.answer.date"},
		{"a choice", forms.Question{Kind: forms.SelectOne, List: "abc"}, forms.Raw{"q": {"b"}}, "b", ""},
		{"a choice that is not offered", forms.Question{Kind: forms.SelectOne, List: "abc"}, forms.Raw{"q": {"z"}}, "", "forms.answer.choice"},
		{"several choices, in the list's order", forms.Question{Kind: forms.SelectMultiple, List: "abc"}, forms.Raw{"q": {"c", "a", "c"}}, "a c", ""},
		{"more than the most", forms.Question{Kind: forms.SelectMultiple, List: "abc", MaxChoices: 1}, forms.Raw{"q": {"c", "a"}}, "", "forms.answer.too_many"},
		{"none with another", forms.Question{Kind: forms.SelectMultiple, List: "abc"}, forms.Raw{"q": {"aucun", "a"}}, "", "forms.answer.exclusive"},
		{"a ranking", forms.Question{Kind: forms.Rank, List: "abc"}, forms.Raw{"q/a": {"2"}, "q/c": {"1"}}, "c a", ""},
		{"a place given twice", forms.Question{Kind: forms.Rank, List: "abc"}, forms.Raw{"q/a": {"1"}, "q/c": {"1"}}, "", "forms.answer.rank_twice"},
		{"a place left out", forms.Question{Kind: forms.Rank, List: "abc"}, forms.Raw{"q/a": {"1"}, "q/c": {"3"}}, "", "forms.answer.rank_gap"},
		{"a place that is no place", forms.Question{Kind: forms.Rank, List: "abc"}, forms.Raw{"q/a": {"premier"}}, "", "forms.answer.rank_place"},
		{"more places than asked", forms.Question{Kind: forms.Rank, List: "abc", MaxChoices: 1}, forms.Raw{"q/a": {"1"}, "q/b": {"2"}}, "", "forms.answer.rank_too_many"},
		{"a total that is not reached", sum, forms.Raw{"x": {"3"}, "y": {"4"}}, "", "forms.answer.total"},
		{"a SIRET with spaces", forms.Question{Kind: forms.ShortText, Format: forms.FormatSIRET}, forms.Raw{"q": {"732 829 320 00074"}}, "73282932000074", ""},
		{"a SIRET with a wrong key", forms.Question{Kind: forms.ShortText, Format: forms.FormatSIRET}, forms.Raw{"q": {"73282932000075"}}, "", "forms.answer.siret"},
		{"a SIRET of La Poste", forms.Question{Kind: forms.ShortText, Format: forms.FormatSIRET}, forms.Raw{"q": {"35600000049837"}}, "35600000049837", ""},
		{"an RNA", forms.Question{Kind: forms.ShortText, Format: forms.FormatSIRETOrRNA}, forms.Raw{"q": {"w442001234"}}, "W442001234", ""},
		{"an address without a domain", forms.Question{Kind: forms.ShortText, Format: forms.FormatEmail}, forms.Raw{"q": {"amina@localhost"}}, "", "forms.answer.email"},
		{"an address with a line break", forms.Question{Kind: forms.ShortText, Format: forms.FormatEmail}, forms.Raw{"q": {"a@b.fr\nBcc: c@d.fr"}}, "", "forms.answer.email"},
		{"a telephone number", forms.Question{Kind: forms.ShortText, Format: forms.FormatPhone}, forms.Raw{"q": {"+33 2 40 00 00 00"}}, "+33 2 40 00 00 00", ""},
		{"a text loses its control characters", forms.Question{Kind: forms.LongText}, forms.Raw{"q": {"un\x00 deux\r\ntrois\x1b"}}, "un deux\ntrois", ""},
		{"a text of blanks is blank", forms.Question{Kind: forms.LongText, Required: true}, forms.Raw{"q": {" \n "}}, "", "forms.answer.required"},
		{"a text too long is refused, not cut", forms.Question{Kind: forms.ShortText}, forms.Raw{"q": {strings.Repeat("é", 1001)}}, "", "forms.answer.too_long"},
		{"a box ticked", forms.Question{Kind: forms.Acknowledge, Required: true}, forms.Raw{"q": {"OK"}}, "OK", ""},
		{"a box left", forms.Question{Kind: forms.Acknowledge, Required: true}, forms.Raw{}, "", "forms.answer.required_acknowledge"},
		{"a constant, whatever is posted", forms.Question{Kind: forms.Hidden, Default: "2027"}, forms.Raw{"q": {"x"}}, "2027", ""},
		{"a constraint", forms.Question{Kind: forms.Integer, Constraint: ". < 5"}, forms.Raw{"q": {"7"}}, "7", "forms.answer.constraint"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			c.question.Name = "q"
			evaluation := compile(t, one(c.question)).Evaluate(c.raw, today)
			got := ""
			if answer, ok := evaluation.Answers["q"]; ok {
				got = answer.String()
			}
			failure := ""
			if len(evaluation.Failures) > 0 {
				failure = evaluation.Failures[0].Key
			}
			if got != c.want || failure != c.failure {
				t.Errorf("gives %q and %q, want %q and %q", got, failure, c.want, c.failure)
			}
		})
	}
}

func TestAnAnswerToAQuestionNoLongerAskedDoesNotCount(t *testing.T) {
	questionnaire := compile(t, one(
		forms.Question{Name: "a", Kind: forms.SelectOne, List: "abc"},
		forms.Question{Name: "b", Kind: forms.LongText, Relevant: "${a} = 'a'", Required: true},
		forms.Question{Name: "c", Kind: forms.Integer, Relevant: "${b} != ''"}))
	raw := forms.Raw{"a": {"b"}, "b": {"texte"}, "c": {"pas un nombre"}}
	evaluation := questionnaire.Evaluate(raw, today)
	if len(evaluation.Answers) != 1 || len(evaluation.Failures) != 0 || evaluation.Relevant("c") {
		t.Errorf("answers %v, failures %v", evaluation.Answers, evaluation.Failures)
	}
	raw["a"] = []string{"a"}
	if evaluation = questionnaire.Evaluate(raw, today); !evaluation.Relevant("c") || len(evaluation.Failures) != 1 {
		t.Errorf("asked again: failures %v", evaluation.Failures)
	}
}

func TestTheTextThatCompletesAChoiceIsFound(t *testing.T) {
	questionnaire := compile(t, one(
		forms.Question{Name: "q", Kind: forms.SelectMultiple, List: "abc"},
		forms.Question{Name: "precisez", Kind: forms.ShortText, Relevant: "selected(${q}, 'autre')"}))
	text := questionnaire.SpecifyFor(questionnaire.Questions()[0], "autre")
	if text == nil || text.Name != "precisez" {
		t.Fatal("not found")
	}
	evaluation := questionnaire.Evaluate(forms.Raw{"q": {"a", "autre"}, "precisez": {"du temps"}}, today)
	if got := questionnaire.Summary(questionnaire.Questions()[0], evaluation.Answers, "fr"); !slices.Equal(got, []string{"Amour", "Autre\u00a0: du temps"}) {
		t.Errorf("summed up as %q", got)
	}
	if shown := evaluation.Shown(0); !slices.Equal(shown, []string{"q"}) {
		t.Errorf("the page lists %q", shown)
	}
}

func TestAuthorsAreToldOfEveryFault(t *testing.T) {
	definition := one(
		forms.Question{Name: "q", Kind: forms.SelectOne, List: "absente"},
		forms.Question{Name: "q", Kind: forms.Integer},
		forms.Question{Name: "1x", Kind: forms.Integer, Relevant: "${inconnue} = 1"},
		forms.Question{Name: "r", Kind: forms.Range},
		forms.Question{Name: "s", Kind: forms.ConstantSum},
		forms.Question{Name: "u", Kind: forms.Integer, Relevant: "${v} = 1"},
		forms.Question{Name: "v", Kind: forms.Integer, Relevant: "${u} = 1"},
		forms.Question{Name: "w", Kind: forms.Integer, Constraint: ". >"},
		forms.Question{Name: "x", Kind: forms.Integer, Role: forms.RoleCategory},
		forms.Question{Name: "y", Kind: forms.SelectOne, List: "abc", Default: "z"})
	questionnaire, issues := forms.Compile(definition)
	if questionnaire != nil {
		t.Error("compiled all the same")
	}
	found := map[string]bool{}
	for _, issue := range issues {
		found[issue.Key] = true
	}
	for _, key := range []string{"unknown_list", "name_taken", "bad_name", "unknown_reference", "range_bounds", "no_total", "no_row", "cycle", "role_kind", "default_choice"} {
		if !found["forms.issue."+key] {
			t.Errorf("%s is not said: %v", key, slices.Sorted(maps.Keys(found)))
		}
	}
	if !found["forms.expression.unfinished"] {
		t.Error("a broken expression is not said")
	}
}

func TestRandomOrderIsKeptForAResponseAndLeavesTheLastOnesLast(t *testing.T) {
	questionnaire := compile(t, one(forms.Question{Name: "q", Kind: forms.SelectMultiple, List: "abc", Randomize: true},
		forms.Question{Name: "precisez", Kind: forms.ShortText, Relevant: "selected(${q}, 'autre')"}))
	question := questionnaire.Questions()[0]
	orders := map[string]bool{}
	for seed := range uint64(40) {
		names := func() string {
			var joined []string
			for _, choice := range questionnaire.OrderedChoices(question, nil, seed) {
				joined = append(joined, choice.Name)
			}
			return strings.Join(joined, " ")
		}
		order := names()
		if order != names() || !strings.HasSuffix(order, "autre aucun") {
			t.Fatalf("order %q for seed %d", order, seed)
		}
		orders[order] = true
	}
	if len(orders) < 4 {
		t.Errorf("only %d orders for 40 responses", len(orders))
	}
}

// drawRaw posts anything to the fields of a questionnaire: right values, wrong ones, several, none.
func drawRaw(t *rapid.T, questionnaire *forms.Questionnaire) forms.Raw {
	raw := forms.Raw{}
	for section := range questionnaire.Definition().Sections {
		for _, field := range questionnaire.Fields(section) {
			if rapid.IntRange(0, 3).Draw(t, "given") == 0 {
				continue
			}
			raw[field] = rapid.SliceOfN(value(questionnaire, field), 1, 3).Draw(t, field)
		}
	}
	return raw
}

func value(questionnaire *forms.Questionnaire, field string) *rapid.Generator[string] {
	anything := rapid.OneOf(rapid.SampledFrom([]string{"", "0", "1", "3", "12,5", "OK", "oui", "2026-11-23", "W442001234", "amina@exemple.fr", "\x00", "<script>"}), rapid.String())
	name, _, _ := strings.Cut(field, "/")
	question, ok := questionnaire.Question(name)
	if !ok || len(questionnaire.Choices(question)) == 0 || name != field {
		return anything
	}
	var codes []string
	for _, choice := range questionnaire.Choices(question) {
		codes = append(codes, choice.Name)
	}
	return rapid.OneOf(rapid.SampledFrom(codes), rapid.SampledFrom(codes), anything)
}

func TestWhateverIsPostedIsEvaluatedSoundly(t *testing.T) {
	for name, definition := range map[string]forms.Definition{"every kind": library.EveryKind(), "the reference": library.Reference()} {
		questionnaire := compile(t, definition)
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) { checkEvaluation(t, questionnaire, drawRaw(t, questionnaire)) })
		})
	}
}

// checkEvaluation: whatever is posted, the answers hold together, are the same when read twice, and posted again.
func checkEvaluation(t rapid.TB, questionnaire *forms.Questionnaire, raw forms.Raw) {
	evaluation := questionnaire.Evaluate(raw, today)
	checkSound(t, questionnaire, evaluation)
	if again := questionnaire.Evaluate(raw, today); !reflect.DeepEqual(again.Answers, evaluation.Answers) || len(again.Failures) != len(evaluation.Failures) {
		t.Fatal("evaluated twice, two outcomes")
	}
	if encoded := questionnaire.Evaluate(questionnaire.Raw(evaluation.Answers), today); !reflect.DeepEqual(encoded.Answers, evaluation.Answers) {
		t.Fatalf("posted again: %v, was %v", encoded.Answers, evaluation.Answers)
	}
	checkSubmission(t, questionnaire, evaluation)
}

func checkSound(t rapid.TB, questionnaire *forms.Questionnaire, evaluation *forms.Evaluation) {
	for name := range evaluation.Answers {
		if !evaluation.Relevant(name) {
			t.Fatalf("%s is answered and not asked", name)
		}
	}
	for _, failure := range evaluation.Failures {
		if !evaluation.Relevant(failure.Question) {
			t.Fatalf("%s fails and is not asked", failure.Question)
		}
	}
	steps := evaluation.Steps()
	for i, section := range steps {
		next, previous := -1, -1
		if i+1 < len(steps) {
			next = steps[i+1]
		}
		if i > 0 {
			previous = steps[i-1]
		}
		if evaluation.Next(section) != next || evaluation.Previous(section) != previous {
			t.Fatalf("the journey %v does not hold at %d", steps, section)
		}
	}
	if first := evaluation.FirstIncomplete(); (first < 0) != (len(evaluation.Failures) == 0) || first >= 0 && len(evaluation.FailuresIn(first)) == 0 {
		t.Fatalf("first incomplete section %d with %d failures", first, len(evaluation.Failures))
	}
}

func checkSubmission(t rapid.TB, questionnaire *forms.Questionnaire, evaluation *forms.Evaluation) {
	submission := evaluation.Submission()
	encoded, err := json.Marshal(submission)
	if err != nil {
		t.Fatal(err)
	}
	var read forms.Submission
	if err := json.Unmarshal(encoded, &read); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(read.Answers, submission.Answers) || !slices.Equal(read.Blank, submission.Blank) {
		t.Fatalf("read back as %v, was %v", read, submission)
	}
	for _, column := range questionnaire.Columns() {
		cell := questionnaire.Cell(column, submission, "fr")
		if column.Question.Identity && cell.Asked {
			t.Fatalf("identity %s is in the submission", column.Name)
		}
		if !column.Question.Identity && cell.Asked != evaluation.Relevant(column.Question.Name) {
			t.Fatalf("%s: asked %v, relevant %v", column.Name, cell.Asked, evaluation.Relevant(column.Question.Name))
		}
	}
	kept, identity := questionnaire.SplitIdentity(evaluation.Answers)
	if len(kept)+len(identity) != len(evaluation.Answers) {
		t.Fatal("an answer is lost between what is kept and what is apart")
	}
}

// FuzzEvaluate posts anything to the questionnaire of every kind: a text that is a form, so that any number of fields
// meets any values.
func FuzzEvaluate(f *testing.F) {
	questionnaire := compile(f, library.EveryKind())
	for _, posted := range right(questionnaire) {
		f.Add(posted.Encode())
	}
	f.Fuzz(func(t *testing.T, form string) {
		posted, _ := url.ParseQuery(form) // what can be read of it
		if len(form) > 20_000 {
			return
		}
		raw := forms.Raw(posted)
		checkEvaluation(t, questionnaire, raw)
		evaluation := questionnaire.Evaluate(raw, today)
		for _, question := range questionnaire.Questions() {
			questionnaire.Summary(question, evaluation.Answers, "fr")
		}
	})
}

// right gives, for each question of the questionnaire of every kind, a post that suits its kind, then all of them at once.
func right(questionnaire *forms.Questionnaire) []url.Values {
	values := map[forms.Kind][]string{forms.Integer: {"12"}, forms.Decimal: {"1\u202f250,5"}, forms.Range: {"5"}, forms.Date: {"2026-11-23"},
		forms.ShortText: {"Amina Benali"}, forms.LongText: {"Un potager partagé.\r\nEt du temps."}, forms.Acknowledge: {"OK"}, forms.Hidden: {"x"}}
	formats := map[forms.Format]string{forms.FormatEmail: "amina@exemple.fr", forms.FormatPhone: "+33 2 40 00 00 00",
		forms.FormatSIRET: "732 829 320 00074", forms.FormatRNA: "w442001234", forms.FormatSIRETOrRNA: "W442001234"}
	var posts []url.Values
	whole := url.Values{}
	for _, question := range questionnaire.Questions() {
		post := url.Values{}
		choices := questionnaire.Choices(question)
		switch question.Kind {
		case forms.Rank:
			for place, choice := range choices {
				if question.MaxChoices > 0 && place == question.MaxChoices {
					break
				}
				post.Set(question.Name+"/"+choice.Name, strconv.Itoa(place+1))
			}
		case forms.SelectOne:
			post.Set(question.Name, choices[0].Name)
		case forms.SelectMultiple:
			post[question.Name] = []string{choices[0].Name, choices[2].Name, choices[1].Name}
		case forms.ConstantSum:
			for i, row := range question.Rows {
				post.Set(row.Name, strconv.Itoa(max(0, int(question.Total)*(1-i))))
			}
		default:
			if given := values[question.Kind]; given != nil {
				post[question.Name] = given
			}
		}
		if format := formats[question.Format]; format != "" {
			post.Set(question.Name, format)
		}
		if len(post) > 0 {
			if !whole.Has(question.Name) { // not a row of what has a total
				maps.Copy(whole, post)
			}
			posts = append(posts, post)
		}
	}
	return append(posts, whole)
}

// Each question of the questionnaire of every kind takes what suits it: the fuzzer begins on real answers.
func TestASuitableValueIsAnAnswerToEachQuestion(t *testing.T) {
	questionnaire := compile(t, library.EveryKind())
	posts := right(questionnaire)
	evaluation := questionnaire.Evaluate(forms.Raw(posts[len(posts)-1]), today)
	for _, question := range questionnaire.Questions() {
		if _, answered := evaluation.Answers[question.Name]; !answered && evaluation.Relevant(question.Name) && question.Kind != forms.Note && len(question.Rows) == 0 {
			t.Errorf("%s (%s) has no answer: %v", question.Name, question.Kind, evaluation.Failures)
		}
	}
}

func BenchmarkEvaluateOnePage(b *testing.B) {
	questionnaire := compile(b, library.OnePage())
	raw := forms.Raw{}
	for _, question := range questionnaire.Questions() {
		switch choices := questionnaire.Choices(question); {
		case len(choices) > 0:
			raw[question.Name] = []string{choices[0].Name}
		case question.Kind == forms.Integer:
			raw[question.Name] = []string{"12"}
		default:
			raw[question.Name] = []string{"Un texte de taille moyenne, comme les gens en écrivent."}
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		questionnaire.Evaluate(raw, today)
	}
}
