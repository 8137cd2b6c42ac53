package consult

import (
	"errors"
	"fmt"
)

// Code classes an error for whoever must answer to it.
type Code string

// The codes. Anything that is not a *Error is CodeInternal.
const (
	CodeInvalid     Code = "invalid"     // 422
	CodeNotFound    Code = "not_found"   // 404
	CodeConflict    Code = "conflict"    // 409
	CodeForbidden   Code = "forbidden"   // 403
	CodeClosed      Code = "closed"      // 403, with its own page: the consultation is not open
	CodeTooMany     Code = "too_many"    // 429
	CodeTooLarge    Code = "too_large"   // 413
	CodeUnavailable Code = "unavailable" // 503: storage locked or full; what was typed is still with the person
	CodeInternal    Code = "internal"    // 500
)

// Error is an error of the domain. Key is a translation key, never a sentence; Args are pairs name, value.
type Error struct {
	Code   Code
	Key    string
	Args   []any
	Fields []FieldError
	Err    error
}

// FieldError is one thing wrong with one field of a form.
type FieldError struct {
	Field string
	Key   string
	Args  []any
}

func (e *Error) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("%s %s: %v", e.Code, e.Key, e.Err)
	}
	return fmt.Sprintf("%s %s", e.Code, e.Key)
}

func (e *Error) Unwrap() error { return e.Err }

// CodeOf gives the code of err, CodeInternal for what is not a domain error.
func CodeOf(err error) Code {
	var domain *Error
	if errors.As(err, &domain) {
		return domain.Code
	}
	return CodeInternal
}

// NotFound, Conflict, Forbidden, Closed and Invalid make the usual errors.
func NotFound(key string, args ...any) error {
	return &Error{Code: CodeNotFound, Key: key, Args: args}
}

// Conflict says that the record changed meanwhile.
func Conflict(key string, args ...any) error {
	return &Error{Code: CodeConflict, Key: key, Args: args}
}

// Forbidden says that the actor may not.
func Forbidden(key string, args ...any) error {
	return &Error{Code: CodeForbidden, Key: key, Args: args}
}

// Closed says that the consultation does not take answers now.
func Closed(key string, args ...any) error {
	return &Error{Code: CodeClosed, Key: key, Args: args}
}

// Invalid carries everything wrong with a form at once.
func Invalid(fields ...FieldError) error {
	return &Error{Code: CodeInvalid, Key: "error.invalid", Fields: fields}
}
