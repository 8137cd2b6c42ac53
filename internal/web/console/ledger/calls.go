package ledger

import (
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/console/part"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// SubmitCall keeps a call in the ledger.
func (h *Handlers) SubmitCall(c *gin.Context) error {
	form, organisation, err := posted(c)
	if err != nil {
		return err
	}
	back, err := url.ParseQuery(form.Get(fieldBack))
	if err != nil {
		return reply.ErrUnreadable
	}
	query := queryOf(back)
	call, err := consult.ParseID(form.Get(fieldCall))
	if err != nil {
		call = consult.NewID()
	}
	err = h.service.NoteCall(c.Request.Context(), h.frame.Actor(c), c.Param("slug"),
		service.CallNote{ID: call, Organisation: organisation, Reached: form.Get(fieldReached) != "", Note: form.Get(fieldNote)})
	if consult.CodeOf(err) == consult.CodeInvalid && err != nil {
		return h.refused(c, query, organisation, form, err)
	}
	if err != nil {
		return err
	}
	return h.done(c, queryURL(c.Param("slug"), query)+"#"+anchor+string(organisation), "ledger.call.kept")
}

// refused shows the ledger again with the note as it was typed.
func (h *Handlers) refused(c *gin.Context, query service.LedgerQuery, organisation consult.ID, form url.Values, fault error) error {
	page, err := h.ledger(c, query)
	if err != nil {
		return err
	}
	page.Typed, page.About = part.NewForm(h.p, form), organisation
	if err := page.Typed.With(fault); err != nil {
		return err
	}
	for _, problem := range page.Typed.Problems() {
		problem.Field = noteID(organisation)
		page.Errors = append(page.Errors, problem)
	}
	return reply.Page(c, http.StatusUnprocessableEntity, ledger(*page))
}

// SubmitRemoveCall takes back a call noted by mistake.
func (h *Handlers) SubmitRemoveCall(c *gin.Context) error {
	form, organisation, err := posted(c)
	if err != nil {
		return err
	}
	back, err := url.ParseQuery(form.Get(fieldBack))
	if err != nil {
		return reply.ErrUnreadable
	}
	if err := h.service.RemoveCall(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), organisation, consult.ID(form.Get(fieldCall))); err != nil {
		return err
	}
	return h.done(c, queryURL(c.Param("slug"), queryOf(back))+"#"+anchor+string(organisation), "ledger.call.removed")
}

func posted(c *gin.Context) (url.Values, consult.ID, error) {
	form, err := reply.Form(c)
	if err != nil {
		return nil, "", err
	}
	id, err := part.RecordID(c)
	return form, id, err
}

func noteID(organisation consult.ID) string { return "note-" + string(organisation) }

// callWords says when a call was made, and by whom.
func (p ledgerPage) callWords(call *service.LedgerCall) string {
	key := "ledger.call.line"
	if call.Reached {
		key = "ledger.call.line_reached"
	}
	name := call.ByName
	if name == "" {
		name = p.P.T("ledger.call.someone")
	}
	return p.P.T(key, "date", p.P.DateTime(call.At), "name", name)
}

func (p ledgerPage) noteField(id consult.ID) ui.Field {
	field := ui.Field{ID: noteID(id), Name: fieldNote, Label: p.P.T("ledger.call.note"), Hint: p.P.T("ledger.call.note_hint", "max", service.CallNoteMax)}
	if p.About == id {
		field.Error = p.Typed.Faulty(fieldNote)
	}
	return field
}

// reachedField asks whether somebody answered.
func (p ledgerPage) reachedField(id consult.ID) ui.Checkboxes {
	boxes := ui.Checkboxes{Field: ui.Field{ID: "jointe-" + string(id), Name: fieldReached, Label: p.P.T("ledger.call.outcome")},
		Options: []ui.Option{{Value: "1", Label: p.P.T("ledger.call.reached")}}}
	if p.typed(id, fieldReached) != "" {
		boxes.Values = []string{"1"}
	}
	return boxes
}

func (p ledgerPage) typed(id consult.ID, field string) string {
	if p.About != id {
		return ""
	}
	return p.Typed.Value(field)
}

func (p ledgerPage) callsTitle(row *service.LedgerRow) string {
	return p.P.T("ledger.call.title", "count", len(row.Calls))
}
