package service

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"concertation/forms"
	"concertation/internal/consult"
)

// What somebody wrote may have been taken into another response by a merge: frozen, it is out of that one too, until it is
// given back (decision 0039). What was chosen, ranked or counted stays, as it leads to nobody.

// frozenWords is what stands in the place of words in a response that took them, kept as the state of a hold.
type frozenWords struct {
	Words string
	Of    []consult.ID // the responses on hold that they came from
}

func wordsRef(response consult.ID, question string) consult.RecordRef {
	return consult.RecordRef{Kind: consult.RecordTaken, ID: response, Part: question}
}

func frozenIn(ctx context.Context, tx consult.Tx, response consult.ID, question string) (consult.Hold, frozenWords, error) {
	hold, err := tx.Hold(ctx, wordsRef(response, question))
	if err != nil {
		return hold, frozenWords{}, err
	}
	words, err := wordsOf(&hold)
	return hold, words, err
}

func wordsOf(hold *consult.Hold) (words frozenWords, err error) {
	if err := json.Unmarshal([]byte(hold.State), &words); err != nil {
		return words, fmt.Errorf("read the words on hold in %s: %w", hold.Ref.ID, err)
	}
	return words, nil
}

// rewriteHold keeps for whom words are on hold.
func rewriteHold(ctx context.Context, tx consult.Tx, hold *consult.Hold, words frozenWords) error {
	state, err := json.Marshal(words)
	if err != nil {
		return err
	}
	hold.State = string(state)
	if err := tx.DeleteHold(ctx, hold.Ref); err != nil && !gone(err) {
		return err
	}
	return tx.InsertHold(ctx, hold)
}

// written says whether the answers to a question are words, which may tell who wrote them.
func written(question *forms.Question) bool {
	return question.Kind == forms.ShortText || question.Kind == forms.LongText || question.Kind == forms.Hidden
}

// writtenIn gives the words that a response says, by question, those that are on hold in it too.
func (s *Service) writtenIn(ctx context.Context, tx consult.Tx, response *consult.Response) (map[string]string, error) {
	if response.RevisionID == "" || len(response.Submission.Answers) == 0 {
		return nil, nil
	}
	published, err := s.Published(ctx, response.RevisionID)
	if err != nil {
		return nil, err
	}
	said := map[string]string{}
	for name, answer := range response.Submission.Answers {
		question, known := published.Questionnaire.Question(name)
		if !known || !written(question) {
			continue
		}
		said[name] = answer.Text
		if answer.Text != consult.OnHold {
			continue
		}
		_, frozen, err := frozenIn(ctx, tx, response.ID, name)
		if err != nil && !gone(err) {
			return nil, err
		}
		said[name] = frozen.Words
	}
	return said, nil
}

// mergesInForce gives the decisions by which responses took from others.
func mergesInForce(ctx context.Context, tx consult.Tx, consultation consult.ID) ([]consult.Settlement, error) {
	settlements, err := tx.Settlements(ctx, consultation)
	return slices.DeleteFunc(settlements, func(one consult.Settlement) bool { return len(one.Taken) == 0 || !one.UndoneAt.IsZero() }), err
}

