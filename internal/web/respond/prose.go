package respond

import (
	"sync"

	"concertation/internal/web/ui"
)

// prose remembers the HTML of organisers' texts: rendering Markdown costs more than all the rest of a page.
type prose struct {
	mutex sync.RWMutex
	known map[string]string
}

// proseKept bounds the memory: a few texts for each consultation that is open.
const proseKept = 256

func (p *prose) html(text string) string {
	p.mutex.RLock()
	html, ok := p.known[text]
	p.mutex.RUnlock()
	if ok {
		return html
	}
	html = ui.MarkdownHTML(text)
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.known == nil || len(p.known) >= proseKept {
		p.known = map[string]string{}
	}
	p.known[text] = html
	return html
}
