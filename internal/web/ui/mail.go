package ui

import "strings"

// Mailto gives the address that opens a mail to write, with its subject and body.
func Mailto(subject, body string) string {
	return "mailto:?subject=" + EscapeMail(subject) + "&body=" + EscapeMail(body)
}

// EscapeMail percent-encodes all that is not plain: mail programs do not read + as a space.
func EscapeMail(text string) string {
	var out strings.Builder
	const hex = "0123456789ABCDEF"
	out.Grow(len(text) + len(text)/2)
	for _, b := range []byte(text) {
		switch {
		case b >= 'a' && b <= 'z', b >= 'A' && b <= 'Z', b >= '0' && b <= '9', b == '-', b == '.', b == '_', b == '~':
			out.WriteByte(b)
		default:
			out.Write([]byte{'%', hex[b>>4], hex[b&15]})
		}
	}
	return out.String()
}
