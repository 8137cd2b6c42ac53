package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"concertation/internal/consult"
)

// each runs statements that take the same one identifier, until one fails.
func (t *transaction) each(ctx context.Context, what string, id consult.ID, statements ...string) error {
	for _, statement := range statements {
		if _, err := t.exec(ctx, statement, string(id)); err != nil {
			return fmt.Errorf("%s %s: %w", what, id, err)
		}
	}
	return nil
}

// Overwriting implements consult.RightsWriter: it makes SQLite write zeros over what it frees, so that nothing erased can be
// read in the file; off again, it costs the others nothing. PostgreSQL's own vacuum reuses the room.
func (t *transaction) Overwriting(ctx context.Context, act func() error) error {
	if t.overwrites || t.engine().engine != engineSQLite {
		return act()
	}
	if err := t.pragma(ctx, "PRAGMA secure_delete = ON"); err != nil {
		return err
	}
	t.overwrites = true
	if err := act(); err != nil {
		return err
	}
	t.overwrites = false
	return t.pragma(ctx, "PRAGMA secure_delete = OFF")
}

func (t *transaction) pragma(ctx context.Context, pragma string) error {
	rows, err := t.rowsOnce(ctx, pragma)
	if err != nil {
		return err
	}
	return rows.Close()
}

// EraseResponse implements consult.RightsWriter.
func (t *transaction) EraseResponse(ctx context.Context, r *consult.Response) error {
	if err := t.markLedger(ctx, r.ConsultationID, ledgerTaken); err != nil {
		return err
	}
	if r.Status == consult.ResponseDraft && r.SubmittedAt.IsZero() {
		return t.Overwriting(ctx, func() error {
			return t.one(ctx, notFound(), "DELETE FROM responses WHERE id = $1", string(r.ID))
		})
	}
	answers, err := submissionJSON(r.Submission)
	if err != nil {
		return err
	}
	return t.Overwriting(ctx, func() error {
		if err := t.each(ctx, "erase response", r.ID,
			"DELETE FROM respondent_identities WHERE response_id = $1",
			"DELETE FROM draft_identities WHERE response_id = $1",
			"DELETE FROM draft_comments WHERE response_id = $1",
			"DELETE FROM team_members WHERE response_id = $1",
			"DELETE FROM teams WHERE response_id = $1"); err != nil {
			return err
		}
		return t.one(ctx, notFound(), `
UPDATE responses
SET reference = '', token_hash = NULL, draft = '{}', draft_version = draft_version + 1, dirty = 0, answers = $2, change_seq = $3,
  started_at = $4, submitted_at = $5, changed_at = $6
WHERE id = $1`, string(r.ID), answers, r.ChangeSeq, stamp(r.StartedAt), stamp(r.SubmittedAt), stamp(r.ChangedAt))
	})
}

// EraseAnswer implements consult.RightsWriter.
func (t *transaction) EraseAnswer(ctx context.Context, r *consult.Response) error {
	answers, err := submissionJSON(r.Submission)
	if err != nil {
		return err
	}
	return t.Overwriting(ctx, func() error {
		return t.one(ctx, notFound(), "UPDATE responses SET answers = $2, change_seq = $3 WHERE id = $1", string(r.ID), answers, r.ChangeSeq)
	})
}

// EraseContribution implements consult.RightsWriter. What is counted keeps its codings, so the text version stays; each
// of its statements is the mark as a whole.
func (t *transaction) EraseContribution(ctx context.Context, id consult.ID, author string, seq int64, day time.Time) error {
	return t.Overwriting(ctx, func() error {
		if err := t.one(ctx, notFound(), `
UPDATE contributions
SET title = '', body = $2, folded = '', publication = 'no', author_key = $3, change_seq = $4, created_at = $5, changed_at = $6
WHERE id = $1`, string(id), consult.Erased, optional(author), seq, stamp(day), stamp(day)); err != nil {
			return err
		}
		if err := t.each(ctx, "erase contribution", id,
			"DELETE FROM contribution_identities WHERE contribution_id = $1",
			"DELETE FROM attachments WHERE contribution_id = $1",
			"DELETE FROM masks WHERE contribution_id = $1",
			"DELETE FROM suggestions WHERE contribution_id = $1",
			"DELETE FROM statement_notes WHERE contribution_id = $1",
			"DELETE FROM quotes WHERE contribution_id = $1"); err != nil {
			return err
		}
		_, err := t.exec(ctx, "UPDATE statements SET span_start = 0, span_end = $2 WHERE contribution_id = $1", string(id), len(consult.Erased))
		return err
	})
}

