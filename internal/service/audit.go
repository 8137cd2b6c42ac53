package service

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"concertation/internal/consult"
)

// AuditLine is an entry of the log with what its records are called now.
type AuditLine struct {
	Entry consult.AuditEntry
	Parts []AuditPart
}

// AuditPart is one thing an entry is about: a record, or words about how many.
type AuditPart struct {
	Kind consult.AuditKind // "": Words, of which there are Count
	// Lead is what joins the record to the one before: "into", "from" or "".
	Lead   string
	Name   consult.AuditName
	Gone   bool // it is no longer there
	Hidden bool // whoever asks may not know more than its kind
	Words  string
	Count  int
}

// Audit lists the log, newest first.
func (s *Service) Audit(ctx context.Context, actor consult.Actor, filter consult.AuditFilter) ([]consult.AuditEntry, error) {
	if err := actor.Require(consult.SeeAudit); err != nil {
		return nil, err
	}
	return s.Store.Audit(ctx, filter)
}

// NamedAudit tells of entries of the log what their records are called, as far as the actor may know: one question to the
// store for all of them.
func (s *Service) NamedAudit(ctx context.Context, actor consult.Actor, entries []consult.AuditEntry) ([]AuditLine, error) {
	if err := actor.Require(consult.SeeAudit); err != nil {
		return nil, err
	}
	lines, asked := make([]AuditLine, len(entries)), map[consult.AuditRef]bool{}
	for i := range entries {
		lines[i] = AuditLine{Entry: entries[i], Parts: auditParts(&entries[i])}
		for j := range lines[i].Parts {
			part := &lines[i].Parts[j]
			part.Hidden = part.Kind != "" && !actor.MaySeeRecord(part.Kind)
			if part.Kind != "" && part.Name.Ref.ID != "" && !part.Hidden {
				asked[part.Name.Ref] = true
			}
		}
	}
	refs := make([]consult.AuditRef, 0, len(asked))
	for ref := range asked {
		refs = append(refs, ref)
	}
	names, err := s.Store.AuditNames(ctx, refs)
	if err != nil {
		return nil, fmt.Errorf("name the records of the audit log: %w", err)
	}
	found := map[consult.AuditRef][]consult.AuditName{}
	for _, name := range names {
		found[name.Ref] = append(found[name.Ref], name)
	}
	for i := range lines {
		for j := range lines[i].Parts {
			if part := &lines[i].Parts[j]; asked[part.Name.Ref] {
				part.name(found[part.Name.Ref], lines[i].Entry.ConsultationID)
			}
		}
	}
	return lines, nil
}

// name takes the name that a record has in the consultation of the entry: consultations made from one another share the
// identifiers of their themes.
func (p *AuditPart) name(names []consult.AuditName, consultation consult.ID) {
	p.Gone = true
	for _, name := range names {
		if consultation == "" || name.ConsultationID == "" || name.ConsultationID == consultation {
			p.Name, p.Gone = name, false
			return
		}
	}
}

// auditParts reads the record of an entry: «kind id», several of them, or a number of something. An entry about no record
// is about its consultation.
func auditParts(entry *consult.AuditEntry) []AuditPart {
	var parts []AuditPart
	named := false
	for _, words := range strings.Split(strings.NewReplacer(" into ", ", into ", " from ", ", from ").Replace(entry.Record), ", ") {
		if words = strings.TrimSpace(words); words == "" {
			continue
		}
		part := auditPart(words, entry.Operation, parts)
		named = named || part.Kind != ""
		parts = append(parts, part)
	}
	if !named && entry.ConsultationID != "" {
		whole := AuditPart{Kind: consult.AuditConsultation}
		whole.Name.Ref = consult.AuditRef{Kind: whole.Kind, ID: entry.ConsultationID}
		parts = append([]AuditPart{whole}, parts...)
	}
	return parts
}

func auditPart(words, operation string, before []AuditPart) AuditPart {
	part := AuditPart{Words: words}
	first, rest, _ := strings.Cut(words, " ")
	if count, err := strconv.Atoi(first); err == nil && rest != "" {
		part.Words, part.Count = rest, count
		return part
	}
	if count, err := strconv.Atoi(rest); err == nil && first == "unread" {
		part.Words, part.Count = first, count // as validations of themes are written
		return part
	}
	kind := consult.AuditKind(first)
	switch {
	case (first == "into" || first == "from") && len(before) > 0:
		part.Lead, kind = first, before[0].Kind // «organisation A into B»
	case !kind.Known():
		kind, rest = bareKind(operation), first
	}
	id, err := consult.ParseID(rest)
	if kind == "" || err != nil && rest != "" {
		return part
	}
	part.Kind, part.Words, part.Name.Ref = kind, "", consult.AuditRef{Kind: kind, ID: id}
	return part
}

// bareKind says what an identifier without a kind is, as some entries were written once.
func bareKind(operation string) consult.AuditKind {
	switch operation {
	case "schedule campaign", "stop campaign", "delete campaign":
		return consult.AuditCampaign
	case "renew invitation", "revoke invitation":
		return consult.AuditOrganisation
	case "export mail merge", "export codes":
		return consult.AuditConsultation
	}
	if strings.HasPrefix(operation, "mails.") {
		return consult.AuditMail
	}
	return ""
}
