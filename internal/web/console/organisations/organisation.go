package organisations

import (
	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/console/part"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

type organisationPage struct {
	ui.Page
	*service.OrganisationView
}

// Show shows an organisation with what happened with it.
func (h *Handlers) Show(c *gin.Context) error {
	page, err := h.organisationPage(c)
	if err != nil {
		return err
	}
	return reply.OK(c, organisation(*page))
}

func (h *Handlers) organisationPage(c *gin.Context) (*organisationPage, error) {
	id, err := part.RecordID(c)
	if err != nil {
		return nil, err
	}
	view, err := h.service.Organisation(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id)
	if err != nil {
		return nil, err
	}
	return &organisationPage{Page: h.begin(c, view.Organisation.Name, &view.Consultation), OrganisationView: view}, nil
}

// ShowDelete asks once more before removing an organisation.
func (h *Handlers) ShowDelete(c *gin.Context) error {
	page, err := h.organisationPage(c)
	if err != nil {
		return err
	}
	page.Title = h.p.T("organisations.delete.title", "name", page.Organisation.Name)
	page.Back = &ui.Link{Text: page.Organisation.Name, URL: page.address()}
	return reply.OK(c, remove(*page))
}

// Delete removes an organisation.
func (h *Handlers) Delete(c *gin.Context) error {
	id, err := part.RecordID(c)
	if err != nil {
		return err
	}
	if err := h.service.DeleteOrganisation(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id); err != nil {
		return err
	}
	return h.done(c, base(c.Param("slug")), "organisations.delete.done")
}

func (p organisationPage) slug() string { return p.OrganisationView.Consultation.Slug }

func (p organisationPage) address() string { return address(p.slug(), p.Organisation.ID) }

// described gives the lines of the description that say something.
func (p organisationPage) described() ui.DefinitionList {
	var made ui.DefinitionList
	for _, field := range service.OrganisationTextFields() {
		value := service.OrganisationText(&p.Organisation, field)
		switch field {
		case "name":
			continue
		case "category":
			value = labelled(p.Categories, value)
		case "territory":
			value = labelled(p.Territories, value)
		}
		if value != "" {
			made.Items = append(made.Items, ui.Definition{Term: p.P.T("organisations.map." + field), Text: value})
		}
	}
	return made
}

func labelled(choices []service.CodingChoice, value string) string {
	for _, choice := range choices {
		if choice.Value == value {
			return choice.Label
		}
	}
	return value
}

func (p organisationPage) contacts() ui.Table {
	table := ui.Table{Caption: p.P.T("organisations.contacts.title"), Wide: true, Columns: []ui.Column{{Title: p.P.T("organisations.contact.name")},
		{Title: p.P.T("organisations.contact.role")}, {Title: p.P.T("organisations.contact.email")}, {Title: p.P.T("organisations.contact.phone")}}}
	for _, contact := range p.Organisation.Contacts {
		table.Rows = append(table.Rows, ui.Row{Header: true, Cells: []ui.Cell{{Text: said(contact.Name)}, {Text: said(contact.Role)}, {Text: said(contact.Email)}, {Text: said(contact.Phone)}}})
	}
	return table
}

func (p organisationPage) touches() ui.Table {
	table := ui.Table{Caption: p.P.T("organisations.touches.caption", "count", len(p.Touches)), Wide: true, Columns: []ui.Column{{Title: p.P.T("organisations.column.date")},
		{Title: p.P.T("organisations.column.touch")}, {Title: p.P.T("organisations.column.note")}}}
	for _, touch := range p.Touches {
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{{Text: p.P.DateTime(touch.At)}, {Text: p.P.T("organisations.touch." + string(touch.Kind))}, {Text: said(touch.Note)}}})
	}
	return table
}

// mergeWords says in a sentence what was merged, by whom, and whether it was undone.
func mergeWords(page ui.Page, m *consult.OrganisationMerge) string {
	by := m.ByName
	if by == "" {
		by = page.P.T("collect.import.by_command")
	}
	words := page.P.T("organisations.merge.trace", "merged", m.Trace.Merged.Name, "kept", m.Trace.KeptBefore.Name, "by", by, "date", page.P.DateTime(m.At))
	if !m.UndoneAt.IsZero() {
		words += " " + page.P.T("organisations.merge.undone", "by", m.UndoneByName, "date", page.P.DateTime(m.UndoneAt))
	}
	return words
}
