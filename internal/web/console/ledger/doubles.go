package ledger

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/french"
	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/web/console/part"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

type doublesPage struct {
	ui.Page
	View *service.DoublesView
}

// Doubles lists the structures from which several answers came, and what was decided.
func (h *Handlers) Doubles(c *gin.Context) error {
	view, err := h.service.Doubles(c.Request.Context(), h.frame.Actor(c), c.Param("slug"))
	if err != nil {
		return err
	}
	return reply.OK(c, doubles(doublesPage{h.sub(c, h.p.T("ledger.doubles.title"), &view.Consultation), view}))
}

// waiting is the table of those that wait for a decision.
func (p doublesPage) waiting() ui.Table {
	table := ui.Table{Caption: p.P.T("ledger.doubles.waiting", "count", len(p.View.Doubles)), Columns: []ui.Column{{Title: p.P.T("ledger.column.name")},
		{Title: p.P.T("ledger.column.answers"), Numeric: true}, {Title: p.P.T("ledger.column.sent")}}}
	for i := range p.View.Doubles {
		one := &p.View.Doubles[i]
		var dates []string
		for _, answer := range one.Answers {
			dates = append(dates, p.P.T("ledger.doubles.sent", "date", p.P.ShortDate(answer.SubmittedAt), "channel", strings.ToLower(p.P.T("exports.channel."+string(answer.Channel)))))
		}
		name := ui.Cell{Text: one.Name}
		if p.View.MayKeep {
			name.URL = base(p.View.Consultation.Slug) + "/doublons/" + string(one.ID)
		}
		table.Rows = append(table.Rows, ui.Row{Header: true, Cells: []ui.Cell{name, {Text: p.P.Number(len(one.Answers))}, {Text: strings.Join(dates, "\u202f; ")}}})
	}
	return table
}

func (p doublesPage) decided(one *service.SettledDouble) string {
	name := one.ByName
	if name == "" {
		name = p.P.T("ledger.call.someone")
	}
	return p.P.T("ledger.doubles.decided."+string(one.Kind), "date", p.P.DateTime(one.At), "name", name, "count", len(one.Responses), "taken", len(one.Taken))
}

func (p doublesPage) undone(one *service.SettledDouble) string {
	return p.P.T("ledger.doubles.undone", "date", p.P.DateTime(one.UndoneAt), "name", one.UndoneByName)
}

type doublePage struct {
	ui.Page
	part.Form
	View *service.DoubleView
}

// Double shows the answers of a structure side by side.
func (h *Handlers) Double(c *gin.Context) error {
	id, err := part.RecordID(c)
	if err != nil {
		return err
	}
	page, err := h.double(c, id, nil)
	if err != nil {
		return err
	}
	return reply.OK(c, double(*page))
}

func (h *Handlers) double(c *gin.Context, organisation consult.ID, typed url.Values) (*doublePage, error) {
	view, err := h.service.Double(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), organisation)
	if err != nil {
		return nil, err
	}
	page := &doublePage{h.sub(c, h.p.T("ledger.double.title", "name", view.Organisation.Name), &view.Consultation), part.NewForm(h.p, typed), view}
	page.Back = &ui.Link{Text: h.p.T("ledger.doubles.title"), URL: base(view.Consultation.Slug) + "/doublons"}
	return page, nil
}

// SubmitDouble decides on the answers of a structure.
func (h *Handlers) SubmitDouble(c *gin.Context) error {
	form, id, err := posted(c)
	if err != nil {
		return err
	}
	choice := service.SettleChoice{Organisation: id, Kind: consult.SettlementKind(form.Get(fieldKind)), Kept: consult.ID(form.Get(fieldKept)),
		From: map[string]consult.ID{}, Note: form.Get(fieldNote)}
	for _, seen := range form[fieldSeen] {
		choice.Seen = append(choice.Seen, consult.ID(seen))
	}
	for name, values := range form {
		if question, chosen := strings.CutPrefix(name, fieldFrom); chosen {
			choice.From[question] = consult.ID(values[0])
		}
	}
	fault := h.service.Settle(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), choice)
	if fault == nil {
		return h.done(c, base(c.Param("slug"))+"/doublons", "ledger.doubles.done."+string(choice.Kind))
	}
	status := http.StatusUnprocessableEntity
	if consult.CodeOf(fault) == consult.CodeConflict {
		status = http.StatusConflict
	} else if consult.CodeOf(fault) != consult.CodeInvalid {
		return fault
	}
	page, err := h.double(c, id, form)
	if err != nil {
		return err
	}
	page.blame(fault)
	page.Errors = page.Problems()
	return reply.Page(c, status, double(*page))
}

