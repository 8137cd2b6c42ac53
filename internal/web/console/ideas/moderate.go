package ideas

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

// said is what is told of a decision, by its kind: on an idea, on a comment.
var said = map[service.ModerationKind][2]string{
	service.ModeratePublish: {"ideas_pages.console.published", "ideas_pages.console.comment_published"},
	service.ModerateRefuse:  {"ideas_pages.console.refused", "ideas_pages.console.comment_refused"},
	service.ModerateRestore: {"ideas_pages.console.restored", "ideas_pages.console.comment_restored"},
	service.ModerateRead:    {"ideas_pages.console.read", "ideas_pages.console.comment_published"},
	service.ModerateKeep:    {"ideas_pages.console.settled", "ideas_pages.console.settled"},
}

// Moderate takes a decision on an idea or on one of its comments.
func (h *Handlers) Moderate(c *gin.Context) error {
	values, err := reply.Form(c)
	if err != nil {
		return err
	}
	id, err := consult.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	act := service.ModerationAct{Idea: id, Comment: consult.ID(values.Get(fieldComment)), Kind: service.ModerationKind(values.Get(fieldAct)),
		Ground: values.Get(fieldGround), Note: values.Get(fieldNote), Seen: consult.Moderation(values.Get(fieldSeen))}
	act.TextVersion, _ = strconv.Atoi(values.Get(fieldVersion)) // unreadable: 0, which checks nothing
	err = h.service.Moderate(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), act)
	switch consult.CodeOf(err) {
	case consult.CodeInvalid:
		return h.faulty(c, values, act, err)
	case consult.CodeConflict:
		return h.changed(c, err)
	}
	if err != nil {
		return err
	}
	keys := said[act.Kind]
	key := keys[0]
	if act.Comment != "" {
		key = keys[1]
	}
	if err := h.frame.Say(c, key); err != nil {
		return err
	}
	return reply.See(c, back(c, values))
}

// back gives where to go after a decision: the list it was taken from, or the page of an idea.
func back(c *gin.Context, values url.Values) string {
	slug := c.Param("slug")
	if values.Get(fieldBack) == backList {
		return base(slug)
	}
	if id, err := consult.ParseID(values.Get(fieldBack)); err == nil {
		return ideaURL(slug, id)
	}
	return ideaURL(slug, consult.ID(c.Param("id")))
}

// faulty shows the page with what is wrong with a refusal, unfolded.
func (h *Handlers) faulty(c *gin.Context, values url.Values, act service.ModerationAct, err error) error {
	page, pageErr := h.ideaPage(c)
	if pageErr != nil {
		return pageErr
	}
	page.typed, page.faultOf = values, act.Comment
	if act.Comment == "" {
		page.faultOf = act.Idea
	}
	ids := map[string]string{fieldGround: page.grounds(page.faultOf).ID, fieldNote: page.note(page.faultOf).ID}
	if err := page.blame(err, ids); err != nil {
		return err
	}
	return reply.Invalid(c, idea(*page))
}

// blame keeps what is wrong with a form; ids are the controls whose id is not their name.
func (p *ideaPage) blame(err error, ids map[string]string) error {
	var domain *consult.Error
	if !errors.As(err, &domain) || len(domain.Fields) == 0 {
		return err
	}
	p.faults = map[string]string{}
	for _, fault := range domain.Fields {
		words := p.P.T(fault.Key, fault.Args...)
		p.faults[fault.Field] = words
		id := fault.Field
		if known, ok := ids[id]; ok {
			id = known
		}
		p.Errors = append(p.Errors, ui.Problem{Field: id, Text: words})
	}
	return nil
}

// changed shows the idea as it is now: somebody decided, or its author wrote, meanwhile.
func (h *Handlers) changed(c *gin.Context, err error) error {
	page, pageErr := h.ideaPage(c)
	if pageErr != nil {
		return pageErr
	}
	page.Notice = &ui.Notice{Kind: ui.NoticeWarning, Text: h.words(err)}
	return reply.Page(c, http.StatusConflict, idea(*page))
}

// words gives the sentence of an error of the service.
func (h *Handlers) words(err error) string {
	var domain *consult.Error
	if !errors.As(err, &domain) {
		return ""
	}
	return h.p.T(domain.Key, domain.Args...)
}

// Answer sets the status of an idea and the organiser's public answer.
func (h *Handlers) Answer(c *gin.Context) error {
	values, err := reply.Form(c)
	if err != nil {
		return err
	}
	id, err := consult.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	slug := c.Param("slug")
	answer := service.IdeaAnswer{Status: consult.IdeaStatus(values.Get(fieldStatus)), Answer: values.Get(fieldAnswer)}
	answer.SeenAt, answer.Seen = readMoment(values.Get(fieldSeen))
	err = h.service.AnswerIdea(c.Request.Context(), h.frame.Actor(c), slug, id, answer)
	if code := consult.CodeOf(err); err != nil && (code == consult.CodeInvalid || code == consult.CodeConflict) {
		page, pageErr := h.ideaPage(c)
		if pageErr != nil {
			return pageErr
		}
		page.Status, page.Answer = values.Get(fieldStatus), values.Get(fieldAnswer)
		if code == consult.CodeConflict {
			page.Notice = &ui.Notice{Kind: ui.NoticeWarning, Text: h.words(err)}
			return reply.Page(c, http.StatusConflict, idea(*page))
		}
		if err := page.blame(err, nil); err != nil {
			return err
		}
		return reply.Invalid(c, idea(*page))
	}
	if err != nil {
		return err
	}
	if err := h.frame.Say(c, "ideas_pages.console.answered"); err != nil {
		return err
	}
	return reply.See(c, ideaURL(slug, id))
}

// writeMoment and readMoment carry a moment through a form; blank is the zero moment.
func writeMoment(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format(time.RFC3339Nano)
}

func readMoment(text string) (at time.Time, ok bool) {
	if text == "" {
		return time.Time{}, true
	}
	at, err := time.Parse(time.RFC3339Nano, text)
	return at, err == nil
}
