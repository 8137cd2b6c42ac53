package xlsform

import (
	"archive/zip"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"regexp"
	"slices"
)

// Repack writes the parts of a workbook in a fixed order: the library writes streamed sheets in the order of a Go map,
// and the same questionnaire must give the same bytes (R6.5).
func Repack(out io.Writer, workbook io.ReaderAt, size int64) error {
	source, err := zip.NewReader(workbook, size)
	if err != nil {
		return fmt.Errorf("reopen workbook: %w", err)
	}
	parts := slices.SortedFunc(slices.Values(source.File), func(a, b *zip.File) int {
		return cmp.Or(cmp.Compare(partRank(a.Name), partRank(b.Name)), cmp.Compare(a.Name, b.Name))
	})
	archive := zip.NewWriter(out)
	for _, part := range parts {
		if part.Name == contentTypes {
			if err := copySorted(archive, part); err != nil {
				return fmt.Errorf("copy part %s of workbook: %w", part.Name, err)
			}
			continue
		}
		if err := archive.Copy(part); err != nil {
			return fmt.Errorf("copy part %s of workbook: %w", part.Name, err)
		}
	}
	if err := archive.Close(); err != nil {
		return fmt.Errorf("close workbook: %w", err)
	}
	return nil
}

const contentTypes = "[Content_Types].xml"

// contentType is one line of the list of content types, which the library writes in the order of a map where there are
// charts or pictures.
var contentType = regexp.MustCompile(`<(?:Default|Override) [^>]*?(?:/>|></(?:Default|Override)>)`)

// copySorted copies the list of content types with its lines in order.
func copySorted(archive *zip.Writer, part *zip.File) error {
	reader, err := part.Open()
	if err != nil {
		return err
	}
	defer reader.Close()
	content, err := io.ReadAll(reader)
	if err != nil {
		return err
	}
	lines := contentType.FindAll(content, -1)
	sorted := slices.SortedFunc(slices.Values(lines), bytes.Compare)
	next := 0
	content = contentType.ReplaceAllFunc(content, func([]byte) []byte {
		next++
		return sorted[next-1]
	})
	writer, err := archive.Create(part.Name)
	if err != nil {
		return err
	}
	_, err = writer.Write(content)
	return err
}

// partRank puts first what readers look for first.
func partRank(name string) int {
	switch name {
	case contentTypes:
		return 0
	case "_rels/.rels":
		return 1
	}
	return 2
}
