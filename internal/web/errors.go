package web

import (
	"errors"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/web/reply"
)

// This file is the only place where an error becomes a status and a page.

// answer wraps a handler for the router: its error becomes a page.
func (s *server) answer(handler reply.Handler) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := handler(c); err != nil {
			s.fail(c, err, true)
		}
	}
}

// fail answers with the page (or, for programs, the JSON) of an error. It logs what is our fault, once.
func (s *server) fail(c *gin.Context, err error, log bool) {
	status, page := classify(err)
	if log && status >= http.StatusInternalServerError {
		s.Log.Error("request failed", "id", RequestID(c.Request.Context()), "route", c.FullPath(), "error", err)
	}
	if c.Writer.Written() {
		return // an answer had begun: nothing sensible can follow it
	}
	c.Header("Cache-Control", "no-store")
	if wantsJSON(c) {
		c.JSON(status, errorJSON{Status: status, Code: string(consult.CodeOf(err)), Message: s.message(err, page)})
		return
	}
	shown := s.site.Page(s.site.P.T("error." + page + ".title"))
	shown.Private = true
	if renderErr := reply.Page(c, status, errorPage(shown, page, s.particular(err), c.Writer.Header().Get(requestIDHeader), s.resendOf(c, status))); renderErr != nil {
		s.Log.Error("render error page", "error", renderErr)
		c.String(status, "%s", s.site.P.T("error."+page+".title"))
	}
}

// errorJSON is an error for a program.
type errorJSON struct {
	Status  int    `json:"status"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

// Errors of the transport, which are not of the domain.
var (
	errMethod     = errors.New("method not allowed")
	errBadRequest = errors.New("bad request")
)

func notFound(*gin.Context) error         { return consult.NotFound("error.not_found") }
func methodNotAllowed(*gin.Context) error { return errMethod }

// classify gives the status of an error and the name of its page in the catalogue.
func classify(err error) (status int, page string) {
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return http.StatusRequestEntityTooLarge, "413"
	case errors.Is(err, errMethod):
		return http.StatusMethodNotAllowed, "405"
	case errors.Is(err, errBadRequest), errors.Is(err, reply.ErrUnreadable):
		return http.StatusBadRequest, "400"
	}
	switch consult.CodeOf(err) {
	case consult.CodeInvalid:
		return http.StatusUnprocessableEntity, "422"
	case consult.CodeNotFound:
		return http.StatusNotFound, "404"
	case consult.CodeConflict:
		return http.StatusConflict, "409"
	case consult.CodeForbidden:
		return http.StatusForbidden, "403"
	case consult.CodeClosed:
		return http.StatusForbidden, "closed"
	case consult.CodeTooMany:
		return http.StatusTooManyRequests, "429"
	case consult.CodeTooLarge:
		return http.StatusRequestEntityTooLarge, "413"
	case consult.CodeUnavailable:
		return http.StatusServiceUnavailable, "503"
	default:
		return http.StatusInternalServerError, "500"
	}
}

// particular gives the sentence an error brings of its own, or "" when the page says it all.
func (s *server) particular(err error) string {
	var domain *consult.Error
	if !errors.As(err, &domain) || domain.Key == "" || !s.site.P.Has(domain.Key) {
		return ""
	}
	return s.site.P.T(domain.Key, domain.Args...)
}

func (s *server) message(err error, page string) string {
	if own := s.particular(err); own != "" {
		return own
	}
	return s.site.P.T("error." + page + ".title")
}

// wantsJSON says whether a program asks.
func wantsJSON(c *gin.Context) bool {
	return strings.HasPrefix(c.Request.URL.Path, "/api/") || strings.HasPrefix(c.GetHeader("Accept"), "application/json")
}
