package service

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"concertation/forms"
	"concertation/internal/consult"
)

// SettleChoice says what becomes of the several answers of an organisation.
type SettleChoice struct {
	Organisation consult.ID
	Kind         consult.SettlementKind
	Seen         []consult.ID // the answers that the page showed
	Kept         consult.ID   // the one that stays, or that takes from the others
	// From names the response that gives the answer of a question; questions that it does not name stay the kept one's.
	From map[string]consult.ID
	Note string
}

// Settle decides on the several answers of an organisation. CodeConflict when they are no longer those that the page
// showed.
func (s *Service) Settle(ctx context.Context, actor consult.Actor, slug string, choice SettleChoice) error {
	consultation, err := s.keeping(ctx, actor, slug)
	if err != nil {
		return err
	}
	note := strings.TrimSpace(cleanValues([]string{choice.Note})[0])
	if utf8.RuneCountInString(note) > CallNoteMax {
		return consult.Invalid(consult.FieldError{Field: "note", Key: "ledger.error.note", Args: []any{"max", CallNoteMax}})
	}
	settlement := consult.Settlement{ID: consult.NewID(), ConsultationID: consultation.ID, OrganisationID: choice.Organisation, Kind: choice.Kind,
		Note: note, By: actor.User, At: s.Now()}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		if _, err := organisationOf(ctx, tx, consultation.ID, choice.Organisation); err != nil {
			return err
		}
		answers, err := answersOf(ctx, tx, choice.Organisation)
		if err != nil {
			return err
		}
		if err := decide(&settlement, answers, &choice); err != nil {
			return err
		}
		if settlement.ByName, err = nameOf(ctx, tx, actor); err != nil {
			return err
		}
		if choice.Kind != consult.SettleBoth {
			if err := s.keepOne(ctx, tx, actor, answers, &settlement); err != nil {
				return err
			}
		}
		if err := tx.InsertSettlement(ctx, &settlement); err != nil {
			return err
		}
		return s.audit(ctx, tx, actor, "ledger.settle."+string(choice.Kind), consultation.ID, "organisation "+string(choice.Organisation))
	})
	if err != nil {
		return fmt.Errorf("settle the answers of %s: %w", choice.Organisation, err)
	}
	s.tallies.wake()
	return nil
}

// decide checks a choice against the answers as they are, and writes it into the settlement.
func decide(settlement *consult.Settlement, answers []consult.Response, choice *SettleChoice) error {
	settlement.Responses, settlement.Taken, settlement.KeptID = nil, nil, "" // the transaction may run twice
	for i := range answers {
		settlement.Responses = append(settlement.Responses, answers[i].ID)
	}
	slices.Sort(settlement.Responses)
	seen := slices.Sorted(slices.Values(choice.Seen))
	if len(answers) < 2 || !slices.Equal(seen, settlement.Responses) {
		return consult.Conflict("ledger.error.answers_changed")
	}
	switch choice.Kind {
	case consult.SettleBoth:
		return nil
	case consult.SettleChoose, consult.SettleMerge:
	default:
		return consult.Invalid(consult.FieldError{Field: "kind", Key: "ledger.error.kind"})
	}
	if !slices.Contains(settlement.Responses, choice.Kept) {
		return consult.Invalid(consult.FieldError{Field: "kept", Key: "ledger.error.kept"})
	}
	settlement.KeptID = choice.Kept
	if choice.Kind == consult.SettleChoose {
		return nil
	}
	for name, from := range choice.From {
		if from != choice.Kept && slices.Contains(settlement.Responses, from) {
			settlement.Taken = append(settlement.Taken, consult.TakenAnswer{Name: name, From: from})
		}
	}
	slices.SortFunc(settlement.Taken, func(a, b consult.TakenAnswer) int { return strings.Compare(a.Name, b.Name) })
	return nil
}

// keepOne withdraws the answers that do not stay, once the one that stays has taken what was chosen of them.
func (s *Service) keepOne(ctx context.Context, tx consult.Tx, actor consult.Actor, answers []consult.Response, settlement *consult.Settlement) error {
	if len(settlement.Taken) > 0 {
		if err := s.mergeAnswers(ctx, tx, answers, settlement); err != nil {
			return err
		}
	}
	for _, id := range settlement.Responses {
		if id == settlement.KeptID {
			continue
		}
		if err := s.withdraw(ctx, tx, id); err != nil {
			return err
		}
		if err := s.audit(ctx, tx, actor, "response.withdraw.duplicate", settlement.ConsultationID, "response "+string(id)); err != nil {
			return err
		}
	}
	return nil
}

