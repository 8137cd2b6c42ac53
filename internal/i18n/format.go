package i18n

import (
	"math"
	"strconv"
	"strings"
)

// The spaces of French typography (R5).
const (
	NarrowSpace  = "\u202f" // thousands; before ; ! ?
	NoBreakSpace = "\u00a0" // before : and %; inside « »
)

// Between parts the items of a list inside a sentence, which no end of line leaves hanging.
const Between = NarrowSpace + "; "

// Number writes a whole number with its thousands: 1 932 884.
func (p *Printer) Number(n int) string {
	return group(strconv.Itoa(n))
}

// Decimal writes a number with that many decimals and a comma: 36,7. With −1, as many decimals as it needs.
func (p *Printer) Decimal(x float64, decimals int) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return "–"
	}
	whole, fraction, found := strings.Cut(strconv.FormatFloat(x, 'f', decimals, 64), ".")
	if whole == "-0" && strings.Trim(fraction, "0") == "" {
		whole = "0"
	}
	if !found {
		return group(whole)
	}
	return group(whole) + "," + fraction
}

// Percent writes a share with one decimal: 0.367 gives 36,7 %.
func (p *Printer) Percent(share float64) string {
	return p.Decimal(share*100, 1) + NoBreakSpace + "%"
}

// group parts the digits of a whole number by three.
func group(digits string) string {
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "\u2212", digits[1:]
	}
	if len(digits) <= 3 {
		return sign + digits
	}
	var out strings.Builder
	out.WriteString(sign)
	first := len(digits) % 3
	out.WriteString(digits[:first])
	for i := first; i < len(digits); i += 3 {
		if i > 0 {
			out.WriteString(NarrowSpace)
		}
		out.WriteString(digits[i : i+3])
	}
	return out.String()
}
