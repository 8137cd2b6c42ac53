package collect

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

type notesPage struct {
	ui.Page
	form
	Choices *service.CaptureChoices
	Session *consult.SessionHeld // to which notes are added; nil: a new one
	Found   []string             // the notes found, when asked to see them
}

// ShowNotes asks for the notes of a table: a new one, one more of an event («apres»), or more notes of one («seance»).
func (h *Handlers) ShowNotes(c *gin.Context) error {
	values := url.Values{"id": {string(consult.NewID())}, "publication": {string(consult.PublicationNo)}}
	if earlier := c.Query("apres"); earlier != "" {
		id, err := consult.ParseID(earlier)
		if err != nil {
			return err
		}
		view, err := h.service.SessionView(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id)
		if err != nil {
			return err
		}
		keepEvent(values, view)
	}
	if session := c.Query("seance"); session != "" {
		values.Set("session", session)
	}
	page, err := h.notesPage(c, h.form(values))
	if err != nil {
		return err
	}
	return reply.OK(c, notes(*page))
}

// keepEvent fills the form with what the tables of an event share.
func keepEvent(values url.Values, view *service.SessionView) {
	session := &view.Session
	values.Set("step", string(session.StepID))
	if number, err := strconv.Atoi(session.Table); err == nil {
		values.Set("table", strconv.Itoa(number+1))
	}
	if session.StepID == "" {
		values.Set("event", session.Title)
	}
	if !session.HeldOn.IsZero() {
		values.Set("date", session.HeldOn.Format("02/01/2006"))
	}
	if len(view.Notes) > 0 {
		last := view.Notes[len(view.Notes)-1]
		values.Set("question", last.Question)
		values.Set("territory", last.Territory)
		values.Set("publication", string(last.Publication))
	}
}

func (h *Handlers) notesPage(c *gin.Context, f form) (*notesPage, error) {
	ctx, actor, slug := c.Request.Context(), h.frame.Actor(c), c.Param("slug")
	choices, err := h.service.CaptureChoices(ctx, actor, slug)
	if err != nil {
		return nil, err
	}
	page := &notesPage{form: f, Choices: choices}
	if session := f.Value("session"); session != "" {
		id, err := consult.ParseID(session)
		if err != nil {
			return nil, err
		}
		view, err := h.service.SessionView(ctx, actor, slug, id)
		if err != nil {
			return nil, err
		}
		page.Session = &view.Session
	}
	page.Page = h.begin(c, h.p.T("collect.notes.title"), &choices.Consultation)
	page.Errors = f.Problems()
	return page, nil
}

// SubmitNotes shows the notes found, or keeps them.
func (h *Handlers) SubmitNotes(c *gin.Context) error {
	posted, err := reply.Form(c)
	if err != nil {
		return err
	}
	f := h.form(posted)
	if posted.Get("acte") == "voir" {
		page, err := h.notesPage(c, f)
		if err != nil {
			return err
		}
		page.Found = service.NoteLines(f.Value("notes"))
		return reply.OK(c, notes(*page))
	}
	draft := service.NotesDraft{ID: consult.ID(f.Value("id")), Session: consult.ID(f.Value("session")), Step: consult.ID(f.Value("step")), Event: f.Value("event"),
		Table: f.Value("table"), Date: f.Value("date"), People: f.Value("participants"), Notes: f.Value("notes"), GatheredText: f.gathered()}
	made, err := h.service.CaptureNotes(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), draft)
	if err == nil {
		return h.done(c, base(c.Param("slug"))+"/seances/"+string(made.Session.ID)+"?saisie=oui", "collect.notes.kept", "count", made.Notes)
	}
	status := http.StatusUnprocessableEntity
	if consult.CodeOf(err) == consult.CodeConflict {
		// The same form with other words: kept on the page under a new identifier, for the person to decide.
		status = http.StatusConflict
		f.Set("id", string(consult.NewID()))
		f.Fault("notes", "collect.error.taken")
	} else if err := f.With(err); err != nil {
		return err
	}
	page, err := h.notesPage(c, f)
	if err != nil {
		return err
	}
	return reply.Page(c, status, notes(*page))
}

// events asks which step of the consultation the notes come from.
func (p notesPage) events() ui.Select {
	options := []ui.Option{{Label: p.P.T("collect.notes.free_event")}}
	for _, step := range p.Choices.Events {
		options = append(options, ui.Option{Value: string(step.ID), Label: step.Title})
	}
	return ui.Select{Field: p.Field("step", "collect.field.step", "", true), Options: options, Value: p.Value("step")}
}

// question asks for the question that the texts answer, with those of the questionnaires at hand.
func question(f form, choices *service.CaptureChoices) ui.TextInput {
	field := f.Text("question", "collect.field.question", "collect.field.question_hint", true, 0)
	field.Value = choices.QuestionWords(field.Value)
	if len(choices.Questions) > 0 {
		field.Attrs = map[string]any{"list": "questions"}
	}
	return field
}
