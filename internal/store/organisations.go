package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"concertation/internal/consult"
)

const organisationColumns = `id, consultation_id, list_key, name, folded, sort_key, siret, rna, category, territory, size, email,
  phone, address, postcode, town, contacts, note, merged_into, created_at, changed_at`

func scanOrganisation(rows *sql.Rows, o *consult.Organisation) error {
	var folded, sorted string
	return rows.Scan(&o.ID, &o.ConsultationID, &o.Key, &o.Name, &folded, &sorted, &o.SIRET, &o.RNA, &o.Category, &o.Territory,
		&o.Size, &o.Email, &o.Phone, &o.Address, &o.Postcode, &o.Town, jsonInto{&o.Contacts}, &o.Note, (*optional)(&o.MergedInto),
		(*stamp)(&o.CreatedAt), (*stamp)(&o.ChangedAt))
}

func organisationValues(o *consult.Organisation, folded, sorted string) ([]any, error) {
	contacts, err := jsonOf(o.Contacts)
	if err != nil {
		return nil, err
	}
	return []any{string(o.ID), string(o.ConsultationID), text(o.Key), text(o.Name), text(folded), text(sorted), text(o.SIRET), text(o.RNA),
		text(o.Category), text(o.Territory), text(o.Size), text(o.Email), text(o.Phone), text(o.Address), text(o.Postcode), text(o.Town),
		contacts, text(o.Note), optional(o.MergedInto), stamp(o.CreatedAt), stamp(o.ChangedAt)}, nil
}

// Organisation implements consult.OrganisationReader.
func (q queries) Organisation(ctx context.Context, id consult.ID) (consult.Organisation, error) {
	return single(ctx, q.handle, scanOrganisation, `
SELECT `+organisationColumns+`
FROM organisations
WHERE id = $1`, string(id))
}

func organisationConditions(filter consult.OrganisationFilter) *conditions {
	var where conditions
	where.equal("consultation_id", string(filter.ConsultationID))
	where.equal("category", filter.Category)
	where.equal("territory", filter.Territory)
	where.equal("size", filter.Size)
	for _, column := range []consult.Stratifier{consult.ByCategory, consult.ByTerritory, consult.BySize} {
		if slices.Contains(filter.Blank, column) {
			where.add(string(column) + " = ''")
		}
	}
	if !filter.Merged {
		where.add("merged_into IS NULL")
	}
	for _, word := range strings.Fields(filter.Words) {
		where.add(`folded LIKE ? ESCAPE '\'`, "%"+escapeLike(text(word))+"%")
	}
	return &where
}

// Organisations implements consult.OrganisationReader.
func (q queries) Organisations(ctx context.Context, filter consult.OrganisationFilter) ([]consult.Organisation, error) {
	where := organisationConditions(filter)
	rows, err := q.handle.rowsOnce(ctx, `
SELECT `+organisationColumns+`
FROM organisations`+where.where()+`
ORDER BY sort_key, id`+page(filter.Offset, filter.Limit), where.args...)
	return collect(q.handle, rows, err, scanOrganisation)
}

// CountOrganisations implements consult.OrganisationReader.
func (q queries) CountOrganisations(ctx context.Context, filter consult.OrganisationFilter) (int, error) {
	where := organisationConditions(filter)
	rows, err := q.handle.rowsOnce(ctx, `
SELECT COUNT(*)
FROM organisations`+where.where(), where.args...)
	counts, err := collect(q.handle, rows, err, scanInt)
	if err != nil {
		return 0, err
	}
	return counts[0], nil
}

// InsertOrganisation implements consult.OrganisationWriter.
func (t *transaction) InsertOrganisation(ctx context.Context, o *consult.Organisation, folded, sorted string) error {
	values, err := organisationValues(o, folded, sorted)
	if err == nil {
		_, err = t.exec(ctx, `
INSERT INTO organisations (`+organisationColumns+`)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)`, values...)
	}
	if err != nil {
		return fmt.Errorf("insert organisation %s: %w", o.ID, err)
	}
	return t.markLedger(ctx, o.ConsultationID, ledgerList)
}

// UpdateOrganisation implements consult.OrganisationWriter.
func (t *transaction) UpdateOrganisation(ctx context.Context, o *consult.Organisation, folded, sorted string) error {
	values, err := organisationValues(o, folded, sorted)
	if err != nil {
		return fmt.Errorf("update organisation %s: %w", o.ID, err)
	}
	if err := t.markLedger(ctx, o.ConsultationID, ledgerList); err != nil {
		return err
	}
	return t.one(ctx, notFound(), `
UPDATE organisations
SET consultation_id = $2, list_key = $3, name = $4, folded = $5, sort_key = $6, siret = $7, rna = $8, category = $9,
  territory = $10, size = $11, email = $12, phone = $13, address = $14, postcode = $15, town = $16, contacts = $17,
  note = $18, merged_into = $19, created_at = $20, changed_at = $21
WHERE id = $1`, values...)
}

// DeleteOrganisation implements consult.OrganisationWriter.
func (t *transaction) DeleteOrganisation(ctx context.Context, id consult.ID) error {
	if err := t.markLedgerOf(ctx, id, ledgerList); err != nil {
		return err
	}
	return t.one(ctx, notFound(), "DELETE FROM organisations WHERE id = $1", string(id))
}
