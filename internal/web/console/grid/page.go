package grid

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/ui"
)

// gridPage is the grid as a form, or as a text for those who only read.
type gridPage struct {
	ui.Page
	*service.GridView
	values url.Values
	faults map[string]string
	Count  int // rows shown
}

// checkPage says what publishing does.
type checkPage struct {
	gridPage
	Preview *service.GridPreview
}

func (p gridPage) value(name string, i int) string { return p.values.Get(rowField(name, i)) }

func (p gridPage) theme(i int) (consult.Theme, bool) {
	return p.Grid.Find(consult.ID(p.value("id", i)))
}

// regular says whether a row may move, go or be merged.
func (p gridPage) regular(i int) bool {
	theme, known := p.theme(i)
	return !known || theme.Kind == consult.ThemeRegular
}

func (p gridPage) legend(i int) string {
	theme, known := p.theme(i)
	switch {
	case !known && p.newBefore(i):
		return p.P.T("grid.new.other")
	case !known:
		return p.P.T("grid.new")
	case theme.Kind != consult.ThemeRegular:
		return p.P.T("grid.residual", "title", theme.Title)
	}
	return strconv.Itoa(theme.Position) + ". " + theme.Title
}

// newBefore says whether the row before is that of a new theme too.
func (p gridPage) newBefore(i int) bool {
	if i == 0 {
		return false
	}
	_, known := p.theme(i - 1)
	return !known
}

// unfolded says whether a row shows its fields at once: a new one in which something is written, and those with something
// to mend.
func (p gridPage) unfolded(i int) bool {
	if _, known := p.theme(i); !known && !blank(p.values, i) {
		return true
	}
	for name := range p.faults {
		if strings.HasSuffix(name, rowField("", i)) {
			return true
		}
	}
	return false
}

func (p gridPage) field(name string, i int) ui.Field {
	return ui.Field{Name: rowField(name, i), Label: p.P.T("grid.field." + name), Error: p.faults[rowField(name, i)]}
}

func (p gridPage) title(i int) ui.TextInput {
	return ui.TextInput{Field: p.field("title", i), Value: p.value("title", i)}
}

func (p gridPage) position(i int) ui.TextInput {
	return ui.TextInput{Field: p.field("position", i), Value: p.value("position", i), Width: 3, InputMode: "numeric"}
}

func (p gridPage) area(name string, i int) ui.TextArea {
	area := ui.TextArea{Field: p.field(name, i), Value: p.value(name, i), Rows: 3}
	if name == "examples" || name == "lexicon" {
		area.Hint = p.P.T("grid.hint.lines")
	}
	return area
}

func (p gridPage) fate(i int) ui.Select {
	own, _ := p.theme(i)
	field := ui.Select{Field: p.field("fate", i), Value: p.value("fate", i), Options: []ui.Option{{Label: p.P.T("grid.fate.kept")}}}
	for _, theme := range p.Grid.Themes {
		if theme.Kind == consult.ThemeRegular && theme.ID != own.ID {
			field.Options = append(field.Options, ui.Option{Value: string(theme.ID), Label: p.P.T("grid.fate.into", "title", theme.Title)})
		}
	}
	field.Options = append(field.Options, ui.Option{Value: fateRemoved, Label: p.P.T("grid.fate.removed")})
	return field
}

// split asks which theme a new one is cut out of.
func (p gridPage) split(i int) ui.Select {
	field := ui.Select{Field: p.field("split", i), Value: p.value("split", i), Options: []ui.Option{{Label: p.P.T("grid.split.none")}}}
	for _, theme := range p.Grid.Themes {
		if theme.Kind == consult.ThemeRegular {
			field.Options = append(field.Options, ui.Option{Value: string(theme.ID), Label: p.P.T("grid.split.from", "title", theme.Title)})
		}
	}
	return field
}

func (p gridPage) reread(i int) ui.Checkboxes {
	return ui.Checkboxes{Field: p.field("reread", i), Values: p.values[rowField("reread", i)],
		Options: []ui.Option{{Value: valueReread, Label: p.P.T("grid.reread.label"), Hint: p.P.T("grid.reread.hint")}}}
}

// statements counts the statements that a theme stands for now.
func (p gridPage) statements(id consult.ID) int {
	for _, count := range p.Grouping.Themes {
		if count.Theme.ID == id {
			return count.Counts.Statements
		}
	}
	return 0
}

// history is the table of the versions, the last first.
func (p gridPage) history() ui.Table {
	table := ui.Table{Caption: p.P.T("grid.history.title"), Columns: []ui.Column{{Title: p.P.T("grid.history.version")},
		{Title: p.P.T("grid.history.date")}, {Title: p.P.T("grid.history.who")}}}
	for _, version := range p.History {
		date, who := p.P.T("grid.history.origin"), version.By
		if !version.At.IsZero() {
			date = p.P.DateTime(version.At)
		}
		if who == "" {
			who = "—"
		}
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{{Text: strconv.Itoa(version.Version), URL: versionAddress(p.GridView.Consultation.Slug, version.Version)}, {Text: date}, {Text: who}}})
	}
	return table
}

// effects says, theme by theme, what becomes of what was given.
func (p checkPage) effects() []string {
	var said []string
	for _, effect := range p.Preview.Effects {
		title := effect.Theme.Title
		switch {
		case effect.Into.ID != "":
			said = append(said, p.P.T("grid.check.moves", "count", effect.Coded, "title", title, "into", effect.Into.Title))
			continue
		case len(effect.Split) == 0:
			said = append(said, p.P.T("grid.check.ends", "count", effect.Coded, "title", title))
		case effect.Stale:
			said = append(said, p.P.T("grid.check.split", "title", title, "new", p.titles(effect.Split)),
				p.P.T("grid.check.stale", "count", effect.Coded, "title", title))
		default:
			said = append(said, p.P.T("grid.check.split", "title", title, "new", p.titles(effect.Split)),
				p.P.T("grid.check.remain", "count", effect.Coded, "title", title))
			continue
		}
		said = append(said, p.P.T("grid.check.reread", "count", effect.Reread))
	}
	return said
}

// titles lists the titles of themes between quotation marks.
func (p checkPage) titles(themes []consult.Theme) string {
	var quoted []string
	for _, theme := range themes {
		quoted = append(quoted, p.P.T("grid.check.quoted", "title", theme.Title))
	}
	return strings.Join(quoted, ", ")
}

// stays says what stands under the themes that stay, or that it is new.
func (p checkPage) stays(theme consult.Theme) string {
	before, known := p.Grid.Find(theme.ID)
	switch {
	case !known:
		return p.P.T("grid.check.new", "title", theme.Title)
	case p.stale(theme.ID):
		return p.P.T("grid.check.waits", "title", theme.Title)
	case before.Title != theme.Title:
		return p.P.T("grid.check.renamed", "count", p.statements(theme.ID), "title", theme.Title, "before", before.Title)
	}
	return p.P.T("grid.check.stays", "count", p.statements(theme.ID), "title", theme.Title)
}

// stale says whether what stands under a theme waits to be said anew.
func (p checkPage) stale(theme consult.ID) bool {
	return slices.ContainsFunc(p.Preview.Effects, func(effect consult.GridEffect) bool { return effect.Stale && effect.Theme.ID == theme })
}

// typed are the fields of the form, in order, to be sent again.
func (p checkPage) typed() []string {
	names := []string{fieldVersion}
	for i := range rows(p.values) {
		for _, name := range fields() {
			names = append(names, rowField(name, i))
		}
	}
	return names
}
