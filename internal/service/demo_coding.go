package service

import (
	"context"

	"concertation/internal/consult"
)

// The account in whose name the demonstration's texts are grouped: it cannot log in, and its name says what it is.
const (
	demoCoderEmail = "demonstration@exemple.invalid"
	demoCoderName  = "Démonstration (regroupement fictif)"
)

// demoCodedShare is how many of the texts are grouped on demand: the others are left to read.
const demoCodedShare = 0.6

// code groups the texts of the demonstration that were chosen for it by what they were composed on.
func (d *demo) code(ctx context.Context) error {
	coder, err := d.coder(ctx)
	if err != nil {
		return err
	}
	grid, err := d.service.Store.ThemeGrid(ctx, d.consultation.ID)
	if err != nil {
		return err
	}
	waiting, err := d.service.Store.Contributions(ctx, consult.ContributionFilter{ConsultationID: d.consultation.ID, Uncoded: true})
	if err != nil {
		return err
	}
	var assignments []consult.Assignment
	for i := range waiting {
		c := &waiting[i]
		if c.Origin != consult.OriginDemonstration {
			continue
		}
		source := c.ResponseID
		if source == "" {
			source = c.ID
		}
		question := c.Question
		if c.Kind != consult.KindAnswer {
			question = ""
		}
		for _, theme := range d.themes[demoText{source, question}] {
			if id, ok := themeOf(&grid, theme); ok {
				assignments = append(assignments, consult.Assignment{ID: consult.NewID(), ConsultationID: c.ConsultationID,
					ContributionID: c.ID, StatementID: c.ID, ThemeID: id, CoderID: coder, Round: 1,
					State: consult.AssignmentConfirmed, TextVersion: c.TextVersion, GridVersion: grid.Version, At: d.service.Now()})
			}
		}
	}
	return d.assign(ctx, assignments)
}

func (d *demo) assign(ctx context.Context, assignments []consult.Assignment) error {
	for len(assignments) > 0 {
		n := min(len(assignments), 4*demoChunk)
		chunk := assignments[:n]
		assignments = assignments[n:]
		err := d.service.Store.Atomic(ctx, func(tx consult.Tx) error {
			for _, assignment := range chunk {
				if err := tx.InsertAssignment(ctx, &assignment); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// coder gives the disabled account, made the first time.
func (d *demo) coder(ctx context.Context) (consult.ID, error) {
	found, err := d.service.Store.UserByEmail(ctx, demoCoderEmail)
	if consult.CodeOf(err) != consult.CodeNotFound {
		return found.ID, err
	}
	now := d.service.Now()
	user := consult.User{ID: consult.NewID(), Email: demoCoderEmail, Name: demoCoderName, Role: consult.RoleAnalyst,
		DisabledAt: now, CreatedAt: now}
	err = d.service.Store.Atomic(ctx, func(tx consult.Tx) error {
		row := user
		return tx.InsertUser(ctx, &row)
	})
	return user.ID, err
}

// themeOf gives the theme of the grid at that rank, or the residual one.
func themeOf(grid *consult.ThemeGrid, rank int) (consult.ID, bool) {
	kind := consult.ThemeRegular
	switch rank {
	case demoOutside:
		kind = consult.ThemeOutside
	case demoEmpty:
		kind = consult.ThemeEmpty
	}
	for _, theme := range grid.Themes {
		if theme.Kind == kind && (kind != consult.ThemeRegular || theme.Position == rank+1) {
			return theme.ID, true
		}
	}
	return "", false
}
