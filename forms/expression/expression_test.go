package expression_test

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"concertation/forms/expression"
)

// answers is a scope made of texts.
type answers struct {
	values  map[string]string
	columns map[string]string
	current string
}

func (a answers) Value(name string) expression.Value { return expression.Text(a.values[name]) }
func (a answers) Column(name string) string          { return a.columns[name] }
func (a answers) Current() expression.Value          { return expression.Text(a.current) }
func (a answers) Today() time.Time                   { return time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC) }

func TestWhatExpressionsSay(t *testing.T) {
	scope := answers{values: map[string]string{"statut": "association", "themes": "opt_10 opt_2", "age": "42", "date": "2026-11-22", "blank": "", "prix": "3.5"},
		columns: map[string]string{"cf": "texas"}, current: "amina@exemple.fr"}
	cases := []struct {
		expression string
		want       string
	}{
		{"${statut} = 'association'", "true"},
		{`${statut} = "association"`, "true"},
		{"${statut} != 'mutuelle'", "true"},
		{"${ statut } = 'association' and ${age} > 18", "true"},
		{"${statut} = 'x' or ${age} >= 42", "true"},
		{"not(${statut} = 'x')", "true"},
		{"selected(${themes}, 'opt_1')", "false"},
		{"selected(${themes}, 'opt_10')", "true"},
		{"selected(${themes}, 'opt_2')", "true"},
		{"selected(${blank}, '')", "false"},
		{"count-selected(${themes})", "2"},
		{"count-selected(${blank})", "0"},
		{"1 + 2 * 3", "7"},
		{"(1 + 2) * 3", "9"},
		{"7 div 2", "3.5"},
		{"7 mod 3", "1"},
		{"-7 mod 3", "-1"},
		{"--5", "5"},
		{"3 - -2", "5"},
		{"${age} div 2 = 21", "true"},
		{"${blank} = ''", "true"},
		{"${blank} = 0", "false"},
		{"${blank} < 5", "false"},
		{"${inconnue} = ''", "true"},
		{"${age} = '42'", "true"},
		{"${prix} * 2", "7"},
		{"${date} < today()", "true"},
		{"${date} <= '2026-11-22'", "true"},
		{"today()", "2026-11-23"},
		{"string-length(.)", "16"},
		{"string-length(.) <= 3 or contains(., '@')", "true"},
		{"regex(., '^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$')", "true"},
		{"regex(., 'amina')", "false"}, // the whole text, as JavaRosa
		{"regex(${blank}, '.*')", "true"},
		{"if(${age} > 40, 'oui', 'non')", "oui"},
		{"concat('a', 1, true())", "a1true"},
		{"coalesce(${blank}, ${statut})", "association"},
		{"starts-with(${statut}, 'asso')", "true"},
		{"int(3.9)", "3"},
		{"round(3.456, 2)", "3.46"},
		{"min(3, ${blank}, 1)", "1"},
		{"max(3, 1)", "3"},
		{"sum(1, ${blank}, 2.5)", "3.5"},
		{"sum(${blank})", "0"},
		{"sum('1 2 3', 4)", "10"},
		{"once('autre')", "amina@exemple.fr"},
		{"selected-at(${themes}, 0)", "opt_10"},
		{"selected-at(${themes}, 1)", "opt_2"},
		{"selected-at(${themes}, 2)", ""},
		{"selected-at(${themes}, -1)", ""},
		{"selected-at(${blank}, 0)", ""},
		{"selected-at(${themes}, 'x')", ""},
		{"substr(${statut}, 0, 4)", "asso"},
		{"substr(${statut}, 4)", "ciation"},
		{"substr('été', 1, 2)", "t"},
		{"substr('abc', -2)", "bc"},
		{"substr('abc', 2, 1)", ""},
		{"substr('abc', 1, 99)", "bc"},
		{"substr('abc', 1 div 0)", ""},
		{"ends-with(${statut}, 'tion')", "true"},
		{"now()", "2026-11-23T10:00:00.000Z"},
		{"now() > today()", "true"},
		{"now() < '2026-11-24'", "true"},
		{"int(now()) = int(today())", "true"},
		{"format-date(${date}, '%d/%m/%Y')", "22/11/2026"},
		{"format-date(${date}, '%a %e %b %y, %n')", "dim. 22 nov. 26, 11"},
		{"format-date(now(), '%H:%M:%S.%3 %h')", "10:00:00.000 10"},
		{"format-date(${statut}, '%Y')", ""},
		{"format-date(${date}, '100 %')", "100 %"},
		{"format-date(${date}, '%q')", "%q"},
		{"jr:choice-name(${statut}, '${statut}')", "association"},
		{"jr:choice-name(selected-at(${themes}, 1), 'themes')", "opt_2"},
		{"cf = 'texas'", "true"},
		{"${statut}=cf", "false"},
		{"1 = true()", "true"},
		{"number('x') = number('x')", "false"}, // NaN
		// what spreadsheets put in place of plain characters
		{"${statut}\u00a0=\u202f\u2018association\u2019", "true"},
		{"${statut} = \u201cassociation\u201d", "true"},
	}
	for _, c := range cases {
		t.Run(c.expression, func(t *testing.T) {
			parsed, err := expression.Parse(c.expression)
			if err != nil {
				t.Fatal(err)
			}
			if got := parsed.Evaluate(scope).String(); got != c.want {
				t.Errorf("gives %q, want %q", got, c.want)
			}
		})
	}
}

