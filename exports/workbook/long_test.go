package workbook_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"concertation/exports"
	"concertation/exports/workbook"
)

func TestWhatASheetCannotHoldGoesOnInAnother(t *testing.T) {
	in := input(t, false, 40)
	whole := rowsOf(t, opened(t, written(t, in)), "Verbatims par thème")
	var file bytes.Buffer
	if err := workbook.WriteInSheetsOf(&file, in, 25); err != nil {
		t.Fatal(err)
	}
	book := opened(t, file.Bytes())
	var rows [][]string
	for _, sheet := range []string{"Verbatims par thème", "Verbatims par thème (suite 1)"} {
		part := rowsOf(t, book, sheet)
		if len(part) > 25 || !slices.Equal(part[0], whole[0]) {
			t.Errorf("%s has %d rows under %q", sheet, len(part), part[0])
		}
		if titles := definedName(book, sheet, "_xlnm.Print_Titles"); titles != "'"+sheet+"'!$1:$1" {
			t.Errorf("%s repeats %q on each page", sheet, titles)
		}
		rows = append(rows, part[1:]...)
	}
	if !slices.EqualFunc(rows, whole[1:], slices.Equal) {
		t.Errorf("%d rows in two sheets, %d in one", len(rows), len(whole)-1)
	}
	index := rowsOf(t, book, "Lisez-moi")
	at := slices.IndexFunc(index, func(row []string) bool { return row[0] == "Verbatims par thème (suite 1)" })
	if at < 0 || index[at-1][0] != "Verbatims par thème" || !strings.Contains(index[at][1], "s’arrête à la ligne 25.") {
		t.Errorf("the index does not tell what goes on where: %q", index)
	}
}

func TestATextThatCannotBeReadLeavesNoWorkbook(t *testing.T) {
	in, broken := input(t, false, 3), errors.New("the store is gone")
	in.Verbatims = func(yield func(*exports.Verbatim, error) bool) { yield(nil, broken) }
	var file bytes.Buffer
	if err := workbook.Write(&file, in); !errors.Is(err, broken) || file.Len() > 0 {
		t.Errorf("%v, and %d bytes", err, file.Len())
	}
}
