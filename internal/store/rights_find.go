package store

import (
	"context"
	"database/sql"
	"fmt"

	"concertation/forms"
	"concertation/internal/consult"
)

// heldQuery reads one table that identifies people.
type heldQuery struct {
	query string
	read  func(rows *sql.Rows, see func(consult.HeldValue)) error
}

// heldPlain reads rows of kind, id, consultation, field, value.
func heldPlain(query string) heldQuery {
	return heldQuery{query, func(rows *sql.Rows, see func(consult.HeldValue)) error {
		var v consult.HeldValue
		if err := rows.Scan(&v.Ref.Kind, &v.Ref.ID, &v.ConsultationID, &v.Field, &v.Value); err != nil {
			return err
		}
		see(v)
		return nil
	}}
}

// heldTables are all the tables that identify people: one that a new use of them forgets here is never shown nor erased.
func heldTables() []heldQuery {
	return []heldQuery{
		heldPlain(`
SELECT 'response', i.response_id, r.consultation_id, i.question, i.value
FROM respondent_identities i
JOIN responses r ON r.id = i.response_id`),
		heldPlain(`
SELECT 'response', m.response_id, r.consultation_id, 'member', m.name
FROM team_members m
JOIN responses r ON r.id = m.response_id`),
		{`
SELECT i.response_id, r.consultation_id, i.draft
FROM draft_identities i
JOIN responses r ON r.id = i.response_id`, readHeldDraft},
		heldPlain(`
SELECT CASE WHEN i.record_id = i.idea_id THEN 'idea' ELSE 'comment' END, i.record_id, ideas.consultation_id, 'signature', i.signature
FROM idea_identities i
JOIN ideas ON ideas.id = i.idea_id
WHERE i.signature <> ''`),
		heldPlain(`
SELECT 'idea', i.record_id, ideas.consultation_id, 'email', i.email
FROM idea_identities i
JOIN ideas ON ideas.id = i.idea_id
WHERE i.email <> ''`),
		heldPlain(`
SELECT 'contribution', i.contribution_id, c.consultation_id, i.field, i.value
FROM contribution_identities i
JOIN contributions c ON c.id = i.contribution_id`),
		{`
SELECT id, consultation_id, email, phone, contacts
FROM organisations`, readHeldOrganisation},
		heldPlain("SELECT 'note', id, consultation_id, 'note', note FROM touches WHERE note <> ''"),
		heldPlain("SELECT 'note', id, consultation_id, 'note', note FROM settlements WHERE note <> ''"),
		heldPlain("SELECT 'note', id, consultation_id, 'note', note FROM organisations WHERE note <> ''"),
		heldPlain("SELECT 'user', id, '', 'name', name FROM users"),
		heldPlain("SELECT 'user', id, '', 'email', email FROM users"),
		heldPlain("SELECT 'mail', id, consultation_id, 'email', address FROM mails WHERE address <> ''"),
		heldPlain("SELECT 'mail', id, consultation_id, 'name', name FROM mails WHERE name <> ''"),
		{"SELECT consultation_id, address FROM mail_refusals", readHeldRefusal},
		{`
SELECT i.attendance_id, a.consultation_id, i.name, i.email, i.phone, i.structure
FROM attendance_identities i
JOIN attendances a ON a.id = i.attendance_id`, readHeldAttendance},
	}
}

func readHeldDraft(rows *sql.Rows, see func(consult.HeldValue)) error {
	v := consult.HeldValue{Ref: consult.RecordRef{Kind: consult.RecordResponse}}
	var draft forms.Raw
	if err := rows.Scan(&v.Ref.ID, &v.ConsultationID, jsonInto{&draft}); err != nil {
		return err
	}
	for question, values := range draft {
		for _, value := range values {
			v.Field, v.Value = question, value
			see(v)
		}
	}
	return nil
}

func readHeldOrganisation(rows *sql.Rows, see func(consult.HeldValue)) error {
	v := consult.HeldValue{Ref: consult.RecordRef{Kind: consult.RecordOrganisation}}
	var own consult.Contact
	var contacts []consult.Contact
	if err := rows.Scan(&v.Ref.ID, &v.ConsultationID, &own.Email, &own.Phone, jsonInto{&contacts}); err != nil {
		return err
	}
	tell := func(part, field, value string) {
		if value != "" {
			v.Ref.Part, v.Field, v.Value = part, field, value
			see(v)
		}
	}
	tell("", "email", own.Email)
	tell("", "phone", own.Phone)
	for _, contact := range contacts {
		part := consult.ContactPart(contact)
		tell(part, "name", contact.Name)
		tell(part, "email", contact.Email)
		tell(part, "phone", contact.Phone)
	}
	return nil
}

func readHeldAttendance(rows *sql.Rows, see func(consult.HeldValue)) error {
	v := consult.HeldValue{Ref: consult.RecordRef{Kind: consult.RecordAttendance}}
	var values [4]string
	if err := rows.Scan(&v.Ref.ID, &v.ConsultationID, &values[0], &values[1], &values[2], &values[3]); err != nil {
		return err
	}
	for i, field := range []string{"name", "email", "phone", "structure"} {
		if v.Field, v.Value = field, values[i]; v.Value != "" {
			see(v)
		}
	}
	return nil
}

