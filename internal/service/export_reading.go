package service

import (
	"context"
	"fmt"
	"time"

	"concertation/exports"
	"concertation/internal/consult"
)

// reading is what people said of statements, for an export: who gave which theme and when, quotes, notes. A public one
// holds nothing of it.
type reading struct {
	coders map[consult.ID]string
	given  map[givenTheme]givenWhen // the last of those that stand
	quoted map[consult.ID]bool
	notes  map[consult.ID][]string
}

type givenTheme struct{ statement, theme consult.ID }

type givenWhen struct {
	at   time.Time
	grid int // its version
}

func (s *Service) readingOf(ctx context.Context, input *exports.Input, assignments []consult.Assignment) (*reading, error) {
	r := &reading{coders: map[consult.ID]string{}, given: map[givenTheme]givenWhen{}, quoted: map[consult.ID]bool{}, notes: map[consult.ID][]string{}}
	if input.Public {
		return r, nil
	}
	users, err := s.Store.Users(ctx)
	if err != nil {
		return nil, fmt.Errorf("read who coded: %w", err)
	}
	for _, user := range users {
		r.coders[user.ID] = user.Name
	}
	for i := range assignments {
		a := &assignments[i]
		key := givenTheme{a.StatementID, a.ThemeID}
		if a.State == consult.AssignmentConfirmed && a.At.After(r.given[key].at) {
			r.given[key] = givenWhen{a.At, a.GridVersion}
		}
	}
	quotes, err := s.Store.Quotes(ctx, input.Consultation.ID)
	if err != nil {
		return nil, fmt.Errorf("read quotes: %w", err)
	}
	for _, quote := range quotes {
		r.quoted[quote.StatementID] = true
	}
	notes, err := s.Store.StatementNotes(ctx, input.Consultation.ID)
	if err != nil {
		return nil, fmt.Errorf("read notes: %w", err)
	}
	for _, note := range notes {
		r.notes[note.StatementID] = append(r.notes[note.StatementID], note.Body)
	}
	return r, nil
}

// of says beside a statement under a theme who put it there.
func (r *reading) of(verbatim *exports.Verbatim, statement consult.ID, standing consult.Standing) {
	last, known := r.given[givenTheme{statement, standing.ThemeID}]
	if !known {
		return
	}
	verbatim.CodedAt, verbatim.GridVersion = last.at, last.grid
	for _, coder := range standing.Confirmed {
		if name := r.coders[coder]; name != "" {
			verbatim.Coders = append(verbatim.Coders, name)
		}
	}
}

// fillGrid adds the grid of themes in force.
func (s *Service) fillGrid(ctx context.Context, input *exports.Input) error {
	grid, err := s.Store.ThemeGrid(ctx, input.Consultation.ID)
	if consult.CodeOf(err) == consult.CodeNotFound {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the grid: %w", err)
	}
	input.Grid = exports.Grid{Version: grid.Version, Themes: grid.Themes}
	versions, err := s.Store.GridVersions(ctx, input.Consultation.ID)
	if err != nil {
		return fmt.Errorf("read the versions of the grid: %w", err)
	}
	names := map[consult.ID]string{}
	if !input.Public {
		if names, err = s.coderNames(ctx); err != nil {
			return err
		}
	}
	after := grid
	for _, version := range versions { // the last first
		if version.Version == grid.Version {
			input.Grid.At, input.Grid.By = version.At, names[version.By]
			continue
		}
		before, err := s.Store.ThemeGridVersion(ctx, input.Consultation.ID, version.Version)
		if err != nil {
			return fmt.Errorf("read version %d of the grid: %w", version.Version, err)
		}
		for _, change := range after.ChangesSince(&before) {
			input.Grid.Changes = append(input.Grid.Changes, exports.GridChange{Version: after.Version, At: after.PublishedAt, By: names[after.PublishedBy], GridChange: change})
		}
		after = before
	}
	return nil
}
