// Package refusal is the page on which a person says that they want no more mails of a consultation, reached from the
// foot of a mail: one press, no account, no question. Mail programs press for them (RFC 8058). Start with refusal.go.
package refusal
