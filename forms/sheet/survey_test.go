package sheet_test

import (
	"testing"

	"concertation/forms"
)

func TestTypesAreReadAsTheReferenceReaderDoes(t *testing.T) {
	for written, want := range map[string]forms.Kind{
		"text": forms.ShortText, "string": forms.ShortText, "TEXT": forms.ShortText, "int": forms.Integer,
		"integer": forms.Integer, "decimal": forms.Decimal, "date": forms.Date, "note": forms.Note,
		"acknowledge": forms.Acknowledge, "range": forms.Range, "hidden": forms.Hidden, "calculate": forms.Hidden,
		"select_one oui_non": forms.SelectOne, "select one oui_non": forms.SelectOne, "select1 oui_non": forms.SelectOne,
		"select one from oui_non": forms.SelectOne, "Select_One oui_non": forms.SelectOne,
		"add select one prompt using oui_non": forms.SelectOne, "select_one\u00a0oui_non": forms.SelectOne,
		"select_multiple oui_non": forms.SelectMultiple, "select all that apply from oui_non": forms.SelectMultiple,
		"select all that apply oui_non": forms.SelectMultiple, "rank oui_non": forms.Rank,
	} {
		t.Run(written, func(t *testing.T) {
			definition, issues := read("type | name | label\n" + written + " | q | Question")
			equal(t, "issues", keys(issues), []string{})
			question := the(t, definition, "q")
			equal(t, "kind", question.Kind, want)
			if want == forms.SelectOne || want == forms.SelectMultiple || want == forms.Rank {
				equal(t, "list", question.List, "oui_non")
			}
		})
	}
}

func TestAppearancesChangeWhatATextOrAChoiceIs(t *testing.T) {
	definition, issues := read(`
		type               | name | label | appearance
		text               | a    | A     | multiline
		text               | b    | B     | Email
		text               | c    | C     | siret-rna
		select_one oui_non | d    | D     | consent horizontal
		select_one oui_non | e    | E     | minimal
		text               | f    | F     | w4
		phone number       | g    | G     |`)
	equal(t, "issues", keys(issues), []string{"warning survey!7 appearance appearance.unused"})
	equal(t, "long text", the(t, definition, "a").Kind, forms.LongText)
	equal(t, "a long text is a contribution", the(t, definition, "a").Open, true)
	equal(t, "e-mail", the(t, definition, "b").Format, forms.FormatEmail)
	equal(t, "siret or rna", the(t, definition, "c").Format, forms.FormatSIRETOrRNA)
	equal(t, "consent", the(t, definition, "d").Consent, true)
	equal(t, "appearance left", the(t, definition, "d").Appearance, "horizontal")
	equal(t, "appearance kept", the(t, definition, "e").Appearance, "minimal")
	equal(t, "unknown appearance kept", the(t, definition, "f").Appearance, "w4")
	equal(t, "phone", the(t, definition, "g").Format, forms.FormatPhone)
}

func TestTopLevelGroupsAreSections(t *testing.T) {
	definition, issues := read(`
		type        | name | label    | hint   | relevant
		text        | seul | Seul     |        |
		begin group | a    | Partie A | Aide A |
		text        | q1   | Q1       |        |
		end group   |      |          |        |
		begin_group | b    | Partie B |        | ${q1} = 'x'
		text        | q2   | Q2       |        |
		end_group   | b    |          |        |
		text        | fin1 | Fin 1    |        |
		text        | fin2 | Fin 2    |        |`)
	equal(t, "issues", keys(issues), []string{})
	var names []string
	for _, section := range definition.Sections {
		names = append(names, section.Name)
	}
	equal(t, "sections", names, []string{"", "a", "b", ""})
	equal(t, "title", definition.Sections[1].Title, forms.Text{"fr": "Partie A"})
	equal(t, "hint", definition.Sections[1].Hint, forms.Text{"fr": "Aide A"})
	equal(t, "relevant", definition.Sections[2].Relevant, "${q1} = 'x'")
	equal(t, "source", definition.Sections[2].Source, forms.Source{Sheet: "survey", Row: 6})
	equal(t, "loose questions", len(definition.Sections[3].Questions), 2)
}

func TestGroupsInsideASectionAreFlattened(t *testing.T) {
	definition, issues := read(`
		type        | name   | label  | relevant
		begin_group | page   | Page   |
		begin_group | dedans | Dedans | ${a} = 'oui'
		text        | q1     | Q1     | ${b} = 'x' or ${b} = 'y'
		begin_group | encore |        | ${c} = '1'
		text        | q2     | Q2     |
		end_group   |        |        |
		end_group   |        |        |
		text        | q3     | Q3     |
		end_group   |        |        |`)
	equal(t, "issues", keys(issues), []string{})
	heading := the(t, definition, "dedans")
	equal(t, "the label becomes a heading", heading.Appearance, "heading")
	equal(t, "which is a note", heading.Kind, forms.Note)
	equal(t, "shown on the group's condition", heading.Relevant, "${a} = 'oui'")
	equal(t, "joined", the(t, definition, "q1").Relevant, "(${a} = 'oui') and (${b} = 'x' or ${b} = 'y')")
	equal(t, "joined twice", the(t, definition, "q2").Relevant, "(${a} = 'oui') and (${c} = '1')")
	equal(t, "after", the(t, definition, "q3").Relevant, "")
	equal(t, "no heading without a label", len(questions(definition)), 4)
}

