package consult

import (
	"context"
	"time"
)

// NoticeVersion is what the collection notice of a consultation said from a moment on (R2.1).
type NoticeVersion struct {
	ConsultationID ID
	Number         int // from 1
	Notice         Notice
	From           time.Time
	Until          time.Time // zero: it still says so
}

// NoticeReader is how the versions of a notice are read. Writing a consultation writes them.
type NoticeReader interface {
	NoticeVersions(ctx context.Context, consultation ID) ([]NoticeVersion, error) // oldest first, never none
}

// NoticeAt gives the version that whoever came at that moment could read: the first one for those who came before it.
func NoticeAt(versions []NoticeVersion, at time.Time) NoticeVersion {
	var shown NoticeVersion
	for i, version := range versions {
		if i == 0 || !version.From.After(at) {
			shown = version
		}
	}
	return shown
}
