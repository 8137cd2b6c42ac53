package screening

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// Frame is what the console lends its screens.
type Frame interface {
	Actor(c *gin.Context) consult.Actor
	Page(c *gin.Context, title string, consultation *consult.Consultation) ui.Page
}

// Handlers answers for the screen.
type Handlers struct {
	service *service.Service
	frame   Frame
}

// New makes the screen inside the console's frame.
func New(s *service.Service, frame Frame) *Handlers { return &Handlers{service: s, frame: frame} }

// The names of what addresses and forms carry.
const (
	keyWaiting  = "a-relire"
	keyAfter    = "apres"
	fieldAct    = "acte"
	fieldField  = "champ"
	fieldStart  = "debut"
	fieldEnd    = "fin"
	fieldText   = "version"
	fieldWords  = "mots"
	fieldWhat   = "quoi"
	fieldNote   = "note"
	fieldAnchor = "c-"
)

type listPage struct {
	ui.Page
	*service.ScreeningList
	Waiting bool
	After   consult.Place
	// Faults are what is wrong with each field typed for one text, and Typed what was.
	Faults map[string]string // by the field's identifier
	Typed  url.Values
}

// List shows the texts to read.
func (h *Handlers) List(c *gin.Context) error {
	page, err := h.list(c)
	if err != nil {
		return err
	}
	return reply.OK(c, list(*page))
}

func (h *Handlers) list(c *gin.Context) (*listPage, error) {
	waiting, after := c.Query(keyWaiting) != "", decodePlace(c.Query(keyAfter))
	found, err := h.service.ScreeningList(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), waiting, after)
	if err != nil {
		return nil, err
	}
	page := &listPage{Page: h.frame.Page(c, "", &found.Consultation), ScreeningList: found, Waiting: waiting, After: after}
	page.Title = page.P.T("screening.title")
	return page, nil
}

// Decide takes a word on a part of a text.
func (h *Handlers) Decide(c *gin.Context) error {
	form, err := reply.Form(c)
	if err != nil {
		return err
	}
	id, err := consult.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	act := service.ScreeningAct{Contribution: id, Kind: service.ScreeningKind(form.Get(fieldAct)), Field: consult.MaskField(form.Get(fieldField)),
		Words: form.Get(fieldWords), What: form.Get(fieldWhat), Note: form.Get(fieldNote)}
	switch act.Kind {
	case service.ScreeningHide, service.ScreeningLeave, service.ScreeningReset, service.ScreeningHideWords:
	default:
		return reply.ErrUnreadable
	}
	for name, into := range map[string]*int{fieldStart: &act.Start, fieldEnd: &act.End, fieldText: &act.TextVersion} {
		if typed := form.Get(name); typed != "" {
			if *into, err = strconv.Atoi(typed); err != nil {
				return reply.ErrUnreadable
			}
		}
	}
	err = h.service.Screen(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), act)
	switch consult.CodeOf(err) {
	case consult.CodeConflict:
		return h.again(c, http.StatusConflict, id, []consult.FieldError{{Field: "words", Key: "screening.error.text_changed"}}, form)
	case consult.CodeInvalid:
		var refused *consult.Error
		if errors.As(err, &refused) && len(refused.Fields) > 0 {
			return h.again(c, http.StatusUnprocessableEntity, id, refused.Fields, form)
		}
	}
	if err != nil {
		return err
	}
	return reply.See(c, listURL(c.Param("slug"), c.Query(keyWaiting) != "", decodePlace(c.Query(keyAfter)))+"#"+fieldAnchor+string(id))
}

// again shows the list with what went wrong, what was typed kept.
func (h *Handlers) again(c *gin.Context, status int, id consult.ID, faults []consult.FieldError, typed url.Values) error {
	page, err := h.list(c)
	if err != nil {
		return err
	}
	page.Faults, page.Typed = map[string]string{}, typed
	for _, fault := range faults {
		at := wordsID(id)
		if fault.Field == "note" {
			at = noteID(id)
		}
		page.Faults[at] = page.P.T(fault.Key)
		page.Errors = append(page.Errors, ui.Problem{Field: at, Text: page.P.T(fault.Key)})
	}
	return reply.Page(c, status, list(*page))
}

