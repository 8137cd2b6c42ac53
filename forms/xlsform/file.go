package xlsform

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"unicode/utf16"

	"concertation/forms/sheet"
)

func newReader(data []byte) io.Reader { return bytes.NewReader(data) }

// ole begins the old binary files of Office, and the encrypted ones.
var ole = []byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}

// checkFile tells what a file is before it is opened, so that people are told what to do with it.
func checkFile(data []byte) error {
	switch {
	case len(data) == 0:
		return sheet.NewFileError("forms_files.file.empty", nil)
	case len(data) > MaxSize:
		return sheet.NewFileError("forms_files.file.too_big", nil, "max", "10 Mio")
	case bytes.HasPrefix(data, ole) && bytes.Contains(data, wide("EncryptedPackage")):
		return sheet.NewFileError("forms_files.file.encrypted", nil)
	case bytes.HasPrefix(data, ole):
		return sheet.NewFileError("forms_files.file.old_excel", nil)
	case !bytes.HasPrefix(data, []byte("PK")):
		return sheet.NewFileError("forms_files.file.not_workbook", nil)
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return sheet.NewFileError("forms_files.file.damaged", err)
	}
	return checkParts(archive)
}

// checkParts looks at the declared sizes, which the reader of archive/zip enforces when it unpacks.
func checkParts(archive *zip.Reader) error {
	var total uint64
	workbook := false
	for _, part := range archive.File {
		name := strings.ToLower(part.Name)
		total += min(part.UncompressedSize64, maxUnzipped+1)
		switch {
		case name == "mimetype":
			return sheet.NewFileError("forms_files.file.opendocument", nil)
		case strings.HasSuffix(name, "vbaproject.bin"):
			return sheet.NewFileError("forms_files.file.macros", nil)
		case strings.HasPrefix(name, "xl/workbook") || strings.HasPrefix(name, "xl/worksheets/"):
			workbook = true
		}
	}
	switch {
	case total > maxUnzipped || len(archive.File) > maxParts:
		return sheet.NewFileError("forms_files.file.bomb", nil)
	case !workbook:
		return sheet.NewFileError("forms_files.file.not_workbook", nil)
	}
	return nil
}

// wide gives a name as OLE directories write it.
func wide(name string) []byte {
	var out []byte
	for _, unit := range utf16.Encode([]rune(name)) {
		out = append(out, byte(unit), byte(unit>>8))
	}
	return out
}
