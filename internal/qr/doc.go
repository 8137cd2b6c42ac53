// Package qr draws QR codes: a text in, a picture out, as PNG for files and as SVG for pages.
//
// It knows nothing of what the text says. Encoding comes from rsc.io/qr; drawing is here, so that pages carry no style
// of their own and files have whole modules. Start with qr.go.
package qr
