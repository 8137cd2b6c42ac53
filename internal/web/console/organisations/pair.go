package organisations

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/console/part"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

type pairPage struct {
	ui.Page
	part.Form
	*service.PairView
}

// Whose value is kept, in the form.
const (
	fromKept   = "gardee"
	fromMerged = "autre"
	fromBoth   = "deux"
)

// ShowPair shows two organisations side by side, to be merged field by field.
func (h *Handlers) ShowPair(c *gin.Context) error { return h.pair(c, part.NewForm(h.p, nil), nil) }

func (h *Handlers) pair(c *gin.Context, f part.Form, fault error) error {
	ids, err := pairOf(c)
	if err != nil {
		return err
	}
	view, err := h.service.OrganisationPair(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), ids)
	if err != nil {
		return err
	}
	page := pairPage{Page: h.begin(c, h.p.T("organisations.pair.title"), &view.Consultation), Form: f, PairView: view}
	page.Back = &ui.Link{Text: h.p.T("organisations.near.title"), URL: base(view.Consultation.Slug) + "/doublons"}
	if fault == nil {
		return reply.OK(c, pair(page))
	}
	// The page shows what they are now; what was chosen stays.
	page.Errors = []ui.Problem{{Text: h.p.T("organisations.error.changed")}}
	return reply.Page(c, http.StatusConflict, pair(page))
}

// SubmitPair makes one organisation of two.
func (h *Handlers) SubmitPair(c *gin.Context) error {
	posted, err := reply.Form(c)
	if err != nil {
		return err
	}
	ids, err := pairOf(c)
	if err != nil {
		return err
	}
	f := part.NewForm(h.p, posted)
	choice := service.MergeChoice{Kept: ids[0], Merged: ids[1]}
	for i, name := range []string{"kept", "merged"} {
		choice.Seen[i], _ = strconv.ParseInt(f.Value(name), 10, 64) // what is no number was seen on no page
	}
	for _, field := range service.OrganisationTextFields() {
		if f.Value(field) == fromMerged {
			choice.Taken = append(choice.Taken, field)
		}
	}
	switch f.Value("contacts") {
	case fromKept:
		choice.Contacts = service.ContactsKept
	case fromMerged:
		choice.Contacts = service.ContactsMerged
	}
	err = h.service.MergeOrganisations(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), choice)
	if consult.CodeOf(err) == consult.CodeConflict && err != nil {
		return h.pair(c, f, err)
	}
	if err != nil {
		return err
	}
	return h.done(c, address(c.Param("slug"), ids[0]), "organisations.pair.merged")
}

func (p pairPage) slug() string { return p.PairView.Consultation.Slug }

func (p pairPage) kept() *service.OrganisationSide { return &p.Sides[0] }

func (p pairPage) merged() *service.OrganisationSide { return &p.Sides[1] }

func (p pairPage) action() string { return pairURL(p.slug(), p.kept().ID, p.merged().ID) }

// version is when a side was last changed, for a page that is stale to be known.
func version(side *service.OrganisationSide) string {
	return strconv.FormatInt(side.ChangedAt.UnixMilli(), 10)
}

// value gives a line of a description in words.
func (p pairPage) value(side *service.OrganisationSide, field string) string {
	value := service.OrganisationText(&side.Organisation, field)
	switch field {
	case "category":
		return p.Label(consult.ByCategory, value)
	case "territory":
		return p.Label(consult.ByTerritory, value)
	}
	return value
}

// lines are the fields of which one side at least says something.
func (p pairPage) lines() []string {
	var lines []string
	for _, field := range service.OrganisationTextFields() {
		if p.value(p.kept(), field)+p.value(p.merged(), field) != "" {
			lines = append(lines, field)
		}
	}
	return lines
}

// chosen says whose value of a field is kept: what was chosen, else the kept one's, unless it says nothing.
func (p pairPage) chosen(field string) string {
	if value := p.Value(field); value == fromKept || value == fromMerged {
		return value
	}
	if p.value(p.kept(), field) == "" {
		return fromMerged
	}
	return fromKept
}

func (p pairPage) contacts() ui.Radios {
	made := ui.Radios{Field: ui.Field{Name: "contacts", Label: p.P.T("organisations.pair.contacts")}, Value: p.Value("contacts"), Options: []ui.Option{
		{Value: fromBoth, Label: p.P.T("organisations.pair.contacts_both")},
		{Value: fromKept, Label: p.P.T("organisations.pair.contacts_of", "name", p.kept().Name), Hint: people(p.kept().Contacts)},
		{Value: fromMerged, Label: p.P.T("organisations.pair.contacts_of", "name", p.merged().Name), Hint: people(p.merged().Contacts)}}}
	if made.Value == "" {
		made.Value = fromBoth
	}
	return made
}

// people lists contacts in a line.
func people(contacts []consult.Contact) string {
	var all []string
	for _, contact := range contacts {
		words := contact.Name
		if contact.Email != "" {
			words = strings.TrimSpace(words + " <" + contact.Email + ">")
		}
		if words != "" {
			all = append(all, words)
		}
	}
	return strings.Join(all, ", ")
}
