package files_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"

	"concertation/forms"
	"concertation/forms/files"
	"concertation/forms/library"
)

// written gives a definition as text, where things stood in its file apart.
func written(t rapid.TB, definition forms.Definition) string {
	for i := range definition.Sections {
		definition.Sections[i].Source = forms.Source{}
		forget(definition.Sections[i].Questions)
	}
	for _, list := range definition.Lists {
		for i := range list {
			list[i].Source = forms.Source{}
		}
	}
	data, err := json.MarshalIndent(definition, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func forget(questions []forms.Question) {
	for i := range questions {
		questions[i].Source = forms.Source{}
		forget(questions[i].Rows)
	}
}

func checkRoundTrip(t rapid.TB, extension string, definition forms.Definition) {
	data, err := files.WriteBytes(extension, definition)
	if err != nil {
		t.Fatal(err)
	}
	again, issues, err := files.ReadBytes(data, "fichier"+extension)
	if err != nil {
		t.Fatalf("%v in %q", err, data)
	}
	if got, want := written(t, again), written(t, definition); got != want {
		t.Fatalf("got %s\nwant %s\nissues %v", got, want, issues)
	}
}

func TestTheLibrarySurvivesARoundTrip(t *testing.T) {
	for _, extension := range []string{".xlsx", ".yaml"} {
		for name, definition := range map[string]forms.Definition{
			library.NameReference: library.Reference(), library.NameEveryKind: library.EveryKind(),
			library.NameOnePage: library.OnePage(),
		} {
			t.Run(name+extension, func(t *testing.T) { checkRoundTrip(t, extension, definition) })
		}
	}
}

// TestFilesOfOtherToolsSurviveConversions goes from a workbook to YAML, back, and to YAML again: what was once read is
// never changed by going from one to the other.
func TestFilesOfOtherToolsSurviveConversions(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join(samples, "*.xlsx"))
	if err != nil || len(paths) == 0 {
		t.Skip("the sample questionnaires are not beside the project")
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			definition, _, err := files.Read(path)
			if err != nil {
				t.Skip("not a questionnaire:", err)
			}
			before, asYAML := written(t, definition), ""
			for _, extension := range []string{".yaml", ".xlsx", ".yaml"} {
				data, err := files.WriteBytes(extension, definition)
				if err != nil {
					t.Fatal(err)
				}
				if definition, _, err = files.ReadBytes(data, "fichier"+extension); err != nil {
					t.Fatal(err)
				}
				if after := written(t, definition); after != before {
					t.Fatalf("%s changes\n%s\ninto\n%s", extension, before, after)
				}
				if extension == ".yaml" && asYAML != "" && asYAML != string(data) {
					t.Error("the two YAML files differ")
				}
				if extension == ".yaml" {
					asYAML = string(data)
				}
			}
		})
	}
}

func TestAnyQuestionnaireSurvivesARoundTrip(t *testing.T) {
	for _, extension := range []string{".xlsx", ".yaml"} {
		t.Run(extension, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) { checkRoundTrip(t, extension, drawDefinition(t)) })
		})
	}
}

// draw makes random definitions, of the shapes that a reader can make.
type draw struct {
	*rapid.T
	languages []string
	names     int
}

func drawDefinition(t *rapid.T) forms.Definition {
	languages := rapid.SampledFrom([][]string{{"fr"}, {"de"}, {"fr", "de"}, {"de", "fr", "en"}, {"fr-CA", "gallo"}}).Draw(t, "languages")
	d := &draw{T: t, languages: languages}
	definition := forms.Definition{
		Title: d.text("title", true), ID: d.optional("id", `[a-z][a-z0-9-]{0,8}`), Version: d.optional("version", `[0-9]{1,10}`),
		DefaultLanguage: languages[0], Languages: languages, Lists: map[string][]forms.Choice{},
		Kept: d.kept("settings", `public_key`),
	}
	for i := range rapid.IntRange(1, 3).Draw(t, "lists") {
		definition.Lists[fmt.Sprintf("liste_%d", i)] = d.choices()
	}
	loose := false // two pages without a name would be one
	for range rapid.IntRange(1, 4).Draw(t, "sections") {
		section := forms.Section{Questions: d.questions(1)}
		if loose || rapid.Bool().Draw(t, "named") {
			section = forms.Section{
				Name: d.name(), Title: d.text("title", false), Hint: d.text("hint", false), Relevant: d.expression(),
				Questions: d.questions(0),
			}
		}
		loose = section.Name == ""
		definition.Sections = append(definition.Sections, section)
	}
	return definition
}

func (d *draw) name() string {
	d.names++
	return fmt.Sprintf("n%d%s", d.names, rapid.StringMatching(`[a-zA-Z0-9_.-]{0,6}`).Draw(d.T, "name"))
}

func (d *draw) optional(label, pattern string) string {
	if rapid.Bool().Draw(d.T, label) {
		return rapid.StringMatching(pattern).Draw(d.T, label)
	}
	return ""
}

