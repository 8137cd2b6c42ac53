package chart_test

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"concertation/internal/chart"
)

func TestAChartIsWellFormedNamedAndInert(t *testing.T) {
	for name, svg := range map[string]string{
		"bars": chart.Bars{ID: "q1", Title: `Titre <script>alert(1)</script> & "guillemets"`, Description: "Base : 3", Items: []chart.Bar{
			{Label: "une entreprise ou structure de l’économie sociale et solidaire, quelle que soit sa forme", Value: 2, Figure: "66,7 % · 2"},
			{Label: `"><img src=x onerror=alert(1)>`, Value: 0, Figure: "0"}}}.SVG(),
		"bars of nothing": chart.Bars{ID: "q2", Title: "T"}.SVG(),
		"days":            chart.Days{ID: "d", Title: "T", Items: []chart.Day{{Label: "01/11", Value: 3}, {Label: "02/11", Value: 9}}}.SVG(),
	} {
		t.Run(name, func(t *testing.T) {
			decoder := xml.NewDecoder(strings.NewReader(svg))
			for {
				token, err := decoder.Token()
				if err == io.EOF {
					break
				}
				if err != nil {
					t.Fatalf("not well formed: %v in %s", err, svg)
				}
				if element, ok := token.(xml.StartElement); ok {
					if element.Name.Local == "script" || element.Name.Local == "img" {
						t.Errorf("element %s came through", element.Name.Local)
					}
					for _, attribute := range element.Attr {
						if attribute.Name.Local == "style" || strings.HasPrefix(attribute.Name.Local, "on") {
							t.Errorf("attribute %s", attribute.Name.Local)
						}
					}
				}
			}
			if !strings.Contains(svg, `role="img"`) || !strings.Contains(svg, "<title") || !strings.Contains(svg, "<desc") {
				t.Errorf("no name: %s", svg)
			}
		})
	}
}

func TestALongLabelIsWrappedThenCut(t *testing.T) {
	lines := chart.Wrap(strings.Repeat("territoire ", 40), 250, 15)
	if len(lines) != 3 || !strings.HasSuffix(lines[2], "…") {
		t.Errorf("%q", lines)
	}
	if lines := chart.Wrap("oui", 250, 15); len(lines) != 1 || lines[0] != "oui" {
		t.Errorf("%q", lines)
	}
}
