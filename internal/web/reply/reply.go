// Package reply is how a handler answers: it gives an error or writes a page, and never half a page.
//
// A handler decodes, calls one method of the service, then renders, redirects or returns its error; the table of
// routes wraps it (package web), and web/errors.go alone turns an error into a status and a page.
package reply

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"sync"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"
)

// Handler answers a request, or gives the error that web turns into a page.
type Handler func(*gin.Context) error

// Page renders a page to memory, then writes status and body: an error never leaves half a page.
func Page(c *gin.Context, status int, page templ.Component) error {
	buffer := buffers.Get().(*bytes.Buffer)
	defer release(buffer)
	if err := page.Render(c.Request.Context(), buffer); err != nil {
		return fmt.Errorf("render %s: %w", c.FullPath(), err)
	}
	// Told its length, a page leaves in one piece; else net/http would send it in chunks.
	c.Writer.Header()["Content-Length"] = []string{strconv.Itoa(buffer.Len())}
	c.Data(status, "text/html; charset=utf-8", buffer.Bytes())
	return nil
}

// OK renders a page with status 200.
func OK(c *gin.Context, page templ.Component) error { return Page(c, http.StatusOK, page) }

// Invalid renders the same screen again, with what was typed and what is wrong: status 422 (R3.2).
func Invalid(c *gin.Context, page templ.Component) error {
	return Page(c, http.StatusUnprocessableEntity, page)
}

// See sends the browser to another page of ours after a post: status 303.
func See(c *gin.Context, url string) error {
	c.Redirect(http.StatusSeeOther, url)
	return nil
}

// Reused between requests; a page that was unusually large gives its memory back.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

const keptBuffer = 256 << 10

func release(buffer *bytes.Buffer) {
	if buffer.Cap() <= keptBuffer {
		buffer.Reset()
		buffers.Put(buffer)
	}
}

// ErrUnreadable is a body that is not the form it should be: status 400.
var ErrUnreadable = errors.New("unreadable form")

// Form reads the posted form, within the limits of its route.
func Form(c *gin.Context) (url.Values, error) {
	if err := c.Request.ParseForm(); err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			return nil, fmt.Errorf("read form: %w", err)
		}
		return nil, fmt.Errorf("read form: %w: %w", ErrUnreadable, err)
	}
	return c.Request.PostForm, nil
}
