package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"concertation/internal/consult"
)

// owe takes note of what a response says, whose answers this callback has written.
func (t *transaction) owe(response consult.ID, wanted []consult.Contribution) {
	if len(wanted) == 0 {
		return
	}
	one := owedAnswers{response: response, seq: wanted[0].ChangeSeq, wanted: make([]*consult.Contribution, len(wanted))}
	for i := range wanted {
		w := &wanted[i]
		w.ResponseID, w.TextVersion = response, 1
		if w.ID == "" {
			w.ID = consult.NewID()
		}
		one.wanted[i] = w
	}
	owing := &t.session.owing
	owing.list = append(owing.list, one)
	owing.weight += one.weight()
}

// readsAnswers says whether a statement would miss the contributions that are owed. Writing other ones, or looking up
// those of ideas, does not.
func readsAnswers(query string) bool {
	return strings.Contains(query, "contributions") && !strings.Contains(query, "INSERT INTO contributions") &&
		!strings.Contains(query, textOfIdea)
}

// settle writes what is owed before a statement that would miss it.
func (t *transaction) settle(ctx context.Context, query string) error {
	owing := &t.session.owing
	if t.settling || len(owing.list) == 0 || !readsAnswers(query) || !owing.unwritten() {
		return nil
	}
	return t.writeOwed(ctx, len(owing.list))
}

// settleOne writes what is owed of one response.
func (t *transaction) settleOne(ctx context.Context, response consult.ID) error {
	list := t.session.owing.list
	for i := range list {
		if list[i].response == response && !list[i].written {
			return t.writeOwedOf(ctx, &list[i])
		}
	}
	return nil
}

// writeOwed writes what is owed of so many responses, the oldest first.
func (t *transaction) writeOwed(ctx context.Context, count int) error {
	list := t.session.owing.list
	for i := range list {
		if count == 0 {
			break
		}
		if list[i].written {
			continue
		}
		count--
		if err := t.writeOwedOf(ctx, &list[i]); err != nil {
			return err
		}
	}
	return nil
}

// writeOwedOf leaves out a response that was deleted since, or whose contributions another process has written.
func (t *transaction) writeOwedOf(ctx context.Context, one *owedAnswers) error {
	defer t.only()()
	due, err := list(ctx, t.handle, scanInt, `
SELECT COUNT(*)
FROM responses
WHERE id = $1
  AND NOT EXISTS (SELECT 1 FROM contributions WHERE response_id = responses.id)`, string(one.response))
	if err != nil {
		return fmt.Errorf("look for contributions of response %s: %w", one.response, err)
	}
	if due[0] > 0 {
		for chunk := range slices.Chunk(one.wanted, rowsPerInsert) {
			if err := t.insertAnswers(ctx, chunk); err != nil {
				return err
			}
		}
	}
	one.written, t.session.owing.touched = true, true
	return nil
}

// only lets statements pass that read the contributions of one response, until the function it gives is called.
func (t *transaction) only() (again func()) {
	before := t.settling
	t.settling = true
	return func() { t.settling = before }
}
