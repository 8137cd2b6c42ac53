package forms_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"concertation/forms"
)

func fr(words string) forms.Text { return forms.Text{"fr": words} }

// names lists the names of columns.
func names(columns []forms.Column) []string {
	var all []string
	for _, column := range columns {
		all = append(all, column.Name)
	}
	return all
}

func TestWhatARevisionWithdrewStaysReadable(t *testing.T) {
	earlier := compile(t, forms.Definition{Title: fr("Essai"), DefaultLanguage: "fr", Languages: []string{"fr"},
		Lists: map[string][]forms.Choice{"abc": {{Name: "a", Label: fr("Amour")}, {Name: "b", Label: fr("Bien")}, {Name: "autre", Label: fr("Autre")}}},
		Sections: []forms.Section{
			{Name: "un", Title: fr("Un"), Questions: []forms.Question{
				{Name: "first", Kind: forms.Integer, Label: fr("Premier")},
				{Name: "q", Kind: forms.SelectMultiple, List: "abc", Label: fr("Lesquels")},
				{Name: "q_autre", Kind: forms.ShortText, Label: fr("Précisez"), Relevant: "selected(${q}, 'autre')"},
				{Name: "views", Kind: forms.Grid, List: "abc", Label: fr("Avis"), Rows: []forms.Question{
					{Name: "v1", Kind: forms.SelectOne, List: "abc", Label: fr("Aide")}, {Name: "v2", Kind: forms.SelectOne, List: "abc", Label: fr("Argent")}}},
			}},
			{Name: "deux", Title: fr("Deux"), Relevant: "${first} > 1", Questions: []forms.Question{
				{Name: "more", Kind: forms.LongText, Label: fr("Encore"), Relevant: "${gone} = 'a'"},
				{Name: "gone", Kind: forms.SelectOne, List: "abc", Label: fr("Parti"), Role: forms.RoleCategory}}},
		}})
	latest := compile(t, forms.Definition{Title: fr("Essai"), DefaultLanguage: "fr", Languages: []string{"fr"},
		Lists: map[string][]forms.Choice{"abc": {{Name: "a", Label: fr("Amitié")}, {Name: "c", Label: fr("Calme")}}},
		Sections: []forms.Section{{Name: "un", Title: fr("Un"), Questions: []forms.Question{
			{Name: "q", Kind: forms.SelectMultiple, List: "abc", Label: fr("Quels")},
			{Name: "deux", Kind: forms.Note, Label: fr("Merci")},
			{Name: "views", Kind: forms.Grid, List: "abc", Label: fr("Avis"), Rows: []forms.Question{{Name: "v1", Kind: forms.SelectOne, List: "abc", Label: fr("L’aide")}}},
		}}}})
	union := forms.Union(latest, earlier)
	want := []string{"first", "q", "q/a", "q/c", "q/b", "q/autre", "q_autre", "v1", "v2", "more", "gone"}
	if got := names(union.Columns()); !slices.Equal(got, want) {
		t.Fatalf("columns %q, want %q", got, want)
	}
	for _, name := range []string{"first", "q/b", "q/autre", "q_autre", "v2", "more", "gone", "v1/b", "v1/autre"} {
		if !union.Withdrawn(name) {
			t.Errorf("%s is not said withdrawn", name)
		}
	}
	for _, name := range []string{"q", "q/a", "q/c", "v1", "v1/a"} {
		if union.Withdrawn(name) {
			t.Errorf("%s is said withdrawn", name)
		}
	}
	q, _ := union.Question("q")
	if label := union.Choices(q)[0].Label.In("fr"); q.Label.In("fr") != "Quels" || label != "Amitié" {
		t.Errorf("the latest words are not kept: %q, %q", q.Label.In("fr"), label)
	}
	text, _ := union.Question("q_autre")
	if of, choice, ok := union.SpecifyOf(text); !ok || of.Name != "q" || choice != "autre" {
		t.Error("the text of a choice withdrawn with it no longer completes it")
	}
	row, _ := union.Question("v2")
	if parent := union.Parent(row); parent == nil || parent.Name != "views" {
		t.Error("a row left its grid")
	}
	more, _ := union.Question("more")
	if section := union.Definition().Sections[union.SectionOf(more)]; section.Title.In("fr") != "Deux" || section.Relevant != "${first} > 1" || more.Relevant != "${gone} = 'a'" {
		t.Errorf("withdrawn into %+v, if %q", section, more.Relevant)
	}
	if role := union.ByRole(forms.RoleCategory); role == nil || role.Name != "gone" {
		t.Error("the role of a question withdrawn is lost, though no other has it")
	}
	if cell := union.Cell(forms.Column{Name: "q", Question: q, Kind: forms.ColumnLabel}, forms.Submission{Answers: forms.Answers{"q": forms.CodesAnswer("b")}}, "fr"); cell.Text != "Bien" {
		t.Errorf("a choice withdrawn reads %q", cell.Text)
	}
	if forms.Union(latest) != latest || forms.Union(latest, latest) != latest {
		t.Error("a questionnaire of one revision is made anew")
	}
}

