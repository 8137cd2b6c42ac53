package service

import (
	"context"
	"fmt"
	"slices"

	"concertation/internal/consult"
)

// ChangeLanguage sets the language in which the respondent reads the questionnaire; answers stay as they are. A
// language that the questionnaire does not have changes nothing.
func (s *Service) ChangeLanguage(ctx context.Context, token, language string) (*Answering, error) {
	a, err := s.Answering(ctx, token)
	if err != nil {
		return nil, err
	}
	if language == a.Response.Language || !slices.Contains(a.Questionnaire().Definition().Languages, language) {
		return a, nil
	}
	if !a.MayWrite() {
		return nil, errNotHolder()
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		return tx.SetResponseLanguage(ctx, a.Response.ID, language)
	})
	if err != nil {
		return nil, fmt.Errorf("change language of response %s: %w", a.Response.ID, err)
	}
	a.Response.Language = language
	return a, nil
}
