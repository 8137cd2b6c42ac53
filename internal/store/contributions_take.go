package store

import (
	"context"
	"database/sql"

	"concertation/internal/consult"
)

// contributionsSince reads what is counted of contributions: neither titles nor texts, which are most of a row.
const contributionsSince = `
SELECT id, change_seq, kind, channel, response_id, question, category, territory, session_id, author_key, publication,
  text_version, retracted_at, created_at, changed_at
FROM contributions
WHERE consultation_id = $1
  AND change_seq > $2`

// ContributionsSince implements consult.Reader.
func (q queries) ContributionsSince(ctx context.Context, consultation consult.ID, since int64, take func(*consult.Contribution)) error {
	rows, err := q.handle.rows(ctx, contributionsSince, string(consultation), since)
	if err != nil {
		return err
	}
	defer rows.Close()
	reader := newCountedReader(consultation)
	for rows.Next() {
		c, err := reader.read(rows)
		if err != nil {
			return q.handle.failed(err)
		}
		take(c)
	}
	return q.handle.failed(rows.Err())
}

// countedReader reads one row after the other into the same contribution. Categories, territories and the like are a few
// words said millions of times: each is kept once.
type countedReader struct {
	made                                                                                     consult.Contribution
	words                                                                                    map[string]string
	id, kind, channel, response, question, category, territory, session, author, publication sql.RawBytes
}

func newCountedReader(consultation consult.ID) *countedReader {
	return &countedReader{made: consult.Contribution{ConsultationID: consultation}, words: map[string]string{}}
}

func (r *countedReader) read(rows *sql.Rows) (*consult.Contribution, error) {
	c := &r.made
	err := rows.Scan(&r.id, &c.ChangeSeq, &r.kind, &r.channel, &r.response, &r.question, &r.category, &r.territory, &r.session, &r.author,
		&r.publication, &c.TextVersion, (*stamp)(&c.RetractedAt), (*stamp)(&c.CreatedAt), (*stamp)(&c.ChangedAt))
	c.ID, c.ResponseID, c.AuthorKey = consult.ID(r.id), consult.ID(r.response), string(r.author)
	c.Kind, c.Channel = consult.ContributionKind(r.word(r.kind)), consult.Channel(r.word(r.channel))
	c.Question, c.Category, c.Territory = r.word(r.question), r.word(r.category), r.word(r.territory)
	c.SessionID, c.Publication = consult.ID(r.word(r.session)), consult.Publication(r.word(r.publication))
	return c, err
}

func (r *countedReader) word(bytes sql.RawBytes) string {
	word, known := r.words[string(bytes)]
	if !known {
		word = string(bytes)
		r.words[word] = word
	}
	return word
}

// ContributionsSaying implements consult.Reader.
func (q queries) ContributionsSaying(ctx context.Context, consultation consult.ID, words string, take func(consult.ID)) error {
	var where conditions
	where.equal("consultation_id", string(consultation))
	where.saying(words)
	return q.takeIDs(ctx, "\nSELECT id\nFROM contributions"+where.where(), where.args, take)
}

// ContributionsSuggested implements consult.ReadingReader.
func (q queries) ContributionsSuggested(ctx context.Context, filter consult.ContributionFilter, take func(consult.ID)) error {
	var where conditions
	asked, args := askedOfSuggestions(filter)
	where.add(asked, args...)
	return q.takeIDs(ctx, "\nSELECT s.contribution_id\nFROM suggestions s"+where.where(), where.args, take)
}

func (q queries) takeIDs(ctx context.Context, query string, args []any, take func(consult.ID)) error {
	rows, err := q.handle.rowsOnce(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	var id sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&id); err != nil {
			return q.handle.failed(err)
		}
		take(consult.ID(id))
	}
	return q.handle.failed(rows.Err())
}
