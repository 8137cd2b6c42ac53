package console

import (
	"strings"

	"concertation/internal/consult"
	"concertation/internal/french"
	"concertation/internal/service"
	"concertation/internal/web/ui"
)

// about gives what an entry is about, in words, with the address of what is still there.
func (p auditPage) about(line service.AuditLine) []ui.Link {
	var links []ui.Link
	for _, part := range line.Parts {
		links = append(links, p.part(part))
	}
	return links
}

func (p auditPage) part(part service.AuditPart) ui.Link {
	switch {
	case part.Kind == "":
		return ui.Link{Text: p.words(part)}
	case part.Hidden || part.Name.Ref.ID == "":
		return ui.Link{Text: p.lead(part) + p.P.T("audit.bare."+string(part.Kind))}
	case part.Gone:
		return ui.Link{Text: p.lead(part) + p.P.T("audit.gone."+string(part.Kind))}
	}
	return ui.Link{Text: p.lead(part) + p.name(part.Name), URL: auditRecordURL(&part.Name)}
}

func (p auditPage) lead(part service.AuditPart) string {
	if part.Lead == "" {
		return ""
	}
	return p.P.T("audit.lead."+part.Lead) + " "
}

// name says what a record is and what it is called.
func (p auditPage) name(name consult.AuditName) string {
	kind := string(name.Ref.Kind)
	switch {
	case !name.At.IsZero():
		return p.P.T("audit.of."+kind, "day", p.P.Date(name.At))
	case name.Title == "":
		return p.P.T("audit.bare." + kind)
	case name.Ref.Kind == consult.AuditResponse:
		return p.P.T("audit.of."+kind, "title", name.Title)
	}
	return p.P.T("audit.of."+kind, "title", french.Quote(name.Title), "number", name.Number)
}

// words says how many of what, a version of the grid or a page of the site.
func (p auditPage) words(part service.AuditPart) string {
	kind, rest, _ := strings.Cut(part.Words, " ")
	switch kind {
	case "version":
		return p.P.T("audit.words.version", "number", rest)
	case "page":
		if key := "pages.name." + rest; p.P.Has(key) {
			return p.P.T("audit.words.page", "title", french.Quote(p.P.T(key)))
		}
	}
	if key := "audit.count." + strings.ReplaceAll(part.Words, " ", "_"); p.P.Has(key) {
		return p.P.T(key, "count", part.Count)
	}
	return part.Words
}

// auditRecordURL is where a record is shown, "" when no page shows it.
func auditRecordURL(name *consult.AuditName) string {
	id := string(name.Ref.ID)
	switch name.Ref.Kind {
	case consult.AuditUser:
		return "/console/comptes"
	case consult.AuditBody:
		return "/console/instances/" + id
	case consult.AuditRights:
		return "/console/droits/" + id
	}
	if name.Slug == "" {
		return ""
	}
	at := base(name.Slug)
	switch name.Ref.Kind {
	case consult.AuditConsultation:
		return at
	case consult.AuditQuestionnaire:
		return at + "/questionnaires"
	case consult.AuditRevision:
		return at + "/questionnaires/" + id
	case consult.AuditResponse:
		return at + "/reponses/" + id
	case consult.AuditContribution:
		return auditContributionURL(at, id, name.Sort)
	case consult.AuditIdea:
		return at + "/idees/" + id
	case consult.AuditComment:
		return at + "/idees/" + string(name.Of)
	case consult.AuditTheme:
		return at + "/thematiques/" + id
	case consult.AuditAction:
		return at + "/actions-proposees"
	case consult.AuditSession:
		return at + "/collecte/seances/" + id
	case consult.AuditAttachment:
		return at + "/collecte/pieces/" + id
	case consult.AuditImport:
		return auditImportURL(at, id, consult.ImportAbout(name.Sort))
	case consult.AuditEvent:
		return at + "/rencontres/" + id
	case consult.AuditAttendance:
		return at + "/rencontres/" + string(name.Of) + "/personnes/" + id
	case consult.AuditOrganisation:
		return at + "/structures/" + id
	case consult.AuditCampaign:
		return at + "/invitations/" + id
	case consult.AuditMail:
		return at + "/courriels/" + id
	case consult.AuditPurge:
		return at + "/conservation"
	}
	return ""
}

// auditContributionURL leads to the page where a text gathered elsewhere is mended, or to the one where a text is grouped.
func auditContributionURL(at, id, sort string) string {
	switch consult.ContributionKind(sort) {
	case consult.KindNote, consult.KindLetter, consult.KindMail, consult.KindPhone:
		return at + "/collecte/textes/" + id
	case consult.KindAnswer, consult.KindIdea:
		return at + "/contributions/" + id
	}
	return "" // out of use
}

func auditImportURL(at, id string, about consult.ImportAbout) string {
	switch about {
	case consult.AboutOrganisations:
		return at + "/structures/importer/" + id
	case consult.AboutAttendances:
		return at + "/rencontres/importer/" + id
	}
	return at + "/collecte/importer/" + id
}
