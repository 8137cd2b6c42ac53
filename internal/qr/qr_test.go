package qr_test

import (
	"bytes"
	"encoding/xml"
	"image/color"
	"image/png"
	"io"
	"strings"
	"testing"

	"concertation/internal/qr"
)

// finder says whether the corner pattern by which readers find a code begins at a module.
func finder(c *qr.Code, x, y int) bool {
	for i := range 7 {
		for j := range 7 {
			ring := min(i, j, 6-i, 6-j)
			if c.Black(x+i, y+j) != (ring != 1) {
				return false
			}
		}
	}
	return true
}

func TestACodeHasItsThreeCornersAndItsMargin(t *testing.T) {
	code, err := qr.New("https://exemple.fr/console/arrivee/abcd-efgh")
	if err != nil {
		t.Fatal(err)
	}
	last := code.Modules() - 4 - 7
	if !finder(code, 4, 4) || !finder(code, last, 4) || !finder(code, 4, last) || finder(code, last, last) {
		t.Error("the corners by which readers find a code are not where they must be")
	}
	for i := range code.Modules() {
		for margin := range 4 {
			if code.Black(i, margin) || code.Black(margin, i) || code.Black(i, code.Modules()-1-margin) {
				t.Fatalf("module %d of the margin is black", i)
			}
		}
	}
}

func TestThePictureIsTheCode(t *testing.T) {
	code, err := qr.New("https://exemple.fr/s/quelque-chose")
	if err != nil {
		t.Fatal(err)
	}
	file, err := code.PNG(5)
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(file))
	if err != nil || picture.Bounds().Dx() != 5*code.Modules() {
		t.Fatalf("%v %v", picture.Bounds(), err)
	}
	for y := range code.Modules() {
		for x := range code.Modules() {
			if gray := color.GrayModel.Convert(picture.At(5*x+2, 5*y+2)).(color.Gray); (gray.Y == 0) != code.Black(x, y) {
				t.Fatalf("module %d %d is another", x, y)
			}
		}
	}
}

func TestAPageCanHoldTheCode(t *testing.T) {
	code, err := qr.New("https://exemple.fr/s/quelque-chose")
	if err != nil {
		t.Fatal(err)
	}
	svg := code.SVG(`Billet de « A & B »`, "ticket__code")
	for decoder := xml.NewDecoder(strings.NewReader(svg)); ; {
		if _, err := decoder.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if strings.Contains(svg, "style") || !strings.Contains(svg, "A &amp; B") {
		t.Error(svg[:200])
	}
	dark := 0
	for y := range code.Modules() {
		for x := range code.Modules() {
			if code.Black(x, y) && !code.Black(x-1, y) {
				dark++
			}
		}
	}
	if runs := strings.Count(svg, "M"); runs != dark {
		t.Errorf("%d runs drawn, %d in the code", runs, dark)
	}
}

func TestATextTooLongIsRefused(t *testing.T) {
	if _, err := qr.New(strings.Repeat("x", 5000)); err == nil {
		t.Error("taken")
	}
}
