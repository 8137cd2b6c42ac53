package xlsform

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"

	"github.com/xuri/excelize/v2"
)

// cellDetail is what a cell's own XML says beyond its value.
type cellDetail struct {
	kind  string // t: b for a truth value, s or inlineStr or str for a text, n or "" for a number
	style string // s: index of its style
}

// sheetDetails are read from the part of a sheet as a stream. The library's own functions for them load the whole sheet
// and lay out every cell up to the last: a few bytes in a file can make that a gigabyte.
type sheetDetails struct {
	cells  map[position]cellDetail // those asked for
	merges []string                // A2:A4
	// formulas without a value, at most maxFormulas, and the place of the last column and row.
	formulas []position
	last     position
}

// maxMerges bounds the work that merged areas make; an author merges a few.
const maxMerges = 10_000

// position is a column and a row, from 1.
type position struct{ column, row int }

// readDetails gives what the sheet says of the wanted cells, and its merged areas.
func readDetails(archive *zip.Reader, name string, wanted map[position]cellDetail) (sheetDetails, error) {
	details := sheetDetails{cells: wanted}
	target, err := partOf(archive, name)
	if err != nil || target == "" {
		return details, err
	}
	at := position{}
	err = elements(archive, target, func(element xml.StartElement) {
		switch element.Name.Local {
		case "row":
			at = position{row: at.row + 1}
			if _, row, err := excelize.CellNameToCoordinates("A" + attribute(element, "r")); err == nil {
				at.row = row
			}
		case "c":
			at.column++
			if column, row, err := excelize.CellNameToCoordinates(attribute(element, "r")); err == nil {
				at = position{column: column, row: row}
			}
			details.last = position{column: max(details.last.column, at.column), row: max(details.last.row, at.row)}
			if _, asked := wanted[at]; asked {
				wanted[at] = cellDetail{kind: attribute(element, "t"), style: attribute(element, "s")}
			}
		case "f":
			if len(details.formulas) < maxFormulas {
				details.formulas = append(details.formulas, at)
			}
		case "v", "is":
			if last := len(details.formulas) - 1; last >= 0 && details.formulas[last] == at {
				details.formulas = details.formulas[:last]
			}
		case "mergeCell":
			if len(details.merges) == maxMerges {
				return
			}
			details.merges = append(details.merges, attribute(element, "ref"))
		}
	})
	return details, err
}

// partOf gives the path of a sheet's part in the archive, "" when the archive does not say.
func partOf(archive *zip.Reader, name string) (string, error) {
	id, target := "", ""
	if err := elements(archive, "xl/workbook.xml", func(element xml.StartElement) {
		if element.Name.Local == "sheet" && attribute(element, "name") == name {
			id = attribute(element, "id")
		}
	}); err != nil {
		return "", err
	}
	err := elements(archive, "xl/_rels/workbook.xml.rels", func(element xml.StartElement) {
		if element.Name.Local == "Relationship" && attribute(element, "Id") == id && id != "" {
			target = attribute(element, "Target")
		}
	})
	if absolute, found := strings.CutPrefix(target, "/"); found || target == "" {
		return absolute, err
	}
	return path.Join("xl", target), err
}

// elements visits the elements of a part; a part that is absent has none.
func elements(archive *zip.Reader, name string, visit func(xml.StartElement)) error {
	for _, part := range archive.File {
		if strings.ReplaceAll(part.Name, `\`, "/") != name {
			continue
		}
		reader, err := part.Open()
		if err != nil {
			return err
		}
		defer func() { _ = reader.Close() }() // only read
		return visitElements(xml.NewDecoder(reader), visit)
	}
	return nil
}

func visitElements(decoder *xml.Decoder, visit func(xml.StartElement)) error {
	for {
		token, err := decoder.RawToken()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		if element, ok := token.(xml.StartElement); ok {
			visit(element)
		}
	}
}

// attribute gives an attribute by its name without prefix, "" when absent.
func attribute(element xml.StartElement, name string) string {
	for _, attribute := range element.Attr {
		if attribute.Name.Local == name {
			return attribute.Value
		}
	}
	return ""
}
