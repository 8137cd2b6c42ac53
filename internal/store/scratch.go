package store

import "sync"

// scratch is memory in which a text is put together before its length is known.
type scratch struct{ bytes []byte }

var scratches = sync.Pool{New: func() any { return &scratch{bytes: make([]byte, 0, 4<<10)} }}

// scratchKept bounds what one long text leaves behind, in bytes.
const scratchKept = 64 << 10

func borrow() *scratch { return scratches.Get().(*scratch) }

// text gives what was written, in memory of its own.
func (s *scratch) text(written []byte) string {
	if cap(written) <= scratchKept {
		s.bytes = written[:0]
	}
	return string(written)
}

func (s *scratch) giveBack() { scratches.Put(s) }
