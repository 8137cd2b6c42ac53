package csv_test

import (
	"archive/zip"
	"bytes"
	stdcsv "encoding/csv"
	"encoding/json"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"concertation/exports"
	"concertation/exports/csv"
	"concertation/exports/exportstest"
	"concertation/internal/testkit"
)

func input(t testing.TB, public bool, responses int) *exports.Input {
	t.Helper()
	made, err := exportstest.Input(public, responses, true)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// written gives the files of the archive by name.
func written(t testing.TB, in *exports.Input) (map[string]string, []byte) {
	t.Helper()
	var out bytes.Buffer
	if err := csv.Write(&out, in); err != nil {
		t.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, file := range archive.File {
		reader, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(reader)
		if err != nil {
			t.Fatal(err)
		}
		files[file.Name] = string(content)
	}
	return files, out.Bytes()
}

func rowsOf(t testing.TB, content string, separator rune) [][]string {
	t.Helper()
	reader := stdcsv.NewReader(strings.NewReader(strings.TrimPrefix(content, "\ufeff")))
	reader.Comma = separator
	rows, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestTheFilesStayAsTheyWereReadOver(t *testing.T) {
	for folder, public := range map[string]bool{"internal": false, "public": true} {
		files, _ := written(t, input(t, public, 16))
		for name, content := range files {
			t.Run(folder+" "+name, func(t *testing.T) {
				testkit.Golden(t, folder+"/"+strings.ReplaceAll(name, "/", "_")+".txt", strings.ReplaceAll(content, "\r\n", "␍\n"))
			})
		}
	}
}

func TestTheSameDataGiveTheSameArchive(t *testing.T) {
	for _, public := range []bool{false, true} {
		_, first := written(t, input(t, public, 20))
		if _, second := written(t, input(t, public, 20)); !bytes.Equal(first, second) {
			t.Errorf("public %v: two archives of the same data differ", public)
		}
	}
}

func TestEachDialectReadsBackWithNothingASpreadsheetWouldCompute(t *testing.T) {
	for _, public := range []bool{false, true} {
		files, _ := written(t, input(t, public, 40))
		for name, content := range files {
			if !strings.HasSuffix(name, ".csv") {
				continue
			}
			separator := ','
			if strings.HasPrefix(name, "excel/") {
				separator = ';'
			}
			if french := separator == ';'; strings.HasPrefix(content, "\ufeff") != french {
				t.Errorf("%s: byte order mark %v", name, !french)
			}
			for r, row := range rowsOf(t, content, separator) {
				for _, cell := range row {
					if _, err := strconv.ParseFloat(strings.Replace(cell, ",", ".", 1), 64); err == nil && strings.HasPrefix(cell, "-") {
						continue
					}
					if cell != "" && strings.ContainsRune("=+-@\t\r＝＋－＠", []rune(cell)[0]) {
						t.Errorf("%s, row %d: %q", name, r+1, cell)
					}
					if strings.ContainsAny(cell, "\x00\x07\x1b") {
						t.Errorf("%s, row %d: control character in %q", name, r+1, cell)
					}
				}
			}
		}
	}
}

func TestALongTextIsKeptWhole(t *testing.T) {
	in := input(t, false, 3)
	long := strings.Repeat("é", 40000)
	exportstest.Say(in, long)
	files, _ := written(t, in)
	rows := rowsOf(t, files["open-data/contributions.csv"], ',')
	if got := rows[1][slices.Index(rows[0], "text")]; got != long {
		t.Errorf("%d bytes of %d", len(got), len(long))
	}
}

func TestThePublicArchiveHoldsNoRespondentAndNoSmallCount(t *testing.T) {
	files, _ := written(t, input(t, true, 40))
	for name, content := range files {
		if strings.Contains(name, "responses") || strings.Contains(content, "REF0") {
			t.Errorf("%s tells of a respondent", name)
		}
	}
	rows := rowsOf(t, files["open-data/tallies.csv"], ',')
	at := slices.Index(rows[0], "count")
	for _, row := range rows[1:] {
		if n, err := strconv.Atoi(row[at]); err == nil && n > 0 && n < 5 {
			t.Errorf("%v is published", row)
		}
	}
}

func TestThePackageDescribesEachFileColumnByColumn(t *testing.T) {
	files, _ := written(t, input(t, false, 5))
	var pack struct {
		Resources []struct {
			Path   string
			Schema struct{ Fields []struct{ Name string } }
		}
	}
	if err := json.Unmarshal([]byte(files["open-data/datapackage.json"]), &pack); err != nil {
		t.Fatal(err)
	}
	if len(pack.Resources) != 3 {
		t.Fatalf("%d files described", len(pack.Resources))
	}
	for _, resource := range pack.Resources {
		var names []string
		for _, field := range resource.Schema.Fields {
			names = append(names, field.Name)
		}
		if header := rowsOf(t, files["open-data/"+resource.Path], ',')[0]; !slices.Equal(header, names) {
			t.Errorf("%s: columns %v described as %v", resource.Path, header, names)
		}
	}
}
