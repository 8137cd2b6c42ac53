package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"concertation/internal/consult"
)

// Strata implements consult.OrganisationListReader.
func (q queries) Strata(ctx context.Context, consultation consult.ID) ([]consult.Stratum, error) {
	return list(ctx, q.handle, func(rows *sql.Rows, s *consult.Stratum) error {
		return rows.Scan(&s.Category, &s.Territory, &s.Size, &s.Count)
	}, `
SELECT category, territory, size, COUNT(*)
FROM organisations
WHERE consultation_id = $1
  AND merged_into IS NULL
GROUP BY category, territory, size
ORDER BY category, territory, size`, string(consultation))
}

const changeColumns = `import_id, organisation_id, before, after`

// OrganisationChanges implements consult.OrganisationListReader.
func (q queries) OrganisationChanges(ctx context.Context, importID consult.ID, limit int) ([]consult.OrganisationChange, error) {
	return list(ctx, q.handle, func(rows *sql.Rows, c *consult.OrganisationChange) error {
		var before sql.Null[string]
		if err := rows.Scan(&c.ImportID, &c.OrganisationID, &before, jsonInto{&c.After}); err != nil || !before.Valid {
			return err
		}
		c.Before = &consult.Organisation{}
		return jsonInto{c.Before}.Scan(before.V)
	}, `
SELECT `+changeColumns+`
FROM organisation_changes
WHERE import_id = $1
ORDER BY organisation_id
LIMIT $2`, string(importID), limit)
}

// CountOrganisationChanges implements consult.OrganisationListReader.
func (q queries) CountOrganisationChanges(ctx context.Context, importID consult.ID) (added, updated int, err error) {
	counts, err := single(ctx, q.handle, func(rows *sql.Rows, both *[2]int) error { return rows.Scan(&both[0], &both[1]) }, `
SELECT COUNT(*) - COUNT(before), COUNT(before)
FROM organisation_changes
WHERE import_id = $1`, string(importID))
	return counts[0], counts[1], err
}

// InsertOrganisationChanges implements consult.OrganisationListWriter.
func (t *transaction) InsertOrganisationChanges(ctx context.Context, changes []consult.OrganisationChange) error {
	for chunk := range slices.Chunk(changes, rowsPerInsert) {
		var args []any
		for _, change := range chunk {
			after, err := jsonOf(change.After)
			if err != nil {
				return err
			}
			var before any
			if change.Before != nil {
				if before, err = jsonOf(change.Before); err != nil {
					return err
				}
			}
			args = append(args, string(change.ImportID), string(change.OrganisationID), before, after)
		}
		if _, err := t.exec(ctx, t.session.rowsText(`
INSERT INTO organisation_changes (`+changeColumns+`)
VALUES `, 4, len(chunk))+`
ON CONFLICT (import_id, organisation_id) DO UPDATE SET after = EXCLUDED.after`, args...); err != nil {
			return fmt.Errorf("insert changes of organisations: %w", err)
		}
	}
	return nil
}

// DeleteOrganisationChange implements consult.OrganisationListWriter.
func (t *transaction) DeleteOrganisationChange(ctx context.Context, importID, organisation consult.ID) error {
	return t.one(ctx, notFound(), `
DELETE FROM organisation_changes
WHERE import_id = $1
  AND organisation_id = $2`, string(importID), string(organisation))
}

const mergeColumns = `id, consultation_id, kept_id, merged_id, trace, by_id, by_name, at, undone_at, undone_by_name`

func scanMerge(rows *sql.Rows, m *consult.OrganisationMerge) error {
	return rows.Scan(&m.ID, &m.ConsultationID, &m.KeptID, &m.MergedID, jsonInto{&m.Trace}, &m.By, &m.ByName, (*stamp)(&m.At),
		(*stamp)(&m.UndoneAt), &m.UndoneByName)
}

// OrganisationMerge implements consult.OrganisationListReader.
func (q queries) OrganisationMerge(ctx context.Context, id consult.ID) (consult.OrganisationMerge, error) {
	return single(ctx, q.handle, scanMerge, `
SELECT `+mergeColumns+`
FROM organisation_merges
WHERE id = $1`, string(id))
}