// holdTaken takes the words of a response on hold out of the responses that took them, and on.
func (s *Service) holdTaken(ctx context.Context, tx consult.Tx, response *consult.Response, hold *consult.Hold) error {
	settlements, err := mergesInForce(ctx, tx, response.ConsultationID)
	if err != nil || len(settlements) == 0 {
		return err
	}
	said, err := s.writtenIn(ctx, tx, response)
	if err != nil {
		return err
	}
	for _, question := range slices.Sorted(maps.Keys(said)) {
		if words := said[question]; words != "" && words != consult.Erased {
			if err := s.holdTakenFrom(ctx, tx, settlements, hold, response.ID, question, words); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Service) holdTakenFrom(ctx context.Context, tx consult.Tx, settlements []consult.Settlement, of *consult.Hold, from consult.ID, question, words string) error {
	for _, one := range settlements {
		if !slices.Contains(one.Taken, consult.TakenAnswer{Name: question, From: from}) {
			continue
		}
		held, err := s.holdWords(ctx, tx, of, one.KeptID, question, words)
		if err != nil {
			return err
		}
		if !held {
			continue
		}
		if err := s.holdTakenFrom(ctx, tx, settlements, of, one.KeptID, question, words); err != nil {
			return err
		}
	}
	return nil
}

// holdWords puts the mark of what is on hold in the place of words in a response, and retracts them; false when the
// response says something else.
func (s *Service) holdWords(ctx context.Context, tx consult.Tx, of *consult.Hold, id consult.ID, question, words string) (bool, error) {
	hold, frozen, err := frozenIn(ctx, tx, id, question)
	if err == nil {
		if frozen.Words != words {
			return false, nil
		}
		if !slices.Contains(frozen.Of, of.Ref.ID) {
			frozen.Of = append(frozen.Of, of.Ref.ID)
		}
		return true, rewriteHold(ctx, tx, &hold, frozen)
	}
	if !gone(err) {
		return false, err
	}
	kept, err := tx.Response(ctx, id)
	if gone(err) {
		return false, nil
	}
	if err != nil || kept.Submission.Answers[question].Text != words { // erased, or sent again by its respondent
		return false, err
	}
	hold = consult.Hold{Ref: wordsRef(id, question), ConsultationID: of.ConsultationID, Kind: of.Kind, At: of.At, By: of.By}
	if err := rewriteHold(ctx, tx, &hold, frozenWords{Words: words, Of: []consult.ID{of.Ref.ID}}); err != nil {
		return false, err
	}
	if err := s.answerWith(ctx, tx, &kept, question, consult.OnHold); err != nil {
		return false, err
	}
	if kept.Status != consult.ResponseSubmitted { // nothing of it counts
		return true, nil
	}
	return true, s.retractAnswer(ctx, tx, id, question, s.Now())
}

// answerWith writes other words as the answer of a response.
func (s *Service) answerWith(ctx context.Context, tx consult.Tx, response *consult.Response, question, words string) error {
	seq, err := tx.NextSeq(ctx)
	if err != nil {
		return err
	}
	answers := maps.Clone(response.Submission.Answers)
	answers[question] = forms.TextAnswer(words)
	response.Submission.Answers, response.ChangeSeq = answers, seq
	return tx.EraseAnswer(ctx, response)
}

// retractAnswer says since when the texts of an answer count no more; the zero time: they count.
func (s *Service) retractAnswer(ctx context.Context, tx consult.Tx, response consult.ID, question string, at time.Time) error {
	seq, err := tx.NextSeq(ctx)
	if err != nil {
		return err
	}
	return tx.RetractAnswer(ctx, response, question, at, seq, s.Now())
}

// giveBackTaken gives the words of a response that is on hold no more back to the responses that took them, but for those
// that others ask to keep on hold.
func (s *Service) giveBackTaken(ctx context.Context, tx consult.Tx, id consult.ID) error {
	holds, err := tx.Holds(ctx)
	if err != nil {
		return err
	}
	for i := range holds {
		hold := &holds[i]
		if hold.Ref.Kind != consult.RecordTaken {
			continue
		}
		frozen, err := wordsOf(hold)
		if err != nil {
			return err
		}
		if !slices.Contains(frozen.Of, id) {
			continue
		}
		frozen.Of = slices.DeleteFunc(frozen.Of, func(of consult.ID) bool { return of == id })
		if len(frozen.Of) > 0 {
			err = rewriteHold(ctx, tx, hold, frozen)
		} else {
			err = s.giveBackWords(ctx, tx, hold.Ref, frozen.Words)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// giveBackWords ends the hold on words in a response. What its respondent sent since stays theirs; what was erased stays
// erased, and counts again.
func (s *Service) giveBackWords(ctx context.Context, tx consult.Tx, ref consult.RecordRef, words string) error {
	if err := tx.DeleteHold(ctx, ref); err != nil {
		return err
	}
	kept, err := tx.Response(ctx, ref.ID)
	if gone(err) {
		return nil
	}
	if err != nil {
		return err
	}
	switch said := kept.Submission.Answers[ref.Part].Text; {
	case said == consult.OnHold:
		if err := s.answerWith(ctx, tx, &kept, ref.Part, words); err != nil {
			return err
		}
	case !erased(&kept) || said != consult.Erased:
		return nil
	}
	own, err := tx.Hold(ctx, consult.RecordRef{Kind: consult.RecordResponse, ID: kept.ID})
	switch {
	case err == nil && own.State == string(consult.ResponseSubmitted): // comes back with the rest of it
		return s.retractAnswer(ctx, tx, kept.ID, ref.Part, kept.ChangedAt)
	case err != nil && !gone(err):
		return err
	case kept.Status == consult.ResponseSubmitted:
		return s.retractAnswer(ctx, tx, kept.ID, ref.Part, time.Time{})
	default:
		return nil
	}
}

// wordsOnHold gives the questions whose answers in a response are words of others that are on hold.
func wordsOnHold(ctx context.Context, tx consult.Tx, id consult.ID) ([]string, error) {
	holds, err := tx.Holds(ctx)
	var questions []string
	for i := range holds {
		if ref := holds[i].Ref; ref.Kind == consult.RecordTaken && ref.ID == id {
			questions = append(questions, ref.Part)
		}
	}
	return questions, err
}

// responseFree refuses to change a response that is on hold, or in which words of others are.
func responseFree(ctx context.Context, tx consult.Tx, id consult.ID) error {
	if err := notOnHold(ctx, tx, consult.RecordResponse, id); err != nil {
		return err
	}
	questions, err := wordsOnHold(ctx, tx, id)
	if err == nil && len(questions) > 0 {
		err = consult.Conflict("rights.error.words_on_hold")
	}
	return err
}
