package images

import (
	"archive/zip"
	"fmt"
	"io"
	"strings"
	"time"

	"concertation/exports"
	"concertation/internal/chart"
	"concertation/internal/i18n"
)

// drawing is a chart that can be an image.
type drawing interface {
	PNG(p *i18n.Printer, note string) ([]byte, error)
}

// picture is one image of the archive.
type picture struct {
	name  string // of the file, without number nor extension
	base  string // what the figures are counted on, in words
	chart drawing
}

// Write writes the archive: an image per chart, numbered in the order of the questionnaire. Where there are
// several, each has its own, in their order. The same input gives the
// same bytes.
func Write(out io.Writer, input *exports.Input) error {
	archive := zip.NewWriter(out)
	d := drawer{input}
	for i, one := range d.pictures() {
		content, err := one.chart.PNG(input.P, d.note(one.base))
		if err != nil {
			return fmt.Errorf("draw %s: %w", one.name, err)
		}
		name := fmt.Sprintf("%02d-%s.png", i+1, fileName(one.name))
		// Images are packed already.
		file, err := archive.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store, Modified: input.Date.UTC().Truncate(2 * time.Second)})
		if err != nil {
			return fmt.Errorf("add %s: %w", name, err)
		}
		if _, err := file.Write(content); err != nil {
			return fmt.Errorf("add %s: %w", name, err)
		}
	}
	if err := archive.Close(); err != nil {
		return fmt.Errorf("write images: %w", err)
	}
	return nil
}

// drawer makes charts of an input.
type drawer struct{ input *exports.Input }

// pictures lists the images in their order; a chart without any figure makes none.
func (d drawer) pictures() []picture {
	var all []picture
	for i := range d.input.Surveys {
		all = append(all, surveyed{&d.input.Surveys[i], d.input, i + 1}.pictures()...)
	}
	if themes := d.themes(); len(themes.Bars) > 0 {
		all = append(all, picture{"thematiques", d.input.P.T("exports.images.base.themes", "count", d.input.Grouping.Coded.Contributions), themes})
	}
	return all
}

// note says on what an image is counted, where it comes from and when; fictitious data say so (R2.4).
func (d drawer) note(base string) string {
	p := d.input.P
	note := p.T("exports.images.note", "base", base, "consultation", d.input.Consultation.Title, "date", p.Date(d.input.Date))
	if d.input.Consultation.Demonstration {
		note += " " + p.T("exports.demonstration")
	}
	return note
}

// themes are the contributions under each theme; one contribution may stand under several.
func (d drawer) themes() chart.Bars {
	bars := chart.Bars{ID: "themes", Title: d.input.P.T("exports.images.themes")}
	grouping := d.input.Grouping
	if grouping == nil || grouping.Coded.Contributions == 0 {
		return bars
	}
	for _, theme := range grouping.Themes {
		count := d.input.Small(theme.Counts.Contributions)
		bars.Bars = append(bars.Bars, chart.Bar{Label: theme.Theme.Title, Count: count,
			Share: float64(count) / float64(grouping.Coded.Contributions), Hidden: count < 0})
	}
	return bars
}

// fileName keeps of a name what every system takes.
func fileName(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_':
			return r
		}
		return '-'
	}, name)
}
