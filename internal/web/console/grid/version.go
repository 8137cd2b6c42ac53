package grid

import (
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// versionPage is one version of the grid as it was published, and what it changed.
type versionPage struct {
	ui.Page
	*service.GridVersionView
}

// ShowVersion opens a version of the grid.
func (h *Handlers) ShowVersion(c *gin.Context) error {
	number, err := strconv.Atoi(c.Param("version"))
	if err != nil {
		return consult.NotFound("error.not_found")
	}
	view, err := h.service.GridVersion(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), number)
	if err != nil {
		return err
	}
	page := versionPage{Page: h.frame.Page(c, "", &view.Consultation), GridVersionView: view}
	page.Title = page.P.T("grid.version.title", "version", number)
	return reply.OK(c, versionScreen(page))
}

// published says when the version was published and by whom, and whether it is in force.
func (p versionPage) published() string {
	words := p.P.T("grid.version.origin")
	switch {
	case p.Published.At.IsZero():
	case p.Published.By == "":
		words = p.P.T("grid.version.published", "date", p.P.DateTime(p.Published.At))
	default:
		words = p.P.T("grid.version.published_by", "date", p.P.DateTime(p.Published.At), "who", p.Published.By)
	}
	if p.Grid.Version == p.Latest {
		return words + " " + p.P.T("grid.version.current")
	}
	return words + " " + p.P.T("grid.version.past", "latest", p.Latest)
}

// told puts a change in words.
func (p versionPage) told(change consult.GridChange) string {
	args := []any{"title", change.Theme.Title, "other", change.Other.Title, "before", change.Before}
	if change.Kind == consult.ThemeReworded {
		var names []string
		for _, name := range change.Texts {
			names = append(names, p.P.T("grid.version.text."+name))
		}
		args = append(args, "texts", strings.Join(names, ", "))
	}
	return p.P.T("grid.version.change."+string(change.Kind), args...)
}

// legend numbers a theme as the grid does.
func (p versionPage) legend(theme *consult.Theme) string {
	if theme.Kind != consult.ThemeRegular {
		return theme.Title
	}
	return strconv.Itoa(theme.Position) + ". " + theme.Title
}

// text is one of the texts under a theme's title; the words of a lexicon, one a line in the form, follow one another.
func text(theme *consult.Theme, name string) string {
	words := *details(theme)[name]
	if name == "lexicon" {
		return strings.Join(strings.FieldsFunc(words, func(r rune) bool { return r == '\n' || r == '\r' }), ", ")
	}
	return words
}
