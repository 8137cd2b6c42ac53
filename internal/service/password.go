package service

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

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
