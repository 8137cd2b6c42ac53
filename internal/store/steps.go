package store

import (
	"context"
	"database/sql"
	"fmt"

	"concertation/internal/consult"
)

const stepColumns = `id, consultation_id, position, kind, title, place, in_words, starts_at, ends_at, invited,
  invited_source, participants, unit, source`

func scanStep(rows *sql.Rows, s *consult.Step) error {
	return rows.Scan(&s.ID, &s.ConsultationID, &s.Position, &s.Kind, &s.Title, &s.Place, &s.When, (*stamp)(&s.StartsAt),
		(*stamp)(&s.EndsAt), &s.Invited, &s.InvitedSource, &s.Participants, &s.Unit, &s.Source)
}

// Steps implements consult.Reader.
func (q queries) Steps(ctx context.Context, consultation consult.ID) ([]consult.Step, error) {
	return list(ctx, q.handle, scanStep, `
SELECT `+stepColumns+`
FROM steps
WHERE consultation_id = $1
ORDER BY position, id`, string(consultation))
}

// ReplaceSteps implements consult.Tx. Steps without an identifier are given one.
func (t *transaction) ReplaceSteps(ctx context.Context, consultation consult.ID, steps []consult.Step) error {
	if _, err := t.exec(ctx, `DELETE FROM steps WHERE consultation_id = $1`, string(consultation)); err != nil {
		return fmt.Errorf("replace steps: %w", err)
	}
	for i := range steps {
		s := &steps[i]
		if s.ID == "" {
			s.ID = consult.NewID()
		}
		s.ConsultationID = consultation
		_, err := t.exec(ctx, `
INSERT INTO steps (`+stepColumns+`)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
			string(s.ID), string(consultation), s.Position, string(s.Kind), text(s.Title), text(s.Place), text(s.When),
			stamp(s.StartsAt), stamp(s.EndsAt), s.Invited, text(s.InvitedSource), s.Participants, text(s.Unit), text(s.Source))
		if err != nil {
			return fmt.Errorf("replace steps: %w", err)
		}
	}
	return nil
}

// Stakes implements consult.Reader.
func (q queries) Stakes(ctx context.Context, consultation consult.ID) ([]consult.Stake, error) {
	stakes, err := list(ctx, q.handle, func(rows *sql.Rows, s *consult.Stake) error {
		return rows.Scan(&s.ID, &s.ConsultationID, &s.Position, &s.Mark, &s.Title)
	}, `
SELECT id, consultation_id, position, mark, title
FROM stakes
WHERE consultation_id = $1
ORDER BY position, id`, string(consultation))
	if err != nil {
		return nil, err
	}
	type owned struct {
		stake consult.ID
		consult.Objective
	}
	objectives, err := list(ctx, q.handle, func(rows *sql.Rows, o *owned) error {
		return rows.Scan(&o.stake, &o.ID, &o.Position, &o.Title)
	}, `
SELECT o.stake_id, o.id, o.position, o.title
FROM objectives o
JOIN stakes s ON s.id = o.stake_id
WHERE s.consultation_id = $1
ORDER BY o.position, o.id`, string(consultation))
	if err != nil {
		return nil, err
	}
	for i := range stakes {
		for _, o := range objectives {
			if o.stake == stakes[i].ID {
				stakes[i].Objectives = append(stakes[i].Objectives, o.Objective)
			}
		}
	}
	return stakes, nil
}

// ReplaceStakes implements consult.Tx. Stakes and objectives without an identifier are given one.
func (t *transaction) ReplaceStakes(ctx context.Context, consultation consult.ID, stakes []consult.Stake) error {
	if _, err := t.exec(ctx, `DELETE FROM stakes WHERE consultation_id = $1`, string(consultation)); err != nil {
		return fmt.Errorf("replace stakes: %w", err)
	}
	for i := range stakes {
		s := &stakes[i]
		if s.ID == "" {
			s.ID = consult.NewID()
		}
		s.ConsultationID = consultation
		_, err := t.exec(ctx, `
INSERT INTO stakes (id, consultation_id, position, mark, title)
VALUES ($1, $2, $3, $4, $5)`, string(s.ID), string(consultation), s.Position, text(s.Mark), text(s.Title))
		if err != nil {
			return fmt.Errorf("replace stakes: %w", err)
		}
		for j := range s.Objectives {
			o := &s.Objectives[j]
			if o.ID == "" {
				o.ID = consult.NewID()
			}
			_, err := t.exec(ctx, `
INSERT INTO objectives (id, stake_id, position, title)
VALUES ($1, $2, $3, $4)`, string(o.ID), string(s.ID), o.Position, text(o.Title))
			if err != nil {
				return fmt.Errorf("replace stakes: %w", err)
			}
		}
	}
	return nil
}
