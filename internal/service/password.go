package service

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
)

// The cost of a password's hash (RFC 9106, second recommended option, with less memory and more passes so that a small
// machine bears several logins at once).
const (
	argonMemory  = 46 << 10 // KiB
	argonPasses  = 2
	argonThreads = 1
	saltLength   = 16
	keyLength    = 32
)

// maxPassword bounds what is hashed.
const maxPassword = 256

// PasswordFault says what a password lacks (R2.8), as a translation key, or "": 12 characters with four classes, 14
// with three, or a passphrase of five words or 20 characters.
func PasswordFault(password, email, name string) string {
	length := utf8.RuneCountInString(password)
	lower := strings.ToLower(password)
	local, _, _ := strings.Cut(strings.ToLower(email), "@")
	switch {
	case length > maxPassword:
		return "account.password.too_long"
	case len(local) >= 4 && strings.Contains(lower, local), len(name) >= 4 && strings.Contains(lower, strings.ToLower(name)):
		return "account.password.personal"
	case distinctRunes(password) < 6:
		return "account.password.repetitive"
	case length >= 20 || length >= 16 && len(strings.Fields(password)) >= 5:
		return ""
	case length >= 14 && classes(password) >= 3, length >= 12 && classes(password) == 4:
		return ""
	}
	return "account.password.weak"
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

// hashing lets two hashes be computed at once, so that a crowd at the door cannot take the machine's memory.
type hashing chan struct{}

func newHashing() hashing { return make(hashing, 2) }

// hash gives a password's PHC string.
func (h hashing) hash(ctx context.Context, password string) (string, error) {
	if err := h.enter(ctx); err != nil {
		return "", err
	}
	defer h.leave()
	salt := make([]byte, saltLength)
	rand.Read(salt)
	key := argon2.IDKey([]byte(password), salt, argonPasses, argonMemory, argonThreads, keyLength)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonPasses, argonThreads,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key)), nil
}

// matches compares in constant time. A blank or unreadable hash matches nothing and takes as long, so that the time of
// an answer does not say whether an account exists.
func (h hashing) matches(ctx context.Context, password, phc string) (bool, error) {
	if err := h.enter(ctx); err != nil {
		return false, err
	}
	defer h.leave()
	if len(password) > 4*maxPassword {
		password = password[:4*maxPassword]
	}
	memory, passes, threads := uint32(argonMemory), uint32(argonPasses), uint8(argonThreads)
	salt, want := make([]byte, saltLength), make([]byte, keyLength)
	readable := false
	if parts := strings.Split(phc, "$"); len(parts) == 6 && parts[1] == "argon2id" {
		var m, t uint32
		var p uint8
		_, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &m, &t, &p)
		s, saltErr := base64.RawStdEncoding.DecodeString(parts[4])
		k, keyErr := base64.RawStdEncoding.DecodeString(parts[5])
		if err == nil && saltErr == nil && keyErr == nil && len(k) > 0 && t > 0 && p > 0 && m <= 1<<20 {
			memory, passes, threads, salt, want, readable = m, t, p, s, k, true
		}
	}
	got := argon2.IDKey([]byte(password), salt, passes, memory, threads, uint32(len(want)))
	return subtle.ConstantTimeCompare(got, want) == 1 && readable, nil
}

func (h hashing) enter(ctx context.Context) error {
	select {
	case h <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (h hashing) leave() { <-h }
