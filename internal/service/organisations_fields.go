package service

import (
	"slices"
	"unicode/utf8"

	"concertation/forms"
	"concertation/internal/consult"
)

// organisationField is a line of the description of an organisation.
type organisationField struct {
	name string
	of   func(o *consult.Organisation) *string
}

// organisationTexts are the lines of a description but the contacts, in the order in which screens show them.
func organisationTexts() []organisationField {
	return []organisationField{
		{"name", func(o *consult.Organisation) *string { return &o.Name }},
		{"id", func(o *consult.Organisation) *string { return &o.Key }},
		{"siret", func(o *consult.Organisation) *string { return &o.SIRET }},
		{"rna", func(o *consult.Organisation) *string { return &o.RNA }},
		{"category", func(o *consult.Organisation) *string { return &o.Category }},
		{"territory", func(o *consult.Organisation) *string { return &o.Territory }},
		{"size", func(o *consult.Organisation) *string { return &o.Size }},
		{"email", func(o *consult.Organisation) *string { return &o.Email }},
		{"phone", func(o *consult.Organisation) *string { return &o.Phone }},
		{"address", func(o *consult.Organisation) *string { return &o.Address }},
		{"postcode", func(o *consult.Organisation) *string { return &o.Postcode }},
		{"town", func(o *consult.Organisation) *string { return &o.Town }},
		{"note", func(o *consult.Organisation) *string { return &o.Note }},
	}
}

// OrganisationTextFields names the lines of a description but the contacts, in the order in which screens show them.
func OrganisationTextFields() []string {
	var names []string
	for _, field := range organisationTexts() {
		names = append(names, field.name)
	}
	return names
}

// OrganisationText gives a line of a description by its name; "" for a name that it does not have.
func OrganisationText(o *consult.Organisation, name string) string {
	for _, field := range organisationTexts() {
		if field.name == name {
			return *field.of(o)
		}
	}
	return ""
}

// changedFields names the lines that two descriptions say otherwise, «contacts» the last.
func changedFields(before, after *consult.Organisation) []string {
	var names []string
	for _, field := range organisationTexts() {
		if *field.of(before) != *field.of(after) {
			names = append(names, field.name)
		}
	}
	if !slices.Equal(before.Contacts, after.Contacts) {
		names = append(names, contactsField)
	}
	return names
}

// contactsField names all the contacts of an organisation at once.
const contactsField = "contacts"

// revert puts back what after changed of before, but where somebody wrote something else since.
func revert(now, before, after *consult.Organisation) {
	for _, field := range organisationTexts() {
		if *field.of(now) == *field.of(after) {
			*field.of(now) = *field.of(before)
		}
	}
	if slices.Equal(now.Contacts, after.Contacts) {
		now.Contacts = before.Contacts
	}
}

// The lengths beyond which a cell is a mistake: a column shifted, a text pasted in the wrong place.
const (
	mostName = 300
	mostCell = 1000
)

// tidyOrganisation puts every line of a description as it is kept: on one line, numbers without spaces.
func tidyOrganisation(o *consult.Organisation) {
	for _, field := range organisationTexts() {
		*field.of(o) = cleanCell(*field.of(o))
	}
	o.SIRET, o.RNA = digitsOf(o.SIRET), upperJoined(o.RNA)
	var contacts []consult.Contact
	for _, c := range o.Contacts {
		c = consult.Contact{Name: cleanCell(c.Name), Role: cleanCell(c.Role), Email: cleanCell(c.Email), Phone: cleanCell(c.Phone)}
		if c != (consult.Contact{}) {
			contacts = append(contacts, c)
		}
	}
	o.Contacts = contacts
}

// checkOrganisation says what is wrong with a tidied description. Fields of contacts are named without their rank.
func checkOrganisation(o *consult.Organisation) []consult.FieldError {
	var faults []consult.FieldError
	fault := func(field, key string) { faults = append(faults, consult.FieldError{Field: field, Key: key}) }
	for _, field := range organisationTexts() {
		value, most := *field.of(o), mostCell
		if field.name == "name" {
			most = mostName
		}
		if utf8.RuneCountInString(value) > most {
			fault(field.name, "organisations.error.long")
		}
	}
	switch {
	case o.Name == "":
		fault("name", "organisations.error.no_name")
	case cellForm(o.Name) != "":
		fault("name", "organisations.error.name_number")
	}
	if o.SIRET != "" && !forms.ValidSIRET(o.SIRET) {
		fault("siret", "organisations.error.siret")
	}
	if o.RNA != "" && !forms.ValidRNA(o.RNA) {
		fault("rna", "organisations.error.rna")
	}
	if o.Email != "" && !sendable(o.Email) {
		fault("email", "organisations.error.email")
	}
	for _, c := range o.Contacts {
		if c.Email != "" && !sendable(c.Email) {
			fault("contact_email", "organisations.error.email")
		}
		for field, value := range map[string]string{"contact_name": c.Name, "contact_role": c.Role, "contact_email": c.Email, "contact_phone": c.Phone} {
			if utf8.RuneCountInString(value) > mostName {
				fault(field, "organisations.error.long")
			}
		}
	}
	return faults
}
