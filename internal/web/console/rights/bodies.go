package rights

import (
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

const bodiesHome = "/console/instances"

type bodiesPage struct {
	ui.Page
	*service.BodiesView
	Name, Fault string
}

type bodyPage struct {
	ui.Page
	*service.BodiesView
	Body         consult.Body
	Name         string
	Fault        map[string]string
	RoomsChosen  map[consult.ID][]string
	MembersFound []string
}

// ShowBodies lists the bodies, and offers to add one.
func (h *Handlers) ShowBodies(c *gin.Context) error {
	page, err := h.bodies(c)
	if err != nil {
		return err
	}
	return reply.OK(c, bodiesScreen(page))
}

func (h *Handlers) bodies(c *gin.Context) (bodiesPage, error) {
	view, err := h.service.Bodies(c.Request.Context(), h.frame.Actor(c))
	if err != nil {
		return bodiesPage{}, err
	}
	page := bodiesPage{Page: h.frame.Page(c, "", nil), BodiesView: view}
	page.Title = page.P.T("bodies.title")
	return page, nil
}

// AddBody makes a body that reads nothing yet.
func (h *Handlers) AddBody(c *gin.Context) error {
	values, err := reply.Form(c)
	if err != nil {
		return err
	}
	made, err := h.service.SaveBody(c.Request.Context(), h.frame.Actor(c), consult.Body{Name: values.Get("nom")})
	fault, err := faultOf(err)
	if err != nil {
		return err
	}
	if fault == nil {
		return reply.See(c, bodiesHome+"/"+string(made.ID))
	}
	page, err := h.bodies(c)
	if err != nil {
		return err
	}
	page.Name, page.Fault = values.Get("nom"), page.P.T(fault.Key)
	page.Errors = []ui.Problem{{Field: "nom", Text: page.Fault}}
	return reply.Invalid(c, bodiesScreen(page))
}

// ShowBody shows what a body reads and who is of it.
func (h *Handlers) ShowBody(c *gin.Context) error {
	page, err := h.body(c)
	if err != nil {
		return err
	}
	return reply.OK(c, bodyScreen(page))
}

func (h *Handlers) body(c *gin.Context) (bodyPage, error) {
	view, err := h.service.Bodies(c.Request.Context(), h.frame.Actor(c))
	if err != nil {
		return bodyPage{}, err
	}
	at := slices.IndexFunc(view.Bodies, func(b consult.Body) bool { return string(b.ID) == c.Param("instance") })
	if at < 0 {
		return bodyPage{}, consult.NotFound("error.not_found")
	}
	page := bodyPage{Page: h.frame.Page(c, view.Bodies[at].Name, nil), BodiesView: view, Body: view.Bodies[at], RoomsChosen: map[consult.ID][]string{}}
	page.Name = page.Body.Name
	page.Back = &ui.Link{Text: page.P.T("bodies.back"), URL: bodiesHome}
	for _, grant := range page.Body.Grants {
		page.RoomsChosen[grant.ConsultationID] = append(page.RoomsChosen[grant.ConsultationID], string(grant.Room))
	}
	for _, member := range page.Body.Members {
		page.MembersFound = append(page.MembersFound, string(member))
	}
	return page, nil
}

// SubmitBody changes a body, or removes it.
func (h *Handlers) SubmitBody(c *gin.Context) error {
	values, err := reply.Form(c)
	if err != nil {
		return err
	}
	ctx, actor := c.Request.Context(), h.frame.Actor(c)
	id, err := consult.ParseID(c.Param("instance"))
	if err != nil {
		return err
	}
	if values.Get(fieldAct) == "supprimer" {
		if err := h.service.RemoveBody(ctx, actor, id); err != nil {
			return err
		}
		if err := h.frame.Say(c, "bodies.removed"); err != nil {
			return err
		}
		return reply.See(c, bodiesHome)
	}
	body, err := bodyOf(id, values)
	if err != nil {
		return err
	}
	_, err = h.service.SaveBody(ctx, actor, body)
	fault, err := faultOf(err)
	if err != nil {
		return err
	}
	if fault != nil {
		page, err := h.body(c)
		if err != nil {
			return err
		}
		page.Name, page.Fault = values.Get("nom"), map[string]string{fault.Field: page.P.T(fault.Key)}
		page.Errors = []ui.Problem{{Field: fault.Field, Text: page.Fault[fault.Field]}}
		return reply.Invalid(c, bodyScreen(page))
	}
	if err := h.frame.Say(c, "bodies.saved"); err != nil {
		return err
	}
	return reply.See(c, bodiesHome+"/"+string(id))
}

// bodyOf reads a body from its form: the rooms of each consultation have a field of their own.
func bodyOf(id consult.ID, values url.Values) (consult.Body, error) {
	body := consult.Body{ID: id, Name: values.Get("nom")}
	for name, rooms := range values {
		consultation, is := strings.CutPrefix(name, "pieces-")
		if !is {
			continue
		}
		of, err := consult.ParseID(consultation)
		if err != nil {
			return body, err
		}
		for _, room := range rooms {
			body.Grants = append(body.Grants, consult.Grant{ConsultationID: of, Room: consult.Room(room)})
		}
	}
	for _, member := range values["membre"] {
		user, err := consult.ParseID(member)
		if err != nil {
			return body, err
		}
		body.Members = append(body.Members, user)
	}
	return body, nil
}
