package bench

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"
)

// Row is one figure beside its limit. Ratio is figure / limit as a rate: 1 is the bare limit, higher is better. Where
// the figure is a cost (seconds, bytes), the ratio is limit / figure. Rows without a limit have ratio 0.
type Row struct {
	Name   string  `json:"name"`
	Figure float64 `json:"figure"`
	Limit  float64 `json:"limit"`
	Ratio  float64 `json:"ratio"`
	Unit   string  `json:"unit"`
}

// rate makes a row whose figure is better when higher.
func rate(name string, figure, limit float64, unit string) Row {
	row := Row{Name: name, Figure: figure, Limit: limit, Unit: unit}
	if limit > 0 {
		row.Ratio = figure / limit
	}
	return row
}

// cost makes a row whose figure is better when lower; limit is what is allowed.
func cost(name string, figure, limit float64, unit string) Row {
	row := Row{Name: name, Figure: figure, Limit: limit, Unit: unit}
	if figure > 0 {
		row.Ratio = limit / figure
	}
	return row
}

// Write prints rows as JSON, or as a table.
func Write(w io.Writer, rows []Row, asJSON bool) error {
	if asJSON {
		encoder := json.NewEncoder(w)
		encoder.SetIndent("", "  ")
		return encoder.Encode(rows)
	}
	table := tabwriter.NewWriter(w, 0, 4, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "mesure\tvaleur\tlimite\trapport\tunité\t")
	for _, row := range rows {
		limit, ratio := "—", "—"
		if row.Limit > 0 {
			limit, ratio = short(row.Limit), fmt.Sprintf("%.2f", row.Ratio)
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t\n", row.Name, short(row.Figure), limit, ratio, row.Unit)
	}
	return table.Flush()
}

func short(value float64) string {
	switch {
	case value >= 100:
		return fmt.Sprintf("%.0f", value)
	case value >= 1:
		return fmt.Sprintf("%.2f", value)
	default:
		return fmt.Sprintf("%.4f", value)
	}
}