// EraseIdea implements consult.RightsWriter.
func (t *transaction) EraseIdea(ctx context.Context, id consult.ID, day time.Time) error {
	idea, err := t.Idea(ctx, id)
	if err != nil {
		return err
	}
	return t.Overwriting(ctx, func() error {
		if err := t.dropIdeaWords(ctx, idea.Number); err != nil {
			return err
		}
		if err := t.each(ctx, "erase idea", id,
			"DELETE FROM idea_identities WHERE record_id = $1",
			"UPDATE idea_reports SET note = '' WHERE idea_id = $1 AND comment_id IS NULL",
			"UPDATE moderation_log SET note = '' WHERE idea_id = $1 AND comment_id = '' AND act <> 'merge' AND act <> 'unmerge'"); err != nil {
			return err
		}
		return t.one(ctx, notFound(), `
UPDATE ideas
SET title = $2, observation = '', proposal = $3, beneficiaries = '', bearer = '', answer = '', ground_note = '', publication = 'no',
  shown = 0, reference = '', token_hash = NULL, print = '', created_at = $4, changed_at = $5
WHERE id = $1`, string(id), consult.Erased, consult.Erased, stamp(day), stamp(day))
	})
}

// EraseComment implements consult.RightsWriter.
func (t *transaction) EraseComment(ctx context.Context, id consult.ID) error {
	comment, err := t.Comment(ctx, id)
	if err != nil {
		return err
	}
	comment.Moderation, comment.Ground, comment.GroundNote = consult.ModerationRefused, "personal", ""
	if err := t.UpdateComment(ctx, &comment); err != nil {
		return err
	}
	return t.Overwriting(ctx, func() error {
		if err := t.each(ctx, "erase comment", id,
			"DELETE FROM idea_identities WHERE record_id = $1",
			"UPDATE idea_reports SET note = '' WHERE comment_id = $1",
			"UPDATE moderation_log SET note = '' WHERE comment_id = $1"); err != nil {
			return err
		}
		return t.one(ctx, notFound(), "UPDATE comments SET body = $2, token_hash = NULL WHERE id = $1", string(id), consult.Erased)
	})
}

// noteTables are the tables whose rows may hold a note, with the column of the organisation that it is about.
var noteTables = map[string]string{"touches": "organisation_id", "settlements": "organisation_id", "organisations": "id"}

// WriteNote implements consult.RightsWriter.
func (t *transaction) WriteNote(ctx context.Context, id consult.ID, words string) error {
	note, err := t.HeldNote(ctx, id)
	if err != nil {
		return err
	}
	if err := t.markLedgerOf(ctx, note.OrganisationID, ledgerTaken); err != nil {
		return err
	}
	return t.Overwriting(ctx, func() error {
		for table := range noteTables {
			if _, err := t.exec(ctx, "UPDATE "+table+" SET note = $2 WHERE id = $1", string(id), text(words)); err != nil {
				return fmt.Errorf("write note %s: %w", id, err)
			}
		}
		return nil
	})
}

// ForgetOrganisationHistory implements consult.RightsWriter.
func (t *transaction) ForgetOrganisationHistory(ctx context.Context, organisation consult.ID) error {
	return t.Overwriting(ctx, func() error {
		return t.each(ctx, "forget the history of organisation", organisation,
			"DELETE FROM organisation_changes WHERE organisation_id = $1",
			"DELETE FROM organisation_merges WHERE kept_id = $1 OR merged_id = $1")
	})
}

// HeldNote implements consult.RightsReader.
func (q queries) HeldNote(ctx context.Context, id consult.ID) (consult.HeldNote, error) {
	return single(ctx, q.handle, func(rows *sql.Rows, n *consult.HeldNote) error {
		return rows.Scan(&n.ConsultationID, &n.OrganisationID, &n.Words, (*stamp)(&n.At))
	}, `
SELECT consultation_id, organisation_id, note, at FROM touches WHERE id = $1
UNION ALL
SELECT consultation_id, organisation_id, note, at FROM settlements WHERE id = $2
UNION ALL
SELECT consultation_id, id, note, changed_at FROM organisations WHERE id = $3`, string(id), string(id), string(id))
}

// AnswerContributions implements consult.RightsReader: by question, then item.
func (q queries) AnswerContributions(ctx context.Context, response consult.ID) ([]consult.Contribution, error) {
	return list(ctx, q.handle, scanContribution, `
SELECT `+contributionColumns+`
FROM contributions
WHERE response_id = $1
ORDER BY question, item`, string(response))
}

// RenameAuthor implements consult.RightsWriter.
func (t *transaction) RenameAuthor(ctx context.Context, consultation consult.ID, from, to string, seq int64) error {
	_, err := t.exec(ctx, `
UPDATE contributions
SET author_key = $3, change_seq = $4
WHERE consultation_id = $1
  AND author_key = $2`, string(consultation), from, to, seq)
	if err != nil {
		return fmt.Errorf("rename an author: %w", err)
	}
	return nil
}
