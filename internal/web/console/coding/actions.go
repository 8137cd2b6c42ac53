package coding

import (
	"errors"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// actionsPage is the list of the actions that contributions propose.
type actionsPage struct {
	ui.Page
	*service.ProposalsView
	Slug string
}

// Actions shows the proposed actions with their counts and sources.
func (h *Handlers) Actions(c *gin.Context) error {
	page, err := h.actions(c)
	if err != nil {
		return err
	}
	return reply.OK(c, actions(*page))
}

func (h *Handlers) actions(c *gin.Context) (*actionsPage, error) {
	found, err := h.service.ProposalsView(c.Request.Context(), h.frame.Actor(c), c.Param("slug"))
	if err != nil {
		return nil, err
	}
	page := &actionsPage{Page: h.frame.Page(c, "", &found.Consultation), ProposalsView: found, Slug: c.Param("slug")}
	page.Title = page.P.T("coding.actions.title")
	return page, nil
}

// ChangeAction renames, merges or removes an action, or detaches one of its sources.
func (h *Handlers) ChangeAction(c *gin.Context) error {
	form, err := reply.Form(c)
	if err != nil {
		return err
	}
	id, err := consult.ParseID(c.Param("action"))
	if err != nil {
		return err
	}
	act := service.ProposalAct{Proposal: id, Kind: service.ProposalKind(form.Get(fieldAct)), Title: form.Get(fieldTitle),
		Note: form.Get(fieldNote), Into: consult.ID(form.Get(fieldInto))}
	if statement := form.Get(fieldDetach); statement != "" {
		act.Kind, act.Statement = service.ProposalDrop, consult.ID(statement)
	}
	if act.Kind == service.ProposalRemove && form.Get(fieldConfirm+string(id)) == "" {
		// An action that nothing proposes goes at once; the others once it is confirmed.
		page, err := h.actions(c)
		if err != nil {
			return err
		}
		if page.CanCode && page.proposed(id) {
			page.Notice = &ui.Notice{Kind: ui.NoticeWarning, Text: page.P.T("proposals.confirm_first")}
			return reply.Page(c, http.StatusUnprocessableEntity, actions(*page))
		}
	}
	err = h.service.ChangeProposal(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), act)
	var refused *consult.Error
	if errors.As(err, &refused) && refused.Code == consult.CodeInvalid && len(refused.Fields) > 0 {
		page, err := h.actions(c)
		if err != nil {
			return err
		}
		page.Notice = &ui.Notice{Kind: ui.NoticeWarning, Text: page.P.T(refused.Fields[0].Key)}
		return reply.Page(c, http.StatusUnprocessableEntity, actions(*page))
	}
	if err != nil {
		return err
	}
	shown := id
	if act.Kind == service.ProposalMerge {
		shown = act.Into
	}
	return reply.See(c, actionsURL(c.Param("slug"))+"#action-"+string(shown))
}

// The names of the posted fields.
const (
	fieldAct    = "geste"
	fieldInto   = "vers"
	fieldDetach = "detacher"
	// fieldConfirm says that an action goes though texts propose it.
	fieldConfirm = "confirmer-" // then the action
)

// mergers are the other actions, into which one can go.
func (p actionsPage) mergers(id consult.ID) []ui.Option {
	options := []ui.Option{}
	for _, row := range p.Rows {
		if row.Proposal.ID != id {
			options = append(options, ui.Option{Value: string(row.Proposal.ID), Label: row.Proposal.Title})
		}
	}
	return options
}

// proposed says whether texts propose an action.
func (p actionsPage) proposed(id consult.ID) bool {
	return slices.ContainsFunc(p.Rows, func(row service.ProposalRow) bool { return row.Proposal.ID == id && len(row.Sources) > 0 })
}

func actionURL(slug string, id consult.ID) string { return actionsURL(slug) + "/" + string(id) }
