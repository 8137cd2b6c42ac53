package workbook

import (
	"time"

	"concertation/exports"
	"concertation/forms"
	"concertation/internal/tally"
)

// dateOf reads a day as forms keep it.
func dateOf(text string) (time.Time, bool) {
	day, err := time.Parse(time.DateOnly, text)
	return day.Add(12 * time.Hour), err == nil // noon: the same day in every zone near ours
}

// unique makes a header unlike those taken: filters need it.
func unique(header string, taken map[string]bool) string {
	made := header
	for n := 2; taken[made]; n++ {
		made = header + " (" + itoa(n) + ")"
	}
	taken[made] = true
	return made
}

// participated is one line of «Participation».
type participated struct {
	breakdown, value string
	count            int
	base             int // 0: no base
	baseKind         string
	source           string
}

// participation writes «Participation»: who was asked, who answered, along which breakdowns. Declared figures say so
// and are never added to counted ones (rule 12).
func (b *book) participation(name string) error {
	p := b.input.P
	columns := []column{
		{p.T("exports.column.breakdown"), 34, asLongText}, {p.T("exports.column.value_of_breakdown"), 44, asLongText},
		{p.T("exports.column.count"), 12, asInteger}, {p.T("exports.column.base"), 12, asInteger}, {p.T("exports.column.share"), 10, asPercent},
		{p.T("exports.column.base_kind"), 44, asLongText}, {p.T("exports.column.source"), 34, asLongText},
	}
	none := text(p.T("exports.none"))
	_, err := b.table(name, columns, each(b.participated(), func(line participated) []cell {
		value, share, base, kind := count(line.count), none, none, none
		if line.count == tally.Hidden {
			value = text(p.T("exports.hidden"))
		}
		if line.base > 0 {
			value, share = b.shown(line.count, line.base)
			base, kind = count(line.base), text(line.baseKind)
		}
		return []cell{text(line.breakdown), text(line.value), value, base, share, kind, text(line.source)}
	}))
	return err
}

func (b *book) participated() []participated {
	p, in := b.input.P, &b.input.Participation
	counted := p.T("exports.source.counted")
	whole := p.T("exports.breakdown.whole")
	var lines []participated
	if in.Eligible > 0 {
		lines = append(lines, participated{whole, p.T("exports.participation.eligible"), in.Eligible, 0, "", b.declared(in.Source)})
	}
	// Those asked may answer each of several questionnaires: the rate is then that of each.
	eligible := participated{base: in.Eligible, baseKind: p.T("exports.base.eligible")}
	if b.input.Several() {
		lines = append(lines, participated{whole, p.T("exports.participation.submitted"), in.Submitted, 0, "", counted})
	} else {
		lines = append(lines, participated{whole, p.T("exports.participation.submitted"), in.Submitted, eligible.base, eligible.baseKind, counted})
	}
	if !b.input.Public {
		lines = append(lines, participated{whole, p.T("exports.participation.drafts"), in.Drafts, 0, "", counted},
			participated{whole, p.T("exports.participation.withdrawn"), in.Withdrawn, 0, "", counted})
	}
	for _, s := range b.surveys {
		if b.input.Several() {
			lines = append(lines, participated{p.T("exports.breakdown.survey"), exports.Plain(s.Title), s.Submitted, eligible.base, eligible.baseKind, counted})
		}
	}
	lines = append(lines, b.followed()...)
	for _, step := range b.input.Steps {
		if step.Participants > 0 {
			lines = append(lines, participated{p.T("exports.breakdown.steps"), step.Title + " – " + step.Unit, step.Participants, 0, "", b.declared(step.Source)})
		}
	}
	for _, s := range b.surveys {
		for _, role := range []forms.Role{forms.RoleCategory, forms.RoleTerritory, forms.RoleSize} {
			lines = append(lines, s.breakdown(role, counted)...)
		}
	}
	channels := make([]int, len(in.Channels))
	for i, channel := range in.Channels {
		channels[i] = channel.Count
	}
	if b.input.Public {
		channels = tally.ProtectList(channels, b.threshold())
	}
	for i, channel := range in.Channels {
		lines = append(lines, participated{p.T("exports.breakdown.channel"), channel.Label, channels[i], in.Submitted, p.T("exports.base.submitted"), counted})
	}
	for _, s := range b.surveys {
		if b.input.Public {
			break // a day of few responses tells when somebody answered
		}
		for _, day := range s.Days {
			at, _ := dateOf(day.Date)
			lines = append(lines, participated{s.told(p.T("exports.breakdown.day")), p.ShortDate(at), day.Count, s.Submitted, p.T("exports.base.submitted"), counted})
		}
	}
	return lines
}

// breakdown counts the responses along the question of a role.
func (s *surveyed) breakdown(role forms.Role, source string) []participated {
	if s.Form == nil {
		return nil
	}
	question := s.Form.ByRole(role)
	if question == nil {
		return nil
	}
	var lines []participated
	for i := range s.Tallies {
		t := &s.Tallies[i]
		if t.Question.Name != question.Name {
			continue
		}
		counts := s.input.Counts(t)
		base := max(s.small(t.Bases.Answered), 0)
		for at, option := range t.Options {
			lines = append(lines, participated{s.told(s.questionWords(question)), s.optionLabel(question, option), counts[at], base, s.input.P.T("exports.base.answered"), source})
		}
	}
	return lines
}

func (b *book) declared(source string) string {
	if source == "" {
		return b.input.P.T("exports.source.declared")
	}
	return b.input.P.T("exports.source.declared_by", "source", source)
}
