package xlsform

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf16"

	"concertation/forms/sheet"
)

// ole begins the old binary files of Office, and the encrypted ones.
var ole = []byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}

// checkFile tells what a file is before it is opened, so that people are told what to do with it.
func checkFile(data []byte) (*zip.Reader, error) {
	switch {
	case len(data) == 0:
		return nil, sheet.NewFileError("forms_files.file.empty", nil)
	case len(data) > MaxSize:
		return nil, sheet.NewFileError("forms_files.file.too_big", nil, "max", "10 Mio")
	case bytes.HasPrefix(data, ole) && bytes.Contains(data, wide("EncryptedPackage")):
		return nil, sheet.NewFileError("forms_files.file.encrypted", nil)
	case bytes.HasPrefix(data, ole):
		return nil, sheet.NewFileError("forms_files.file.old_excel", nil)
	case !bytes.HasPrefix(data, []byte("PK")):
		return nil, sheet.NewFileError("forms_files.file.not_workbook", nil)
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, sheet.NewFileError("forms_files.file.damaged", err)
	}
	if err := checkParts(archive); err != nil {
		return nil, err
	}
	return archive, checkTags(archive)
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

// checkTags counts the XML tags of the parts, unpacking them as a stream.
func checkTags(archive *zip.Reader) error {
	tags := 0
	buffer := make([]byte, 32<<10)
	for _, part := range archive.File {
		reader, err := part.Open()
		if err != nil {
			return sheet.NewFileError("forms_files.file.damaged", err)
		}
		for err == nil && tags <= maxTags {
			var read int
			read, err = reader.Read(buffer)
			tags += bytes.Count(buffer[:read], []byte("<"))
		}
		_ = reader.Close() // only read
		switch {
		case tags > maxTags:
			return sheet.NewFileError("forms_files.file.bomb", nil)
		case !errors.Is(err, io.EOF):
			return sheet.NewFileError("forms_files.file.damaged", err)
		}
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
