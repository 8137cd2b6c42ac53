package app

import (
	"context"
	"strconv"

	"concertation/internal/consult"
	"concertation/internal/service"
)

// galleryThemes has the first theme that waits for nothing validated, a text under it quoted, and gives the public pages
// and the analyst's.
func galleryThemes(ctx context.Context, s *service.Service, email string) ([]string, error) {
	user, err := s.Store.UserByEmail(ctx, email)
	if err != nil {
		return nil, err
	}
	const slug = "demonstration"
	actor := consult.Actor{User: user.ID, Role: user.Role}
	paths := []string{"/c/sress-2016/thematiques", "/c/" + slug + "/thematiques"}
	standings, err := s.ThemeStandings(ctx, actor, slug)
	if err != nil {
		return nil, err
	}
	for _, standing := range standings {
		if !standing.Ready() {
			continue
		}
		view, err := s.ThemeView(ctx, actor, slug, standing.Theme.ID, 1)
		if err != nil {
			return nil, err
		}
		for _, row := range view.Rows[:min(3, len(view.Rows))] {
			if err := s.Margin(ctx, actor, slug, service.MarginAct{Contribution: row.Contribution.ID, Kind: service.MarginQuote}); err != nil {
				return nil, err
			}
		}
		if err := s.ValidateTheme(ctx, actor, slug, standing.Theme.ID, standing.Unread); err != nil {
			return nil, err
		}
		return append(paths, "/c/"+slug+"/thematiques/"+strconv.Itoa(standing.Theme.Position),
			"/console/concertations/"+slug+"/thematiques/"+string(standing.Theme.ID)), nil
	}
	return paths, nil
}