// OrganisationMerges implements consult.OrganisationListReader.
func (q queries) OrganisationMerges(ctx context.Context, consultation consult.ID) ([]consult.OrganisationMerge, error) {
	return list(ctx, q.handle, scanMerge, `
SELECT `+mergeColumns+`
FROM organisation_merges
WHERE consultation_id = $1
ORDER BY at DESC, id DESC`, string(consultation))
}

// OrganisationMergesOf implements consult.OrganisationListReader.
func (q queries) OrganisationMergesOf(ctx context.Context, organisation consult.ID) ([]consult.OrganisationMerge, error) {
	return list(ctx, q.handle, scanMerge, `
SELECT `+mergeColumns+`
FROM organisation_merges
WHERE kept_id = $1
   OR merged_id = $2
ORDER BY at DESC, id DESC`, string(organisation), string(organisation))
}

// InsertOrganisationMerge implements consult.OrganisationListWriter.
func (t *transaction) InsertOrganisationMerge(ctx context.Context, m *consult.OrganisationMerge) error {
	trace, err := jsonOf(m.Trace)
	if err == nil {
		_, err = t.exec(ctx, `
INSERT INTO organisation_merges (`+mergeColumns+`)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, string(m.ID), string(m.ConsultationID), string(m.KeptID), string(m.MergedID), trace,
			string(m.By), text(m.ByName), stamp(m.At), stamp(m.UndoneAt), text(m.UndoneByName))
	}
	if err != nil {
		return fmt.Errorf("insert merge of %s into %s: %w", m.MergedID, m.KeptID, err)
	}
	return nil
}

// UndoOrganisationMerge implements consult.OrganisationListWriter.
func (t *transaction) UndoOrganisationMerge(ctx context.Context, id consult.ID, at time.Time, byName string) error {
	return t.one(ctx, consult.Conflict("organisations.error.parted"), `
UPDATE organisation_merges
SET undone_at = $2, undone_by_name = $3
WHERE id = $1
  AND undone_at IS NULL`, string(id), stamp(at), text(byName))
}

// MoveInvitation implements consult.OrganisationListWriter.
func (t *transaction) MoveInvitation(ctx context.Context, from, to consult.ID) error {
	return t.one(ctx, notFound(), "UPDATE invitations SET organisation_id = $2 WHERE organisation_id = $1", string(from), string(to))
}

// DistinctOrganisations implements consult.OrganisationListReader.
func (q queries) DistinctOrganisations(ctx context.Context, consultation consult.ID) ([]consult.DistinctOrganisations, error) {
	return list(ctx, q.handle, func(rows *sql.Rows, d *consult.DistinctOrganisations) error {
		return rows.Scan(&d.A, &d.B, &d.By, (*stamp)(&d.At))
	}, `
SELECT d.a_id, d.b_id, d.by_id, d.at
FROM distinct_organisations d
JOIN organisations o ON o.id = d.a_id
WHERE o.consultation_id = $1
ORDER BY d.a_id, d.b_id`, string(consultation))
}

// InsertDistinctOrganisations implements consult.OrganisationListWriter.
func (t *transaction) InsertDistinctOrganisations(ctx context.Context, d *consult.DistinctOrganisations) error {
	_, err := t.exec(ctx, `
INSERT INTO distinct_organisations (a_id, b_id, by_id, at)
VALUES ($1, $2, $3, $4)
ON CONFLICT (a_id, b_id) DO NOTHING`, string(min(d.A, d.B)), string(max(d.A, d.B)), string(d.By), stamp(d.At))
	if err != nil {
		return fmt.Errorf("part %s from %s: %w", d.A, d.B, err)
	}
	return nil
}

// ResponsesOfOrganisation implements consult.OrganisationListReader.
func (q queries) ResponsesOfOrganisation(ctx context.Context, organisation consult.ID) ([]consult.ResponseOwner, error) {
	return list(ctx, q.handle, func(rows *sql.Rows, o *consult.ResponseOwner) error {
		return rows.Scan(&o.ResponseID, &o.OrganisationID, (*stamp)(&o.At))
	}, `
SELECT response_id, organisation_id, at
FROM response_organisations
WHERE organisation_id = $1
ORDER BY response_id`, string(organisation))
}
