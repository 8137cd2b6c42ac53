package store

import (
	"database/sql/driver"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"concertation/internal/consult"
)

// stamp is how a time is stored: milliseconds since 1970 in UTC, NULL for the zero time.
type stamp time.Time

// Value implements driver.Valuer.
func (s stamp) Value() (driver.Value, error) {
	if time.Time(s).IsZero() {
		return nil, nil
	}
	return time.Time(s).UnixMilli(), nil
}

// Scan implements sql.Scanner.
func (s *stamp) Scan(value any) error {
	switch value := value.(type) {
	case nil:
		*s = stamp{}
	case int64:
		*s = stamp(time.UnixMilli(value).UTC())
	default:
		return fmt.Errorf("read time: got %T", value)
	}
	return nil
}

// optional is an identifier that may be missing: "" in Go, NULL in the table.
type optional consult.ID

// Value implements driver.Valuer.
func (o optional) Value() (driver.Value, error) {
	if o == "" {
		return nil, nil
	}
	return string(o), nil
}

// Scan implements sql.Scanner.
func (o *optional) Scan(value any) error {
	switch value := value.(type) {
	case nil:
		*o = ""
	case string:
		*o = optional(value)
	case []byte:
		*o = optional(value)
	default:
		return fmt.Errorf("read identifier: got %T", value)
	}
	return nil
}

// digest is a hash: hexadecimal in the table, NULL when there is none.
type digest []byte

// Value implements driver.Valuer.
func (d digest) Value() (driver.Value, error) {
	if len(d) == 0 {
		return nil, nil
	}
	return hex.EncodeToString(d), nil
}

// Scan implements sql.Scanner.
func (d *digest) Scan(value any) error {
	var text optional
	if err := text.Scan(value); err != nil || text == "" {
		*d = nil
		return err
	}
	decoded, err := hex.DecodeString(string(text))
	if err != nil {
		return fmt.Errorf("read hash: %w", err)
	}
	*d = decoded
	return nil
}

// flag is a truth value: 0 or 1 on both engines.
func flag(truth bool) int64 {
	if truth {
		return 1
	}
	return 0
}

// text is what somebody typed, as both engines can keep it: PostgreSQL refuses a null character and bytes that are
// not UTF-8.
func text(typed string) string {
	if utf8.ValidString(typed) && strings.IndexByte(typed, 0) < 0 {
		return typed
	}
	return strings.ReplaceAll(strings.ToValidUTF8(typed, "\uFFFD"), "\x00", "\uFFFD")
}

// jsonOf writes a value as a JSON column.
func jsonOf(value any) (string, error) {
	encoded, err := json.Marshal(value)
	if err != nil {
		return "", fmt.Errorf("encode JSON column: %w", err)
	}
	return string(encoded), nil
}

// jsonInto reads a JSON column; NULL leaves the destination as it is.
type jsonInto struct{ destination any }

// Scan implements sql.Scanner.
func (j jsonInto) Scan(value any) error {
	var encoded []byte
	switch value := value.(type) {
	case nil:
		return nil
	case string:
		encoded = []byte(value)
	case []byte:
		encoded = value
	default:
		return fmt.Errorf("read JSON column: got %T", value)
	}
	if err := json.Unmarshal(encoded, j.destination); err != nil {
		return fmt.Errorf("read JSON column: %w", err)
	}
	return nil
}
