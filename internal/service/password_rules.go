package service

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"concertation/internal/french"
)

// maxPassword bounds what is hashed.
const maxPassword = 256

// PasswordFault says what a password lacks (R2.8), as a translation key, or "": 12 characters with four classes, 14
// with three, or a passphrase of five words or 20 characters; and none that somebody would try first.
func PasswordFault(password, email, name string) string {
	length := utf8.RuneCountInString(password)
	strong := length >= 20 || length >= 16 && len(strings.Fields(password)) >= 5 ||
		length >= 14 && classes(password) >= 3 || length >= 12 && classes(password) == 4
	switch {
	case length > maxPassword:
		return "account.password.too_long"
	case personal(password, email, name):
		return "account.password.personal"
	case !strong:
		return "account.password.weak"
	case distinctRunes(password) < 6:
		return "account.password.repetitive"
	case outsideRuns(password) < leastOfItsOwn:
		return "account.password.sequence"
	case common(password):
		return "account.password.common"
	}
	return ""
}

// leastOfItsOwn is how many characters a password holds at least beside what anybody would try.
const leastOfItsOwn = 6

// personal says whether a password holds the address, its part before the @, or a word of the name.
func personal(password, email, name string) bool {
	bare := func(text string) string { return strings.ReplaceAll(french.Fold(text), " ", "") }
	folded := bare(password)
	local, _, _ := strings.Cut(email, "@")
	for _, own := range append(strings.Fields(french.Fold(name)), bare(local)) {
		if utf8.RuneCountInString(own) >= 4 && strings.Contains(folded, own) {
			return true
		}
	}
	return false
}

func distinctRunes(text string) int {
	seen := map[rune]bool{}
	for _, r := range text {
		seen[r] = true
	}
	return len(seen)
}

// classes counts the classes of characters present: lower case, upper case, digits, the rest.
func classes(password string) int {
	var lower, upper, digit, other int
	for _, r := range password {
		switch {
		case unicode.IsLower(r):
			lower = 1
		case unicode.IsUpper(r):
			upper = 1
		case unicode.IsDigit(r):
			digit = 1
		default:
			other = 1
		}
	}
	return lower + upper + digit + other
}

// runs are the orders that fingers and memory follow: the alphabet, the figures, the rows of keyboards.
func runs() []string {
	return []string{"abcdefghijklmnopqrstuvwxyz", "01234567890", "azertyuiop", "qsdfghjklm", "wxcvbn", "qwertyuiop", "asdfghjkl", "zxcvbnm"}
}

// outsideRuns counts the letters and figures that do not belong to four or more in such an order, either way.
func outsideRuns(password string) int {
	var plain []byte
	for _, r := range french.Fold(password) {
		if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			plain = append(plain, byte(r))
		} else if unicode.IsLetter(r) {
			plain = append(plain, '*') // another alphabet: in no run
		}
	}
	next := map[string]bool{}
	for _, run := range runs() {
		for i := 1; i < len(run); i++ {
			next[run[i-1:i+1]] = true
			next[string([]byte{run[i], run[i-1]})] = true
		}
	}
	own := 0
	for start := 0; start < len(plain); {
		end := start + 1
		for end < len(plain) && next[string(plain[end-1:end+1])] {
			end++
		}
		if end-start < 4 {
			own += end - start
		}
		start = end
	}
	return own
}

// commonWords are the passwords tried first, here and elsewhere, without their figures.
func commonWords() []string {
	return []string{"motdepasse", "password", "passwort", "changezmoi", "changeme", "administrateur", "administrator", "admin", "welcome",
		"bienvenue", "bonjour", "letmein", "iloveyou", "jetaime", "moncompte", "concertation", "consultation", "questionnaire", "organisateur",
		"soleil", "princesse", "princess", "doudou", "loulou", "chouchou", "marseille", "paris", "france", "football", "dragon", "monkey",
		"nicolas", "julien", "camille", "azerty", "qwerty", "secret", "coucou", "vacances", "printemps", "automne", "hiver", "ete"}
}

// disguises are the signs that stand for letters.
func disguises() *strings.Replacer {
	return strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s", "!", "i")
}

// common says whether a password is one of those tried first, with little added.
func common(password string) bool {
	var letters strings.Builder
	for _, r := range french.Fold(disguises().Replace(password)) {
		if unicode.IsLetter(r) {
			letters.WriteRune(r)
		}
	}
	left, found := letters.String(), false
	for _, word := range commonWords() {
		if strings.Contains(left, word) {
			left, found = strings.ReplaceAll(left, word, " "), true
		}
	}
	return found && utf8.RuneCountInString(strings.ReplaceAll(left, " ", "")) < leastOfItsOwn
}
