package console

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

type textsPage struct {
	ui.Page
	form
	h            *Handlers
	Consultation consult.Consultation
	Seen         string // a print of the texts as they are; see stale
}

// The names of fields that the service may find fault with are the service's own.

// section is a fieldset of the form.
type section struct {
	title string
	hint  string
	texts []text
}

// text is a long text of the consultation.
type text struct {
	name  string
	label string
	rows  int
	of    func(*consult.Texts) *string
}

// sections lists the texts in the order of the form. R1.1 and R2.1 say which must be there before opening.
func sections() []section {
	return []section{
		{"console.texts.presentation", "", []text{
			{"summary", "console.texts.summary", 2, func(t *consult.Texts) *string { return &t.Summary }},
			{"purpose", "console.texts.purpose", 5, func(t *consult.Texts) *string { return &t.Purpose }},
			{"procedure", "console.texts.procedure", 5, func(t *consult.Texts) *string { return &t.Procedure }},
			{"documents", "console.texts.documents", 4, func(t *consult.Texts) *string { return &t.Documents }},
			{"visibility", "console.texts.visibility", 3, func(t *consult.Texts) *string { return &t.Visibility }},
			{"follow_up", "console.texts.follow_up", 3, func(t *consult.Texts) *string { return &t.FollowUp }},
			{"next_steps", "console.texts.next_steps", 4, func(t *consult.Texts) *string { return &t.NextSteps }},
		}},
		{"console.texts.notice", "console.texts.notice_hint", []text{
			{"notice_controller", "console.texts.notice_controller", 2, func(t *consult.Texts) *string { return &t.Notice.Controller }},
			{"notice_purpose", "console.texts.notice_purpose", 2, func(t *consult.Texts) *string { return &t.Notice.Purpose }},
			{"notice_legal_basis", "console.texts.notice_legal_basis", 2, func(t *consult.Texts) *string { return &t.Notice.LegalBasis }},
			{"notice_compulsory", "console.texts.notice_compulsory", 2, func(t *consult.Texts) *string { return &t.Notice.Compulsory }},
			{"notice_recipients", "console.texts.notice_recipients", 2, func(t *consult.Texts) *string { return &t.Notice.Recipients }},
			{"notice_retention", "console.texts.notice_retention", 2, func(t *consult.Texts) *string { return &t.Notice.Retention }},
			{"notice_rights", "console.texts.notice_rights", 2, func(t *consult.Texts) *string { return &t.Notice.Rights }},
			{"notice_dpo", "console.texts.notice_dpo", 2, func(t *consult.Texts) *string { return &t.Notice.DPO }},
			{"notice_complaint", "console.texts.notice_complaint", 2, func(t *consult.Texts) *string { return &t.Notice.Complaint }},
		}},
		{"console.texts.pages", "", []text{
			{"accessibility_text", "console.texts.accessibility", 4, func(t *consult.Texts) *string { return &t.Accessibility }},
			{"legal_notice", "console.texts.legal_notice", 4, func(t *consult.Texts) *string { return &t.LegalNotice }},
			{"help", "console.texts.help", 3, func(t *consult.Texts) *string { return &t.Help }},
			{"contact", "console.texts.contact", 3, func(t *consult.Texts) *string { return &t.Contact }},
		}},
	}
}

// fill puts a consultation in the form.
func (h *Handlers) fill(c *consult.Consultation) url.Values {
	values := url.Values{"title": {c.Title}, "cell_threshold": {strconv.Itoa(c.Settings.Threshold())}, "invited_source": {c.Settings.InvitedSource},
		"accessibility": {string(c.Settings.Accessibility)}}
	for name, number := range map[string]int{"invited": c.Settings.Invited, "minutes": c.Settings.Minutes} {
		if number > 0 {
			values.Set(name, strconv.Itoa(number))
		}
	}
	if c.Settings.Legal {
		values.Set("legal", "1")
	}
	for name, at := range map[string]time.Time{"opens_at": c.OpensAt, "closes_at": c.ClosesAt} {
		if !at.IsZero() {
			values.Set(name, h.site.P.In(at).Format("2006-01-02"))
			values.Set(name+"_time", h.site.P.In(at).Format("15:04"))
		}
	}
	for _, group := range sections() {
		for _, one := range group.texts {
			values.Set(one.name, *one.of(&c.Texts))
		}
	}
	return values
}

// edit reads the form, with the faults of the fields that cannot be read.
func (h *Handlers) edit(values url.Values, before consult.Consultation) service.ConsultationEdit {
	var faults []consult.FieldError
	title, texts, settings := values.Get("title"), before.Texts, before.Settings
	for _, group := range sections() {
		for _, one := range group.texts {
			*one.of(&texts) = values.Get(one.name)
		}
	}
	number := func(field, key string) int {
		typed := values.Get(field)
		if typed == "" {
			return 0
		}
		n, err := strconv.Atoi(typed)
		if err != nil || n < 0 || n > 10_000_000 {
			faults = append(faults, consult.FieldError{Field: field, Key: key})
		}
		return n
	}
	settings.Invited = number("invited", "consultation.error.invited")
	settings.Minutes = number("minutes", "console.error.minutes")
	settings.CellThreshold = number("cell_threshold", "consultation.error.threshold")
	settings.InvitedSource = values.Get("invited_source")
	settings.Accessibility = consult.AccessibilityStatus(values.Get("accessibility"))
	settings.Legal = values.Get("legal") != ""
	opens, opensFault := h.moment(values, "opens_at")
	closes, closesFault := h.moment(values, "closes_at")
	faults = append(faults, append(opensFault, closesFault...)...)
	return service.ConsultationEdit{Title: &title, Texts: &texts, Settings: &settings, OpensAt: &opens, ClosesAt: &closes, Faults: faults}
}

