package qr

import (
	"bytes"
	"fmt"
	"html"
	"image"
	"image/color"
	"image/png"
	"strconv"
	"strings"

	encoder "rsc.io/qr"
)

// quiet is the blank margin that readers need, in modules.
const quiet = 4

// Code is a text as a QR code. Make it with New.
type Code struct{ matrix *encoder.Code }

// New encodes a text, an address mostly, so that a damaged seventh of its picture does not matter. It fails on texts
// too long for any code.
func New(text string) (*Code, error) {
	matrix, err := encoder.Encode(text, encoder.M)
	if err != nil {
		return nil, fmt.Errorf("encode a QR code of %d bytes: %w", len(text), err)
	}
	return &Code{matrix}, nil
}

// Modules is how many modules wide the picture is, margin included.
func (c *Code) Modules() int { return c.matrix.Size + 2*quiet }

// Black says whether a module of the picture is black.
func (c *Code) Black(x, y int) bool { return c.matrix.Black(x-quiet, y-quiet) }

// PNG draws the code so many dots a module, black on white.
func (c *Code) PNG(scale int) ([]byte, error) {
	side := c.Modules() * max(scale, 1)
	picture := image.NewPaletted(image.Rect(0, 0, side, side), color.Palette{color.White, color.Black})
	for y := range side {
		for x := range side {
			if c.Black(x/max(scale, 1), y/max(scale, 1)) {
				picture.SetColorIndex(x, y, 1)
			}
		}
	}
	var file bytes.Buffer
	if err := png.Encode(&file, picture); err != nil {
		return nil, fmt.Errorf("draw a QR code: %w", err)
	}
	return file.Bytes(), nil
}

// SVG draws the code for a page, white behind it whatever the page's colour. title is what a reader of the page who
// does not see it hears; class is for the page's styles.
func (c *Code) SVG(title, class string) string {
	side := strconv.Itoa(c.Modules())
	var b strings.Builder
	b.WriteString(`<svg class="` + html.EscapeString(class) + `" viewBox="0 0 ` + side + " " + side + `" role="img" aria-label="` +
		html.EscapeString(title) + `" shape-rendering="crispEdges" focusable="false"><rect width="` + side + `" height="` + side +
		`" fill="#ffffff"/><path fill="#000000" d="`)
	for y := range c.Modules() {
		for x := 0; x < c.Modules(); x++ {
			run := 0
			for c.Black(x+run, y) {
				run++
			}
			if run > 0 {
				fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", x, y, run, run)
				x += run
			}
		}
	}
	b.WriteString(`"/></svg>`)
	return b.String()
}
