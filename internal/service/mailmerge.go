package service

import (
	"context"
	"fmt"
	"io"
	"strings"
	"unicode"

	"concertation/exports/mailmerge"
	"concertation/internal/consult"
	"concertation/internal/french"
)

// ExportMailMerge writes the spreadsheet from which letters to the structures of a list are made, and makes the links that
// are still to be made. Only who may send invitations: a link lets its holder answer in the name of a structure.
// origin is the site's address, before the links; silent leaves out the structures that answered.
func (s *Service) ExportMailMerge(ctx context.Context, actor consult.Actor, slug, origin string, silent bool, out io.Writer) error {
	file, err := s.mailMerge(ctx, actor, slug, origin, "export mail merge", silent)
	if err != nil {
		return err
	}
	return file.Write(out)
}

// ExportCodes writes the QR codes of the structures' links, a picture each, in a zip.
func (s *Service) ExportCodes(ctx context.Context, actor consult.Actor, slug, origin string, silent bool, out io.Writer) error {
	file, err := s.mailMerge(ctx, actor, slug, origin, "export codes", silent)
	if err != nil {
		return err
	}
	return file.WriteCodes(out)
}

func (s *Service) mailMerge(ctx context.Context, actor consult.Actor, slug, origin, operation string, silent bool) (*mailmerge.File, error) {
	consultation, err := s.mailing(ctx, actor, slug)
	if err != nil {
		return nil, err
	}
	if _, err := s.MakeInvitations(ctx, consult.System(), consultation.ID); err != nil {
		return nil, err
	}
	file := &mailmerge.File{Title: consultation.Title, Modified: consultation.ChangedAt,
		Names:  [2]string{s.sentence("invitations.file.readme"), s.sentence("invitations.file.list")},
		Readme: []string{consultation.Title, s.sentence("invitations.file.what"), s.sentence("invitations.file.care")}}
	if consultation.Demonstration {
		file.Banner = s.sentence("exports.demonstration")
	}
	for _, column := range []string{"name", "contact", "address", "postcode", "town", "email", "phone", "category", "territory", "link", "code"} {
		file.Header = append(file.Header, s.sentence("invitations.file."+column))
	}
	if err := s.mergeRows(ctx, &consultation, origin, silent, file); err != nil {
		return nil, fmt.Errorf("%s: %w", operation, err)
	}
	return file, s.Store.Atomic(ctx, func(tx consult.Tx) error {
		return s.audit(ctx, tx, actor, operation, consultation.ID, "consultation "+string(consultation.ID))
	})
}

// mergeRows writes a row for each structure of the list whose link works, by name; only for those that have not answered when
// it is the silent ones that are written to.
func (s *Service) mergeRows(ctx context.Context, consultation *consult.Consultation, origin string, silent bool, file *mailmerge.File) error {
	all, err := s.Store.Organisations(ctx, consult.OrganisationFilter{ConsultationID: consultation.ID})
	if err != nil {
		return err
	}
	strata, err := s.Store.Strata(ctx, consultation.ID)
	if err != nil {
		return err
	}
	words, err := s.organisationWords(ctx, consultation.ID, strata)
	if err != nil {
		return err
	}
	invitations, err := s.Store.Invitations(ctx, consultation.ID)
	if err != nil {
		return err
	}
	known := make(map[consult.ID]consult.Invitation, len(invitations))
	for _, one := range invitations {
		known[one.OrganisationID] = one
	}
	answered := map[consult.ID]bool{}
	if silent {
		if answered, err = s.answeredStructures(ctx, consultation.ID); err != nil {
			return err
		}
	}
	erased, err := s.suppressed(ctx, consultation.ID)
	if err != nil {
		return err
	}
	for i := range all {
		o := &all[i]
		erased.leave(o)
		invitation, made := known[o.ID]
		if answered[o.ID] || !made || !invitation.RevokedAt.IsZero() {
			continue
		}
		token, err := s.InvitationToken(ctx, invitation.ID)
		if err != nil {
			return err
		}
		link := origin + "/s/" + token
		contact := ""
		if len(o.Contacts) > 0 {
			contact = o.Contacts[0].Name
		}
		file.Rows = append(file.Rows, mailmerge.Row{Name: fmt.Sprintf("%04d-%s", i+1, pictureName(o.Name)), Link: link,
			Words: []string{o.Name, contact, o.Address, o.Postcode, o.Town, o.Email, o.Phone,
				words.Label(consult.ByCategory, o.Category), words.Label(consult.ByTerritory, o.Territory), link}})
	}
	return nil
}

// pictureName writes a name so that every system takes it for that of a file.
func pictureName(name string) string {
	var out strings.Builder
	for _, r := range french.Fold(name) {
		switch {
		case out.Len() >= 40:
			return strings.Trim(out.String(), "-")
		case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			out.WriteRune(r)
		case out.Len() > 0 && !strings.HasSuffix(out.String(), "-"):
			out.WriteByte('-')
		}
	}
	return strings.Trim(out.String(), "-")
}
