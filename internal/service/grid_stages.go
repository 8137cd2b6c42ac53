package service

import (
	"context"
	"time"

	"concertation/internal/consult"
)

// ReadingStages is how far the reading of a consultation is, stage by stage: read, make the grid, test it, group,
// validate. All of it is found from what people did, none of it declared.
type ReadingStages struct {
	Total         consult.Counts // all texts
	Waiting       consult.Counts // those with a statement to which nobody gave a theme
	GridVersion   int
	GridPublished time.Time // zero: the grid came with the consultation
	// Sample is how many texts drawn at random test the grid, 0 before they are drawn; SampleRead those read.
	Sample, SampleRead int
	Themes, Validated  int // regular themes, and those that somebody read through
}

// ReadingStages gives how far the reading is.
func (s *Service) ReadingStages(ctx context.Context, actor consult.Actor, slug string) (*ReadingStages, error) {
	standings, err := s.ThemeStandings(ctx, actor, slug)
	if err != nil {
		return nil, err
	}
	consultation, grid, err := s.gridOf(ctx, slug)
	if err != nil {
		return nil, err
	}
	grouping, err := s.ThemeCounts(ctx, consultation.ID)
	if err != nil {
		return nil, err
	}
	stages := &ReadingStages{Total: grouping.Total, Waiting: grouping.Waiting, GridVersion: grid.Version, GridPublished: grid.PublishedAt, Themes: len(standings)}
	for _, standing := range standings {
		if standing.Validated {
			stages.Validated++
		}
	}
	progress, err := s.codingProgress(ctx, consultation.ID, actor.User, CodingQuery{Among: AmongSample})
	if err != nil {
		return nil, err
	}
	stages.Sample, stages.SampleRead = progress.All, progress.Reviewed
	return stages, nil
}
