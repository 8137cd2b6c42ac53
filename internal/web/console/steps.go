package console

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

type stepsPage struct {
	ui.Page
	form
	h            *Handlers
	Consultation consult.Consultation
	Count        int // rows shown: the steps and one more
	Seen         string
	next         int // the first step that is not over; Count: they all are
}

// dayFormat is how a field of the form writes a day.
const dayFormat = "2006-01-02"

// mostSteps bounds the form.
const mostSteps = 40

func stepField(name string, i int) string { return name + "-" + strconv.Itoa(i) }

// fillSteps puts the steps in the form.
func (h *Handlers) fillSteps(steps []consult.Step) url.Values {
	values := url.Values{}
	for i, step := range steps {
		values.Set(stepField("id", i), string(step.ID))
		values.Set(stepField("title", i), step.Title)
		values.Set(stepField("kind", i), string(step.Kind))
		values.Set(stepField("place", i), step.Place)
		values.Set(stepField("when", i), step.When)
		values.Set(stepField("unit", i), step.Unit)
		values.Set(stepField("source", i), step.Source)
		for name, number := range map[string]int{"invited": step.Invited, "participants": step.Participants} {
			if number > 0 {
				values.Set(stepField(name, i), strconv.Itoa(number))
			}
		}
		if !step.StartsAt.IsZero() {
			values.Set(stepField("starts", i), h.site.P.In(step.StartsAt).Format(dayFormat))
		}
	}
	return values
}

// readSteps reads the form, and says in which row each step stands; a row without a title is no step: one to remove, or
// blank. Steps keep what the form does not show.
func (h *Handlers) readSteps(values url.Values, before []consult.Step) (steps []consult.Step, at []int, faults []consult.FieldError) {
	known := map[consult.ID]consult.Step{}
	for _, step := range before {
		known[step.ID] = step
	}
	for i := range mostSteps {
		title := strings.TrimSpace(values.Get(stepField("title", i)))
		if title == "" {
			if values.Get(stepField("id", i)) == "" && typed(values, i) {
				faults = append(faults, consult.FieldError{Field: stepField("title", i), Key: "consultation.error.step_title"})
			}
			continue
		}
		step := known[consult.ID(values.Get(stepField("id", i)))]
		step.Title, step.Kind = title, consult.StepKind(values.Get(stepField("kind", i)))
		step.Place, step.When = values.Get(stepField("place", i)), values.Get(stepField("when", i))
		step.Unit, step.Source = values.Get(stepField("unit", i)), values.Get(stepField("source", i))
		for name, into := range map[string]*int{"invited": &step.Invited, "participants": &step.Participants} {
			said := strings.TrimSpace(values.Get(stepField(name, i)))
			n, err := strconv.Atoi(said)
			if said != "" && (err != nil || n < 0 || n > 10_000_000) {
				faults = append(faults, consult.FieldError{Field: stepField(name, i), Key: "console.error.number"})
			}
			*into = n
		}
		day, fault := h.moment(url.Values{"day": {values.Get(stepField("starts", i))}}, "day")
		if len(fault) > 0 {
			faults = append(faults, consult.FieldError{Field: stepField("starts", i), Key: "console.error.moment"})
		}
		step.StartsAt = day
		steps, at = append(steps, step), append(at, i)
	}
	return steps, at, faults
}

// inRows says in the rows of the form what the service finds wrong with steps, which it numbers without the blank rows.
func inRows(err error, at []int) error {
	var domain *consult.Error
	if !errors.As(err, &domain) {
		return err
	}
	var faults []consult.FieldError
	for _, fault := range domain.Fields {
		name, number, _ := strings.Cut(fault.Field, "-")
		if i, err := strconv.Atoi(number); err == nil && i < len(at) {
			fault.Field = stepField(name, at[i])
		}
		faults = append(faults, fault)
	}
	if len(faults) == 0 {
		return err
	}
	return consult.Invalid(faults...)
}

func (h *Handlers) stepsPage(c *gin.Context, consultation consult.Consultation, steps []consult.Step, f form) stepsPage {
	page := stepsPage{Page: h.Page(c, h.site.P.T("console.steps.title"), &consultation), form: f, h: h, Consultation: consultation,
		Count: rows(f.values), Seen: seenBy(f, h.fillSteps(steps))}
	page.Errors = f.problems()
	today := h.site.P.In(h.service.Now()).Format(dayFormat)
	for page.next < page.Count && f.Value(stepField("starts", page.next)) < today {
		page.next++
	}
	return page
}

