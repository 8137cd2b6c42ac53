package public

import (
	"time"

	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/web/ui"
)

func (p homePage) open() []service.PublicLine   { return p.lines(true) }
func (p homePage) others() []service.PublicLine { return p.lines(false) }

func (p homePage) lines(accepting bool) []service.PublicLine {
	var chosen []service.PublicLine
	for _, line := range p.Lines {
		if line.Accepting == accepting {
			chosen = append(chosen, line)
		}
	}
	return chosen
}

// stateKey gives the word for where a consultation stands.
func stateKey(line service.PublicLine) string {
	switch {
	case line.Accepting:
		return "public.state.open"
	case line.Consultation.Status == consult.StatusRecord:
		return "public.state.record"
	case line.Soon:
		return "public.state.soon"
	default:
		return "public.state.closed"
	}
}

func stateTone(line service.PublicLine) string {
	if line.Accepting {
		return "green"
	}
	return "grey"
}

// dates writes when a consultation takes place, with what is known.
func dates(p *i18n.Printer, c *consult.Consultation) string {
	switch {
	case c.OpensAt.IsZero() && c.ClosesAt.IsZero():
		return ""
	case c.ClosesAt.IsZero() && c.Status == consult.StatusRecord:
		return p.T("public.dates.began", "from", c.OpensAt)
	case c.ClosesAt.IsZero():
		return p.T("public.dates.from", "from", c.OpensAt)
	case c.OpensAt.IsZero():
		return p.T("public.dates.until", "until", c.ClosesAt)
	default:
		return p.T("public.dates.between", "from", c.OpensAt, "until", c.ClosesAt)
	}
}

// stepDate writes when a step takes place: its words where no day is known.
func stepDate(p *i18n.Printer, step consult.Step) string {
	switch {
	case step.When != "":
		return step.When
	case step.StartsAt.IsZero():
		return ""
	case step.EndsAt.IsZero(), sameDay(p, step.StartsAt, step.EndsAt):
		return p.Date(step.StartsAt)
	default:
		return p.T("public.dates.between", "from", step.StartsAt, "until", step.EndsAt)
	}
}

func sameDay(p *i18n.Printer, a, b time.Time) bool { return p.Date(a) == p.Date(b) }

// figureUnit says what a figure counts, in the organiser's own words where they gave some.
func (p consultationPage) figureUnit(f service.PublicFigure) string {
	if f.Kind == service.FigureStep {
		return f.Unit
	}
	return p.P.T("public.figures."+string(f.Kind), "count", f.Value)
}

// figureSource says where a figure comes from: who declared it, or how it was counted.
func (p consultationPage) figureSource(f service.PublicFigure) string {
	switch {
	case f.Counted && f.Kind == service.FigureEvent && f.Listed:
		return p.P.T("public.figures.counted_list")
	case f.Counted && f.Kind == service.FigureEvent:
		return p.P.T("public.figures.counted_door")
	case f.Counted:
		return p.P.T("public.figures.counted")
	case f.Kind == service.FigureWorkshops:
		return p.P.T("public.figures.declared_notes")
	case f.By != "" && f.Kind == service.FigureStep:
		return p.P.T("public.figures.declared_source", "source", f.By)
	case f.By != "":
		return p.P.T("public.figures.declared_by", "by", f.By)
	default:
		return p.P.T("public.figures.declared")
	}
}

// text is one of the consultation's own texts, with its title.
type text struct{ id, title, body string }

// texts gives those the organiser wrote, in reading order.
func (p consultationPage) texts() []text {
	texts := p.Record().Texts
	var written []text
	for _, t := range []text{
		{"objet", p.tense("public.text.purpose", "public.text.was"), texts.Purpose},
		{"deroulement", p.tense("public.text.procedure", "public.text.went"), texts.Procedure},
		{"documents", "public.text.documents", texts.Documents},
		{"visibilite", p.tense("public.text.visibility", "public.text.visible"), texts.Visibility},
		{"suites", p.tense("public.text.follow_up", "public.text.became"), texts.FollowUp},
	} {
		if t.body != "" {
			written = append(written, t)
		}
	}
	return written
}

// tense chooses the title of a text: a record is told in the past.
func (p consultationPage) tense(now, past string) string {
	if p.Record().Status == consult.StatusRecord {
		return past
	}
	return now
}

// Record gives the domain's consultation; the page's own field of that name is what the frame shows.
func (p consultationPage) Record() *consult.Consultation { return &p.PublicView.Consultation }

func (p consultationPage) objectives() int {
	total := 0
	for _, stake := range p.Stakes {
		total += len(stake.Objectives)
	}
	return total
}

// answerWords names the button.
func (p consultationPage) answerWords() string {
	if len(p.Questionnaires) == 1 {
		return p.P.T("public.answer.one")
	}
	return p.P.T("public.answer.named")
}

// answerAbout ends the button's name: the questionnaire's own title where there are several.
func (p consultationPage) answerAbout(questionnaire service.PublicQuestionnaire) string {
	if len(p.Questionnaires) == 1 {
		return ""
	}
	return questionnaire.Title
}

// answerKind makes the first action the primary one.
func (p consultationPage) answerKind(i int) ui.ButtonKind {
	if i == 0 {
		return ui.ButtonPrimary
	}
	return ui.ButtonSecondary
}

// closedWords says why there is nothing to do now.
func (p consultationPage) closedWords() string {
	c := p.Record()
	switch {
	case c.Status == consult.StatusRecord:
		return p.P.T("public.closed.record")
	case c.Status == consult.StatusOpen && p.Now.Before(c.OpensAt):
		return p.P.T("public.closed.before", "date", p.P.DateTime(c.OpensAt))
	case p.Accepting:
		return p.P.T("public.closed.no_questionnaire")
	case !c.ClosesAt.IsZero() && p.Now.After(c.ClosesAt):
		return p.P.T("public.closed.after", "date", p.P.DateTime(c.ClosesAt))
	default:
		return p.P.T("public.closed.closed")
	}
}

// hasBox says whether the consultation has a box of ideas, open or to be read.
func (p consultationPage) hasBox() bool { return p.Record().Settings.IdeaBox || p.Ideas.Shown > 0 }

// dropping says whether the box takes ideas now.
func (p consultationPage) dropping() bool { return p.Accepting && p.Record().Settings.IdeaBox }

// boxWords leads to the ideas by their number, once there are some.
func (p consultationPage) boxWords() string {
	if p.Ideas.Shown == 0 {
		return p.P.T("ideas_pages.glimpse.open")
	}
	return p.P.T("ideas_pages.glimpse.read", "count", p.Ideas.Shown)
}
