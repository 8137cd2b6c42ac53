package chart

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"
	"strconv"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// The measures of an image: sharp on a slide, its text as tall as the slide's own.
const (
	scale      = 4.0 // pixels per unit: 1,600 of drawing
	frame      = 16.0
	titleSize  = 18.0
	titleLine  = 24.0
	noteSize   = 11.0
	noteLine   = 15.0
	mostPixels = 40_000 // of height: a question of hundreds of choices still makes an image that opens
)

// raster paints shapes on an image.
type raster struct {
	image   *image.RGBA
	left    float64 // of the drawing in the image, in units
	top     float64
	regular *opentype.Font
	bold    *opentype.Font
	faces   map[faceKey]font.Face
	err     error
}

type faceKey struct {
	bold bool
	size float64
}

// png paints the drawing under its title and over its note. The same drawing gives the same bytes.
func (d *drawing) png(note string) ([]byte, error) {
	title, notes := wrap(d.title, titleSize, width), wrap(note, noteSize, width)
	head := float64(len(title))*titleLine + 10
	foot := float64(len(notes))*noteLine + 8
	high := int((frame + head + d.height + foot + frame) * scale)
	if high > mostPixels {
		return nil, fmt.Errorf("draw chart: %d pixels high is too much", high)
	}
	r, err := newRaster(int((width+2*frame)*scale), high)
	if err != nil {
		return nil, fmt.Errorf("draw chart: %w", err)
	}
	for i, line := range title {
		r.words(0, titleSize+float64(i)*titleLine, titleSize, "start", line, shade(ink), true)
	}
	r.top += head
	for _, s := range d.shapes {
		s.paint(r)
	}
	r.top += d.height + 8
	for i, line := range notes {
		r.words(0, noteSize+float64(i)*noteLine, noteSize, "start", line, shade("#4a5468"), false)
	}
	if r.err != nil {
		return nil, fmt.Errorf("draw chart: %w", r.err)
	}
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := encoder.Encode(&out, r.image); err != nil {
		return nil, fmt.Errorf("draw chart: %w", err)
	}
	return out.Bytes(), nil
}

func newRaster(wide, high int) (*raster, error) {
	regular, err := opentype.Parse(goregular.TTF)
	if err != nil {
		return nil, err
	}
	bold, err := opentype.Parse(gobold.TTF)
	if err != nil {
		return nil, err
	}
	r := &raster{image: image.NewRGBA(image.Rect(0, 0, wide, high)), left: frame, top: frame,
		regular: regular, bold: bold, faces: map[faceKey]font.Face{}}
	draw.Draw(r.image, r.image.Bounds(), image.White, image.Point{}, draw.Src)
	return r, nil
}

// at gives the place of a point of the drawing in the image.
func (r *raster) at(x, y float64) (float32, float32) {
	return float32((r.left + x) * scale), float32((r.top + y) * scale)
}

func (s *rectShape) paint(r *raster) {
	if s.tile == nil {
		r.fill(s.x, s.y, s.x+s.w, s.y+s.h, shade(s.fill))
		return
	}
	r.fill(s.x, s.y, s.x+s.w, s.y+s.h, shade(s.tile.ground))
	r.pattern(s)
	for _, side := range [][4]float64{{s.x, s.y, s.x + s.w, s.y}, {s.x, s.y + s.h, s.x + s.w, s.y + s.h},
		{s.x, s.y, s.x, s.y + s.h}, {s.x + s.w, s.y, s.x + s.w, s.y + s.h}} {
		r.stroke(side, 1, shade(ink), r.image.Bounds())
	}
}

func (s *lineShape) paint(r *raster) {
	if s.dashed {
		s.paintDashes(r)
		return
	}
	r.stroke([4]float64{s.x1, s.y1, s.x2, s.y2}, s.width, shade(s.stroke), r.image.Bounds())
}

func (s *lineShape) paintDashes(r *raster) {
	long := math.Hypot(s.x2-s.x1, s.y2-s.y1)
	for from := 0.0; from < long; from += 2 * dash {
		to := math.Min(from+dash, long)
		r.stroke([4]float64{s.x1 + (s.x2-s.x1)*from/long, s.y1 + (s.y2-s.y1)*from/long, s.x1 + (s.x2-s.x1)*to/long, s.y1 + (s.y2-s.y1)*to/long},
			s.width, shade(s.stroke), r.image.Bounds())
	}
}

func (s *textShape) paint(r *raster) {
	if s.on == nil {
		r.words(s.x, s.y, s.size, s.anchor, s.words, shade(ink), false)
		return
	}
	wide := r.width(s.words, s.size)
	r.fill(s.x-wide/2-2, s.y-s.size*0.8, s.x+wide/2+2, s.y+s.size*0.12, shade(s.on.ground))
	r.words(s.x, s.y, s.size, s.anchor, s.words, shade(s.on.mark), false)
}

