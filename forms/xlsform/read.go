package xlsform

import (
	"archive/zip"
	"bytes"
	"fmt"

	"github.com/xuri/excelize/v2"

	"concertation/forms"
	"concertation/forms/sheet"
)

// Limits on a workbook. A questionnaire of two hundred questions weighs under 100 KiB.
const (
	MaxSize     = 10 << 20
	maxUnzipped = 100 << 20
	maxParts    = 2000
	// maxTags bounds the XML elements of a workbook, which cost far more in memory than in bytes. A real one has 50 000.
	maxTags = 1_000_000
)

// Read makes a definition of a workbook. name, the file's without extension, is the title for want of another. The
// error says why the file as a whole cannot be read, as a *sheet.FileError.
func Read(data []byte, name string) (forms.Definition, []forms.Issue, error) {
	archive, err := checkFile(data)
	if err != nil {
		return forms.Definition{}, nil, err
	}
	book, issues, err := readBook(data, archive)
	if err != nil {
		return forms.Definition{}, nil, err
	}
	definition, further := sheet.Interpret(book, name)
	return definition, append(issues, further...), nil
}

// readBook reads the three sheets as rows of text.
func readBook(data []byte, archive *zip.Reader) (book sheet.Book, issues []forms.Issue, err error) {
	// The library is another's and files come from anyone: a fault in it must not stop the server.
	defer func() {
		if fault := recover(); fault != nil {
			err = sheet.NewFileError("forms_files.file.damaged", fmt.Errorf("open workbook: %v", fault))
		}
	}()
	file, err := open(data)
	if err != nil {
		return book, nil, sheet.NewFileError("forms_files.file.damaged", err)
	}
	defer func() { _ = file.Close() }() // only temporary files could fail to go
	budget := &budget{}
	names := file.GetSheetList()
	for _, name := range names {
		table := book.KnownSheet(name)
		switch {
		case table != nil && table.Absent():
		case len(names) == 1:
			table = &book.Survey // the reference reader accepts a lone sheet under any name
		default:
			book.Others = append(book.Others, name)
			continue
		}
		read, further, err := readTable(file, archive, name, budget)
		if err != nil {
			return book, nil, err
		}
		*table = read
		issues = append(issues, further...)
	}
	return book, append(issues, otherSheets(book.Others)...), nil
}

func otherSheets(names []string) []forms.Issue {
	var issues []forms.Issue
	for _, name := range names {
		issues = append(issues, forms.Issue{
			Severity: forms.SeverityWarning, Source: forms.Source{Sheet: name}, Key: "forms_files.sheet.unused",
		})
	}
	return issues
}

func open(data []byte) (*excelize.File, error) {
	return excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxUnzipped,
	})
}
