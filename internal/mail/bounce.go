package mail

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"net/textproto"
	"regexp"
	"strings"
)

// Report is what one returned message says of one of ours.
type Report struct {
	MessageID string // of our message, without angle brackets; "": not said
	Address   string // the recipient concerned; "": not said
	Action    Action
	Status    string // enhanced status code, "": none
	Text      string // what the server said, in one line
}

// Action is what became of a message, in the words of RFC 3464.
type Action string

// The actions.
const (
	ActionFailed    Action = "failed"
	ActionDelayed   Action = "delayed"
	ActionDelivered Action = "delivered"
	ActionRelayed   Action = "relayed"
	ActionExpanded  Action = "expanded"
)

// Bounds of what a message may cost to read.
const (
	deepestPart     = 6
	mostParts       = 50
	mostRecipients  = 100
	longestPartRead = 4 << 20
)

// ReadReports reads one message and gives what it reports; nothing when it is no delivery report.
func ReadReports(message []byte) []Report {
	parsed, err := netmail.ReadMessage(bytes.NewReader(message))
	if err != nil {
		return nil
	}
	r := reader{left: mostParts}
	r.part(textproto.MIMEHeader(parsed.Header), parsed.Body, 0)
	header := textproto.MIMEHeader(parsed.Header)
	if len(r.reports) == 0 {
		r.unstructured(header)
	}
	if r.messageID == "" { // servers that return nothing of the message answer to it all the same
		r.messageID = bare(header.Get("In-Reply-To"))
	}
	for i := range r.reports {
		if r.reports[i].MessageID == "" {
			r.reports[i].MessageID = r.messageID
		}
	}
	return r.reports
}

// longestHeader is how much of a message is enough to know whether it may be a report.
const longestHeader = 64 << 10

// MayReport says whether a message that begins so can be a delivery report: ReadReports finds none in others. Who looks
// at the beginning first does not read what people write.
func MayReport(beginning []byte) bool {
	header, _ := textproto.NewReader(bufio.NewReader(io.MultiReader(bytes.NewReader(beginning), strings.NewReader("\r\n\r\n")))).ReadMIMEHeader() // what comes before a fault counts
	kind, parameters, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err == nil && kind == "multipart/report" {
		about := parameters["report-type"]
		return about == "" || strings.EqualFold(about, "delivery-status")
	}
	return header.Get("X-Failed-Recipients") != "" || fromSystem(header)
}

// fromSystem says whether a message comes from a mail server, and not from a person or what answers in their place.
func fromSystem(header textproto.MIMEHeader) bool {
	from := strings.ToLower(header.Get("From"))
	if strings.Contains(from, "mailer-daemon") || strings.Contains(from, "postmaster") {
		return true
	}
	automatic := strings.ToLower(strings.TrimSpace(header.Get("Auto-Submitted")))
	return strings.TrimSpace(header.Get("Return-Path")) == "<>" && !strings.HasPrefix(automatic, "auto-replied")
}

// reader goes through the parts of one message.
type reader struct {
	left      int // parts that may still be read
	reports   []Report
	messageID string
	said      strings.Builder // what the plain parts say
}

func (r *reader) part(header textproto.MIMEHeader, body io.Reader, depth int) {
	if r.left--; r.left < 0 || depth > deepestPart {
		return
	}
	kind, parameters, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err != nil {
		kind = "text/plain"
	}
	body = io.LimitReader(decoded(header, body), longestPartRead)
	switch {
	case strings.HasPrefix(kind, "multipart/"):
		parts := multipart.NewReader(body, parameters["boundary"])
		for {
			part, err := parts.NextRawPart()
			if err != nil {
				return
			}
			r.part(part.Header, part, depth+1)
		}
	case kind == "message/delivery-status", kind == "message/global-delivery-status":
		r.status(body)
	case kind == "message/rfc822", kind == "text/rfc822-headers", kind == "message/global", kind == "message/global-headers":
		if original, err := textproto.NewReader(bufio.NewReader(body)).ReadMIMEHeader(); original != nil && (err == nil || err == io.EOF) && r.messageID == "" {
			r.messageID = bare(original.Get("Message-Id"))
		}
	case strings.HasPrefix(kind, "text/plain"):
		io.Copy(&r.said, body) // cut short when the part is damaged: what was read counts
	}
}

func decoded(header textproto.MIMEHeader, body io.Reader) io.Reader {
	switch strings.ToLower(strings.TrimSpace(header.Get("Content-Transfer-Encoding"))) {
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		return quotedprintable.NewReader(body)
	}
	return body
}

// status reads the groups of fields of RFC 3464: one of the message, then one per recipient.
func (r *reader) status(body io.Reader) {
	fields := textproto.NewReader(bufio.NewReader(body))
	for len(r.reports) < mostRecipients {
		group, err := fields.ReadMIMEHeader()
		if action := Action(strings.ToLower(strings.TrimSpace(group.Get("Action")))); action != "" {
			address := typed(group.Get("Original-Recipient"))
			if address == "" {
				address = typed(group.Get("Final-Recipient"))
			}
			r.reports = append(r.reports, Report{Address: address, Action: action,
				Status: Status(group.Get("Status")), Text: HeaderText(typed(group.Get("Diagnostic-Code")), longestReply)})
		}
		if err != nil {
			return
		}
	}
}

// typed gives the value of a field «type; value».
func typed(field string) string {
	if _, value, found := strings.Cut(field, ";"); found {
		return strings.Trim(strings.TrimSpace(value), "<>")
	}
	return strings.TrimSpace(field)
}

func bare(messageID string) string { return strings.Trim(strings.TrimSpace(messageID), "<>") }

var quotedID = regexp.MustCompile(`(?im)^[> ]*message-id:[ \t]*<([^<>\s]{1,200})>`)

// unstructured reads the reports of servers that do not write RFC 3464: those that name the failed recipients in a header
// (Exim), and those that return the message within their text (qmail), when they come from the mail system.
// A receipt or a complaint (RFC 8098, RFC 5965) is a report too, and says that the mail arrived.
func (r *reader) unstructured(header textproto.MIMEHeader) {
	if kind, parameters, err := mime.ParseMediaType(header.Get("Content-Type")); err == nil && kind == "multipart/report" &&
		parameters["report-type"] != "" && !strings.EqualFold(parameters["report-type"], "delivery-status") {
		return
	}
	said := r.said.String()
	if r.messageID == "" {
		if found := quotedID.FindStringSubmatch(said); found != nil {
			r.messageID = found[1]
		}
	}
	failed := header.Get("X-Failed-Recipients")
	if failed == "" && (!fromSystem(header) || r.messageID == "") {
		return
	}
	text := HeaderText(said, longestReply)
	for address := range strings.SplitSeq(failed, ",") {
		if len(r.reports) < mostRecipients {
			r.reports = append(r.reports, Report{Address: strings.TrimSpace(address), Action: ActionFailed, Text: text})
		}
	}
}