func TestAnAnswerOfAnotherKindIsStillRead(t *testing.T) {
	number, several := forms.Question{Name: "n", Kind: forms.Integer}, forms.Question{Name: "s", Kind: forms.SelectMultiple, List: "abc"}
	union := forms.Union(compile(t, one(number, several)), compile(t, one(forms.Question{Name: "n", Kind: forms.ShortText}, forms.Question{Name: "s", Kind: forms.SelectOne, List: "abc"})))
	given := forms.Submission{Answers: forms.Answers{"n": forms.TextAnswer("une dizaine"), "s": forms.TextAnswer("a")}}
	read := map[string]string{}
	for _, column := range union.Columns() {
		cell := union.Cell(column, given, "fr")
		read[column.Name] = fmt.Sprint(cell.Text, cell.Number)
	}
	if read["n"] != "une dizaine0" || read["s"] != "Amour0" || read["s/a"] != "1" || read["s/b"] != "0" {
		t.Errorf("read as %v", read)
	}
}

// revision draws a questionnaire: names are few, so that those of one come back in another, mostly of the same kind.
func revision(t *rapid.T, label string) *forms.Questionnaire {
	pool := rapid.Permutation([]string{"a", "b", "c", "d", "e", "f", "g", "h"}).Draw(t, label+" names")
	definition := forms.Definition{Title: fr("Essai"), DefaultLanguage: "fr", Languages: []string{"fr"}, Lists: map[string][]forms.Choice{}}
	for _, list := range []string{"l1", "l2"} {
		for _, choice := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"x", "y", "z", "t"}), 1, 4, rapid.ID).Draw(t, label+" "+list) {
			definition.Lists[list] = append(definition.Lists[list], forms.Choice{Name: choice, Label: fr(label + choice)})
		}
	}
	taken, asked := map[string]bool{}, []string{}
	take := func() string {
		name := pool[0]
		pool, taken[name] = pool[1:], true
		return name
	}
	usual := map[string]forms.Kind{"a": forms.SelectOne, "b": forms.SelectMultiple, "c": forms.Rank, "d": forms.Integer, "e": forms.ShortText, "f": forms.Grid, "g": forms.LongText, "h": forms.SelectOne}
	condition := func() string {
		if len(asked) == 0 || rapid.IntRange(0, 2).Draw(t, "conditioned") > 0 {
			return ""
		}
		return fmt.Sprintf("selected(${%s}, '%s')", rapid.SampledFrom(asked).Draw(t, "on"), rapid.SampledFrom([]string{"x", "y"}).Draw(t, "choice"))
	}
	for range rapid.IntRange(1, 3).Draw(t, label+" sections") {
		if len(pool) < 2 {
			break
		}
		section := forms.Section{Name: rapid.SampledFrom([]string{"", "s1", "s2", "s3", pool[len(pool)-1]}).Draw(t, "section"), Title: fr("Section"), Relevant: condition()}
		if section.Name != "" && taken[section.Name] {
			section.Name = ""
		}
		if section.Name == pool[len(pool)-1] {
			pool = pool[:len(pool)-1]
		}
		taken[section.Name] = true
		for range rapid.IntRange(1, 3).Draw(t, "questions") {
			if len(pool) == 0 {
				break
			}
			name := take()
			question := forms.Question{Name: name, Kind: usual[name], Label: fr(label + name), Relevant: condition(), List: rapid.SampledFrom([]string{"l1", "l2"}).Draw(t, "list"),
				Identity: rapid.IntRange(0, 9).Draw(t, "identity") == 0}
			if rapid.IntRange(0, 4).Draw(t, "other kind") == 0 {
				question.Kind = rapid.SampledFrom([]forms.Kind{forms.Note, forms.Grid, forms.ConstantSum, forms.SelectOne, forms.Rank, forms.Date, forms.Hidden}).Draw(t, "kind")
			}
			switch question.Kind {
			case forms.Grid, forms.ConstantSum:
				question.Total = 10
				for range rapid.IntRange(1, 2).Draw(t, "rows") {
					if len(pool) > 0 {
						row := forms.Question{Name: take(), Kind: forms.SelectOne, List: question.List, Label: fr("ligne")}
						if question.Kind == forms.ConstantSum {
							row.Kind, row.List = forms.Integer, ""
						}
						question.Rows, asked = append(question.Rows, row), append(asked, row.Name)
					}
				}
			case forms.Note:
			default:
				if question.Kind == forms.SelectOne && rapid.IntRange(0, 3).Draw(t, "role") == 0 && !taken["role"] {
					question.Role, taken["role"] = forms.RoleCategory, true
				}
				asked = append(asked, name)
			}
			section.Questions = append(section.Questions, question)
		}
		definition.Sections = append(definition.Sections, section)
	}
	made, issues := forms.Compile(definition)
	if made == nil {
		t.Skip(issues)
	}
	return made
}

