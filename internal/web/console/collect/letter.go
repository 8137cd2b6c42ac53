package collect

import (
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

type letterPage struct {
	ui.Page
	form
	Choices *service.CaptureChoices
}

// ShowLetter asks for a letter, a mail or a call.
func (h *Handlers) ShowLetter(c *gin.Context) error {
	page, err := h.letterPage(c, h.form(url.Values{"id": {string(consult.NewID())}, "kind": {string(consult.KindLetter)}}))
	if err != nil {
		return err
	}
	return reply.OK(c, letter(*page))
}

func (h *Handlers) letterPage(c *gin.Context, f form) (*letterPage, error) {
	choices, err := h.service.CaptureChoices(c.Request.Context(), h.frame.Actor(c), c.Param("slug"))
	if err != nil {
		return nil, err
	}
	page := &letterPage{form: f, Choices: choices, Page: h.begin(c, h.p.T("collect.letter.title"), &choices.Consultation)}
	page.Errors = f.Problems()
	return page, nil
}

// SubmitLetter keeps a letter, a mail or a call.
func (h *Handlers) SubmitLetter(c *gin.Context) error {
	posted, err := reply.Form(c)
	if err != nil {
		return err
	}
	f := h.form(posted)
	draft := service.LetterDraft{ID: consult.ID(f.Value("id")), Kind: consult.ContributionKind(f.Value("kind")), Date: f.Value("date"), Sender: f.Value("sender"),
		Contact: f.Value("contact"), GatheredText: f.gathered()}
	made, err := h.service.CaptureLetter(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), draft)
	if err == nil {
		return h.done(c, base(c.Param("slug"))+"/textes/"+string(made.Contribution), "collect.letter.kept")
	}
	status := http.StatusUnprocessableEntity
	if consult.CodeOf(err) == consult.CodeConflict {
		status = http.StatusConflict
		f.Set("id", string(consult.NewID()))
		f.Fault("body", "collect.error.taken")
	} else if err := f.With(err); err != nil {
		return err
	}
	page, err := h.letterPage(c, f)
	if err != nil {
		return err
	}
	return reply.Page(c, status, letter(*page))
}

func (p letterPage) kinds() ui.Radios {
	radios := ui.Radios{Field: p.Field("kind", "collect.field.kind", "", false), Value: p.Value("kind"), Inline: true}
	for _, kind := range service.LetterKinds() {
		radios.Options = append(radios.Options, ui.Option{Value: string(kind), Label: p.P.T("collect.kind." + string(kind))})
	}
	return radios
}
