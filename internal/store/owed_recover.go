package store

import (
	"context"
	"database/sql"
	"fmt"

	"concertation/forms"
	"concertation/internal/consult"
)

// owedQuery gives the responses whose contributions are owed: not those withdrawn since, which say nothing any more. It
// repeats the condition of the partial index, which the planner wants word for word.
const owedQuery = `
SELECT ` + responseColumns + `
FROM responses
WHERE change_seq > 0
  AND change_seq > $1
  AND owed_seq > $1
  AND status = 'submitted'
  AND NOT EXISTS (SELECT 1 FROM contributions WHERE response_id = responses.id)
ORDER BY change_seq
LIMIT 256`

// settledLag is how many changes may come after the counter of what is settled before it is worth a write: until then,
// every process that opens the file looks them through.
const settledLag = 1000

// recoverOwed writes the contributions that a server owed when it was killed, and those that a server beside this
// process still owes: they are told by the answers, which are on disk.
func (s *Store) recoverOwed(ctx context.Context) error {
	// In this order: what is sent between is looked at again.
	upTo, err := s.counter(ctx, "change")
	if err != nil {
		return err
	}
	settled, err := s.counter(ctx, "answers")
	if err != nil {
		return err
	}
	found := recovery{after: settled, forms: map[consult.ID]*forms.Questionnaire{}}
	owed, err := list(ctx, s.handle, scanResponse, owedQuery, settled)
	for err == nil && len(owed) > 0 {
		if err = s.Atomic(ctx, within(func(t *transaction) error { return found.write(ctx, t) })); err == nil {
			owed, err = list(ctx, s.handle, scanResponse, owedQuery, found.after)
		}
	}
	if err != nil {
		return fmt.Errorf("write the contributions owed: %w", err)
	}
	if upTo == settled || upTo-settled < settledLag && !s.Sole() {
		return nil
	}
	return s.Atomic(ctx, within(func(t *transaction) error {
		_, err := t.exec(ctx, settledQuery, upTo)
		return err
	}))
}

// recovery is how far the contributions owed are written.
type recovery struct {
	after int64 // the last sequence written
	forms map[consult.ID]*forms.Questionnaire
}

// write looks again inside the transaction: another process may have written them, or their author other ones.
func (f *recovery) write(ctx context.Context, t *transaction) error {
	after := f.after // this may run twice
	owed, err := list(ctx, t.handle, scanResponse, owedQuery, after)
	if err != nil {
		return err
	}
	for i := range owed {
		r := &owed[i]
		form, err := f.form(ctx, t, r.RevisionID)
		if err != nil {
			return fmt.Errorf("read the questionnaire of response %s: %w", r.ID, err)
		}
		if err := t.UpsertAnswerContributions(ctx, r.ID, consult.AnswerContributions(form, r)); err != nil {
			return err
		}
		after = r.ChangeSeq
	}
	f.after = after
	return nil
}

func (f *recovery) form(ctx context.Context, t *transaction, id consult.ID) (*forms.Questionnaire, error) {
	if known, ok := f.forms[id]; ok {
		return known, nil
	}
	revision, err := t.Revision(ctx, id)
	if err != nil {
		return nil, err
	}
	form, issues := forms.Reopen(revision.Definition)
	if form == nil {
		return nil, fmt.Errorf("compile revision %s: %d issues, first %v", id, len(issues), issues[0])
	}
	f.forms[id] = form
	return form, nil
}

func (s *Store) counter(ctx context.Context, name string) (int64, error) {
	return single(ctx, s.handle, func(rows *sql.Rows, value *int64) error { return rows.Scan(value) },
		"SELECT value FROM counters WHERE name = $1", name)
}
