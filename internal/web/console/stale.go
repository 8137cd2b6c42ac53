package console

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/url"
	"strings"

	"concertation/internal/web/ui"
)

// fieldSeen carries a print of what the page showed, so that two windows do not overwrite each other in silence.
const fieldSeen = "seen"

// errStale refuses a form whose page showed something else than what is now stored.
var errStale = errors.New("the page is stale")

// printOf gives a print of a form as it stands, the identifiers of its records apart.
func printOf(values url.Values) string {
	said := url.Values{}
	for name, typed := range values {
		if !isID(name) {
			said[name] = typed
		}
	}
	sum := sha256.Sum256([]byte(said.Encode()))
	return hex.EncodeToString(sum[:8])
}

// seenBy gives the print that a page carries: of what is stored, or for a form sent back with its faults, still of what
// its first page showed.
func seenBy(f form, stored url.Values) string {
	if seen := f.Value(fieldSeen); seen != "" && len(f.order) > 0 {
		return seen
	}
	return printOf(stored)
}

// stale refuses a form whose page is stale, but when it says what is stored: a second click, a page taken back from the
// browser's memory. A form without a print is not compared.
func stale(typed, stored url.Values) error {
	seen := typed.Get(fieldSeen)
	if seen == "" || seen == printOf(stored) || sameForm(typed, stored) {
		return nil
	}
	return errStale
}

// sameForm says whether two forms hold the same words; the identifiers that a page gives new records do not count.
func sameForm(a, b url.Values) bool {
	for _, names := range []url.Values{a, b} {
		for name := range names {
			if name != fieldSeen && !isID(name) && bare(a.Get(name)) != bare(b.Get(name)) {
				return false
			}
		}
	}
	return true
}

func isID(name string) bool { return strings.HasPrefix(name, "id-") }

func bare(typed string) string {
	return strings.TrimSpace(strings.ReplaceAll(typed, "\r\n", "\n"))
}

// staleNotice says what happened, and that what was typed is still there.
func (h *Handlers) staleNotice(key string) *ui.Notice {
	return &ui.Notice{Kind: ui.NoticeWarning, Text: h.site.P.T(key)}
}
