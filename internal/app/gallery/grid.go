package gallery

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
)

// grid adds a version of the grid, and what the page that checks a draft says when one theme is split and another is
// merged. Nothing is published: the themes validated before stay so.
func (f *filling) grid(ctx context.Context) error {
	consultation, err := f.Store.ConsultationBySlug(ctx, slug)
	if err != nil {
		return err
	}
	grid, err := f.Store.ThemeGrid(ctx, consultation.ID)
	if err != nil {
		return err
	}
	form := url.Values{"version": {strconv.Itoa(grid.Version)}}
	for i, theme := range grid.Themes {
		for name, text := range map[string]string{"id": string(theme.ID), "position": strconv.Itoa(theme.Position), "title": theme.Title, "definition": theme.Definition} {
			form.Set(fmt.Sprintf("%s-%d", name, i), text)
		}
	}
	added := len(grid.Themes)
	form.Set(fmt.Sprintf("title-%d", added), "Apprentissage et métiers")
	form.Set(fmt.Sprintf("split-%d", added), string(grid.Themes[0].ID))
	form.Set(fmt.Sprintf("reread-%d", added), "relire")
	form.Set("fate-1", string(grid.Themes[2].ID))
	f.add(desk + "/grille/versions/" + strconv.Itoa(grid.Version))
	f.screens = append(f.screens, Screen{Group: f.group, Path: desk + "/grille", State: "vérification", Status: http.StatusOK, Post: form})
	form = url.Values{"version": form["version"], "title-0": {""}}
	f.refused("thématique sans titre", desk+"/grille", form)
	return nil
}
