package csv_test

import (
	"bytes"
	"testing"

	"concertation/exports/csv"
)

func TestATableIsWrittenWithItsCellsNeutralised(t *testing.T) {
	for name, test := range map[string]struct {
		dialect csv.Dialect
		want    string
	}{
		"for Excel in France": {csv.French(), "\ufeffDate;Motif\r\n23/11/2026;'=1+1\r\n\"a;b\";\"dit \"\"non\"\"\"\r\n"},
		"for open-data tools": {csv.Open(), "Date,Motif\r\n23/11/2026,'=1+1\r\na;b,\"dit \"\"non\"\"\"\r\n"},
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			rows := [][]string{{"23/11/2026", "=1+1"}, {"a;b", `dit "non"`}}
			if err := csv.Table(&out, test.dialect, []string{"Date", "Motif"}, rows); err != nil {
				t.Fatal(err)
			}
			if out.String() != test.want {
				t.Errorf("wrote %q, want %q", out.String(), test.want)
			}
		})
	}
}
