package ui

import (
	"bytes"
	"context"
	"io"
	"sync/atomic"

	"github.com/a-h/templ"
)

// Memo remembers HTML that is the same for everybody, from the first time that it is written. Its zero value remembers
// nothing yet.
type Memo struct{ html atomic.Pointer[[]byte] }

// Of gives the remembered HTML, made of fresh the first time: that must depend on nothing of whoever reads the page.
func (m *Memo) Of(fresh func() templ.Component) templ.Component {
	if known := m.html.Load(); known != nil {
		return written(*known)
	}
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		var made bytes.Buffer
		if err := fresh().Render(templ.InitializeContext(ctx), &made); err != nil {
			return err
		}
		html := made.Bytes()
		m.html.Store(&html)
		return written(html).Render(ctx, w)
	})
}

// written is HTML as it stands.
type written []byte

func (html written) Render(_ context.Context, w io.Writer) error {
	_, err := w.Write(html)
	return err
}
