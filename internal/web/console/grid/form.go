package grid

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"concertation/internal/consult"
)

const (
	fieldVersion = "version"
	// spare is how many blank rows a form offers for new themes.
	spare = 2
	// mostRows bounds what is read of a post: themes that stay, and those that go.
	mostRows = 3 * consult.MostThemes
	// What becomes of a theme: nothing said, it stays; an identifier, it is merged into that one.
	fateRemoved = "retirer"
	// valueReread asks that what stands under a split theme be said anew.
	valueReread = "relire"
)

// written are the fields of a row that hold what a theme says; chosen, what is to be done with it.
var (
	written = []string{"title", "definition", "includes", "excludes", "examples", "lexicon"}
	chosen  = []string{"position", "fate", "split", "reread"}
)

// fields are all the fields of a row, in the order in which they are sent again.
func fields() []string { return slices.Concat([]string{"id"}, written, chosen) }

func rowField(name string, i int) string { return fmt.Sprintf("%s-%d", name, i) }

// details are the texts of a theme under its title, in the order of the form.
func details(t *consult.Theme) map[string]*string {
	return map[string]*string{"title": &t.Title, "definition": &t.Definition, "includes": &t.Includes, "excludes": &t.Excludes,
		"examples": &t.Examples, "lexicon": &t.Lexicon}
}

// fill puts a grid in the form.
func fill(grid *consult.ThemeGrid) url.Values {
	values := url.Values{fieldVersion: {strconv.Itoa(grid.Version)}}
	for i := range grid.Themes {
		put(values, i, &grid.Themes[i])
	}
	return values
}

func put(values url.Values, i int, theme *consult.Theme) {
	values.Set(rowField("id", i), string(theme.ID))
	values.Set(rowField("position", i), strconv.Itoa(theme.Position))
	for name, text := range details(theme) {
		values.Set(rowField(name, i), *text)
	}
}

// blank says whether nothing is in a row.
func blank(values url.Values, i int) bool {
	for _, name := range append([]string{"id", "split"}, written...) {
		if strings.TrimSpace(values.Get(rowField(name, i))) != "" {
			return false
		}
	}
	return true
}

// compact closes up the rows, so that a row left blank between two others is no theme.
func compact(values url.Values) {
	next := 0
	for i := range rows(values) {
		if blank(values, i) {
			continue
		}
		if next < i {
			for _, name := range fields() {
				values.Set(rowField(name, next), values.Get(rowField(name, i)))
				values.Del(rowField(name, i))
			}
		}
		next++
	}
}

// rows counts the rows of a form up to the last that holds something.
func rows(values url.Values) int {
	last := -1
	for i := range mostRows {
		if !blank(values, i) {
			last = i
		}
	}
	return last + 1
}

// readDraft reads the form: a draft of the grid, or what is wrong with each field.
func readDraft(grid *consult.ThemeGrid, values url.Values) (consult.GridDraft, error) {
	var all []consult.GridRow
	var faults []consult.FieldError
	compact(values)
	for i := range rows(values) {
		row := consult.GridRow{Theme: consult.Theme{ID: consult.ID(values.Get(rowField("id", i))), Position: mostRows}}
		for name, text := range details(&row.Theme) {
			*text = strings.TrimSpace(strings.ReplaceAll(values.Get(rowField(name, i)), "\r\n", "\n"))
		}
		typed := strings.TrimSpace(values.Get(rowField("position", i)))
		if place, err := strconv.Atoi(typed); err == nil && place > 0 {
			row.Position = place
		} else if typed != "" {
			faults = append(faults, consult.FieldError{Field: rowField("position", i), Key: "grid.error.position"})
		}
		switch fate := values.Get(rowField("fate", i)); fate {
		case fateRemoved:
			row.Remove = true
		default:
			row.Into = consult.ID(fate)
		}
		if row.ID == "" {
			row.SplitFrom = consult.ID(values.Get(rowField("split", i)))
			row.Reread = values.Get(rowField("reread", i)) == valueReread
		}
		all = append(all, row)
	}
	if len(faults) > 0 {
		return consult.GridDraft{}, consult.Invalid(faults...)
	}
	return grid.Draft(all)
}

// rebase puts what was typed over a newer grid: themes that this one no longer has become new ones, those that it has
// in addition come after.
func rebase(grid *consult.ThemeGrid, typed url.Values) url.Values {
	values, seen := url.Values{}, map[consult.ID]bool{}
	for name, words := range typed {
		values[name] = words
	}
	values.Set(fieldVersion, strconv.Itoa(grid.Version))
	count := rows(values)
	for i := range count {
		id := consult.ID(values.Get(rowField("id", i)))
		if _, known := grid.Find(id); id != "" && !known {
			values.Del(rowField("id", i))
			values.Del(rowField("fate", i))
		}
		if _, known := grid.Find(consult.ID(values.Get(rowField("split", i)))); !known {
			values.Del(rowField("split", i))
		}
		seen[id] = true
	}
	for i := range grid.Themes {
		if !seen[grid.Themes[i].ID] {
			put(values, count, &grid.Themes[i])
			count++
		}
	}
	return values
}
