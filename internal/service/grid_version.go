package service

import (
	"context"
	"fmt"

	"concertation/internal/consult"
)

// GridVersionView is one version of a grid, as it was published.
type GridVersionView struct {
	Consultation consult.Consultation
	Grid         consult.ThemeGrid
	Published    GridPublished
	Latest       int                  // the version in force
	Changes      []consult.GridChange // since the version before; none for the first
}

// GridVersion gives a version of the grid; CodeNotFound when there is none of that number.
func (s *Service) GridVersion(ctx context.Context, actor consult.Actor, slug string, version int) (*GridVersionView, error) {
	if _, err := s.readable(ctx, actor, consult.SeeTallies, slug); err != nil {
		return nil, err
	}
	consultation, latest, err := s.gridOf(ctx, slug)
	if err != nil {
		return nil, err
	}
	view := &GridVersionView{Consultation: consultation, Latest: latest.Version}
	if view.Grid, err = s.Store.ThemeGridVersion(ctx, consultation.ID, version); err != nil {
		return nil, fmt.Errorf("read version %d of the grid of %s: %w", version, slug, err)
	}
	names, err := s.coderNames(ctx)
	if err != nil {
		return nil, err
	}
	view.Published = publishedBy(consult.GridVersion{Version: version, At: view.Grid.PublishedAt, By: view.Grid.PublishedBy}, names)
	before, err := s.Store.ThemeGridVersion(ctx, consultation.ID, version-1)
	switch {
	case err == nil:
		view.Changes = view.Grid.ChangesSince(&before)
	case consult.CodeOf(err) != consult.CodeNotFound:
		return nil, fmt.Errorf("read version %d of the grid of %s: %w", version-1, slug, err)
	}
	return view, nil
}