// unfolded says whether a step stands open: the next one, those to correct, and the first of all.
func (p stepsPage) unfolded(i int) bool {
	for field := range p.faults {
		if strings.HasSuffix(field, stepField("", i)) {
			return true
		}
	}
	return i == p.next || p.Count == 1
}

// known says in words what the form holds of a step, for whoever does not open it.
func (p stepsPage) known(i int) []string {
	if p.Value(stepField("title", i)) == "" {
		return nil
	}
	words := []string{p.P.T("console.step_kind." + p.Value(stepField("kind", i)))}
	if when := p.Value(stepField("when", i)); when != "" {
		words = append(words, when)
	} else if at, err := time.ParseInLocation(dayFormat, p.Value(stepField("starts", i)), p.P.Zone()); err == nil {
		words = append(words, p.P.Date(at))
	}
	if place := p.Value(stepField("place", i)); place != "" {
		words = append(words, place)
	}
	return words
}

// rows counts the rows of a form of steps, blank ones between others too, and one more.
func rows(values url.Values) int {
	last := -1
	for i := range mostSteps {
		if typed(values, i) {
			last = i
		}
	}
	return min(last+2, mostSteps)
}

// typed says whether a row of the form holds anything; its kind is chosen from the start.
func typed(values url.Values, i int) bool {
	for _, name := range []string{"title", "place", "when", "unit", "source", "invited", "participants", "starts"} {
		if strings.TrimSpace(values.Get(stepField(name, i))) != "" {
			return true
		}
	}
	return false
}

// ShowSteps opens the steps of a consultation.
func (h *Handlers) ShowSteps(c *gin.Context) error {
	if err := h.Actor(c).Require(consult.ManageConsultations); err != nil {
		return err
	}
	consultation, steps, err := h.service.ConsultationSteps(c.Request.Context(), h.Actor(c), c.Param("slug"))
	if err != nil {
		return err
	}
	return reply.OK(c, stepsScreen(h.stepsPage(c, consultation, steps, form{values: h.fillSteps(steps)})))
}

// SubmitSteps changes them.
func (h *Handlers) SubmitSteps(c *gin.Context) error {
	values, err := reply.Form(c)
	if err != nil {
		return err
	}
	consultation, before, err := h.service.ConsultationSteps(c.Request.Context(), h.Actor(c), c.Param("slug"))
	if err != nil {
		return err
	}
	steps, at, faults := h.readSteps(values, before)
	err = consult.Invalid(faults...)
	if len(faults) == 0 {
		err = inRows(h.service.ReplaceSteps(c.Request.Context(), h.Actor(c), consultation.Slug, steps,
			func(now []consult.Step) error { return stale(values, h.fillSteps(now)) }), at)
	}
	if errors.Is(err, errStale) {
		page := h.stepsPage(c, consultation, before, form{values: values})
		page.Notice = h.staleNotice("console.steps.stale")
		return reply.Page(c, http.StatusConflict, stepsScreen(page))
	}
	if err != nil {
		f, err := h.faulty(values, err)
		if err != nil {
			return err
		}
		return reply.Invalid(c, stepsScreen(h.stepsPage(c, consultation, before, f)))
	}
	return h.done(c, "console.steps.done", base(consultation.Slug)+"/etapes")
}

func (p stepsPage) input(name string, i, width int) ui.TextInput {
	label := "console.steps." + name
	if name == "title" {
		label = "console.field.title"
	}
	return ui.TextInput{Field: p.h.field(p.form, stepField(name, i), label), Value: p.Value(stepField(name, i)), Width: width}
}

func (p stepsPage) starts(i int) ui.TextInput {
	field := p.input("starts", i, 10)
	field.Type = "date"
	return field
}

func (p stepsPage) kind(i int) ui.Select {
	field := ui.Select{Field: p.h.field(p.form, stepField("kind", i), "console.steps.kind"), Value: p.Value(stepField("kind", i))}
	for _, kind := range []consult.StepKind{consult.StepEvent, consult.StepQuestionnaire, consult.StepIdeaBox, consult.StepMail} {
		field.Options = append(field.Options, ui.Option{Value: string(kind), Label: p.P.T("console.step_kind." + string(kind))})
	}
	return field
}

func (p stepsPage) legend(i int) string {
	if i == p.Count-1 {
		return p.P.T("console.steps.new")
	}
	return fmt.Sprintf("%d. %s", i+1, p.Value(stepField("title", i)))
}
