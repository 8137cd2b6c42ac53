package respond

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// The fields of the page of a team. Those that the service may find fault with are its own.
const (
	fieldAct      = "acte"
	fieldForm     = "envoi" // the form's identifier: the same one twice does one thing (rule 5)
	fieldMember   = "membre"
	fieldPerson   = "name"
	fieldFunction = "role"
)

// What the buttons of the page of a team ask for.
const (
	actStart  = "commencer"
	actAdd    = "ajouter"
	actRemove = "retirer"
	actPass   = "passer"
	actTake   = "prendre"
	actSign   = "signer"
)

// teamPage is who answers together, and who does what.
type teamPage struct {
	*screen
	members []teamMember
	values  url.Values // as posted, when something is wrong with it
	faults  map[string]string
	form    string // identifier of the form to add somebody
}

// teamMember is a member as the page shows them.
type teamMember struct {
	consult.Member
	Link string // to pass on, until it was followed
	Mail string // a letter with that link
}

func teamURL(token string) string { return root(token) + "/ensemble" }

// ShowTeam shows who answers together, or offers to.
func (h *Handlers) ShowTeam(c *gin.Context) error {
	a, err := h.service.Answering(c.Request.Context(), c.Param("token"))
	if err != nil {
		return err
	}
	page, err := h.teamPage(c, a)
	if err != nil {
		return err
	}
	return reply.OK(c, teamScreen(page))
}

func (h *Handlers) teamPage(c *gin.Context, a *service.Answering) (*teamPage, error) {
	page := &teamPage{screen: h.screen(c, a, "respond.team.title"), form: string(consult.NewID())}
	page.Back = &ui.Link{Text: page.P.T("respond.team.back"), URL: root(page.token)}
	if a.Team == nil {
		return page, nil
	}
	for _, m := range a.Team.Members {
		shown := teamMember{Member: m}
		token, err := h.service.MemberLink(c.Request.Context(), &m)
		if err != nil {
			return nil, err
		}
		if token != "" {
			shown.Link = h.link(c, token)
			shown.Mail = ui.Mailto(page.P.T("respond.team.mail.subject", "title", page.view.title),
				page.P.T("respond.team.mail.body", "name", a.Team.Me.Name, "title", page.view.title, "link", shown.Link))
		}
		page.members = append(page.members, shown)
	}
	return page, nil
}

// SubmitTeam does what a button of the page asks.
func (h *Handlers) SubmitTeam(c *gin.Context) error {
	posted, err := reply.Form(c)
	if err != nil {
		return err
	}
	err = h.teamAct(c, posted)
	if consult.CodeOf(err) == consult.CodeInvalid {
		return h.showTeamFault(c, posted, err)
	}
	if err != nil {
		return err
	}
	return reply.See(c, teamURL(c.Param("token")))
}

func (h *Handlers) teamAct(c *gin.Context, posted url.Values) error {
	ctx, token, member := c.Request.Context(), c.Param("token"), consult.ID(posted.Get(fieldMember))
	switch posted.Get(fieldAct) {
	case actStart:
		return h.service.StartTeam(ctx, token, posted.Get(fieldPerson), posted.Get(fieldFunction))
	case actAdd:
		id, err := consult.ParseID(posted.Get(fieldForm))
		if err != nil {
			return err
		}
		return h.service.AddMember(ctx, token, id, posted.Get(fieldPerson), posted.Get(fieldFunction))
	case actRemove:
		return h.service.RemoveMember(ctx, token, member)
	case actPass:
		return h.service.PassHold(ctx, token, member)
	case actTake:
		return h.service.TakeHold(ctx, token)
	case actSign:
		return h.service.NameSigner(ctx, token, member)
	}
	return consult.NotFound("error.not_found")
}

// showTeamFault shows the page again with what was typed and what is wrong (R3.2).
func (h *Handlers) showTeamFault(c *gin.Context, posted url.Values, cause error) error {
	a, err := h.service.Answering(c.Request.Context(), c.Param("token"))
	if err != nil {
		return err
	}
	page, err := h.teamPage(c, a)
	if err != nil {
		return err
	}
	page.values, page.form = posted, posted.Get(fieldForm)
	if page.faults, page.Errors = faultsOf(page.P, cause); page.faults == nil {
		return cause
	}
	return reply.Invalid(c, teamScreen(page))
}

// faultsOf gives what is wrong with each field, and the summary; nil for an error of another kind.
func faultsOf(p *i18n.Printer, err error) (map[string]string, []ui.Problem) {
	var domain *consult.Error
	if !errors.As(err, &domain) || len(domain.Fields) == 0 {
		return nil, nil
	}
	faults := map[string]string{}
	var problems []ui.Problem
	for _, fault := range domain.Fields {
		faults[fault.Field] = p.T(fault.Key, fault.Args...)
		problems = append(problems, ui.Problem{Field: fault.Field, Text: faults[fault.Field]})
	}
	return faults, problems
}

// holder gives the name of who holds the response.
func (p *screen) holder() string { return p.a.Team.NameOf(p.a.Team.HolderID) }

// since gives the hour of what a member last did.
func (p *teamPage) seen(m *teamMember) string {
	if m.SeenAt.IsZero() {
		return p.P.T("respond.team.never")
	}
	return p.P.DateTime(m.SeenAt)
}

// parts says what a member has in hand: to write, to send.
func (p *teamPage) parts(m *teamMember) []string {
	var parts []string
	if m.ID == p.a.Team.Me.ID {
		parts = append(parts, p.P.T("respond.team.you"))
	}
	if m.ID == p.a.Team.HolderID {
		parts = append(parts, p.P.T("respond.team.holds"))
	}
	if m.ID == p.a.Team.SignerID {
		parts = append(parts, p.P.T("respond.team.signs"))
	}
	return parts
}

// signers are the choices of who sends.
func (p *teamPage) signers() []ui.Option {
	options := []ui.Option{{Value: "", Label: p.P.T("respond.team.signer.any")}}
	for _, m := range p.members {
		label := m.Name
		if m.Role != "" {
			label = p.P.T("respond.team.named", "name", m.Name, "role", m.Role)
		}
		options = append(options, ui.Option{Value: string(m.ID), Label: label})
	}
	return options
}

// others are the members to whom the response may be handed over.
func (p *teamPage) others() []teamMember {
	var others []teamMember
	for _, m := range p.members {
		if m.ID != p.a.Team.Me.ID {
			others = append(others, m)
		}
	}
	return others
}

// showHeld shows what could not be saved because another member writes, so that it can be copied or commented.
func (h *Handlers) showHeld(c *gin.Context, result *service.PageResult) error {
	page := h.screen(c, result.Answering, "respond.team.held.title")
	return reply.Page(c, http.StatusConflict, heldScreen(page, result.Differences))
}
