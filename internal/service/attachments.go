package service

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"concertation/internal/consult"
	"concertation/internal/intake"
)

// attachmentPiece is how much of an attachment goes into one transaction (rule 1).
const attachmentPiece = 256 << 10

// Upload is a file as somebody sends it.
type Upload struct {
	Name    string
	Content io.Reader
}

// RefusedUpload says why a file was not attached.
type RefusedUpload struct {
	Name  string
	Fault consult.FieldError
}

// Attach puts photographs and scans beside a letter or a session; each is taken or refused by itself, and one that
// stands there already is not put twice.
func (s *Service) Attach(ctx context.Context, actor consult.Actor, slug string, owner consult.Owner, uploads []Upload) (attached int, refused []RefusedUpload, err error) {
	consultation, err := s.collecting(ctx, actor, slug)
	if err != nil {
		return 0, nil, err
	}
	if err := s.ownerOf(ctx, consultation.ID, owner); err != nil {
		return 0, nil, err
	}
	for _, upload := range uploads {
		fault, err := s.attach(ctx, actor, consultation.ID, owner, upload)
		if err != nil {
			return attached, refused, fmt.Errorf("attach: %w", err)
		}
		if fault != nil {
			refused = append(refused, RefusedUpload{Name: shortName(upload.Name), Fault: *fault})
			continue
		}
		attached++
	}
	return attached, refused, nil
}

// ownerOf refuses what is not of that consultation, or is no letter, note or session.
func (s *Service) ownerOf(ctx context.Context, consultation consult.ID, owner consult.Owner) error {
	if owner.SessionID != "" {
		session, err := s.Store.SessionHeld(ctx, owner.SessionID)
		if err == nil && session.ConsultationID != consultation {
			err = consult.NotFound("error.not_found")
		}
		return err
	}
	_, err := s.gathered(ctx, s.Store, consultation, owner.ContributionID)
	return err
}

func (s *Service) attach(ctx context.Context, actor consult.Actor, consultation consult.ID, owner consult.Owner, upload Upload) (*consult.FieldError, error) {
	content, err := io.ReadAll(io.LimitReader(upload.Content, consult.MaxAttachment+1))
	if err != nil {
		return nil, err
	}
	if len(content) > consult.MaxAttachment {
		return &consult.FieldError{Field: "files", Key: "collect.error.attachment_size", Args: []any{"max", consult.MaxAttachment >> 20}}, nil
	}
	scan, err := intake.ReadScan(content)
	var told *intake.Error
	if errors.As(err, &told) {
		return &consult.FieldError{Field: "files", Key: told.Key, Args: told.Args}, nil
	}
	if err != nil {
		return nil, err
	}
	there, err := s.Store.Attachments(ctx, owner)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(scan.Content)
	digest := hex.EncodeToString(sum[:])
	for _, one := range there {
		if one.Digest == digest {
			return nil, nil
		}
	}
	if len(there) >= consult.MostAttached {
		return &consult.FieldError{Field: "files", Key: "collect.error.attachment_count", Args: []any{"max", consult.MostAttached}}, nil
	}
	made := consult.Attachment{ID: consult.NewID(), ConsultationID: consultation, ContributionID: owner.ContributionID, SessionID: owner.SessionID,
		Name: scanName(upload.Name, scan.Extension), MediaType: scan.MediaType, Size: int64(len(scan.Content)), Digest: digest, By: actor.User, At: s.Now()}
	return nil, s.keepAttachment(ctx, actor, &made, scan.Content)
}

// scanName gives the name of a file the extension of what it is.
func scanName(name, extension string) string {
	name = strings.TrimSpace(strings.TrimSuffix(filepath.Base(strings.ReplaceAll(cleanTyped(name), `\`, "/")), filepath.Ext(name)))
	if name == "" || name == "." || name == "/" {
		name = "document"
	}
	return shortName(name) + extension
}

func (s *Service) keepAttachment(ctx context.Context, actor consult.Actor, made *consult.Attachment, content []byte) error {
	err := s.Store.Atomic(ctx, func(tx consult.Tx) error { return tx.InsertAttachment(ctx, made) })
	if err != nil {
		return err
	}
	for position := 0; position*attachmentPiece < len(content); position++ {
		piece := content[position*attachmentPiece : min((position+1)*attachmentPiece, len(content))]
		err := s.Store.Atomic(ctx, func(tx consult.Tx) error { return tx.InsertAttachmentPiece(ctx, made.ID, position, piece) })
		if err != nil {
			return err
		}
	}
	return s.Store.Atomic(ctx, func(tx consult.Tx) error {
		if err := tx.CompleteAttachment(ctx, made.ID); err != nil {
			return err
		}
		return s.audit(ctx, tx, actor, "attachment.add", made.ConsultationID, "attachment "+string(made.ID))
	})
}

// OpenAttachment gives an attachment and its content to whoever may see responses.
func (s *Service) OpenAttachment(ctx context.Context, actor consult.Actor, slug string, id consult.ID) (consult.Attachment, []byte, error) {
	found, err := s.attachmentOf(ctx, actor, slug, id)
	if err != nil {
		return found, nil, err
	}
	content := make([]byte, 0, found.Size)
	for position := 0; int64(len(content)) < found.Size; position++ {
		piece, err := s.Store.AttachmentPiece(ctx, found.ID, position)
		if err != nil {
			return found, nil, fmt.Errorf("open attachment %s: %w", id, err)
		}
		content = append(content, piece...)
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		return s.audit(ctx, tx, actor, "attachment.see", found.ConsultationID, "attachment "+string(id))
	})
	return found, content, err
}

func (s *Service) attachmentOf(ctx context.Context, actor consult.Actor, slug string, id consult.ID) (consult.Attachment, error) {
	if err := actor.Require(consult.SeeResponses); err != nil {
		return consult.Attachment{}, err
	}
	consultation, err := s.Store.ConsultationBySlug(ctx, slug)
	if err != nil {
		return consult.Attachment{}, err
	}
	found, err := s.Store.Attachment(ctx, id)
	if err == nil && (found.ConsultationID != consultation.ID || !found.Whole) {
		err = consult.NotFound("error.not_found")
	}
	return found, err
}

// Detach removes an attachment for good, and gives what it stood beside.
func (s *Service) Detach(ctx context.Context, actor consult.Actor, slug string, id consult.ID) (consult.Owner, error) {
	if _, err := s.collecting(ctx, actor, slug); err != nil {
		return consult.Owner{}, err
	}
	found, err := s.attachmentOf(ctx, actor, slug, id)
	if err != nil {
		return consult.Owner{}, err
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		if err := tx.DeleteAttachment(ctx, id); err != nil {
			return err
		}
		return s.audit(ctx, tx, actor, "attachment.remove", found.ConsultationID, "attachment "+string(id))
	})
	return consult.Owner{ContributionID: found.ContributionID, SessionID: found.SessionID}, err
}