func (s *stairsShape) paint(r *raster) {
	const thick = 2.5
	x := s.left
	for i, height := range s.heights {
		if i > 0 {
			r.stroke([4]float64{x, min(s.heights[i-1], height) - thick/2, x, max(s.heights[i-1], height) + thick/2}, thick, shade(s.stroke), r.image.Bounds())
		}
		r.stroke([4]float64{x, height, x + s.step(), height}, thick, shade(s.stroke), r.image.Bounds())
		x += s.step()
	}
}

// pattern repeats the tile of a paint over a rectangle.
func (r *raster) pattern(s *rectShape) {
	x1, y1 := r.at(s.x, s.y)
	x2, y2 := r.at(s.x+s.w, s.y+s.h)
	inside := image.Rect(int(x1), int(y1), int(x2), int(y2))
	mark := shade(s.tile.mark)
	for y := math.Floor(s.y/tileSize) * tileSize; y < s.y+s.h; y += tileSize {
		for x := math.Floor(s.x/tileSize) * tileSize; x < s.x+s.w; x += tileSize {
			for _, stroke := range s.tile.strokes {
				r.stroke([4]float64{x + stroke[0], y + stroke[1], x + stroke[2], y + stroke[3]}, 1, mark, inside)
			}
			if s.tile.dot {
				const half = dotRadius * 0.9 // a square of the dot's surface
				middle := [4]float64{x + tileSize/2 - half, y + tileSize/2, x + tileSize/2 + half, y + tileSize/2}
				r.stroke(middle, 2*half, mark, inside)
			}
		}
	}
}

func (r *raster) fill(x1, y1, x2, y2 float64, with color.Color) {
	middle := (y1 + y2) / 2
	r.stroke([4]float64{x1, middle, x2, middle}, y2-y1, with, r.image.Bounds())
}

// stroke draws a straight line of that width, clipped.
func (r *raster) stroke(line [4]float64, wide float64, with color.Color, clip image.Rectangle) {
	dx, dy := line[2]-line[0], line[3]-line[1]
	length := math.Hypot(dx, dy)
	clip = clip.Intersect(r.image.Bounds())
	if length == 0 || clip.Empty() {
		return
	}
	nx, ny := -dy/length*wide/2, dx/length*wide/2
	corners := [4][2]float64{{line[0] + nx, line[1] + ny}, {line[2] + nx, line[3] + ny}, {line[2] - nx, line[3] - ny}, {line[0] - nx, line[1] - ny}}
	low, high := [2]float64{math.Inf(1), math.Inf(1)}, [2]float64{math.Inf(-1), math.Inf(-1)}
	for _, c := range corners {
		x, y := r.at(c[0], c[1])
		low[0], low[1] = min(low[0], float64(x)), min(low[1], float64(y))
		high[0], high[1] = max(high[0], float64(x)), max(high[1], float64(y))
	}
	box := image.Rect(int(math.Floor(low[0])), int(math.Floor(low[1])), int(math.Ceil(high[0])), int(math.Ceil(high[1]))).Intersect(clip)
	if box.Empty() {
		return
	}
	// The path is placed relative to the box; what falls outside of it is cut by the rasterizer.
	z := vector.NewRasterizer(box.Dx(), box.Dy())
	for i, c := range corners {
		x, y := r.at(c[0], c[1])
		x, y = x-float32(box.Min.X), y-float32(box.Min.Y)
		if i == 0 {
			z.MoveTo(x, y)
		} else {
			z.LineTo(x, y)
		}
	}
	z.ClosePath()
	z.Draw(r.image, box, image.NewUniform(with), image.Point{})
}

// words writes one line.
func (r *raster) words(x, y, size float64, anchor, words string, with color.Color, bold bool) {
	face := r.face(bold, size)
	if face == nil {
		return
	}
	words = strings.ReplaceAll(words, "\u202f", "\u00a0") // the font has no narrow space
	left, base := r.at(x, y)
	start := fixed.Int26_6(left * 64)
	switch wide := font.MeasureString(face, words); anchor {
	case "middle":
		start -= wide / 2
	case "end":
		start -= wide
	}
	drawer := font.Drawer{Dst: r.image, Src: image.NewUniform(with), Face: face, Dot: fixed.Point26_6{X: start, Y: fixed.Int26_6(base * 64)}}
	drawer.DrawString(words)
}

// width gives how wide words are, in units.
func (r *raster) width(words string, size float64) float64 {
	face := r.face(false, size)
	if face == nil {
		return 0
	}
	return float64(font.MeasureString(face, words)) / 64 / scale
}

func (r *raster) face(bold bool, size float64) font.Face {
	key := faceKey{bold, size}
	if face, ok := r.faces[key]; ok {
		return face
	}
	source := r.regular
	if bold {
		source = r.bold
	}
	face, err := opentype.NewFace(source, &opentype.FaceOptions{Size: size * scale, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		r.err = err
		return nil
	}
	r.faces[key] = face
	return face
}

// shade reads a colour written #rrggbb.
func shade(hex string) color.RGBA {
	value, err := strconv.ParseUint(hex[1:], 16, 32)
	if err != nil {
		return color.RGBA{A: 255}
	}
	return color.RGBA{uint8(value >> 16), uint8(value >> 8), uint8(value), 255}
}