func TestGroupsThatActAsOneQuestion(t *testing.T) {
	definition, issues := read(`
		type               | name | label | appearance   | parameters       | required
		begin_group        | page | Page  | field-list   |                  |
		begin_group        | g    | G     | table-list   | randomize=true   | yes
		select_one oui_non | g1   | G1    |              |                  | yes
		select_one oui_non | g2   | G2    |              |                  |
		end_group          |      |       |              |                  |
		begin_group        | s    | S     | constant-sum | total=10         |
		integer            | s1   | S1    |              |                  |
		end_group          |      |       |              |                  |
		select_one oui_non | l    | L     | label        |                  |
		select_one oui_non | l1   | L1    | list-nolabel |                  |
		select_one oui_non | l2   | L2    | list-nolabel |                  |
		end_group          |      |       |              |                  |`)
	equal(t, "issues", keys(issues), []string{})
	grid := the(t, definition, "g")
	equal(t, "grid", []any{grid.Kind, grid.List, len(grid.Rows), grid.Randomize, grid.Required, grid.Appearance},
		[]any{forms.Grid, "oui_non", 2, true, true, ""})
	equal(t, "row", []any{grid.Rows[0].Name, grid.Rows[0].Required}, []any{"g1", true})
	sum := the(t, definition, "s")
	equal(t, "sum", []any{sum.Kind, sum.Total, len(sum.Rows)}, []any{forms.ConstantSum, 10, 1})
	older := the(t, definition, "l")
	equal(t, "older grid", []any{older.Kind, len(older.Rows), older.Rows[0].Appearance}, []any{forms.Grid, 2, ""})
}

func TestOrOtherBecomesAChoiceAndAText(t *testing.T) {
	definition, issues := read(`
		type                              | name | label | relevant
		begin_group                       | p    | P     |
		select_one oui_non or_other       | a    | A     | ${z} = '1'
		select_multiple jour or specify other | b | B    |
		select_one oui_non                | c    | C     |
		end_group                         |      |       |`)
	equal(t, "issues", keys(issues), []string{})
	equal(t, "own list", the(t, definition, "a").List, "oui_non_or_other")
	equal(t, "one choice more", definition.Lists["oui_non_or_other"][2].Name, "other")
	equal(t, "the shared list is untouched", len(definition.Lists["oui_non"]), 2)
	equal(t, "the plain question keeps it", the(t, definition, "c").List, "oui_non")
	text := questions(definition)[1]
	equal(t, "text just after", []any{text.Name, text.Kind, text.Relevant},
		[]any{"a_other", forms.ShortText, "selected(${a}, 'other')"})
	equal(t, "several", the(t, definition, "b_other").Relevant, "selected(${b}, 'other')")
}

