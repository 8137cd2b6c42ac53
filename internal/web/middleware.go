package web

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
)

// The largest bodies accepted: a page of a questionnaire holds long texts, an import holds a spreadsheet.
const (
	smallBody  = 64 << 10
	formBody   = 1 << 20
	importBody = 64 << 20
	scansBody  = 105 << 20 // as many photographs and scans as a record may have
)

// requestIDHeader names the id of a request, in answers and logs.
const requestIDHeader = "X-Request-Id"

type requestKey struct{}

// RequestID gives the id of the request being answered, or "".
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestKey{}).(string)
	return id
}

// newRequestID gives 16 characters that tell requests apart; they open nothing, so nothing secret is drawn for them.
func newRequestID() string {
	const digits = "0123456789abcdef"
	var id [16]byte
	for number, i := rand.Uint64(), 0; i < len(id); i++ {
		id[i] = digits[number&0xf]
		number >>= 4
	}
	return string(id[:])
}

// logged gives the request an id and logs it once answered: the pattern of the address rather than the address, never
// a query, so that neither a personal link nor a word of anybody reaches a log (R2.7).
func (s *server) logged(c *gin.Context) {
	id := newRequestID()
	c.Writer.Header()[requestIDHeader] = []string{id}
	c.Request = c.Request.WithContext(context.WithValue(c.Request.Context(), requestKey{}, id))
	begun := time.Now()
	c.Next()

	route := c.FullPath()
	if route == "" {
		route = "(none)"
	}
	level := slog.LevelInfo
	if c.Writer.Status() >= http.StatusInternalServerError {
		level = slog.LevelError
	}
	s.Log.LogAttrs(c.Request.Context(), level, "request", slog.String("id", id), slog.String("method", c.Request.Method),
		slog.String("route", route), slog.Int("status", c.Writer.Status()), slog.Int("bytes", c.Writer.Size()),
		slog.Duration("took", time.Since(begun)))
}

// recovered turns a panic into the page of error 500. The stack is logged, never shown.
func (s *server) recovered(c *gin.Context) {
	defer func() {
		cause := recover()
		if cause == nil {
			return
		}
		if cause == http.ErrAbortHandler { //nolint:errorlint // net/http compares it so
			panic(cause)
		}
		s.Log.Error("panic", "id", RequestID(c.Request.Context()), "route", c.FullPath(), "cause", fmt.Sprint(cause),
			"stack", string(debug.Stack()))
		if !c.Writer.Written() {
			s.fail(c, &consult.Error{Code: consult.CodeInternal, Key: "error.internal"}, false)
		}
		c.Abort()
	}()
	c.Next()
}

// policy lets the pages use our own files only, and be framed by nobody. No inline style, no inline script.
const policy = "default-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; form-action 'self'"

// headers sets what every answer carries.
func (s *server) headers(c *gin.Context) {
	header := c.Writer.Header()
	header["Content-Security-Policy"] = headerPolicy
	header["X-Content-Type-Options"] = headerNosniff
	header["Referrer-Policy"] = headerSameOrigin
	header["Permissions-Policy"] = headerPermissions
	header["Cross-Origin-Opener-Policy"] = headerSameOrigin
	if s.Config.Secure() {
		header["Strict-Transport-Security"] = headerTransport
	}
}

// Values shared by every answer: never written to.
var (
	headerPolicy      = []string{policy}
	headerNosniff     = []string{"nosniff"}
	headerSameOrigin  = []string{"same-origin"}
	headerPermissions = []string{"camera=(), geolocation=(), microphone=(), payment=(), usb=()"}
	headerTransport   = []string{"max-age=31536000"}
	headerNoReferrer  = []string{"no-referrer"}
	headerNoStore     = []string{"no-store"}
	headerNoIndex     = []string{"noindex, nofollow"}
)

// secret marks the answers whose address is itself a secret (rule 11).
func secret(c *gin.Context) {
	header := c.Writer.Header()
	header["Referrer-Policy"] = headerNoReferrer
	header["Cache-Control"] = headerNoStore
	header["X-Robots-Tag"] = headerNoIndex
}

// limitBody refuses larger bodies while they are read; the reading handler's error becomes status 413.
func limitBody(limit int64) gin.HandlerFunc {
	return func(c *gin.Context) {
		if c.Request.Body != nil {
			c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, limit)
		}
	}
}

// sameOrigin refuses posts that another site makes a browser send.
func (s *server) sameOrigin() (gin.HandlerFunc, error) {
	protection := http.NewCrossOriginProtection()
	if s.Config.Origin != "" {
		// Behind a proxy the Host we see is not the one the browser asked for.
		if err := protection.AddTrustedOrigin(s.Config.Origin); err != nil {
			return nil, fmt.Errorf("base URL: %w", err)
		}
	}
	// A personal link is the whole authority of what is posted to it: there is no cookie that another site could use.
	// And browsers say "Origin: null" from pages without referrer, which plain HTTP on a local network could not tell
	// from another site.
	protection.AddInsecureBypassPattern("/r/")
	protection.AddInsecureBypassPattern("/i/")
	protection.AddInsecureBypassPattern("/commentaire/")
	protection.AddInsecureBypassPattern(service.RefusalPath)
	return func(c *gin.Context) {
		if err := protection.Check(c.Request); err != nil {
			s.fail(c, consult.Forbidden("error.cross_origin"), false)
			c.Abort()
		}
	}, nil
}