func TestFaultsSayWhereTheyAre(t *testing.T) {
	for source, want := range map[string]struct {
		key string
		at  int
	}{
		"":                                {"forms.expression.unfinished", 0},
		"${a} =":                          {"forms.expression.unfinished", 6},
		"${a} = = 1":                      {"forms.expression.unexpected", 7},
		"${a":                             {"forms.expression.open_reference", 0},
		"${} = 1":                         {"forms.expression.open_reference", 0},
		"'sans fin":                       {"forms.expression.open_string", 0},
		"a $ b":                           {"forms.expression.unexpected", 2},
		"pulldata('f','a','b','c')":       {"forms.expression.unknown_function", 0},
		"not()":                           {"forms.expression.arguments", 0},
		"if(1, 2)":                        {"forms.expression.arguments", 0},
		"regex(., '[')":                   {"forms.expression.regex_invalid", 0},
		"regex(., ${a})":                  {"forms.expression.regex_not_constant", 0},
		"1 + jr:choice-name(${a}, 1 + 1)": {"forms.expression.choice_name", 4},
		"2 * substr('a')":                 {"forms.expression.arguments", 4},
		"(1 + 2":                          {"forms.expression.unfinished", 6},
		"1 2":                             {"forms.expression.unexpected", 2},
		"1.2.3":                           {"forms.expression.unexpected", 0},
		"été = 'é' £":                     {"forms.expression.unexpected", 10},
		strings.Repeat("(", 200) + "1":    {"forms.expression.too_deep", 64},
		strings.Repeat("a", 5000):         {"forms.expression.too_long", expression.MaxLength},
	} {
		_, err := expression.Parse(source)
		var fault *expression.Error
		if !errors.As(err, &fault) || fault.Key != want.key || fault.At != want.at {
			t.Errorf("%.30q: %v, want %s at %d", source, err, want.key, want.at)
		}
	}
}

func TestWhatAnExpressionReadsIsListed(t *testing.T) {
	parsed, err := expression.Parse("selected(${a}, 'x') and (${b} = ${a} or cf = name)")
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(parsed.References(), " "); got != "a b" {
		t.Errorf("references %q", got)
	}
	if got := strings.Join(parsed.Columns(), " "); got != "cf name" {
		t.Errorf("columns %q", got)
	}
}

func TestDivisionByZeroIsNoPanic(t *testing.T) {
	parsed, err := expression.Parse("1 div 0")
	if err != nil {
		t.Fatal(err)
	}
	if got := parsed.Evaluate(answers{}); !math.IsInf(got.Float(), 1) || got.String() != "Infinity" {
		t.Errorf("gives %v", got)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"${a} = 'b'", "not(selected(${a}, 'x'))", "regex(., '^a+$') and 1 < 2", "((((", "if(1,2,3)", "- - 1 div 0", "${", "'", "“x”", "1e9", "..", "a:b-c.d"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		parsed, err := expression.Parse(source)
		if err != nil {
			var fault *expression.Error
			if !errors.As(err, &fault) || fault.At < 0 {
				t.Fatalf("an error without a place: %v", err)
			}
			return
		}
		first := parsed.Evaluate(answers{current: "x"}).String()
		if again := parsed.Evaluate(answers{current: "x"}).String(); again != first {
			t.Fatalf("gives %q then %q", first, again)
		}
	})
}

func TestDaysAreAddedToDates(t *testing.T) {
	scope := answers{values: map[string]string{"jour": "2026-11-24"}, current: "2026-12-01"}
	for source, want := range map[string]bool{
		". <= today() + 30": true, ". <= today() + 3": false, "${jour} - today() = 1": true, ". > ${jour}": true, "date('2026-11-24') = ${jour}": true,
	} {
		parsed, err := expression.Parse(source)
		if err != nil {
			t.Fatal(err)
		}
		if got := parsed.True(scope); got != want {
			t.Errorf("%s is %v", source, got)
		}
	}
}
