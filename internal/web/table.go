package web

import (
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
)

// RouteLine is a line of the table of addresses.
type RouteLine struct{ Method, Path string }

// RouteTable gives the addresses of the site, as patterns: for the gallery, and the tests that go through all of them.
func RouteTable() []RouteLine {
	var lines []RouteLine
	for _, line := range (&server{}).routes() {
		lines = append(lines, RouteLine{line.method, line.path})
	}
	return lines
}

// ErrorPagesHandler answers, at «/» followed by a name of ErrorPages, with the page of that error: the gallery shows them
// without anything failing.
func ErrorPagesHandler(deps Deps) http.Handler {
	deps.Log = slog.New(slog.DiscardHandler) // nothing failed
	s := &server{Deps: deps, site: newSite(deps)}
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.Use(s.logged, s.headers)
	for name, err := range samples() {
		engine.GET("/"+name, s.answer(func(*gin.Context) error { return err }))
	}
	engine.NoRoute(s.answer(notFound))
	return engine
}

// ErrorPage is the page of an error: its name, and the status it comes with.
type ErrorPage struct {
	Name   string
	Status int
}

// ErrorPages lists the pages of errors.
func ErrorPages() []ErrorPage {
	var pages []ErrorPage
	for name, err := range samples() {
		status, _ := classify(err)
		pages = append(pages, ErrorPage{name, status})
	}
	slices.SortFunc(pages, func(a, b ErrorPage) int { return strings.Compare(a.Name, b.Name) })
	return pages
}

// samples has an error for each page, by its name in the catalogue.
func samples() map[string]error {
	made := map[string]error{"400": errBadRequest, "405": errMethod}
	for _, code := range []consult.Code{consult.CodeInvalid, consult.CodeNotFound, consult.CodeConflict, consult.CodeForbidden, consult.CodeClosed,
		consult.CodeTooMany, consult.CodeTooLarge, consult.CodeUnavailable, consult.CodeInternal} {
		err := &consult.Error{Code: code}
		_, page := classify(err)
		made[page] = err
	}
	return made
}
