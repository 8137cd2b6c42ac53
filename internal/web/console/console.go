package console

import (
	"errors"
	"net/url"
	"strings"

	"github.com/alexedwards/scs/v2"
	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/ui"
)

// Handlers answers for the screens of the console, and lends its frame to the others.
type Handlers struct {
	service  *service.Service
	site     *ui.Site
	sessions *scs.SessionManager
	attempts *attempts
}

// New makes the screens. Sessions are kept in store; secure says whether cookies go through HTTPS only.
func New(s *service.Service, site *ui.Site, store scs.Store, secure bool) *Handlers {
	return &Handlers{service: s, site: site, sessions: newSessions(store, secure), attempts: newAttempts(s.Now)}
}

// base gives the address of a consultation in the console.
func base(slug string) string { return "/console/concertations/" + url.PathEscape(slug) }

// Page begins a page of the console: of a consultation, its navigation in place, or of the whole console when it is
// nil.
func (h *Handlers) Page(c *gin.Context, title string, consultation *consult.Consultation) ui.Page {
	page := h.site.Page(title)
	page.Private = true
	user, _ := c.Value(userKey).(consult.User)
	page.Console = &ui.Console{Home: ui.Link{Text: page.P.T("console.nav.home"), URL: "/console"}, LogoutURL: "/console/deconnexion",
		UserName: user.Name, UserRole: page.P.T("console.role." + string(user.Role))}
	if consultation == nil {
		page.Console.Groups = h.houseNavigation(c)
	} else {
		page.Consultation = ui.Of(consultation)
		page.Console.Home = ui.Link{Text: consultation.Title, URL: base(consultation.Slug)}
		page.Console.Groups = h.navigation(c, consultation)
	}
	page.Notice = h.flash(c)
	return page
}

// navigation lists the screens of a consultation in the order of the work, those that the person may see.
func (h *Handlers) navigation(c *gin.Context, consultation *consult.Consultation) []ui.NavGroup {
	actor, p := h.Actor(c), h.site.P
	type screen struct {
		permission consult.Permission
		words      string
		path       string
	}
	var groups []ui.NavGroup
	for _, group := range []struct {
		words   string
		screens []screen
	}{
		{p.T("console.nav.prepare"), []screen{{consult.SeeConsole, p.T("console.nav.overview"), ""}, {consult.ManageConsultations, p.T("console.nav.texts"), "/textes"},
			{consult.ManageConsultations, p.T("console.nav.steps"), "/etapes"}, {consult.ManageConsultations, p.T("pages.title"), "/pages"},
			{consult.SeeConsole, p.T("console.nav.questionnaires"), "/questionnaires"}, {consult.ManageOrganisations, p.T("organisations.list.title"), "/structures"}, {consult.SendInvitations, p.T("invitations.title"), "/invitations"}}},
		{p.T("console.nav.collect"), []screen{{consult.SeeLedger, p.T("console.nav.ledger"), "/suivi"}, {consult.SeeTallies, p.T("console.nav.participation"), "/participation"}, {consult.SeeResponses, p.T("console.nav.responses"), "/reponses"}, {consult.CheckIn, p.T("events.title"), "/rencontres"}, {consult.CollectContributions, p.T("console.nav.elsewhere"), "/collecte"}, {consult.SendInvitations, p.T("mails.nav"), "/courriels"},
			{consult.ModerateIdeas, p.T("ideas_pages.console.nav"), "/idees"}}},
		{p.T("console.nav.group"), []screen{{consult.SeeResponses, p.T("console.nav.contributions"), "/contributions"}, {consult.SeeTallies, p.T("console.nav.themes"), "/thematiques"}, {consult.SeeTallies, p.T("console.nav.grid"), "/grille"}, {consult.SeeResponses, p.T("console.nav.actions"), "/actions-proposees"}}},
		{p.T("console.nav.count"), []screen{{consult.SeeTallies, p.T("console.nav.results"), "/resultats"}, {consult.SeeTallies, p.T("console.nav.crossings"), "/croisements"}}},
		{p.T("console.nav.publish"), []screen{{consult.SeeResponses, p.T("console.nav.screening"), "/relecture"}, {consult.ExportPublic, p.T("console.nav.workbooks"), "/classeurs"}, {consult.HandleRights, p.T("console.nav.retention"), "/conservation"}, {consult.HandleRights, p.T("console.nav.register"), "/registre"}}},
	} {
		made := ui.NavGroup{Title: group.words}
		for _, one := range group.screens {
			if actor.CanIn(one.permission, consultation.ID) {
				address := base(consultation.Slug) + one.path
				made.Links = append(made.Links, ui.Link{Text: one.words, URL: address, Current: current(c.Request.URL.Path, address, one.path == "")})
			}
		}
		if len(made.Links) > 0 {
			groups = append(groups, made)
		}
	}
	return groups
}

// current says whether an address is the page shown, or the list it belongs to.
func current(path, address string, exact bool) bool {
	return path == address || !exact && strings.HasPrefix(path, address+"/")
}

// houseNavigation lists the screens of the whole console.
func (h *Handlers) houseNavigation(c *gin.Context) []ui.NavGroup {
	actor, p := h.Actor(c), h.site.P
	made := ui.NavGroup{Title: p.T("console.nav.house")}
	for _, one := range []struct {
		permission consult.Permission
		words      string
		address    string
	}{{consult.SeeConsole, p.T("console.nav.consultations"), "/console"}, {consult.ManageUsers, p.T("console.nav.users"), "/console/comptes"},
		{consult.ManageUsers, p.T("console.nav.bodies"), "/console/instances"},
		{consult.ManageConsultations, p.T("pages.title_site"), "/console/pages"}, {consult.SeeAudit, p.T("console.nav.audit"), "/console/journal"}, {consult.HandleRights, p.T("console.nav.rights"), "/console/droits"}, {consult.SeeConsole, p.T("console.nav.password"), "/console/mot-de-passe"}} {
		if actor.Can(one.permission) {
			made.Links = append(made.Links, ui.Link{Text: one.words, URL: one.address, Current: current(c.Request.URL.Path, one.address, one.address == "/console")})
		}
	}
	return []ui.NavGroup{made}
}

// form is a form as it was posted, with what is wrong with each field.
type form struct {
	values url.Values
	faults map[string]string
	order  []string
}

// Value gives what was typed in a field.
func (f form) Value(name string) string { return f.values.Get(name) }

// faulty gives the form with the faults of an error of the service, or the error itself when it is of another kind.
func (h *Handlers) faulty(values url.Values, err error) (form, error) {
	made := form{values: values, faults: map[string]string{}}
	if err == nil {
		return made, nil
	}
	var domain *consult.Error
	if !errors.As(err, &domain) || domain.Code != consult.CodeInvalid {
		return made, err
	}
	for _, fault := range domain.Fields {
		if _, said := made.faults[fault.Field]; !said {
			made.order = append(made.order, fault.Field)
			made.faults[fault.Field] = h.site.P.T(fault.Key, fault.Args...)
		}
	}
	return made, nil
}

// problems gives the summary of what is wrong.
func (f form) problems() []ui.Problem {
	var problems []ui.Problem
	for _, field := range f.order {
		problems = append(problems, ui.Problem{Field: field, Text: f.faults[field]})
	}
	return problems
}

// field makes a field of the form; label is a key of the catalogue.
func (h *Handlers) field(f form, name, label string) ui.Field {
	return ui.Field{Name: name, Label: h.site.P.T(label), Error: f.faults[name]}
}
