package workbook_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"concertation/exports/exportstest"
)

// highest is the highest row that Excel shows, in points.
const highest = 409.5

func TestARowIsAsHighAsItsText(t *testing.T) {
	const sentence = "Les structures demandent un guichet de proximité ouvert en soirée. " // 67 characters
	heights := map[int]float64{}
	for _, sentences := range []int{1, 12, 30, 400} {
		in := input(t, true, 40)
		exportstest.Say(in, strings.Repeat(sentence, sentences))
		file := opened(t, written(t, in))
		height, err := file.GetRowHeight("Verbatims par thème", len(rowsOf(t, file, "Verbatims par thème")))
		if err != nil {
			t.Fatal(err)
		}
		heights[sentences] = height
	}
	const line = 15.0 // points, at least, for the letters of the workbook
	for _, sentences := range []int{12, 30} {
		// A line of the column holds one sentence and no second one.
		if least := float64(sentences) * float64(len([]rune(sentence))) / 90 * line; heights[sentences] < least || heights[sentences] > 2.2*least {
			t.Errorf("%d sentences take a row of %.0f points; they need %.0f", sentences, heights[sentences], least)
		}
	}
	if heights[1] >= heights[12] || heights[400] > highest || heights[400] < heights[30] {
		t.Errorf("heights by number of sentences: %v", heights)
	}
}

func TestATableIsPrintedOverAsManyPagesAsItStaysReadable(t *testing.T) {
	file := opened(t, written(t, input(t, false, 40)))
	for sheet, wide := range map[string]int{"Réponses": 2, "Tris à plat": 1, "Verbatims par thème": 1} {
		layout, err := file.GetPageLayout(sheet)
		if err != nil {
			t.Fatal(err)
		}
		if layout.FitToWidth == nil || *layout.FitToWidth != wide {
			t.Errorf("%s is printed over %v pages, not %d", sheet, layout.FitToWidth, wide)
		}
		titles := definedName(file, sheet, "_xlnm.Print_Titles")
		if !strings.Contains(titles, "$1:$1") || strings.Contains(titles, "$A:$A") != (wide > 1) {
			t.Errorf("%s repeats %q on each page", sheet, titles)
		}
	}
	if area := definedName(file, "Verbatims par thème", "_xlnm.Print_Area"); !strings.HasPrefix(area, "'Verbatims par thème'!$A$1:$G$") {
		t.Errorf("the coding of texts is printed with them: %q", area)
	}
}

func definedName(file *excelize.File, sheet, name string) string {
	names := file.GetDefinedName()
	if at := slices.IndexFunc(names, func(n excelize.DefinedName) bool { return n.Scope == sheet && n.Name == name }); at >= 0 {
		return names[at].RefersTo
	}
	return ""
}