func readHeldRefusal(rows *sql.Rows, see func(consult.HeldValue)) error {
	v := consult.HeldValue{Ref: consult.RecordRef{Kind: consult.RecordRefusal}, Field: "email"}
	if err := rows.Scan(&v.ConsultationID, &v.Value); err != nil {
		return err
	}
	v.Ref.ID, v.Ref.Part = v.ConsultationID, consult.AddressPart(v.Value)
	see(v)
	return nil
}

// EachHeldValue implements consult.RightsReader.
func (q queries) EachHeldValue(ctx context.Context, see func(consult.HeldValue)) error {
	for _, table := range heldTables() {
		if err := q.eachHeld(ctx, table, see); err != nil {
			return fmt.Errorf("read what identifies people: %w", err)
		}
	}
	// A contact or a note on hold stands nowhere else.
	holds, err := q.Holds(ctx)
	if err != nil {
		return err
	}
	for _, hold := range holds {
		if hold.Ref.Kind == consult.RecordNote {
			see(consult.HeldValue{Ref: hold.Ref, ConsultationID: hold.ConsultationID, Field: "note", Value: hold.State})
		}
		if hold.Kept == nil {
			continue
		}
		v := consult.HeldValue{Ref: hold.Ref, ConsultationID: hold.ConsultationID}
		for _, held := range [][2]string{{"name", hold.Kept.Name}, {"email", hold.Kept.Email}, {"phone", hold.Kept.Phone}} {
			if v.Field, v.Value = held[0], held[1]; v.Value != "" {
				see(v)
			}
		}
	}
	return nil
}

func (q queries) eachHeld(ctx context.Context, table heldQuery, see func(consult.HeldValue)) error {
	rows, err := q.handle.rows(ctx, table.query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := table.read(rows, see); err != nil {
			return q.handle.failed(err)
		}
	}
	if err := rows.Err(); err != nil {
		return q.handle.failed(err)
	}
	return nil
}

// RecordsByReference implements consult.RightsReader.
func (q queries) RecordsByReference(ctx context.Context, reference string) ([]consult.RecordRef, error) {
	return list(ctx, q.handle, func(rows *sql.Rows, r *consult.RecordRef) error { return rows.Scan(&r.Kind, &r.ID) }, `
SELECT 'response', id
FROM responses
WHERE reference = $1
UNION ALL
SELECT 'idea', id
FROM ideas
WHERE reference = $2
ORDER BY 1, 2`, reference, reference)
}

// sealed stands before the hash of a link that opens nothing: no token has such a hash.
const sealed = "ff"

// SealedLink implements consult.RightsReader.
func (q queries) SealedLink(ctx context.Context, tokenHash []byte) (bool, error) {
	hash := sealed + fmt.Sprintf("%x", tokenHash)
	found, err := list(ctx, q.handle, scanInt, `
SELECT 1 FROM responses WHERE token_hash = $1
UNION ALL
SELECT 1 FROM team_members WHERE token_hash = $2
UNION ALL
SELECT 1 FROM ideas WHERE token_hash = $3
UNION ALL
SELECT 1 FROM comments WHERE token_hash = $4
UNION ALL
SELECT 1 FROM attendances WHERE token_hash = $5`, hash, hash, hash, hash, hash)
	return len(found) > 0, err
}

// linkTables gives the tables that hold the links of a record, and the column that names it there.
func linkTables(ref consult.RecordRef) map[string]string {
	switch ref.Kind {
	case consult.RecordResponse:
		return map[string]string{"responses": "id", "team_members": "response_id"}
	case consult.RecordIdea:
		return map[string]string{"ideas": "id"}
	case consult.RecordComment:
		return map[string]string{"comments": "id"}
	case consult.RecordAttendance:
		return map[string]string{"attendances": "id"}
	default:
		return nil
	}
}

// SealLinks implements consult.RightsWriter.
func (t *transaction) SealLinks(ctx context.Context, ref consult.RecordRef) error {
	for table, column := range linkTables(ref) {
		if _, err := t.exec(ctx, "UPDATE "+table+" SET token_hash = '"+sealed+"' || token_hash WHERE "+column+" = $1 AND token_hash IS NOT NULL",
			string(ref.ID)); err != nil {
			return fmt.Errorf("seal the links of %s %s: %w", ref.Kind, ref.ID, err)
		}
	}
	return nil
}

// UnsealLinks implements consult.RightsWriter.
func (t *transaction) UnsealLinks(ctx context.Context, ref consult.RecordRef) error {
	for table, column := range linkTables(ref) {
		if _, err := t.exec(ctx, "UPDATE "+table+" SET token_hash = substr(token_hash, 3) WHERE "+column+" = $1 AND length(token_hash) = 66",
			string(ref.ID)); err != nil {
			return fmt.Errorf("unseal the links of %s %s: %w", ref.Kind, ref.ID, err)
		}
	}
	return nil
}