func TestNothingIsDroppedSilently(t *testing.T) {
	for name, tc := range map[string]struct{ survey, want string }{
		"metadata":              {"type | name\nstart | start", "warning survey!2 type type.metadata"},
		"a place":               {"type | name | label\ngeopoint | g | G", "warning survey!2 type type.unsupported"},
		"a picture":             {"type | name | label\nimage | g | G", "warning survey!2 type type.unsupported"},
		"a time":                {"type | name | label\ndateTime | g | G", "warning survey!2 type type.unsupported"},
		"an unknown type":       {"type | name | label\ntelepathy | g | G", "error survey!2 type type.unknown"},
		"a select without list": {"type | name | label\nselect_one | g | G", "error survey!2 type type.unknown"},
		"an external list":      {"type | name | label\nselect_one_from_file x.csv | g | G", "error survey!2 type type.external"},
		"a computed value":      {"type | name | calculation\ncalculate | g | ${a} + 1", "warning survey!2 calculation type.calculate"},
		"a calculation on a question": {
			"type | name | label | calculation\ntext | g | G | 1", "warning survey!2 calculation question.calculation"},
		"an unknown column":         {"type | name | label | couleur\ntext | g | G | bleu", "warning survey!1 couleur column.unused"},
		"a column without title":    {"type | name | label | \ntext | g | G | bleu", "warning survey!1  column.untitled"},
		"a row without a type":      {"type | name | label\n | g | G", "warning survey!2 type type.blank"},
		"a question without a name": {"type | name | label\ntext | | G", "error survey!2 name question.no_name"},
		"an unknown parameter":      {"type | name | label | parameters\ntext | g | G | rows=5", "warning survey!2 parameters parameter.unused"},
		"a parameter badly written": {
			"type | name | label | parameters\nselect_one jour | g | G | au hasard", "warning survey!2 parameters parameter.unused"},
		"a condition under required": {
			"type | name | label | required\ntext | g | G | ${a}='x'", "warning survey!2 required value.boolean"},
		"an identity not understood": {
			"type | name | label | identity\ntext | g | G | peut-être", "error survey!2 identity value.boolean"},
		"an unknown role":            {"type | name | label | role\ntext | g | G | chef", "error survey!2 role value.role"},
		"an answer cited in a label": {"type | name | label\nnote | g | Bonjour ${nom}", "warning survey!2 label label.reference"},
		"a group that stays open":    {"type | name | label\nbegin_group | g | G", "error survey!2 type group.not_ended"},
		"a group never opened":       {"type | name | label\nend_group | |", "error survey!2 type group.not_begun"},
		"a constraint on a page": {
			"type | name | label | constraint\nbegin_group | g | G | . > 1\ntext | q | Q |\nend_group | | |", "warning survey!2 constraint group.unused"},
		"an identity on a group": {
			"type | name | label | identity\nbegin_group | p | P |\nbegin_group | g | G | yes\ntext | q | Q |\nend_group | | |\nend_group | | |",
			"warning survey!3 identity group.unused"},
		"an appearance of a page": {
			"type | name | label | appearance\nbegin_group | g | G | field-list w2\ntext | q | Q |\nend_group | | |",
			"warning survey!2 appearance appearance.unused"},
		"two columns alike":     {"type | name | label | Label\ntext | g | G | G", "error survey!1 Label column.duplicate"},
		"no type column":        {"name | label\ng | G", "error survey!1  column.missing"},
		"an other of a ranking": {"type | name | label\nrank jour or_other | g | G", "warning survey!2 type type.rank_other"},
	} {
		t.Run(name, func(t *testing.T) {
			_, issues := read(tc.survey)
			equal(t, "issues", keys(issues), []string{tc.want})
		})
	}
}

func TestRepeatsAreRefusedAndTheirContentStillChecked(t *testing.T) {
	_, issues := read(`
		type         | name | label
		begin repeat | r    | R
		telepathy    | q    | Q
		end repeat   |      |`)
	equal(t, "issues", keys(issues), []string{"error survey!2 type type.repeat", "error survey!3 type type.unknown"})
}

func TestOurOwnColumns(t *testing.T) {
	definition, issues := read(`
		type               | name | label | identity | role     | contribution | appearance
		select_one oui_non | a    | A     |          | category |              |
		text               | b    | B     | TRUE     | contact  |              | email
		text               | c    | C     |          |          | yes          |
		text               | d    | D     |          |          | no           | multiline
		text               | e    | E     | oui      |          |              | multiline`)
	equal(t, "issues", keys(issues), []string{})
	equal(t, "role", the(t, definition, "a").Role, forms.RoleCategory)
	equal(t, "identity", the(t, definition, "b").Identity, true)
	equal(t, "short text that is a contribution", the(t, definition, "c").Open, true)
	equal(t, "long text that is none", the(t, definition, "d").Open, false)
	equal(t, "an identity is no contribution", the(t, definition, "e").Open, false)
}

func TestUnusedColumnsAreKeptForTheRoundTrip(t *testing.T) {
	definition, _ := read("type | name | label | Couleur du fond\ntext | g | G | bleu\ntext | h | H |")
	equal(t, "kept", the(t, definition, "g").Kept, map[string]string{"Couleur du fond": "bleu"})
	equal(t, "nothing to keep", the(t, definition, "h").Kept == nil, true)
}

func TestParametersOfEachKind(t *testing.T) {
	definition, issues := read(`
		type                 | name | label | parameters
		select_multiple jour | a    | A     | randomize=true, max=3
		rank jour            | b    | B     | max = 2
		range                | c    | C     | start=0 end=100 step=0.5
		range                | d    | D     |`)
	equal(t, "issues", keys(issues), []string{})
	equal(t, "several", []any{the(t, definition, "a").Randomize, the(t, definition, "a").MaxChoices}, []any{true, 3})
	equal(t, "rank", the(t, definition, "b").MaxChoices, 2)
	c, d := the(t, definition, "c"), the(t, definition, "d")
	equal(t, "range", []float64{c.Min, c.Max, c.Step}, []float64{0, 100, 0.5})
	equal(t, "range of XLSForm", []float64{d.Min, d.Max, d.Step}, []float64{1, 10, 1})
}

func TestHiddenConstants(t *testing.T) {
	for calculation, want := range map[string]string{
		`'automne'`: "automne", `"l'été"`: "l'été", `12.5`: "12.5", "‘automne’": "automne",
	} {
		definition, issues := read("type | name | calculation\ncalculate | g | " + calculation)
		equal(t, "issues", keys(issues), []string{})
		equal(t, calculation, the(t, definition, "g").Default, want)
	}
}
