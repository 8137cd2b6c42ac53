package service

import (
	"context"

	"concertation/exports"
	"concertation/internal/consult"
	"concertation/internal/privacy"
)

// fillIdeas adds the idea box, as ideas came. A public export has those that everybody may read, screened, without their
// authors (R2.6).
func (s *Service) fillIdeas(ctx context.Context, input *exports.Input) error {
	id := input.Consultation.ID
	ideas, err := s.Store.Ideas(ctx, consult.IdeaFilter{ConsultationID: id, State: consult.IdeaAny, Order: consult.IdeasOldest})
	if err != nil {
		return err
	}
	if len(ideas) == 0 {
		return nil
	}
	screening, err := s.screening(ctx, id)
	if err != nil {
		return err
	}
	numbers := make(map[consult.ID]int64, len(ideas))
	for i := range ideas {
		numbers[ideas[i].ID] = ideas[i].Number
	}
	for i := range ideas {
		idea := ideas[i]
		input.Date = later(input.Date, idea.ChangedAt)
		if input.Public && !idea.Readable() {
			continue
		}
		row := exports.Idea{Idea: idea, Territory: input.Words.Territory(idea.Territory), Category: input.Words.Category(idea.Category)}
		if input.Grouping != nil && idea.ThemeID != "" {
			row.Theme = input.Grouping.Theme(idea.ThemeID).Theme.Title
		}
		if idea.MergedInto != "" {
			row.MergedInto = numbers[idea.Stands()]
		}
		if input.Public {
			screening.withoutAuthor(&row)
		}
		input.Ideas = append(input.Ideas, row)
	}
	return nil
}

// withoutAuthor leaves of an idea what may be published. The masks that people put are on its contribution, whose parts
// are not those of the idea: the text is taken from there, whole.
func (sc *screening) withoutAuthor(row *exports.Idea) {
	idea := &row.Idea
	c := contributionOf(idea)
	published := consult.Idea{Number: idea.Number, ConsultationID: idea.ConsultationID, Title: sc.publishable(&c, consult.MaskTitle),
		Proposal: sc.publishable(&c, consult.MaskBody), Beneficiaries: sc.screened(idea.Beneficiaries), Bearer: sc.screened(idea.Bearer), Moderation: idea.Moderation,
		Status: idea.Status, Answer: idea.Answer, AnsweredAt: idea.AnsweredAt, Supports: idea.Supports, Comments: idea.Comments}
	row.Idea, row.Category = published, ""
}

// screened hides in a text that has no masks what the screening finds in it.
func (sc *screening) screened(text string) string {
	return privacy.Mask(text, sc.screen.Find(text), func(kind privacy.Kind) string { return sc.word(string(kind)) })
}
