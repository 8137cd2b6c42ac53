package store

import (
	"context"

	"concertation/internal/consult"
)

// MigrateUpTo stops at a migration, as an earlier program would have.
func MigrateUpTo(version int64) Option { return func(o *options) { o.upTo = version } }

// Waiting tells how many callbacks are queued behind the batch that runs.
func (s *Store) Waiting() int {
	s.writer.mutex.Lock()
	defer s.writer.mutex.Unlock()
	return len(s.writer.queue)
}

// The hot queries, to look at their plans.
var (
	ChangesQuery            = changesQuery
	CurrentAssignmentsQuery = currentAssignmentsQuery
	IdeaCellsQuery          = ideaCellsQuery
	FoundQuery              = foundQuery
	IdeasQuery              = func(filter consult.IdeaFilter) (string, []any) {
		where := ideaConditions(sqliteDialect, filter)
		return selectIdeas + where.where() + "\nORDER BY " + ideaOrder(filter.Order) + "\nLIMIT 20", where.args
	}
	ContributionsQuery      = contributionsQuery
	ContributionsSinceQuery = contributionsSince
	SubmittedHeadsQuery     = submittedHeads
	StatementRowsQuery      = statementRows
	ResponseByTokenQuery    = responseWithIdentity + "\nWHERE token_hash = $1"
)

// LatestMigration is the number of the last migration.
func LatestMigration(s *Store) (int64, error) {
	runner, err := newMigrator(s.dialect, s.writers, 0)
	if err != nil {
		return 0, err
	}
	return runner.target, nil
}

// WriterSetting gives a setting of the connection that writes to a SQLite file.
func (s *Store) WriterSetting(ctx context.Context, name string) (value int, err error) {
	err = s.writer.do(ctx, func(tx consult.Tx) error {
		return tx.(*transaction).session.conn.QueryRowContext(ctx, "PRAGMA "+name).Scan(&value)
	})
	return value, err
}
