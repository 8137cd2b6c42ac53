package mail

import (
	"bytes"
	"iter"
)

// Messages parts the export of a mailbox (mbox) into its messages, or gives the one message of an .eml file.
func Messages(file []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		file = bytes.TrimPrefix(file, []byte("\xef\xbb\xbf"))
		if !bytes.HasPrefix(file, []byte("From ")) {
			if len(bytes.TrimSpace(file)) > 0 {
				yield(file)
			}
			return
		}
		for len(file) > 0 {
			_, rest, _ := bytes.Cut(file, []byte("\n")) // the line that opens a message of the mailbox
			message, next := rest, []byte(nil)
			if end := nextMessage(rest); end >= 0 {
				message, next = rest[:end], rest[end:]
			}
			if !yield(message) {
				return
			}
			file = next
		}
	}
}

// nextMessage finds the line «From …» after a blank line that opens the next message; quoted ones begin with «>».
func nextMessage(text []byte) int {
	if bytes.HasPrefix(text, []byte("From ")) {
		return 0
	}
	from := 0
	for {
		at := bytes.Index(text[from:], []byte("\nFrom "))
		if at < 0 {
			return -1
		}
		at += from
		before := bytes.TrimSuffix(text[:at], []byte("\r"))
		if bytes.HasSuffix(before, []byte("\n")) {
			return at + 1
		}
		from = at + 1
	}
}
