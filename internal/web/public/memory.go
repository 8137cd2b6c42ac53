package public

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"
	"golang.org/x/sync/singleflight"
)

// memory keeps the pages everybody reads as bytes: the home page then costs little more than writing it. A page is
// kept for a second, and no longer than what it shows stands unchanged.
type memory struct {
	mutex sync.RWMutex
	pages map[string]keptPage // by address; only pages that exist, so their number is bounded by the consultations'
	// making lets those who ask for a page while it is made wait for it: a thousand visitors cost one counting.
	making singleflight.Group
}

type keptPage struct {
	body    []byte
	tag     []string // ETag
	length  []string // Content-Length
	version uint64
	at      time.Time
}

// keptFor bounds how late a page learns of a date that passed or of a change by another process.
const keptFor = time.Second

// remembered answers with the page of the request's address: the one kept, or the one that render makes.
func (h *Handlers) remembered(c *gin.Context, render func(context.Context) (templ.Component, error)) error {
	page, err := h.memory.page(c.Request.Context(), c.Request.URL.Path, h.service.PublicVersion(), h.service.Now(), render)
	if err != nil {
		return err
	}
	page.answer(c)
	return nil
}

func (m *memory) page(ctx context.Context, address string, version uint64, now time.Time, render func(context.Context) (templ.Component, error)) (keptPage, error) {
	m.mutex.RLock()
	page, found := m.pages[address]
	m.mutex.RUnlock()
	if age := now.Sub(page.at); found && page.version == version && age >= 0 && age <= keptFor {
		return page, nil
	}
	made, err, _ := m.making.Do(address+" "+strconv.FormatUint(version, 10), func() (any, error) {
		// Whoever asked first may leave before the others have their page.
		body, err := write(context.WithoutCancel(ctx), render)
		if err != nil {
			return nil, err
		}
		return m.keep(address, keptPage{body: body, version: version, at: now}), nil
	})
	if err != nil {
		return keptPage{}, err
	}
	return made.(keptPage), nil
}

func write(ctx context.Context, render func(context.Context) (templ.Component, error)) ([]byte, error) {
	component, err := render(ctx)
	if err != nil {
		return nil, err
	}
	var body bytes.Buffer
	if err := component.Render(ctx, &body); err != nil {
		return nil, fmt.Errorf("render page: %w", err)
	}
	return body.Bytes(), nil
}

func (m *memory) keep(address string, page keptPage) keptPage {
	sum := sha256.Sum256(page.body)
	page.tag = []string{`"` + hex.EncodeToString(sum[:12]) + `"`}
	page.length = []string{strconv.Itoa(len(page.body))}
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.pages == nil {
		m.pages = map[string]keptPage{}
	}
	m.pages[address] = page
	return page
}

// answer writes the page, or 304 to whoever has it already. Shared values are never written to.
func (p keptPage) answer(c *gin.Context) {
	header := c.Writer.Header()
	header["Etag"] = p.tag
	header["Cache-Control"] = headerRevalidate
	if c.GetHeader("If-None-Match") == p.tag[0] {
		c.Status(http.StatusNotModified)
		c.Writer.WriteHeaderNow()
		return
	}
	header["Content-Type"] = headerHTML
	header["Content-Length"] = p.length
	c.Status(http.StatusOK)
	_, _ = c.Writer.Write(p.body) // a client that left is not our error
}

var (
	headerRevalidate = []string{"no-cache"}
	headerHTML       = []string{"text/html; charset=utf-8"}
)
