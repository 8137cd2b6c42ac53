package ui

import (
	"sync"
	"sync/atomic"

	"github.com/a-h/templ"
)

// frames remembers what the public pages of each consultation have around their content: it is the same for everybody.
type frames struct {
	known sync.Map // Consultation → *frame
	size  atomic.Int64
}

// frame is the header and the footer of one consultation's pages, or of the whole site's.
type frame struct{ header, footer Memo }

// framesRemembered bounds the memory: every change of a title makes a frame.
const framesRemembered = 1000

func (f *frames) of(shown Consultation) *frame {
	if known, ok := f.known.Load(shown); ok {
		return known.(*frame)
	}
	if f.size.Add(1) > framesRemembered {
		f.known.Clear()
		f.size.Store(1)
	}
	kept, _ := f.known.LoadOrStore(shown, &frame{})
	return kept.(*frame)
}

func (p *Page) frame() *frame {
	if p.Consultation == nil {
		return p.frames.of(Consultation{})
	}
	return p.frames.of(*p.Consultation)
}

// head gives the addresses of the built files.
func (p *Page) head() templ.Component {
	return p.Site.head.Of(func() templ.Component { return builtFiles(p.Site) })
}

// header names whoever is logged in: remembered for visitors only.
func (p *Page) header() templ.Component {
	if p.Console != nil {
		return header(p)
	}
	return p.frame().header.Of(func() templ.Component { return header(p) })
}

func (p *Page) footer() templ.Component {
	return p.frame().footer.Of(func() templ.Component { return footer(p) })
}
