package mail

import (
	"errors"
	"fmt"
	"net/textproto"
	"regexp"
	"strings"
)

// Outcome is what a failed handing over lets us know.
type Outcome int

// The outcomes. Only Uncertain leaves open whether the server has the message.
const (
	// ServerTrouble says nothing of the message: no connection, refused password, sender refused. Others would fail alike.
	ServerTrouble Outcome = iota
	// TryLater is a passing refusal of this message, or a connection lost before its end.
	TryLater
	// Never is a refusal for good.
	Never
	// Uncertain is an end of message sent without an answer: the server may have taken it.
	Uncertain
	// Withheld is a message that the caller held back at the last moment; the server does not have it.
	Withheld
)

// Failure is a message that was not taken, or perhaps not.
type Failure struct {
	Outcome   Outcome
	Recipient bool   // the server refused the address, not the message
	Code      int    // of the server's answer; 0: none
	Reply     string // what the server said, in one line
	Err       error
}

func (f *Failure) Error() string {
	if f.Reply != "" {
		return fmt.Sprintf("%d %s", f.Code, f.Reply)
	}
	return f.Err.Error()
}

func (f *Failure) Unwrap() error { return f.Err }

// longestReply bounds what is kept of a server's answer.
const longestReply = 300

// failed makes a failure of an error: permanent when the server says so, else as given.
func failed(err error, otherwise, refused Outcome) *Failure {
	f := &Failure{Outcome: otherwise, Err: err}
	var answer *textproto.Error
	if errors.As(err, &answer) {
		f.Code, f.Reply = answer.Code, HeaderText(answer.Msg, longestReply)
		f.Outcome = TryLater
		if answer.Code >= 500 {
			f.Outcome = refused
		}
	}
	return f
}

// FailureOf gives the failure within an error; what it does not know is the server's trouble.
func FailureOf(err error) *Failure {
	var f *Failure
	if errors.As(err, &f) {
		return f
	}
	return &Failure{Outcome: ServerTrouble, Err: err}
}

var enhanced = regexp.MustCompile(`^([245]\.\d{1,3}\.\d{1,3})\b`)

// Status gives the enhanced status code (RFC 3463) of a reply, or "".
func Status(reply string) string { return enhanced.FindString(strings.TrimSpace(reply)) }

// AddressIsDead says whether a permanent refusal or report concerns the mailbox itself, so that it is of no use to
// write to it again; a full mailbox, a policy or a size does not.
func AddressIsDead(code int, status string) bool {
	switch {
	case strings.HasPrefix(status, "5.1."), status == "5.2.1":
		return true
	case status == "":
		return code == 550 || code == 551 || code == 553
	}
	return false
}
