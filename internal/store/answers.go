package store

import (
	"context"
	"fmt"
	"slices"

	"concertation/internal/consult"
)

// UpsertAnswerContributions implements consult.Tx (rule 6). The sequence and the time of what is retracted are those
// of the response, written just before.
func (t *transaction) UpsertAnswerContributions(ctx context.Context, response consult.ID, wanted []consult.Contribution) error {
	if t.firstSent == response && t.session.owing.allowed {
		t.firstSent = ""
		t.owe(response, wanted)
		return nil
	}
	defer t.only()()
	if err := t.settleOne(ctx, response); err != nil {
		return err
	}
	existing, err := t.answersOf(ctx, response)
	if err != nil {
		return err
	}
	byAnswer := make(map[answerKey]*consult.Contribution, len(existing))
	for i := range existing {
		byAnswer[answerKey{existing[i].Question, existing[i].Item}] = &existing[i]
	}
	var added []*consult.Contribution
	for i := range wanted {
		w := &wanted[i]
		w.ResponseID = response
		key := answerKey{w.Question, w.Item}
		was, known := byAnswer[key]
		if !known {
			w.TextVersion = 1
			added = append(added, w)
			continue
		}
		delete(byAnswer, key)
		if err := t.followAnswer(ctx, was, w); err != nil {
			return err
		}
	}
	for chunk := range slices.Chunk(added, rowsPerInsert) {
		if err := t.insertAnswers(ctx, chunk); err != nil {
			return err
		}
	}
	for _, left := range byAnswer {
		if left.RetractedAt.IsZero() {
			if err := t.retract(ctx, response, left.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// answersOf gives the contributions that a response has, the retracted too. One just sent for the first time has none:
// not asking is a tenth of the cost of a submission.
func (t *transaction) answersOf(ctx context.Context, response consult.ID) ([]consult.Contribution, error) {
	if t.firstSent == response {
		t.firstSent = ""
		return nil, nil
	}
	existing, err := list(ctx, t.handle, scanContribution, `
SELECT `+contributionColumns+`
FROM contributions
WHERE response_id = $1`, string(response))
	if err != nil {
		return nil, fmt.Errorf("read contributions of response %s: %w", response, err)
	}
	return existing, nil
}

// answerKey says which open answer of its response a contribution is.
type answerKey struct {
	question string
	item     int
}

// followAnswer makes the stored contribution equal to the wanted one. A change of text, and only that, makes what
// coders confirmed stale; spans of statements keep the version of the text they were cut on.
func (t *transaction) followAnswer(ctx context.Context, was, w *consult.Contribution) error {
	w.ID, w.TextVersion, w.CreatedAt = was.ID, was.TextVersion, was.CreatedAt
	sameText := was.Title == text(w.Title) && was.Body == text(w.Body)
	if sameText && was.RetractedAt.IsZero() && was.Folded == text(w.Folded) && was.Category == text(w.Category) &&
		was.Territory == text(w.Territory) && was.Publication == w.Publication {
		w.ChangeSeq, w.ChangedAt = was.ChangeSeq, was.ChangedAt
		return nil
	}
	if !sameText {
		w.TextVersion++
	}
	err := t.one(ctx, notFound(), `
UPDATE contributions
SET change_seq = $2, title = $3, body = $4, folded = $5, category = $6, territory = $7, publication = $8,
  text_version = $9, retracted_at = NULL, changed_at = $10
WHERE id = $1`,
		string(w.ID), w.ChangeSeq, text(w.Title), text(w.Body), text(w.Folded), text(w.Category), text(w.Territory),
		string(w.Publication), w.TextVersion, stamp(w.ChangedAt))
	if err != nil {
		return fmt.Errorf("update contribution %s: %w", w.ID, err)
	}
	if sameText {
		return nil
	}
	if err := t.carryMasks(ctx, was, w); err != nil {
		return err
	}
	_, err = t.exec(ctx, `
UPDATE assignments
SET state = 'stale'
WHERE contribution_id = $1
  AND state = 'confirmed'
  AND ended_at IS NULL`, string(w.ID))
	if err != nil {
		return fmt.Errorf("mark codings of contribution %s stale: %w", w.ID, err)
	}
	return nil
}

// retract stops a contribution from counting; its codings stay, for the day its answer comes back.
func (t *transaction) retract(ctx context.Context, response, contribution consult.ID) error {
	err := t.one(ctx, notFound(), `
UPDATE contributions
SET change_seq = (SELECT change_seq FROM responses WHERE id = $2),
  retracted_at = (SELECT changed_at FROM responses WHERE id = $2),
  changed_at = (SELECT changed_at FROM responses WHERE id = $2)
WHERE id = $1`, string(contribution), string(response))
	if err != nil {
		return fmt.Errorf("retract contribution %s: %w", contribution, err)
	}
	return nil
}
