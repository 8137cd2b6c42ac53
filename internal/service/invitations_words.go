package service

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"concertation/internal/consult"
	"concertation/internal/mail"
)

// The fields that the texts of a campaign may hold, between braces.
const (
	fieldStructure    = "structure"
	fieldContact      = "contact"
	fieldLink         = "lien"
	fieldConsultation = "consultation"
	fieldCloses       = "date de clôture"
	fieldOpens        = "date d’ouverture"
)

// CampaignFields lists the fields that the texts of a campaign may hold.
func CampaignFields() []string {
	return []string{fieldStructure, fieldContact, fieldLink, fieldConsultation, fieldCloses, fieldOpens}
}

var bracedField = regexp.MustCompile(`\{([^{}\n]{0,60})\}`)

// fieldsOf gives the fields that a text holds, as they are compared: case, apostrophes and spaces aside.
func fieldsOf(text string) []string {
	var found []string
	for _, match := range bracedField.FindAllStringSubmatch(text, -1) {
		found = append(found, plainField(match[1]))
	}
	return found
}

func plainField(name string) string {
	name = strings.ToLower(strings.Join(strings.Fields(name), " "))
	return strings.ReplaceAll(name, "'", "’")
}

// campaignFaults says what is wrong with a campaign before it is kept.
func campaignFaults(c *consult.Campaign) (faults []consult.FieldError) {
	fault := func(field, key string, args ...any) {
		faults = append(faults, consult.FieldError{Field: field, Key: key, Args: args})
	}
	for _, one := range []struct {
		field, text string
		most        int
	}{{"name", c.Name, consult.MaxCampaignName}, {"subject", c.Subject, consult.MaxMailSubject}, {"body", c.Body, consult.MaxMailBody}} {
		switch {
		case strings.TrimSpace(one.text) == "":
			fault(one.field, "invitations.error."+one.field)
		case utf8.RuneCountInString(one.text) > one.most:
			fault(one.field, "invitations.error.long", "most", one.most)
		}
	}
	if strings.ContainsAny(c.Subject, "\r\n\x00") {
		fault("subject", "invitations.error.subject_lines")
	}
	for field, text := range map[string]string{"subject": c.Subject, "body": c.Body} {
		for _, name := range fieldsOf(text) {
			if !slices.Contains(CampaignFields(), name) {
				fault(field, "invitations.error.field", "field", name)
				break
			}
		}
	}
	if !slices.Contains(fieldsOf(c.Body), fieldLink) {
		fault("body", "invitations.error.no_link")
	}
	return faults
}

// recipient is one address of a structure, with what its mail says of it.
type recipient struct {
	organisation *consult.Organisation
	name         string
	address      string
	link         string // whole
}

// write gives the mail of a campaign to a recipient.
func (s *Service) write(c *consult.Campaign, consultation *consult.Consultation, to *recipient) (*consult.Mail, error) {
	said := map[string]string{fieldStructure: to.organisation.Name, fieldContact: to.name, fieldConsultation: consultation.Title,
		fieldCloses: s.dayOf(consultation, false), fieldOpens: s.dayOf(consultation, true)}
	if to.name == "" {
		said[fieldContact] = to.organisation.Name
	}
	fill := func(text string, escape func(string) string, link string) string {
		return bracedField.ReplaceAllStringFunc(text, func(braced string) string {
			name := plainField(braced[1 : len(braced)-1])
			if name == fieldLink {
				return link
			}
			return escape(said[name])
		})
	}
	plain, rich, err := mail.FromMarkdown(fill(c.Body, mail.EscapeMarkdown, "<"+to.link+">"))
	if err != nil {
		return nil, err
	}
	return &consult.Mail{ConsultationID: c.ConsultationID, Kind: c.Kind, CampaignID: c.ID, OrganisationID: to.organisation.ID,
		Key:  fmt.Sprintf("campagne/%s/%s/%s", c.ID, to.organisation.ID, consult.FoldAddress(to.address)),
		Name: clipped(to.name, to.organisation.Name), Address: to.address, Subject: clipped(fill(c.Subject, mail.OneLine, to.link)),
		Text: plain, HTML: rich, Refusable: true}, nil
}

// clipped gives the first of the words that says something, on one line and no longer than a header bears.
func clipped(words ...string) string {
	for _, one := range words {
		one = mail.OneLine(one)
		if runes := []rune(one); len(runes) > consult.MaxMailSubject {
			one = string(runes[:consult.MaxMailSubject-1]) + "…"
		}
		if one != "" {
			return one
		}
	}
	return ""
}

func (s *Service) dayOf(c *consult.Consultation, opens bool) string {
	at := c.ClosesAt
	if opens {
		at = c.OpensAt
	}
	if at.IsZero() || s.P == nil {
		return ""
	}
	return s.P.DateTime(at)
}
