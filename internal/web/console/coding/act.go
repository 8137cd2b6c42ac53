package coding

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/reply"
)

// The names of the posted fields. Those that a button bears say what it asks for.
const (
	fieldGive      = "donner"
	fieldRemove    = "retirer"
	fieldUndo      = "annuler"
	fieldText      = "texte"  // the version of the text that was read
	fieldStatement = "enonce" // the part that was read
	fieldParts     = "parts"  // how many there were

	fieldNote      = "note"
	fieldNoteRead  = "note_lue" // as it stood when the page was made
	fieldMargin    = "marge"    // an act beside the text
	fieldAction    = "action"
	fieldTitle     = "intitule"
	fieldUnpropose = "ne_plus_proposer"

	fieldGo  = "aller" // a text, or goSeries
	goSeries = "serie"

	fieldCut   = "couper"
	fieldCutAt = "couper_a" // before the sentence that begins there
	fieldStart = "debut"
	fieldEnd   = "fin"
	fieldJoin  = "reunir"
)

// statementOf gives the part that a request is about; "" for the first.
func statementOf(c *gin.Context) consult.ID {
	return consult.ID(c.Query(keyStatement))
}

// Code takes one act of the coder, then shows the same contribution again.
func (h *Handlers) Code(c *gin.Context) error {
	form, err := reply.Form(c)
	if err != nil {
		return err
	}
	id, err := consult.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	after, err := h.act(c, id, form)
	var refused *consult.Error
	switch {
	case errors.As(err, &refused) && refused.Code == consult.CodeConflict:
		c.Request.URL.RawQuery = withoutStatement(c.Request.URL.Query()) // its parts may be others now
		return h.again(c, http.StatusConflict, refused.Key, form)
	case errors.As(err, &refused) && refused.Code == consult.CodeInvalid && len(refused.Fields) > 0:
		return h.again(c, http.StatusUnprocessableEntity, refused.Fields[0].Key, form)
	case err != nil:
		return err
	}
	return reply.See(c, after)
}

func withoutStatement(query url.Values) string {
	query.Del(keyStatement)
	return query.Encode()
}

// act does what the pressed button asks, and gives the address to go to. The note is kept first, whatever was pressed.
func (h *Handlers) act(c *gin.Context, id consult.ID, form url.Values) (string, error) {
	slug, query, statement := c.Param("slug"), decodeQuery(c), consult.ID(form.Get(fieldStatement))
	if err := h.keepNote(c, id, statement, form); err != nil {
		return "", err
	}
	switch {
	case form.Get(fieldGo) != "":
		return h.moveOn(c, id, statement, form)
	case form.Get(fieldMargin) != "" || form.Get(fieldUnpropose) != "":
		address := statementURL(slug, id, statement, query)
		if form.Get(fieldMargin) != string(service.MarginPropose) {
			address = withTitle(address, form)
		}
		return address, h.margin(c, id, statement, form)
	case form.Get(fieldCut) != "" || form.Get(fieldCutAt) != "" || form.Get(fieldJoin) != "":
		part, err := h.cut(c, id, statement, form)
		return withTitle(statementURL(slug, id, part, query), form), err
	}
	act := service.CodingAct{Contribution: id, Statement: statement}
	act.TextVersion, _ = strconv.Atoi(form.Get(fieldText)) // unreadable: 0, which checks nothing
	switch {
	case form.Get(fieldGive) != "":
		act.Kind, act.Theme = service.CodingGive, consult.ID(form.Get(fieldGive))
	case form.Get(fieldRemove) != "":
		act.Kind, act.Theme = service.CodingRemove, consult.ID(form.Get(fieldRemove))
	case form.Get(fieldUndo) != "":
		act.Kind = service.CodingUndo
	default:
		return "", reply.ErrUnreadable
	}
	return withTitle(statementURL(slug, id, statement, query), form), h.service.Code(c.Request.Context(), h.frame.Actor(c), slug, act)
}

// withTitle carries the title of an action that is being typed to the page that follows.
func withTitle(address string, form url.Values) string {
	if title := form.Get(fieldTitle); title != "" {
		return withValues(address, url.Values{fieldTitle: {title}})
	}
	return address
}

// moveOn leads to another text. An action that was typed or chosen and not pressed is proposed: nobody would find it again.
func (h *Handlers) moveOn(c *gin.Context, id, statement consult.ID, form url.Values) (string, error) {
	slug, query := c.Param("slug"), decodeQuery(c)
	if strings.TrimSpace(form.Get(fieldTitle)) != "" || form.Get(fieldAction) != "" {
		form.Set(fieldMargin, string(service.MarginPropose))
		if err := h.margin(c, id, statement, form); err != nil {
			return "", err
		}
	}
	if form.Get(fieldGo) == goSeries {
		query.Series = ""
		return nextURL(slug, query), nil
	}
	to, err := consult.ParseID(form.Get(fieldGo))
	return contributionURL(slug, to, query), err
}

// keepNote saves the note when it was changed since the page was made.
func (h *Handlers) keepNote(c *gin.Context, id, statement consult.ID, form url.Values) error {
	if !form.Has(fieldNote) || form.Has(fieldNoteRead) && sameText(form.Get(fieldNote), form.Get(fieldNoteRead)) {
		return nil
	}
	act := service.MarginAct{Contribution: id, Statement: statement, Kind: service.MarginNote, Note: form.Get(fieldNote)}
	return h.service.Margin(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), act)
}

// sameText says whether two texts differ by their line ends alone, which browsers change.
func sameText(a, b string) bool {
	return strings.TrimSpace(strings.ReplaceAll(a, "\r", "")) == strings.TrimSpace(strings.ReplaceAll(b, "\r", ""))
}

// margin takes an act beside the text.
func (h *Handlers) margin(c *gin.Context, id, statement consult.ID, form url.Values) error {
	act := service.MarginAct{Contribution: id, Statement: statement, Kind: service.MarginKind(form.Get(fieldMargin))}
	switch {
	case form.Get(fieldUnpropose) != "":
		act.Kind, act.Proposal = service.MarginUnpropose, consult.ID(form.Get(fieldUnpropose))
	case act.Kind == service.MarginNote:
		return nil // kept already
	case act.Kind == service.MarginPropose:
		act.Title = form.Get(fieldTitle)
		if strings.TrimSpace(act.Title) == "" {
			act.Proposal = consult.ID(form.Get(fieldAction))
		}
	}
	return h.service.Margin(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), act)
}

// cut splits a text at what was selected or before a sentence, or makes it one again.
func (h *Handlers) cut(c *gin.Context, id, statement consult.ID, form url.Values) (consult.ID, error) {
	ctx, actor, slug := c.Request.Context(), h.frame.Actor(c), c.Param("slug")
	act := service.SplitAct{Contribution: id, Statement: statement}
	from := fieldStart
	if form.Get(fieldCutAt) != "" {
		from = fieldCutAt
	}
	for field, number := range map[string]*int{fieldText: &act.TextVersion, fieldParts: &act.Statements, from: &act.Start, fieldEnd: &act.End} {
		*number, _ = strconv.Atoi(form.Get(field)) // unreadable: 0, which is no version, and cuts nothing
	}
	if form.Get(fieldJoin) != "" {
		return "", h.service.Join(ctx, actor, slug, act)
	}
	if form.Get(fieldCutAt) != "" {
		act.End, _ = strconv.Atoi(form.Get(fieldEnd + "_enonce"))
	}
	return h.service.Split(ctx, actor, slug, act)
}
