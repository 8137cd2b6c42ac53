package kept

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

	"concertation/internal/service"
)

// Pages keeps the pages that everybody reads as bytes: the home page then costs little more than writing it. A page is
// kept for a second, and no longer than what it shows stands unchanged. The zero value holds none.
type Pages struct {
	mutex sync.RWMutex
	pages map[string]page // by address; only pages that exist, so their number is bounded by the consultations'
	// making lets those who ask for a page while it is made wait for it: a thousand visitors cost one counting.
	making singleflight.Group
}

type page struct {
	body    []byte
	tag     []string // ETag
	length  []string // Content-Length
	version uint64
	at      time.Time
}

// keptFor bounds how late a page learns of a date that passed or of a change by another process.
const keptFor = time.Second

// Answer answers with the page of the request's address: the one kept, or the one that render makes. It must be the same
// for everybody who asks for that address, whatever the query.
func (p *Pages) Answer(c *gin.Context, s *service.Service, render func(context.Context) (templ.Component, error)) error {
	found, err := p.page(c.Request.Context(), c.Request.URL.Path, s.PublicVersion(), s.Now(), render)
	if err != nil {
		return err
	}
	found.answer(c)
	return nil
}

func (p *Pages) page(ctx context.Context, address string, version uint64, now time.Time, render func(context.Context) (templ.Component, error)) (page, error) {
	p.mutex.RLock()
	known, found := p.pages[address]
	p.mutex.RUnlock()
	if age := now.Sub(known.at); found && known.version == version && age >= 0 && age <= keptFor {
		return known, nil
	}
	made, err, _ := p.making.Do(address+" "+strconv.FormatUint(version, 10), func() (any, error) {
		// Whoever asked first may leave before the others have their page.
		body, err := write(context.WithoutCancel(ctx), render)
		if err != nil {
			return nil, err
		}
		return p.keep(address, page{body: body, version: version, at: now}), nil
	})
	if err != nil {
		return page{}, err
	}
	return made.(page), nil
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

func (p *Pages) keep(address string, made page) page {
	sum := sha256.Sum256(made.body)
	made.tag = []string{`"` + hex.EncodeToString(sum[:12]) + `"`}
	made.length = []string{strconv.Itoa(len(made.body))}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.pages == nil {
		p.pages = map[string]page{}
	}
	p.pages[address] = made
	return made
}

// answer writes the page, or 304 to whoever has it already. Shared values are never written to.
func (p page) answer(c *gin.Context) {
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
