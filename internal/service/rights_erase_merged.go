package service

import (
	"context"
	"maps"
	"slices"

	"concertation/forms"
	"concertation/internal/consult"
)

// eraseTaken takes out of the responses that took words from this one in a merge what they took, as long as they still
// say it: the words of whoever is erased are theirs wherever they went. What the others chose, ranked or counted stays,
// and so does all that is their own (decision 0036).
func (s *Service) eraseTaken(ctx context.Context, tx consult.Tx, response *consult.Response) error {
	settlements, err := mergesInForce(ctx, tx, response.ConsultationID)
	if err != nil || len(settlements) == 0 {
		return err
	}
	said, err := s.writtenIn(ctx, tx, response)
	if err != nil {
		return err
	}
	for name, words := range said {
		if response.Submission.Answers[name].Text != words { // another's, on hold: theirs to erase
			continue
		}
		if err := s.eraseTakenFrom(ctx, tx, settlements, response.ID, name, words); err != nil {
			return err
		}
	}
	return nil
}

// eraseTakenFrom follows the words of one question from a response to those that took them, and on.
func (s *Service) eraseTakenFrom(ctx context.Context, tx consult.Tx, settlements []consult.Settlement, from consult.ID, question, words string) error {
	if words == "" || words == consult.Erased {
		return nil
	}
	for _, one := range settlements {
		if !slices.Contains(one.Taken, consult.TakenAnswer{Name: question, From: from}) {
			continue
		}
		hold, frozen, err := frozenIn(ctx, tx, one.KeptID, question)
		if err == nil && frozen.Words == words { // another asked to keep them on hold
			err = s.giveBackWords(ctx, tx, hold.Ref, words)
		}
		if err != nil && !gone(err) {
			return err
		}
		kept, err := tx.Response(ctx, one.KeptID)
		if gone(err) {
			continue
		}
		if err != nil {
			return err
		}
		if kept.Submission.Answers[question].Text != words { // erased already, or sent again by its respondent
			continue
		}
		if err := s.eraseWords(ctx, tx, &kept, question); err != nil {
			return err
		}
		if err := s.eraseTakenFrom(ctx, tx, settlements, kept.ID, question, words); err != nil {
			return err
		}
	}
	return nil
}

// eraseWords puts the mark of what is erased in the place of one answer of a response, and of its contributions.
func (s *Service) eraseWords(ctx context.Context, tx consult.Tx, response *consult.Response, question string) error {
	seq, err := tx.NextSeq(ctx)
	if err != nil {
		return err
	}
	answers := maps.Clone(response.Submission.Answers)
	answers[question] = forms.TextAnswer(consult.Erased)
	response.Submission.Answers, response.ChangeSeq = answers, seq
	if err := tx.EraseAnswer(ctx, response); err != nil {
		return err
	}
	texts, err := tx.AnswerContributions(ctx, response.ID)
	if err != nil {
		return err
	}
	for i := range texts {
		if texts[i].Question != question {
			continue
		}
		if err := tx.EraseContribution(ctx, texts[i].ID, texts[i].AuthorKey, seq, s.day(texts[i].CreatedAt)); err != nil {
			return err
		}
	}
	return nil
}