// moment reads a day and an hour, to the minute, as clocks in France show them. Both blank: no moment.
func (h *Handlers) moment(values url.Values, field string) (time.Time, []consult.FieldError) {
	day, hour := values.Get(field), values.Get(field+"_time")
	if day == "" && hour == "" {
		return time.Time{}, nil
	}
	if hour == "" {
		hour = "00:00"
	}
	for _, layout := range []string{"2006-01-02 15:04", "02/01/2006 15:04", "2006-01-02 15:04:05"} {
		if at, err := time.ParseInLocation(layout, day+" "+hour, h.site.P.Zone()); err == nil {
			return at, nil
		}
	}
	return time.Time{}, []consult.FieldError{{Field: field, Key: "console.error.moment"}}
}

func (h *Handlers) textsPage(c *gin.Context, consultation consult.Consultation, f form) textsPage {
	page := textsPage{Page: h.Page(c, h.site.P.T("console.texts.title"), &consultation), form: f, h: h, Consultation: consultation}
	page.Errors, page.Seen = h.named(f.problems()), seenBy(f, h.fill(&consultation))
	return page
}

// named puts the label of each text before what is wrong with it: in the summary several may be wrong alike.
func (h *Handlers) named(problems []ui.Problem) []ui.Problem {
	labels := map[string]string{"opens_at": "console.texts.opens_at", "closes_at": "console.texts.closes_at"}
	for _, group := range sections() {
		for _, one := range group.texts {
			labels[one.name] = one.label
		}
	}
	for i := range problems {
		if label := labels[problems[i].Field]; label != "" {
			problems[i].Text = h.site.P.T("console.texts.fault", "field", h.site.P.T(label), "words", problems[i].Text)
		}
	}
	return problems
}

// ShowTexts opens the texts, dates and settings of a consultation.
func (h *Handlers) ShowTexts(c *gin.Context) error {
	if err := h.Actor(c).Require(consult.ManageConsultations); err != nil {
		return err
	}
	consultation, err := h.service.ConsultationBySlug(c.Request.Context(), h.Actor(c), c.Param("slug"))
	if err != nil {
		return err
	}
	return reply.OK(c, texts(h.textsPage(c, consultation, form{values: h.fill(&consultation)})))
}

// SubmitTexts changes them.
func (h *Handlers) SubmitTexts(c *gin.Context) error {
	values, err := reply.Form(c)
	if err != nil {
		return err
	}
	before, err := h.service.ConsultationBySlug(c.Request.Context(), h.Actor(c), c.Param("slug"))
	if err != nil {
		return err
	}
	edit := h.edit(values, before)
	edit.Check = func(now *consult.Consultation) error { return stale(values, h.fill(now)) }
	_, err = h.service.EditConsultation(c.Request.Context(), h.Actor(c), before.Slug, edit)
	if errors.Is(err, errStale) {
		page := h.textsPage(c, before, form{values: values})
		page.Notice = h.staleNotice("console.texts.stale")
		return reply.Page(c, http.StatusConflict, texts(page))
	}
	if err != nil {
		f, err := h.faulty(values, err)
		if err != nil {
			return err
		}
		return reply.Invalid(c, texts(h.textsPage(c, before, f)))
	}
	return h.done(c, "console.texts.done", base(before.Slug)+"/textes")
}

// input makes a short field of the form.
func (p textsPage) input(name, label, kind string, width int) ui.TextInput {
	return ui.TextInput{Field: p.h.field(p.form, name, label), Type: kind, Value: p.Value(name), Width: width}
}

// area makes a long one.
func (p textsPage) area(one text) ui.TextArea {
	return ui.TextArea{Field: p.h.field(p.form, one.name, one.label), Value: p.Value(one.name), Rows: one.rows}
}

func (p textsPage) accessibility() ui.Radios {
	field := ui.Radios{Field: p.h.field(p.form, "accessibility", "console.texts.accessibility_status"), Value: p.Value("accessibility")}
	for _, one := range []consult.AccessibilityStatus{consult.AccessibilityNone, consult.AccessibilityPartial, consult.AccessibilityFull} {
		field.Options = append(field.Options, ui.Option{Value: string(one), Label: p.P.T("ui.footer.accessibility." + string(one))})
	}
	return field
}

func (p textsPage) legal() ui.Checkboxes {
	field := ui.Checkboxes{Field: p.h.field(p.form, "legal", "console.texts.legal"), Options: []ui.Option{{Value: "1", Label: p.P.T("console.texts.legal_yes")}}}
	if p.Value("legal") != "" {
		field.Values = []string{"1"}
	}
	return field
}