// blame ties what is wrong to a control that is on the page.
func (p *doublePage) blame(fault error) {
	var refused *consult.Error
	if !errors.As(fault, &refused) {
		return
	}
	if len(refused.Fields) == 0 {
		p.Fault(fieldKind, refused.Key)
	}
	for _, one := range refused.Fields {
		field := fieldKind
		switch {
		case one.Field == "note":
			field = fieldNote
		case one.Field == "kept":
			field = fieldKept
		case slices.ContainsFunc(p.View.Questions, func(q service.DoubleQuestion) bool { return q.Name == one.Field && !q.Same }):
			field = fieldFrom + one.Field
		}
		p.Fault(field, one.Key, one.Args...)
	}
}

// SubmitUndo takes a decision back.
func (h *Handlers) SubmitUndo(c *gin.Context) error {
	_, id, err := posted(c)
	if err != nil {
		return err
	}
	if err := h.service.Unsettle(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id); err != nil {
		return err
	}
	return h.done(c, base(c.Param("slug"))+"/doublons", "ledger.doubles.done.undone")
}

// answerName names an answer of the page: «Réponse 1 (ABCD2345)».
func (p doublePage) answerName(i int) string {
	return p.P.T("ledger.double.answer", "number", i+1, "reference", p.View.Answers[i].Reference)
}

func (p doublePage) answerWords(i int) string {
	answer := &p.View.Answers[i]
	return p.P.T("ledger.doubles.sent", "date", p.P.DateTime(answer.SubmittedAt), "channel", strings.ToLower(p.P.T("exports.channel."+string(answer.Channel))))
}

func (p doublePage) kinds() []ui.Option {
	kinds := []consult.SettlementKind{consult.SettleBoth, consult.SettleChoose}
	if p.View.OneRevision {
		kinds = append(kinds, consult.SettleMerge)
	}
	var options []ui.Option
	for _, kind := range kinds {
		options = append(options, ui.Option{Value: string(kind), Label: p.P.T("ledger.double.kind." + string(kind)), Hint: p.P.T("ledger.double.kind_hint." + string(kind))})
	}
	return options
}

func (p doublePage) keptOptions() []ui.Option {
	var options []ui.Option
	for i := range p.View.Answers {
		options = append(options, ui.Option{Value: string(p.View.Answers[i].ID), Label: p.answerName(i), Hint: p.answerWords(i)})
	}
	return options
}

// different are the questions whose answers differ; the others need no choice.
func (p doublePage) different() []service.DoubleQuestion {
	return slices.DeleteFunc(slices.Clone(p.View.Questions), func(q service.DoubleQuestion) bool { return q.Same })
}

func (p doublePage) label(q *service.DoubleQuestion) string {
	language := p.View.Form.Definition().DefaultLanguage
	label := ui.PlainMarkdown(q.Label.In("fr", language))
	if parent := p.View.Form.Parent(q.Question); parent != nil {
		label = french.Under(ui.PlainMarkdown(parent.Label.In("fr", language)), label)
	}
	return label
}

func (p doublePage) words(words []string) string {
	if words == nil {
		return p.P.T("ledger.double.no_answer")
	}
	return strings.Join(words, i18n.Between)
}

// from asks which answer of a question to keep; at first, that of the response that stays.
func (p doublePage) from(q *service.DoubleQuestion) ui.Radios {
	radios := ui.Radios{Field: ui.Field{Name: fieldFrom + q.Name, Label: p.label(q), Error: p.Faulty(fieldFrom + q.Name)}, Value: p.Value(fieldFrom + q.Name)}
	for i := range p.View.Answers {
		radios.Options = append(radios.Options, ui.Option{Value: string(p.View.Answers[i].ID), Label: p.words(q.Answers[i]), Hint: p.answerName(i)})
	}
	return radios
}
