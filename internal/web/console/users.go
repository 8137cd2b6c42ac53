package console

import (
	"net/url"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

type usersPage struct {
	ui.Page
	form
	Users []consult.User
	Self  consult.ID
	// Link is the one-time link just made, shown once, and For whom.
	Link  string
	For   string
	Name  ui.TextInput
	Email ui.TextInput
	Role  ui.Radios
}

func (h *Handlers) usersPage(c *gin.Context, f form) (usersPage, error) {
	page := usersPage{Page: h.Page(c, h.site.P.T("console.users.title"), nil), form: f, Self: h.Actor(c).User}
	page.Errors = f.problems()
	var err error
	if page.Users, err = h.service.Users(c.Request.Context(), h.Actor(c)); err != nil {
		return page, err
	}
	page.Name = ui.TextInput{Field: h.field(f, "name", "console.field.name"), Value: f.Value("name"), Autocomplete: "off"}
	page.Email = ui.TextInput{Field: h.field(f, "email", "console.field.email"), Type: "email", Value: f.Value("email"), Autocomplete: "off"}
	role := f.Value("role")
	if role == "" {
		role = string(consult.RoleAnalyst)
	}
	page.Role = ui.Radios{Field: h.field(f, "role", "console.field.role"), Value: role}
	for _, one := range consult.Roles() {
		page.Role.Options = append(page.Role.Options, ui.Option{Value: string(one), Label: page.P.T("console.role." + string(one)), Hint: page.P.T("console.role_hint." + string(one))})
	}
	page.Name.Required, page.Email.Required, page.Role.Required = true, true, true
	return page, nil
}

// ShowUsers lists the accounts.
func (h *Handlers) ShowUsers(c *gin.Context) error {
	page, err := h.usersPage(c, form{})
	if err != nil {
		return err
	}
	return reply.OK(c, users(page))
}

// SubmitUser makes an account and shows its link, once.
func (h *Handlers) SubmitUser(c *gin.Context) error {
	values, err := reply.Form(c)
	if err != nil {
		return err
	}
	made, token, err := h.service.AddUser(c.Request.Context(), h.Actor(c), values.Get("name"), values.Get("email"), consult.Role(values.Get("role")))
	if err != nil {
		f, err := h.faulty(values, err)
		if err != nil {
			return err
		}
		page, err := h.usersPage(c, f)
		if err != nil {
			return err
		}
		return reply.Invalid(c, users(page))
	}
	return h.showLink(c, made.Name, token)
}

// showLink shows the page of accounts with a link just made: it is nowhere else, so it is not after a redirection.
func (h *Handlers) showLink(c *gin.Context, name, token string) error {
	page, err := h.usersPage(c, form{values: url.Values{}})
	if err != nil {
		return err
	}
	page.For, page.Link = name, h.site.Origin+"/console/premiere-connexion/"+token
	return reply.OK(c, users(page))
}

// SubmitUserAct resets, closes or opens an account, or changes its role.
func (h *Handlers) SubmitUserAct(c *gin.Context) error {
	values, err := reply.Form(c)
	if err != nil {
		return err
	}
	id, err := consult.ParseID(c.Param("compte"))
	if err != nil {
		return err
	}
	ctx, actor := c.Request.Context(), h.Actor(c)
	switch values.Get("act") {
	case "reset":
		token, err := h.service.ResetUser(ctx, actor, id)
		if err != nil {
			return err
		}
		user, _, err := h.service.ActorOf(ctx, id)
		if err != nil {
			return err
		}
		return h.showLink(c, user.Name, token)
	case "disable":
		err = h.service.DisableUser(ctx, actor, id)
	case "enable":
		err = h.service.EnableUser(ctx, actor, id)
	default:
		err = h.service.SetUserRole(ctx, actor, id, consult.Role(values.Get("act")))
	}
	if err != nil {
		return err
	}
	return h.done(c, "console.users.done", "/console/comptes")
}