// mergeAnswers writes into the response that stays the answers taken from the others, under the same rules as a post.
// Its draft stays its respondent's own: it is what undoing goes back to.
func (s *Service) mergeAnswers(ctx context.Context, tx consult.Tx, answers []consult.Response, settlement *consult.Settlement) error {
	byID := map[consult.ID]*consult.Response{}
	for i := range answers {
		byID[answers[i].ID] = &answers[i]
	}
	kept := *byID[settlement.KeptID]
	published, err := s.Published(ctx, kept.RevisionID)
	if err != nil {
		return err
	}
	for i := range answers {
		if answers[i].RevisionID != kept.RevisionID {
			return consult.Conflict("ledger.error.revisions")
		}
		if err := responseFree(ctx, tx, answers[i].ID); err != nil {
			return err
		}
	}
	if kept.Dirty {
		return consult.Conflict("ledger.error.dirty")
	}
	form := published.Questionnaire
	merged := make(forms.Answers, len(kept.Submission.Answers))
	for name, answer := range kept.Submission.Answers {
		merged[name] = answer
	}
	for _, taken := range settlement.Taken {
		question, known := form.Question(taken.Name)
		if !known || question.Identity {
			return consult.Invalid(consult.FieldError{Field: taken.Name, Key: "ledger.error.question"})
		}
		if answer, given := byID[taken.From].Submission.Answers[taken.Name]; given {
			merged[taken.Name] = answer
		} else {
			delete(merged, taken.Name)
		}
	}
	return s.rewrite(ctx, tx, published, kept, form.Raw(merged))
}

// rewrite gives a response that counts other answers; its identities and its draft stay. CodeInvalid when together they
// break the questionnaire's rules.
func (s *Service) rewrite(ctx context.Context, tx consult.Tx, published *Published, response consult.Response, raw forms.Raw) error {
	identities, err := tx.Identities(ctx, response.ID)
	if err != nil {
		return err
	}
	form := published.Questionnaire
	_, draftIdentity := form.SplitIdentityRaw(joinRaw(response.Draft, response.DraftIdentity))
	a := &Answering{Published: published, Response: response, Raw: joinRaw(raw, draftIdentity)}
	a.evaluate(response.SubmittedAt.In(paris()))
	for _, failure := range a.Evaluation.Failures {
		question, known := form.Question(failure.Question)
		if known && !question.Identity {
			return consult.Invalid(consult.FieldError{Field: failure.Question, Key: "ledger.error.together", Args: []any{"question", question.Label.In("fr", form.Definition().DefaultLanguage)}})
		}
	}
	prepared := s.prepare(a)
	written := prepared.response
	written.Draft, written.DraftIdentity = response.Draft, response.DraftIdentity
	if written.ChangeSeq, err = tx.NextSeq(ctx); err != nil {
		return err
	}
	if err := tx.SubmitResponse(ctx, &written, identities); err != nil {
		return err
	}
	return tx.UpsertAnswerContributions(ctx, written.ID, prepared.contributions(written.ChangeSeq))
}

// Unsettle takes a decision back: the answers that it withdrew count again, and the one that took from them has its own
// answers again. CodeConflict when it was taken back already.
func (s *Service) Unsettle(ctx context.Context, actor consult.Actor, slug string, id consult.ID) error {
	consultation, err := s.keeping(ctx, actor, slug)
	if err != nil {
		return err
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		settlement, err := tx.Settlement(ctx, id)
		if err == nil && settlement.ConsultationID != consultation.ID {
			err = consult.NotFound("error.not_found")
		}
		if err != nil {
			return err
		}
		name, err := nameOf(ctx, tx, actor)
		if err != nil {
			return err
		}
		if err := tx.UndoSettlement(ctx, id, s.Now(), name); err != nil {
			return err
		}
		if settlement.Kind != consult.SettleBoth {
			if err := s.putBack(ctx, tx, &settlement); err != nil {
				return err
			}
		}
		return s.audit(ctx, tx, actor, "ledger.unsettle", consultation.ID, "organisation "+string(settlement.OrganisationID))
	})
	if err != nil {
		return fmt.Errorf("take back the decision %s: %w", id, err)
	}
	s.tallies.wake()
	return nil
}

// putBack makes the withdrawn answers count again as they were sent, and gives the kept one what its draft says. What
// was erased or sent again since is left as it is.
func (s *Service) putBack(ctx context.Context, tx consult.Tx, settlement *consult.Settlement) error {
	for _, id := range settlement.Responses {
		response, err := tx.Response(ctx, id)
		if consult.CodeOf(err) == consult.CodeNotFound {
			continue
		}
		if err != nil {
			return err
		}
		if erased(&response) {
			continue
		}
		if err := responseFree(ctx, tx, id); err != nil {
			return err
		}
		published, err := s.Published(ctx, response.RevisionID)
		if err != nil {
			return err
		}
		if id == settlement.KeptID {
			if response.Status == consult.ResponseSubmitted && !response.Dirty && len(settlement.Taken) > 0 {
				err = s.rewrite(ctx, tx, published, response, response.Draft)
			}
		} else if response.Status == consult.ResponseWithdrawn {
			err = s.rewrite(ctx, tx, published, response, published.Questionnaire.Raw(response.Submission.Answers))
		}
		if err != nil {
			return err
		}
	}
	return nil
}