// wording draws the texts that files get wrong.
func (d *draw) wording() string {
	awkward := []string{
		"=1+1", "+33", "-", "@a", "yes", "no", "null", "~", "1.0", "0x1F", "1e3", "TRUE", "a: b", "# non", "- a", "? a", "[a", "{a}",
		"*a", "&a", "!a", "|", ">", "%", "`", "'a'", `"a"`, `l'un "et" l’autre`, "a\nb", "a\n\n b", "fin _x000D_ de", "a  b",
		"«\u00a0oui\u00a0»\u202f!", "<b>gras</b> & <", `\n`, `a\`, "🙂", "\u202eא", "2016-04-28", "12:30", "...", "---", "= a", "a #b", "a :b",
		"a\u2028b", "a,b", "::", "fin:",
	}
	if rapid.Bool().Draw(d.T, "awkward") {
		return rapid.SampledFrom(awkward).Draw(d.T, "wording")
	}
	return rapid.StringMatching(`[A-Za-zéà'":#,?!&*{}\[\]|>%@=0-9-]( ?[A-Za-zéà'":#,?!&*{}\[\]|>%@=0-9-]){0,12}`).Draw(d.T, "wording")
}

func (d *draw) text(label string, always bool) forms.Text {
	text := forms.Text{}
	for i, language := range d.languages {
		if always && i == 0 || rapid.Bool().Draw(d.T, label) {
			text[language] = d.wording()
		}
	}
	if len(text) == 0 {
		return nil
	}
	return text
}

func (d *draw) expression() string {
	return rapid.SampledFrom([]string{"", "", "${a} = 'oui'", `selected(${b}, "x")`, ". > 3 and not(${c} = 'l’un')"}).Draw(d.T, "expression")
}

func (d *draw) kept(label, key string) map[string]string {
	if !rapid.Bool().Draw(d.T, label) {
		return nil
	}
	return map[string]string{key: d.wording()}
}

func (d *draw) choices() []forms.Choice {
	var choices []forms.Choice
	for range rapid.IntRange(1, 4).Draw(d.T, "choices") {
		choices = append(choices, forms.Choice{
			Name: d.name(), Label: d.text("label", true), Exclusive: rapid.Bool().Draw(d.T, "exclusive"), Extra: d.kept("extra", "departement"),
		})
	}
	return choices
}

func (d *draw) questions(least int) []forms.Question {
	var questions []forms.Question
	for range rapid.IntRange(least, 5).Draw(d.T, "questions") {
		questions = append(questions, d.question())
	}
	return questions
}

func (d *draw) question() forms.Question {
	question := d.common()
	question.Kind = rapid.SampledFrom([]forms.Kind{
		forms.SelectOne, forms.SelectMultiple, forms.Rank, forms.Grid, forms.ConstantSum, forms.Integer, forms.Decimal, forms.Range,
		forms.Date, forms.ShortText, forms.LongText, forms.Note, forms.Acknowledge, forms.Hidden,
	}).Draw(d.T, "kind")
	switch question.Kind {
	case forms.SelectOne, forms.SelectMultiple, forms.Rank:
		question.List, question.ChoiceFilter = "liste_0", d.expression()
		question.Randomize = rapid.Bool().Draw(d.T, "randomize")
		if question.Kind != forms.SelectOne {
			question.MaxChoices = rapid.IntRange(0, 5).Draw(d.T, "max")
		}
		question.Consent = question.Kind == forms.SelectOne && rapid.Bool().Draw(d.T, "consent")
		question.Default = d.optional("default", `[a-z]{1,5}( [a-z]{1,5})?`)
	case forms.Grid:
		question.List = "liste_0"
		question.Rows = d.rows(forms.SelectOne, "liste_0")
	case forms.ConstantSum:
		question.Total = rapid.IntRange(0, 100).Draw(d.T, "total")
		question.Rows = d.rows(forms.Integer, "")
	case forms.Range:
		question.Min, question.Max, question.Step = float64(rapid.IntRange(-5, 5).Draw(d.T, "min")), 10.5, 0.25
	case forms.ShortText:
		question.Format = rapid.SampledFrom([]forms.Format{"", forms.FormatEmail, forms.FormatSIRETOrRNA, forms.FormatName}).Draw(d.T, "format")
		question.Default = d.optional("default", `[a-z=]{1,5}`)
	case forms.Hidden:
		question.Default = rapid.SampledFrom([]string{"", "a", "l'un", `"a"`, `l'un "ou" l'autre`, "12", "01"}).Draw(d.T, "constant")
	}
	question.Open = question.Kind == forms.LongText && !question.Identity
	if rapid.IntRange(0, 5).Draw(d.T, "contribution") == 0 {
		question.Open = !question.Open
	}
	return question
}

func (d *draw) common() forms.Question {
	return forms.Question{
		Name: d.name(), Label: d.text("label", false), Hint: d.text("hint", false), Required: rapid.Bool().Draw(d.T, "required"),
		RequiredMessage: d.text("message", false), Relevant: d.expression(), Constraint: d.expression(),
		ConstraintMessage: d.text("message", false), Identity: rapid.Bool().Draw(d.T, "identity"), Kept: d.kept("kept", "guidance_hint"),
		Role:       rapid.SampledFrom([]forms.Role{"", forms.RoleCategory, forms.RoleContact}).Draw(d.T, "role"),
		Appearance: rapid.SampledFrom([]string{"", "minimal", "w1 horizontal"}).Draw(d.T, "appearance"),
	}
}

func (d *draw) rows(kind forms.Kind, list string) []forms.Question {
	var rows []forms.Question
	for range rapid.IntRange(1, 3).Draw(d.T, "rows") {
		row := d.common()
		row.Kind, row.List = kind, list
		rows = append(rows, row)
	}
	return rows
}
