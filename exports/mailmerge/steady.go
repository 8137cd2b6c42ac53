package mailmerge

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
)

// typesPart lists the types of the parts of a workbook. Where there are pictures, excelize writes those of its list of
// extensions in an order drawn at random.
const typesPart = "[Content_Types].xml"

var defaults = regexp.MustCompile(`(?:<Default [^>]*></Default>)+`)
var oneDefault = regexp.MustCompile(`<Default [^>]*></Default>`)

// steady copies a workbook with its types in order, so that the same rows make the same bytes (R6.5).
func steady(written []byte, out io.Writer) error {
	read, err := zip.NewReader(bytes.NewReader(written), int64(len(written)))
	if err != nil {
		return fmt.Errorf("read the workbook again: %w", err)
	}
	copied := zip.NewWriter(out)
	for _, part := range read.File {
		if part.Name != typesPart {
			if err := copied.Copy(part); err != nil {
				return fmt.Errorf("copy %s: %w", part.Name, err)
			}
			continue
		}
		if err := copyTypes(part, copied); err != nil {
			return fmt.Errorf("copy %s: %w", part.Name, err)
		}
	}
	if err := copied.Close(); err != nil {
		return fmt.Errorf("copy the workbook: %w", err)
	}
	return nil
}

func copyTypes(part *zip.File, copied *zip.Writer) error {
	opened, err := part.Open()
	if err != nil {
		return err
	}
	defer opened.Close()
	types, err := io.ReadAll(opened)
	if err != nil {
		return err
	}
	types = defaults.ReplaceAllFunc(types, func(run []byte) []byte {
		each := oneDefault.FindAll(run, -1)
		slices.SortFunc(each, bytes.Compare)
		return bytes.Join(each, nil)
	})
	entry, err := copied.CreateHeader(&zip.FileHeader{Name: part.Name, Method: zip.Deflate, Modified: part.Modified})
	if err != nil {
		return err
	}
	_, err = entry.Write(types)
	return err
}
