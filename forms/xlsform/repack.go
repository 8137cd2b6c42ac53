package xlsform

import (
	"archive/zip"
	"bytes"
	"cmp"
	"fmt"
	"slices"
)

// repack puts the parts of a workbook in a fixed order: the library writes streamed sheets in the order of a Go map,
// and the same questionnaire must give the same bytes (R6.5).
func repack(workbook []byte) ([]byte, error) {
	source, err := zip.NewReader(bytes.NewReader(workbook), int64(len(workbook)))
	if err != nil {
		return nil, fmt.Errorf("reopen workbook: %w", err)
	}
	parts := slices.SortedFunc(slices.Values(source.File), func(a, b *zip.File) int {
		return cmp.Or(cmp.Compare(partRank(a.Name), partRank(b.Name)), cmp.Compare(a.Name, b.Name))
	})
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for _, part := range parts {
		if err := archive.Copy(part); err != nil {
			return nil, fmt.Errorf("copy part %s of workbook: %w", part.Name, err)
		}
	}
	if err := archive.Close(); err != nil {
		return nil, fmt.Errorf("close workbook: %w", err)
	}
	return out.Bytes(), nil
}

// partRank puts first what readers look for first.
func partRank(name string) int {
	switch name {
	case "[Content_Types].xml":
		return 0
	case "_rels/.rels":
		return 1
	}
	return 2
}
