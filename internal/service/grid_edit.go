package service

import (
	"context"
	"fmt"
	"slices"

	"concertation/internal/consult"
)

// The grid of themes and its versions: grid_edit.go shows it, says what a new version does to what people gave, and
// publishes it. A draft lives in the form that makes it.

// GridView is the grid with what stands under each theme.
type GridView struct {
	Consultation consult.Consultation
	Grid         consult.ThemeGrid
	Grouping     *consult.Grouping
	History      []GridPublished // the last first
	CanEdit      bool
}

// GridPublished is a version of the grid with the name of who published it, "" when it came with the consultation.
type GridPublished struct {
	consult.GridVersion
	By string
}

// GridView gives the grid.
func (s *Service) GridView(ctx context.Context, actor consult.Actor, slug string) (*GridView, error) {
	if _, err := s.readable(ctx, actor, consult.SeeTallies, slug); err != nil {
		return nil, err
	}
	consultation, grid, err := s.gridOf(ctx, slug)
	if err != nil {
		return nil, err
	}
	view := &GridView{Consultation: consultation, Grid: grid, CanEdit: actor.Can(consult.ManageGrid) && actor.User != ""}
	if view.Grouping, err = s.ThemeCounts(ctx, consultation.ID); err != nil {
		return nil, err
	}
	versions, err := s.Store.GridVersions(ctx, consultation.ID)
	if err != nil {
		return nil, fmt.Errorf("read versions of the grid of %s: %w", slug, err)
	}
	names, err := s.coderNames(ctx)
	if err != nil {
		return nil, err
	}
	for _, version := range versions {
		view.History = append(view.History, publishedBy(version, names))
	}
	return view, nil
}

func publishedBy(version consult.GridVersion, names map[consult.ID]string) GridPublished {
	published := GridPublished{GridVersion: version}
	if version.By != "" {
		published.By = named([]consult.ID{version.By}, names)[0]
	}
	return published
}

func (s *Service) gridOf(ctx context.Context, slug string) (consult.Consultation, consult.ThemeGrid, error) {
	consultation, err := s.Store.ConsultationBySlug(ctx, slug)
	if err != nil {
		return consultation, consult.ThemeGrid{}, err
	}
	grid, err := s.Store.ThemeGrid(ctx, consultation.ID)
	if err != nil {
		return consultation, grid, fmt.Errorf("read themes of %s: %w", slug, err)
	}
	return consultation, grid, nil
}

// GridPreview is what publishing a draft would do.
type GridPreview struct {
	Consultation consult.Consultation
	Next         consult.ThemeGrid
	Effects      []consult.GridEffect
}

// PreviewGrid says what publishing a draft would do, and does nothing.
func (s *Service) PreviewGrid(ctx context.Context, actor consult.Actor, slug string, draft consult.GridDraft) (*GridPreview, error) {
	if err := actor.Require(consult.ManageGrid); err != nil {
		return nil, err
	}
	consultation, grid, err := s.gridOf(ctx, slug)
	if err != nil {
		return nil, err
	}
	preview := &GridPreview{Consultation: consultation}
	if preview.Next, err = grid.Next(&draft); err != nil {
		return nil, err
	}
	current, err := s.Store.CurrentAssignments(ctx, consultation.ID)
	if err != nil {
		return nil, fmt.Errorf("read the grouping of %s: %w", slug, err)
	}
	preview.Effects = grid.Effects(&draft, current)
	return preview, nil
}

// gridChunk is how many contributions have their codings moved in one transaction (rule 1).
const gridChunk = 50

// PublishGrid makes a draft the grid, and gives its version. Codings under themes that go, or that are read again, are moved first, a few texts
// at a time: stopped half-way, every coding stands under a theme of the grid, and publishing again ends the work.
func (s *Service) PublishGrid(ctx context.Context, actor consult.Actor, slug string, draft consult.GridDraft) (int, error) {
	if err := actor.Require(consult.ManageGrid); err != nil {
		return 0, err
	}
	if actor.User == "" {
		return 0, consult.Forbidden("error.forbidden")
	}
	consultation, grid, err := s.gridOf(ctx, slug)
	if err != nil {
		return 0, err
	}
	next, err := grid.Next(&draft)
	if err != nil {
		return 0, err
	}
	next.PublishedAt, next.PublishedBy = s.Now(), actor.User
	current, err := s.Store.CurrentAssignments(ctx, consultation.ID)
	if err != nil {
		return 0, fmt.Errorf("publish themes of %s: %w", slug, err)
	}
	for chunk := range slices.Chunk(codedUnder(&draft, current), gridChunk) {
		err := s.Store.Atomic(ctx, func(tx consult.Tx) error {
			if err := unchangedGrid(ctx, tx, &grid); err != nil {
				return err
			}
			return s.moveThemes(ctx, tx, chunk, &draft, next.Version)
		})
		if err != nil {
			return 0, fmt.Errorf("publish themes of %s: %w", slug, err)
		}
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		if err := unchangedGrid(ctx, tx, &grid); err != nil {
			return err
		}
		if len(draft.Gone)+len(draft.Reread) > 0 { // what was given meanwhile
			left, err := tx.CurrentAssignments(ctx, consultation.ID)
			if err != nil {
				return err
			}
			if err := s.moveThemes(ctx, tx, codedUnder(&draft, left), &draft, next.Version); err != nil {
				return err
			}
		}
		published := next
		if err := tx.InsertThemeGrid(ctx, &published); err != nil {
			return err
		}
		return s.audit(ctx, tx, actor, "grid.publish", consultation.ID, fmt.Sprintf("version %d", next.Version))
	})
	if err != nil {
		return 0, fmt.Errorf("publish themes of %s: %w", slug, err)
	}
	s.suggester.wake()
	return next.Version, nil
}

// unchangedGrid refuses to go on when somebody published another version.
func unchangedGrid(ctx context.Context, tx consult.Tx, grid *consult.ThemeGrid) error {
	latest, err := tx.ThemeGrid(ctx, grid.ConsultationID)
	if err == nil && latest.Version != grid.Version {
		err = consult.Conflict("coding.error.grid_changed")
	}
	return err
}

// codedUnder gives the contributions whose codings a draft moves, each once.
func codedUnder(draft *consult.GridDraft, current []consult.Assignment) []consult.ID {
	var found []consult.ID
	for i := range current {
		if a := &current[i]; draft.Moves(a) && (len(found) == 0 || found[len(found)-1] != a.ContributionID) {
			found = append(found, a.ContributionID)
		}
	}
	return found
}

func (s *Service) moveThemes(ctx context.Context, tx consult.Tx, contributions []consult.ID, draft *consult.GridDraft, version int) error {
	for _, id := range contributions {
		history, err := tx.Assignments(ctx, id)
		if err != nil {
			return err
		}
		if err := applyCoding(ctx, tx, draft.MoveCodings(history, version, s.Now())); err != nil {
			return err
		}
	}
	return nil
}

// applyCoding writes what an act changes.
func applyCoding(ctx context.Context, tx consult.Tx, change consult.CodingChange) error {
	for _, ended := range change.End {
		if err := tx.EndAssignment(ctx, ended, change.At); err != nil {
			return err
		}
	}
	for i := range change.Insert {
		if err := tx.InsertAssignment(ctx, &change.Insert[i]); err != nil {
			return err
		}
	}
	return nil
}
