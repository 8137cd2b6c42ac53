package service

import (
	"context"
	"fmt"
	"slices"

	"concertation/internal/consult"
)

// NotePosted notes that letters made from the mail merge left: their structures are invited from then on, and can be
// reminded. It concerns the structures that nothing invited yet, only those without an address for mails when addressless;
// it tells how many.
func (s *Service) NotePosted(ctx context.Context, actor consult.Actor, slug string, addressless bool) (int, error) {
	consultation, err := s.mailing(ctx, actor, slug)
	if err != nil {
		return 0, err
	}
	posted, err := s.toPost(ctx, consultation.ID, addressless)
	if err != nil {
		return 0, fmt.Errorf("note letters: %w", err)
	}
	for piece := range slices.Chunk(posted, linksAtOnce) {
		err := s.Store.Atomic(ctx, func(tx consult.Tx) error {
			for i := range piece {
				touch := s.touchOf(&piece[i], consult.TouchInvited, "post")
				touch.Channel, touch.By = consult.ChannelMail, actor.User
				if err := tx.InsertTouch(ctx, touch); err != nil {
					return err
				}
			}
			return s.audit(ctx, tx, actor, "invitations.posted", consultation.ID, fmt.Sprintf("%d structures", len(piece)))
		})
		if err != nil {
			return 0, fmt.Errorf("note letters: %w", err)
		}
	}
	return len(posted), nil
}

// toPost gives the structures of the list that nothing invited.
func (s *Service) toPost(ctx context.Context, consultation consult.ID, addressless bool) ([]consult.Organisation, error) {
	read, err := s.readReach(ctx, &consult.Campaign{ConsultationID: consultation})
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(read.organisations, func(o consult.Organisation) bool {
		var report consult.CampaignReport
		read.addresses(&o, true, &report)
		return read.invited[o.ID] || addressless && report.WithoutAddress == 0
	}), nil
}
