package intake

import (
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"strings"
)

// What a spreadsheet may hold once unpacked: a small file that unpacks to a vast one is refused before it is read.
const (
	maxUnpacked = 512 << 20
	maxXMLGap   = 2 << 20 // between two tags; a cell holds 32 767 characters at most
	maxRowCells = 20_000  // a sheet has 16 384 columns
)

// checkUnpacked reads the parts of a spreadsheet as bytes, a few at a time, and refuses what would fill the memory.
func checkUnpacked(source *os.File, size int64) error {
	archive, err := zip.NewReader(source, size)
	if err != nil {
		return &Error{Key: "intake.unreadable", Err: err}
	}
	total := int64(0)
	for _, part := range archive.File {
		if !strings.HasSuffix(strings.ToLower(part.Name), ".xml") {
			continue
		}
		read, err := checkPart(part, maxUnpacked-total)
		if err != nil {
			return err
		}
		total += read
	}
	return nil
}

// checkPart reads one part and gives its length.
func checkPart(part *zip.File, most int64) (int64, error) {
	opened, err := part.Open()
	if err != nil {
		return 0, &Error{Key: "intake.unreadable", Err: err}
	}
	defer opened.Close()
	limited := &io.LimitedReader{R: opened, N: most + 1}
	reader := bufio.NewReaderSize(limited, maxXMLGap)
	cells := 0
	for {
		tag, err := reader.ReadSlice('<')
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			return 0, &Error{Key: "intake.too_large"}
		case err != nil && !errors.Is(err, io.EOF):
			return 0, &Error{Key: "intake.unreadable", Err: err}
		case bytes.HasPrefix(tag, []byte("row")):
			cells = 0
		case len(tag) > 1 && tag[0] == 'c' && (tag[1] == ' ' || tag[1] == '>' || tag[1] == '/'):
			cells++
		}
		if cells > maxRowCells || limited.N == 0 {
			return 0, &Error{Key: "intake.too_large"}
		}
		if err != nil {
			return most + 1 - limited.N, nil
		}
	}
}
