// Package console holds the screens of the organisers: logging in, accounts, the log, consultations, questionnaires.
// It is also the frame of the other screens of the console (coding, results): who asks, and the page around. What may
// be done is decided by service. Start with console.go, then session.go.
package console
