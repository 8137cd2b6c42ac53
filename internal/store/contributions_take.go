package store

import (
	"context"
	"database/sql"
	"math"
	"sync"

	"golang.org/x/sync/errgroup"

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
func (q queries) ContributionsSaying(ctx context.Context, consultation consult.ID, words string, since int64, take func(consult.ID)) error {
	return q.sayingBetween(ctx, consultation, words, since, math.MaxInt64, take)
}

// sayingBetween reads those that changed after a sequence, and up to another.
func (q queries) sayingBetween(ctx context.Context, consultation consult.ID, words string, since, upTo int64, take func(consult.ID)) error {
	var where conditions
	where.equal("consultation_id", string(consultation))
	where.add("change_seq > ?", since)
	where.add("change_seq <= ?", upTo)
	where.saying(words)
	return q.takeIDs(ctx, "\nSELECT id\nFROM contributions"+where.where(), where.args, take)
}

// ContributionsSaying implements consult.Reader. Where a query has one processor, half of those who read take a
// part each; PostgreSQL shares such a reading out by itself.
func (s *Store) ContributionsSaying(ctx context.Context, consultation consult.ID, words string, since int64, take func(consult.ID)) error {
	if !s.dialect.alone {
		return s.queries.ContributionsSaying(ctx, consultation, words, since, take)
	}
	bounds, err := single(ctx, s.handle, func(rows *sql.Rows, found *[2]int64) error { return rows.Scan(&found[0], &found[1]) }, `
SELECT COALESCE(MIN(change_seq), 0), COALESCE(MAX(change_seq), 0)
FROM contributions
WHERE consultation_id = $1
  AND change_seq > $2`, string(consultation), since)
	if err != nil {
		return err
	}
	var mutex sync.Mutex
	taken := func(id consult.ID) {
		mutex.Lock()
		defer mutex.Unlock()
		take(id)
	}
	group, ctx := errgroup.WithContext(ctx)
	readers := int64(s.readers.Stats().MaxOpenConnections)
	part := max((bounds[1]-bounds[0])/(readers/2)+1, leastPart)
	for from := max(bounds[0]-1, since); from < bounds[1]; from += part {
		group.Go(func() error { return s.sayingBetween(ctx, consultation, words, from, from+part, taken) })
	}
	return group.Wait()
}

// leastPart is how many sequences are worth another connection.
const leastPart = 2000

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
