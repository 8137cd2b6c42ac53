package rights

import (
	"errors"
	"net/url"
	"slices"
	"strings"

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
	Say(c *gin.Context, key string, args ...any) error
}

// Handlers answers for the screens.
type Handlers struct {
	service *service.Service
	frame   Frame
}

// New makes the screens inside the console's frame.
func New(s *service.Service, frame Frame) *Handlers { return &Handlers{service: s, frame: frame} }

const (
	home        = "/console/droits"
	fieldPerson = "personne"
	fieldRecord = "fiche"
	fieldAct    = "acte"
)

func caseURL(id consult.ID) string { return home + "/" + string(id) }

// recordValue writes the reference of a record as forms carry it.
func recordValue(ref consult.RecordRef) string {
	return string(ref.Kind) + "|" + string(ref.ID) + "|" + ref.Part
}

func recordRef(value string) (consult.RecordRef, error) {
	parts := strings.SplitN(value, "|", 3)
	if len(parts) != 3 {
		return consult.RecordRef{}, consult.NotFound("error.not_found")
	}
	id, err := consult.ParseID(parts[1])
	return consult.RecordRef{Kind: consult.RecordKind(parts[0]), ID: id, Part: parts[2]}, err
}

type homePage struct {
	ui.Page
	Query  string
	Fault  string
	Cases  []consult.RightsCase
	Now    func(consult.RightsCase) string
	Search bool // a search was made
	Found  []service.FoundRecord
}

// Show offers to look for a person, and lists the cases.
func (h *Handlers) Show(c *gin.Context) error {
	page, err := h.home(c)
	if err != nil {
		return err
	}
	return reply.OK(c, homeScreen(page))
}

func (h *Handlers) home(c *gin.Context) (homePage, error) {
	cases, err := h.service.RightsCases(c.Request.Context(), h.frame.Actor(c))
	if err != nil {
		return homePage{}, err
	}
	page := homePage{Page: h.frame.Page(c, "", nil), Cases: cases}
	page.Title = page.P.T("rights.title")
	now := h.service.Now()
	page.Now = func(one consult.RightsCase) string {
		switch {
		case !one.ClosedAt.IsZero():
			return "closed"
		case now.After(one.DueAt):
			return "late"
		default:
			return "open"
		}
	}
	return page, nil
}

// Search shows what is held of a person. It is posted, and answered at once: no address ever holds a name.
func (h *Handlers) Search(c *gin.Context) error {
	values, err := reply.Form(c)
	if err != nil {
		return err
	}
	found, err := h.service.FindPerson(c.Request.Context(), h.frame.Actor(c), values.Get(fieldPerson))
	fault, err := faultOf(err)
	if err != nil {
		return err
	}
	page, err := h.home(c)
	if err != nil {
		return err
	}
	page.Query = values.Get(fieldPerson)
	if fault != nil {
		page.Fault = page.P.T(fault.Key, fault.Args...)
		page.Errors = []ui.Problem{{Field: fieldPerson, Text: page.Fault}}
		return reply.Invalid(c, homeScreen(page))
	}
	page.Search, page.Found = true, found
	return reply.OK(c, homeScreen(page))
}

// faultOf gives what is wrong with a form, or the error itself when it is of another kind.
func faultOf(err error) (*consult.FieldError, error) {
	var domain *consult.Error
	if errors.As(err, &domain) && domain.Code == consult.CodeInvalid && len(domain.Fields) > 0 {
		return &domain.Fields[0], nil
	}
	return nil, err
}

// Open makes a case of the records chosen.
func (h *Handlers) Open(c *gin.Context) error {
	values, err := reply.Form(c)
	if err != nil {
		return err
	}
	var refs []consult.RecordRef
	for _, value := range values[fieldRecord] {
		ref, err := recordRef(value)
		if err != nil {
			return err
		}
		refs = append(refs, ref)
	}
	opened, err := h.service.OpenRightsCase(c.Request.Context(), h.frame.Actor(c), refs)
	fault, err := faultOf(err)
	if err != nil {
		return err
	}
	if fault != nil {
		page, err := h.home(c)
		if err != nil {
			return err
		}
		page.Fault = page.P.T(fault.Key)
		page.Errors = []ui.Problem{{Field: fieldPerson, Text: page.Fault}}
		return reply.Invalid(c, homeScreen(page))
	}
	return reply.See(c, caseURL(opened.ID))
}

// acts are what may be done of a case as a whole, as forms name it.
func acts() []string { return []string{"geler", "opposition", "remettre", "effacer", "clore"} }

// offered are those that would change something: what is frozen is neither frozen again nor put right, what is erased is
// only closed.
func (p filePage) offered() []string {
	var here, held, free bool
	for i := range p.Records {
		gone, onHold := p.Records[i].Gone, p.Records[i].Hold != nil
		here, held, free = here || !gone || onHold, held || onHold, free || !gone && !onHold
	}
	wanted := map[string]bool{"rectifier": free, "geler": free, "opposition": free, "remettre": held, "effacer": here, "clore": true}
	return slices.DeleteFunc(append([]string{"rectifier"}, acts()...), func(act string) bool { return !wanted[act] })
}

// actURL gives where an act begins: all but one are confirmed.
func actURL(id consult.ID, act string) string {
	if act == "rectifier" {
		return caseURL(id) + "/" + act
	}
	return caseURL(id) + "/confirmer/" + act
}

type confirmPage struct {
	ui.Page
	Case  consult.ID
	Act   string
	Grave bool
}

// Confirm says what an act does before it is done.
func (h *Handlers) Confirm(c *gin.Context) error {
	if err := h.frame.Actor(c).Require(consult.HandleRights); err != nil {
		return err
	}
	id, err := consult.ParseID(c.Param("dossier"))
	if err != nil {
		return err
	}
	page := confirmPage{Page: h.frame.Page(c, "", nil), Case: id, Act: c.Param("geste"), Grave: c.Param("geste") == "effacer"}
	key := "rights.confirm." + page.Act + ".title"
	if !page.P.Has(key) {
		return consult.NotFound("error.not_found")
	}
	page.Title = page.P.T(key)
	return reply.OK(c, confirmScreen(page))
}

// Act does it.
func (h *Handlers) Act(c *gin.Context) error {
	values, err := reply.Form(c)
	if err != nil {
		return err
	}
	id, err := consult.ParseID(c.Param("dossier"))
	if err != nil {
		return err
	}
	if err := h.act(c, id, values); err != nil {
		return err
	}
	if err := h.frame.Say(c, "rights.done."+values.Get(fieldAct)); err != nil {
		return err
	}
	return reply.See(c, caseURL(id))
}

func (h *Handlers) act(c *gin.Context, id consult.ID, values url.Values) error {
	ctx, actor := c.Request.Context(), h.frame.Actor(c)
	switch values.Get(fieldAct) {
	case "geler":
		return h.service.HoldRecords(ctx, actor, id, consult.HoldFrozen)
	case "opposition":
		return h.service.HoldRecords(ctx, actor, id, consult.HoldObjected)
	case "remettre":
		return h.service.ReleaseRecords(ctx, actor, id)
	case "effacer":
		return h.service.EraseRecords(ctx, actor, id)
	case "clore":
		return h.service.CloseRightsCase(ctx, actor, id)
	default:
		if err := actor.Require(consult.HandleRights); err != nil {
			return err
		}
		return consult.NotFound("error.not_found")
	}
}
