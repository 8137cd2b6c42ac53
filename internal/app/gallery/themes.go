package gallery

import (
	"context"
	"errors"
	"strconv"

	"concertation/internal/service"
)

// themes has the first theme that waits for nothing validated, texts under it quoted.
func (f *filling) themes(ctx context.Context) error {
	f.add("/c/sress-2016/thematiques", "/c/"+slug+"/thematiques")
	standings, err := f.ThemeStandings(ctx, f.amina, slug)
	if err != nil {
		return err
	}
	for _, standing := range standings {
		if !standing.Ready() {
			continue
		}
		theme := standing.Theme
		view, err := f.ThemeView(ctx, f.amina, slug, theme.ID, 1)
		if err != nil {
			return err
		}
		for _, row := range view.Rows[:min(3, len(view.Rows))] {
			if err := f.Margin(ctx, f.amina, slug, service.MarginAct{Contribution: row.Contribution.ID, Kind: service.MarginQuote}); err != nil {
				return err
			}
		}
		if err := f.ValidateTheme(ctx, f.amina, slug, theme.ID, standing.Unread); err != nil {
			return err
		}
		f.add("/c/"+slug+"/thematiques/"+strconv.Itoa(theme.Position), desk+"/thematiques/"+string(theme.ID))
		return f.grid(ctx)
	}
	return errors.New("no theme is ready to be validated")
}
