package console

import (
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

type loginPage struct {
	ui.Page
	form
	Email    ui.TextInput
	Password ui.TextInput
	WayBack  string
}

func (h *Handlers) loginPage(f form) loginPage {
	page := loginPage{Page: h.site.Page(h.site.P.T("console.login.title")), form: f, WayBack: f.Value("retour")}
	page.Private, page.Errors = true, f.problems()
	page.Email = ui.TextInput{Field: h.field(f, "email", "console.field.email"), Type: "email", Autocomplete: "username", Value: f.Value("email")}
	page.Password = ui.TextInput{Field: h.field(f, "password", "console.field.password"), Type: "password", Autocomplete: "current-password"}
	page.Email.Required, page.Password.Required = true, true
	return page
}

// ShowLogin asks who comes.
func (h *Handlers) ShowLogin(c *gin.Context) error {
	if h.Actor(c).User != "" {
		return reply.See(c, wayBack(c.Query("retour")))
	}
	return reply.OK(c, login(h.loginPage(form{values: url.Values{"retour": {c.Query("retour")}}})))
}

// SubmitLogin opens a session.
func (h *Handlers) SubmitLogin(c *gin.Context) error {
	values, err := reply.Form(c)
	if err != nil {
		return err
	}
	email := strings.ToLower(strings.TrimSpace(values.Get("email")))
	if !h.attempts.allowed(email) {
		return &consult.Error{Code: consult.CodeTooMany, Key: "error.too_many"}
	}
	user, err := h.service.Authenticate(c.Request.Context(), email, values.Get("password"))
	if consult.CodeOf(err) == consult.CodeForbidden {
		h.attempts.fail(email)
		f, _ := h.faulty(values, consult.Invalid(consult.FieldError{Field: "email", Key: "account.error.login"}))
		return reply.Invalid(c, login(h.loginPage(f)))
	}
	if err != nil {
		return err
	}
	h.attempts.succeed(email)
	if err := h.enter(c, user); err != nil {
		return err
	}
	return reply.See(c, wayBack(values.Get("retour")))
}

// SubmitLogout ends the session.
func (h *Handlers) SubmitLogout(c *gin.Context) error {
	if err := h.leave(c); err != nil {
		return err
	}
	return reply.See(c, "/console/connexion")
}

type welcomePage struct {
	ui.Page
	form
	First    bool // makes the first organiser, rather than a password
	Name     ui.TextInput
	Email    ui.TextInput
	Password ui.TextInput
}

func (h *Handlers) welcomePage(f form, first bool) welcomePage {
	key := "console.welcome.title"
	if !first {
		key = "console.welcome.title_password"
	}
	page := welcomePage{Page: h.site.Page(h.site.P.T(key)), form: f, First: first}
	page.Private, page.Errors = true, f.problems()
	page.Name = ui.TextInput{Field: h.field(f, "name", "console.field.name"), Autocomplete: "name", Value: f.Value("name")}
	page.Email = ui.TextInput{Field: h.field(f, "email", "console.field.email"), Type: "email", Autocomplete: "username", Value: f.Value("email")}
	page.Password = ui.TextInput{Field: h.field(f, "password", "console.field.new_password"), Type: "password", Autocomplete: "new-password"}
	page.Password.Hint = h.site.P.T("console.hint.password")
	page.Name.Required, page.Email.Required, page.Password.Required = true, true, true
	return page
}

// ShowWelcome opens a one-time link.
func (h *Handlers) ShowWelcome(c *gin.Context) error {
	login, err := h.service.PeekLogin(c.Request.Context(), c.Param("token"))
	if err != nil {
		return err
	}
	return reply.OK(c, welcome(h.welcomePage(form{}, login.Purpose == consult.LoginFirstOrganiser)))
}

// SubmitWelcome uses a one-time link, and opens the session of its person.
func (h *Handlers) SubmitWelcome(c *gin.Context) error {
	values, err := reply.Form(c)
	if err != nil {
		return err
	}
	token := c.Param("token")
	peeked, err := h.service.PeekLogin(c.Request.Context(), token)
	if err != nil {
		return err
	}
	account := service.Account{Name: values.Get("name"), Email: values.Get("email"), Password: values.Get("password")}
	user, err := h.service.UseLogin(c.Request.Context(), token, account)
	if err != nil {
		f, err := h.faulty(values, err)
		if err != nil {
			return err
		}
		return reply.Invalid(c, welcome(h.welcomePage(f, peeked.Purpose == consult.LoginFirstOrganiser)))
	}
	if err := h.enter(c, user); err != nil {
		return err
	}
	return reply.See(c, "/console")
}

type passwordPage struct {
	ui.Page
	form
	Current ui.TextInput
	Wanted  ui.TextInput
}

func (h *Handlers) passwordPage(c *gin.Context, f form) passwordPage {
	page := passwordPage{Page: h.Page(c, h.site.P.T("console.password.title"), nil), form: f}
	page.Errors = f.problems()
	page.Current = ui.TextInput{Field: h.field(f, "current", "console.field.current_password"), Type: "password", Autocomplete: "current-password"}
	page.Wanted = ui.TextInput{Field: h.field(f, "password", "console.field.new_password"), Type: "password", Autocomplete: "new-password"}
	page.Wanted.Hint = h.site.P.T("console.hint.password")
	page.Current.Required, page.Wanted.Required = true, true
	return page
}

// ShowPassword lets a person change their password.
func (h *Handlers) ShowPassword(c *gin.Context) error {
	return reply.OK(c, password(h.passwordPage(c, form{})))
}

// SubmitPassword changes it.
func (h *Handlers) SubmitPassword(c *gin.Context) error {
	values, err := reply.Form(c)
	if err != nil {
		return err
	}
	user, err := h.service.ChangePassword(c.Request.Context(), h.Actor(c), values.Get("current"), values.Get("password"))
	if err != nil {
		f, err := h.faulty(values, err)
		if err != nil {
			return err
		}
		return reply.Invalid(c, password(h.passwordPage(c, f)))
	}
	// Every session of the account ended, this one too: it begins again here and nowhere else.
	if err := h.enter(c, user); err != nil {
		return err
	}
	if err := h.say(c, "console.password.done"); err != nil {
		return err
	}
	return reply.See(c, "/console/mot-de-passe")
}
