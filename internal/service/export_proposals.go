package service

import (
	"context"
	"strings"

	"concertation/exports"
	"concertation/internal/consult"
)

// fillProposals adds the actions written down while reading, for those who work on them.
func (s *Service) fillProposals(ctx context.Context, actor consult.Actor, input *exports.Input) error {
	view, err := s.ProposalsView(ctx, actor, input.Consultation.Slug)
	if err != nil || len(view.Rows) == 0 {
		return err
	}
	users, err := s.Store.Users(ctx)
	if err != nil {
		return err
	}
	names := make(map[consult.ID]string, len(users))
	for _, user := range users {
		names[user.ID] = user.Name
	}
	for _, row := range view.Rows {
		proposal := exports.Proposal{Title: row.Proposal.Title, Note: row.Proposal.Note, By: names[row.Proposal.CreatedBy],
			At: row.Proposal.CreatedAt, Counts: row.Counts}
		input.Date = later(input.Date, row.Proposal.ChangedAt)
		titles := make([]string, len(row.Themes))
		for i, theme := range row.Themes {
			titles[i] = theme.Title
		}
		proposal.Themes = strings.Join(titles, "\n")
		for _, source := range row.Sources {
			proposal.Texts = append(proposal.Texts, source.Text)
		}
		input.Proposals = append(input.Proposals, proposal)
	}
	return nil
}