func TestAUnionOfRevisionsHasEveryColumnOfEachAndChangesNothingOfTheLatest(t *testing.T) {
	several := 0
	rapid.Check(t, func(t *rapid.T) {
		var revisions []*forms.Questionnaire
		for i := range rapid.IntRange(2, 4).Draw(t, "revisions") {
			revisions = append(revisions, revision(t, fmt.Sprint("r", i)))
		}
		latest := revisions[0]
		before := fmt.Sprintf("%+v", latest.Definition())
		union := forms.Union(latest, revisions[1:]...)
		if after := fmt.Sprintf("%+v", latest.Definition()); after != before {
			t.Fatalf("the latest definition became\n%s\nof\n%s", after, before)
		}
		if union != latest {
			several++
		}
		have := names(union.Columns())
		if compacted := slices.Compact(slices.Sorted(slices.Values(have))); len(compacted) != len(have) {
			t.Fatalf("a column stands twice: %q", have)
		}
		for _, form := range revisions {
			for _, question := range form.Questions() {
				united, _ := union.Question(question.Name)
				for _, choice := range form.Choices(question) {
					if all := union.Choices(united); all != nil && !slices.ContainsFunc(all, func(c forms.Choice) bool { return c.Name == choice.Name }) {
						t.Fatalf("%s of %s has no label", choice.Name, question.Name)
					}
				}
			}
			for _, column := range form.Columns() {
				if united, _ := union.Question(column.Question.Name); united.Kind != column.Question.Kind && column.Choice != "" {
					continue // the later kind has other columns
				}
				if !slices.Contains(have, column.Name) {
					t.Fatalf("%s is in no column of %q", column.Name, have)
				}
			}
		}
		for _, column := range latest.Columns() {
			was := column.Question
			is, _ := union.Question(was.Name)
			if union.Withdrawn(column.Name) || !reflect.DeepEqual(was, is) {
				t.Fatalf("%+v became %+v", was, is)
			}
			for i, choice := range latest.Choices(was) {
				if !reflect.DeepEqual(union.Choices(is)[i], choice) {
					t.Fatalf("choice %d of %s became %+v", i, was.Name, union.Choices(is)[i])
				}
			}
			if text, choice, ok := latest.SpecifyOf(was); ok {
				if united, again, still := union.SpecifyOf(is); !still || united.Name != text.Name || again != choice {
					t.Fatalf("%s no longer completes %s", was.Name, text.Name)
				}
			}
		}
		for _, role := range []forms.Role{forms.RoleCategory} {
			if was := latest.ByRole(role); was != nil && union.ByRole(role).Name != was.Name {
				t.Fatalf("%s lost its role", was.Name)
			}
		}
	})
	if several == 0 {
		t.Error("nothing was ever united")
	}
}
