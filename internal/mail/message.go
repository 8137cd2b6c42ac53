package mail

import (
	"bytes"
	"errors"
	"fmt"
	"html"
	netmail "net/mail"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// Bounds of what headers show.
const (
	longestName    = 120
	longestSubject = 250
)

// ErrNoText is a message without a plain part: every mail has one.
var ErrNoText = errors.New("the message has no text")

// Letter is a message before it is written.
type Letter struct {
	ID          string // makes the Message-ID, the same at each attempt
	From        string
	FromName    string
	ReplyTo     string
	To          string
	ToName      string
	Subject     string
	Text        string
	HTML        string // a fragment or a document; "": plain text only
	Date        time.Time
	Unsubscribe string // where the person refuses such mails; "": the mail cannot be refused
	Foot        string // the sentence before that address
	FootLink    string // the words of the link
	// Automatic says that nobody wrote this mail by hand: out-of-office replies are not wanted.
	Automatic bool
}

// Message is a letter written, with its envelope.
type Message struct {
	From, To string
	Content  []byte
}

// MessageID gives the Message-ID of a letter, without its angle brackets.
func MessageID(id, from string) string {
	_, domain, _ := strings.Cut(from, "@")
	return id + "@" + domain
}

// Write makes the message: nothing that was typed can end a header or add a recipient.
func (l *Letter) Write() (*Message, error) {
	from, err := ParseAddress(l.From)
	if err != nil {
		return nil, fmt.Errorf("sender: %w", err)
	}
	to, err := ParseAddress(l.To)
	if err != nil {
		return nil, fmt.Errorf("recipient: %w", err)
	}
	if strings.TrimSpace(l.Text) == "" {
		return nil, ErrNoText
	}
	m := gomail.NewMsg(gomail.WithEncoding(gomail.EncodingQP), gomail.WithNoDefaultUserAgent())
	m.FromMailAddress(&netmail.Address{Name: displayName(l.FromName), Address: from.ASCII})
	m.ToMailAddress(&netmail.Address{Name: displayName(l.ToName), Address: to.ASCII})
	if l.ReplyTo != "" {
		reply, err := ParseAddress(l.ReplyTo)
		if err != nil {
			return nil, fmt.Errorf("reply address: %w", err)
		}
		if err := m.ReplyTo(reply.ASCII); err != nil {
			return nil, fmt.Errorf("reply address: %w", err)
		}
	}
	m.Subject(HeaderText(l.Subject, longestSubject))
	m.SetMessageIDWithValue(MessageID(l.ID, from.ASCII))
	m.SetDateWithValue(l.Date)
	if l.Automatic {
		m.SetGenHeader("Auto-Submitted", "auto-generated")
		m.SetGenHeader("X-Auto-Response-Suppress", "All")
	}
	if l.Unsubscribe != "" {
		m.SetListUnsubscribe("<" + l.Unsubscribe + ">")
		m.SetListUnsubscribePost()
	}
	m.SetBodyString(gomail.TypeTextPlain, l.plain())
	if l.HTML != "" {
		m.AddAlternativeString(gomail.TypeTextHTML, l.document())
	}
	var content bytes.Buffer
	if _, err := m.WriteTo(&content); err != nil {
		return nil, fmt.Errorf("write message: %w", err)
	}
	return &Message{From: from.ASCII, To: to.ASCII, Content: content.Bytes()}, nil
}

// displayName is a name as it stands before an address. A backslash within an encoded word is read by nobody the same way.
func displayName(name string) string {
	return HeaderText(strings.ReplaceAll(name, `\`, "/"), longestName)
}

// plain gives the text with its foot.
func (l *Letter) plain() string {
	text := strings.ToValidUTF8(strings.ReplaceAll(l.Text, "\r\n", "\n"), "\uFFFD")
	if l.Unsubscribe == "" {
		return text
	}
	return strings.TrimRight(text, "\n") + "\n\n-- \n" + l.Foot + "\n" + l.Unsubscribe + "\n"
}

// document gives the HTML part as a whole document, with its foot.
func (l *Letter) document() string {
	body := strings.ToValidUTF8(l.HTML, "\uFFFD")
	foot := ""
	if l.Unsubscribe != "" {
		foot = `<hr><p style="font-size:small">` + html.EscapeString(l.Foot) + ` <a href="` + html.EscapeString(l.Unsubscribe) + `">` +
			html.EscapeString(l.FootLink) + "</a></p>"
	}
	if end := strings.LastIndex(strings.ToLower(body), "</body>"); end >= 0 && end <= len(body) {
		return body[:end] + foot + body[end:]
	}
	return `<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>` + html.EscapeString(HeaderText(l.Subject, longestSubject)) +
		"</title></head><body>" + body + foot + "</body></html>"
}
