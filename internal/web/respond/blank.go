package respond

import (
	"bytes"
	"context"
	"io"
	"sync/atomic"

	"github.com/a-h/templ"
)

// blankHTML remembers the HTML of a question before any answer. It depends on the revision and the language alone.
type blankHTML struct{ html atomic.Pointer[[]byte] }

// remembered writes a question from memory where nothing distinguishes it from the blank one.
func (p *pageView) remembered(q *questionView) templ.Component {
	fresh := question(p, q)
	if !p.untouched(q) {
		return fresh
	}
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		if html := q.blank.html.Load(); html != nil {
			_, err := w.Write(*html)
			return err
		}
		var written bytes.Buffer
		if err := fresh.Render(templ.InitializeContext(ctx), &written); err != nil {
			return err
		}
		html := written.Bytes()
		q.blank.html.Store(&html)
		_, err := w.Write(html)
		return err
	})
}