func wordsID(id consult.ID) string { return "mots-" + string(id) }

func noteID(id consult.ID) string { return "note-" + string(id) }

// faulty says whether what was typed for a text is to be mended.
func (p listPage) faulty(id consult.ID) bool {
	return p.Faults[wordsID(id)] != "" || p.Faults[noteID(id)] != ""
}

func listURL(slug string, waiting bool, after consult.Place) string {
	values := url.Values{}
	if waiting {
		values.Set(keyWaiting, "oui")
	}
	if after != (consult.Place{}) {
		values.Set(keyAfter, encodePlace(after))
	}
	address := "/console/concertations/" + url.PathEscape(slug) + "/relecture"
	if len(values) > 0 {
		address += "?" + values.Encode()
	}
	return address
}

// actURL is where the forms of a text are sent; the list comes back as it was.
func (p listPage) actURL(id consult.ID) string {
	address, query, _ := strings.Cut(listURL(p.ScreeningList.Consultation.Slug, p.Waiting, p.After), "?")
	if query != "" {
		query = "?" + query
	}
	return address + "/" + string(id) + query
}

func encodePlace(place consult.Place) string {
	return strconv.FormatInt(place.CreatedAt.UnixMilli(), 10) + "." + string(place.ID)
}

// decodePlace reads a place; what makes no sense is the beginning.
func decodePlace(typed string) consult.Place {
	at, id, _ := strings.Cut(typed, ".")
	moment, err := strconv.ParseInt(at, 10, 64)
	if err != nil {
		return consult.Place{}
	}
	parsed, err := consult.ParseID(id)
	if err != nil {
		return consult.Place{}
	}
	return consult.Place{CreatedAt: time.UnixMilli(moment).UTC(), ID: parsed}
}

// parts are the parts of a text on which a word can be said.
func parts(row service.ScreeningRow) []service.ScreeningPiece {
	var all []service.ScreeningPiece
	for _, pieces := range [][]service.ScreeningPiece{row.Title, row.Body} {
		for _, piece := range pieces {
			if piece.Kind != "" {
				all = append(all, piece)
			}
		}
	}
	return all
}

// kinds are what a part may give away.
func (p listPage) kinds() []ui.Option {
	var options []ui.Option
	for _, kind := range service.ScreeningWhats() {
		options = append(options, ui.Option{Value: kind, Label: p.P.T("screening.kind." + kind)})
	}
	return options
}

// state says in words what becomes of a part.
func (p listPage) state(piece service.ScreeningPiece) string {
	switch {
	case !piece.Decided:
		return p.P.T("screening.state.found")
	case piece.Hidden:
		return p.P.T("screening.state.hidden", "name", piece.By)
	default:
		return p.P.T("screening.state.left", "name", piece.By)
	}
}

// typed gives what was typed for a text before something went wrong.
func (p listPage) typed(id consult.ID, field string) string {
	if !p.faulty(id) {
		return ""
	}
	return p.Typed.Get(field)
}

// piece writes a piece of a text: where white space counts, nothing may stand between two of them.
func (p listPage) piece(piece service.ScreeningPiece) string {
	words := templ.EscapeString(piece.Text)
	switch {
	case piece.Kind == "":
		return words
	case piece.Hidden:
		return `<mark class="screening-hidden"><span class="govuk-visually-hidden">` + templ.EscapeString(p.P.T("screening.mark.hidden")) + `</span>` + words + `</mark>`
	default:
		return `<mark class="screening-left"><span class="govuk-visually-hidden">` + templ.EscapeString(p.P.T("screening.mark.left")) + `</span>` + words + `</mark>`
	}
}

// hideWords names the act of hiding: what the machine hid already is confirmed.
func (p listPage) hideWords(piece service.ScreeningPiece) string {
	if piece.Decided {
		return p.P.T("screening.act.hide")
	}
	return p.P.T("screening.act.confirm")
}
