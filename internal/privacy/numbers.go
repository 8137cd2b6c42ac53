package privacy

import (
	"regexp"
	"strings"
)

var (
	emailForm = regexp.MustCompile(`(?i)[\p{L}\p{N}][\p{L}\p{N}._%+\-]*(?:@|\s?[(\[]\s?(?:at|arobase|a)\s?[)\]]\s?|\sarobase\s)[\p{L}\p{N}][\p{L}\p{N}\-]*(?:(?:\.|\s?[(\[]\s?(?:dot|point)\s?[)\]]\s?|\spoint\s)[\p{L}\p{N}][\p{L}\p{N}\-]*)*(?:\.|\s?[(\[]\s?(?:dot|point)\s?[)\]]\s?|\spoint\s)\p{L}{2,}`)
	ibanForm  = regexp.MustCompile(`\b[A-Z]{2}\d{2}(?:[ \x{a0}\x{202f}]?[A-Z0-9]){11,30}\b`)
	nirForm   = regexp.MustCompile(`\b[12][ .\x{a0}\x{202f}]?\d{2}[ .\x{a0}\x{202f}]?\d{2}[ .\x{a0}\x{202f}]?(?:\d{2}|2[AB])[ .\x{a0}\x{202f}]?\d{3}[ .\x{a0}\x{202f}]?\d{3}[ .\x{a0}\x{202f}]?\d{2}\b`)
	siretForm = regexp.MustCompile(`\b\d{3}[ .\x{a0}\x{202f}]?\d{3}[ .\x{a0}\x{202f}]?\d{3}(?:[ .\x{a0}\x{202f}]?\d{5})?\b`)
	phoneForm = regexp.MustCompile(`(?:(?:\+|\b00)[ ]?33[ .\-\x{a0}\x{202f}]?(?:\(0\)[ ]?)?|\b0)[1-9](?:[ .\-/\x{a0}\x{202f}]{0,2}\d{2}){4}\b|\+[1-9]\d{0,2}(?:[ .\-\x{a0}\x{202f}]?\(?\d{1,4}\)?){2,5}\b`)
)

// figures are what every number holds: most texts have none, and are not looked at further.
const figures = "0123456789"

func emails(text string) []Finding {
	if !strings.ContainsAny(text, "@([") && !strings.Contains(text, "arobase") {
		return nil
	}
	return matches(text, emailForm, Email, nil)
}

// numbers finds what a key proves: a bank account, a social security number, a registration number. A SIREN, nine
// digits, could be any number: it is one only beside its name.
func numbers(text string) []Finding {
	if !strings.ContainsAny(text, figures) {
		return nil
	}
	all := matches(text, ibanForm, IBAN, func(_, _ int, found string) bool { return ibanKey(compact(found)) })
	all = append(all, matches(text, nirForm, NIR, func(_, _ int, found string) bool { return nirKey(compact(found)) })...)
	return append(all, matches(text, siretForm, SIRET, func(start, _ int, found string) bool {
		digits := compact(found)
		if len(digits) == 9 {
			return luhn(digits) && namesRegister(text[:start])
		}
		return luhn(digits) || strings.HasPrefix(digits, "356000000") // the post office's own key
	})...)
}

func phones(text string) []Finding {
	if !strings.ContainsAny(text, figures) {
		return nil
	}
	return matches(text, phoneForm, Phone, func(start, end int, found string) bool {
		// Within a longer run of digits it is part of another number.
		if start > 0 && digit(text[start-1]) || end < len(text) && digit(text[end]) {
			return false
		}
		return len(compact(strings.NewReplacer("+", "", "-", "", "/", "", "(", "", ")", "").Replace(found))) >= 8
	})
}

// matches finds a form; proven says of a match whether it is what it looks like.
func matches(text string, form *regexp.Regexp, kind Kind, proven func(start, end int, found string) bool) []Finding {
	var all []Finding
	for _, at := range form.FindAllStringIndex(text, -1) {
		if proven == nil || proven(at[0], at[1], text[at[0]:at[1]]) {
			all = append(all, Finding{kind, at[0], at[1]})
		}
	}
	return all
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

// compact leaves out what parts the groups of a number.
func compact(number string) string {
	return strings.NewReplacer(" ", "", ".", "", "\u00a0", "", "\u202f", "").Replace(number)
}

// namesRegister says whether a text ends by announcing a registration number.
func namesRegister(before string) bool {
	end := strings.ToLower(before[max(0, len(before)-24):])
	return strings.Contains(end, "siren") || strings.Contains(end, "rcs")
}

// luhn is the key of SIREN and SIRET numbers.
func luhn(digits string) bool {
	sum, double := 0, false
	for i := len(digits) - 1; i >= 0; i-- {
		value := int(digits[i] - '0')
		if double {
			if value *= 2; value > 9 {
				value -= 9
			}
		}
		sum, double = sum+value, !double
	}
	return sum%10 == 0
}

// nirKey checks the two last digits: 97 less the rest of the number by 97. The departments of Corsica count as 19 and 18.
func nirKey(number string) bool {
	number = strings.NewReplacer("2A", "19", "2B", "18").Replace(number)
	if len(number) != 15 {
		return false
	}
	rest, key := 0, 0
	for i := range 13 {
		rest = (rest*10 + int(number[i]-'0')) % 97
	}
	key = int(number[13]-'0')*10 + int(number[14]-'0')
	return key == 97-rest
}

// ibanKey checks ISO 13616: moved to the end, the country and the key leave 1 by 97.
func ibanKey(number string) bool {
	if len(number) < 15 || len(number) > 34 {
		return false
	}
	rest := 0
	for _, c := range number[4:] + number[:4] {
		if c >= 'A' {
			rest = (rest*100 + int(c-'A') + 10) % 97
		} else {
			rest = (rest*10 + int(c-'0')) % 97
		}
	}
	return rest == 1
}
