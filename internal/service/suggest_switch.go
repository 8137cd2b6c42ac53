package service

import (
	"context"

	"concertation/internal/consult"
)

// HideSuggestions says whether what a model proposes is kept from all who group the texts of a consultation: on the texts,
// in filters, in counts, in what can be validated.
func (s *Service) HideSuggestions(ctx context.Context, actor consult.Actor, slug string, hidden bool) error {
	operation := "suggestions.show"
	if hidden {
		operation = "suggestions.hide"
	}
	_, err := s.changeConsultation(ctx, actor, slug, operation, func(_ consult.Tx, c *consult.Consultation) error {
		c.Settings.HideSuggestions = hidden
		return nil
	})
	return err
}
