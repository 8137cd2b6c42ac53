package forms

import (
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The longest texts, in characters. What is longer is refused with a message, never cut.
const (
	MaxShortText = 1000
	MaxLongText  = 10000
)

func decodeShortText(d *decoding) (Answer, bool, *Failure) {
	text := strings.Join(strings.Fields(clean(d.raw.First(d.entry.question.Name))), " ")
	if text == "" {
		return Answer{}, false, nil
	}
	if length := utf8.RuneCountInString(text); length > MaxShortText {
		return Answer{}, false, d.fail("forms.answer.too_long", "max", MaxShortText, "count", length)
	}
	normal, key := checkFormat(d.entry.question.Format, text)
	if key != "" {
		return Answer{}, false, d.fail(key)
	}
	return TextAnswer(normal), true, nil
}

func decodeLongText(d *decoding) (Answer, bool, *Failure) {
	text := strings.TrimSpace(clean(d.raw.First(d.entry.question.Name)))
	if text == "" {
		return Answer{}, false, nil
	}
	if length := utf8.RuneCountInString(text); length > MaxLongText {
		return Answer{}, false, d.fail("forms.answer.too_long", "max", MaxLongText, "count", length)
	}
	return TextAnswer(text), true, nil
}

// clean removes control characters but line breaks and tabs, and what is not UTF-8; line breaks become «\n».
func clean(text string) string {
	if plain(text) {
		return text
	}
	text = strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return '\n'
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r) || r == '\ufeff' || r == '\ufffe' || r == '\uffff':
			return -1
		}
		return r
	}, text)
}

// plain says whether a text has nothing to clean.
func plain(text string) bool {
	for i := 0; i < len(text); i++ {
		if c := text[i]; c < ' ' && c != '\n' && c != '\t' || c == 0x7f || c >= 0x80 {
			return !strings.ContainsFunc(text, func(r rune) bool {
				return r == utf8.RuneError || unicode.IsControl(r) && r != '\n' && r != '\t' || r == '\ufeff' || r == '\ufffe' || r == '\uffff'
			})
		}
	}
	return true
}

// checkFormat gives the text in its usual writing, or the key of what is wrong.
func checkFormat(format Format, text string) (normal, key string) {
	switch format {
	case FormatEmail:
		address, err := mail.ParseAddress(text)
		if err != nil || address.Address != text || len(text) > 254 || !strings.Contains(text[strings.LastIndexByte(text, '@'):], ".") {
			return "", "forms.answer.email"
		}
	case FormatSIRET:
		if normal = compact(text); !validSIRET(normal) {
			return "", "forms.answer.siret"
		}
		return normal, ""
	case FormatRNA:
		if normal = strings.ToUpper(compact(text)); !validRNA(normal) {
			return "", "forms.answer.rna"
		}
		return normal, ""
	case FormatSIRETOrRNA:
		normal = strings.ToUpper(compact(text))
		if !validSIRET(normal) && !validRNA(normal) {
			return "", "forms.answer.siret_rna"
		}
		return normal, ""
	case FormatPhone:
		digits := 0
		for _, r := range text {
			switch {
			case r >= '0' && r <= '9':
				digits++
			case !strings.ContainsRune("+ .-/()\u00a0\u202f", r):
				return "", "forms.answer.phone"
			}
		}
		if digits < 6 || digits > 15 {
			return "", "forms.answer.phone"
		}
	}
	return text, ""
}

// compact removes the spaces, points and dashes that people put in identifiers.
func compact(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '.' || r == '-' {
			return -1
		}
		return r
	}, text)
}

// validSIRET checks the 14 digits by Luhn's formula; establishments of La Poste (SIREN 356000000) are numbered so that
// the sum of their digits is a multiple of 5.
func validSIRET(siret string) bool {
	if len(siret) != 14 || strings.Trim(siret, "0123456789") != "" || siret == "00000000000000" {
		return false
	}
	luhn, sum := 0, 0
	for i := range len(siret) {
		digit := int(siret[i] - '0')
		sum += digit
		if i%2 == 0 {
			if digit *= 2; digit > 9 {
				digit -= 9
			}
		}
		luhn += digit
	}
	return luhn%10 == 0 || strings.HasPrefix(siret, "356000000") && sum%5 == 0
}

// validRNA wants W and 9 letters or digits.
func validRNA(rna string) bool {
	if len(rna) != 10 || rna[0] != 'W' {
		return false
	}
	for _, r := range rna[1:] {
		if (r < '0' || r > '9') && (r < 'A' || r > 'Z') {
			return false
		}
	}
	return true
}
