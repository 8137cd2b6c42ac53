package mail

import (
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// PutAwayFolder is where reports go once they are read, beside the folder that is read.
const PutAwayFolder = "concertation-traites"

// Box is the mailbox in which returned messages arrive: a folder of an IMAP server, or a Maildir of this machine.
// Printing it shows neither user nor password. The zero Box is none.
type Box struct {
	Host     string
	Port     int
	User     string
	Folder   string
	Implicit bool     // TLS from the first byte (imaps)
	Security Security // SecurityAlways, or SecurityNone on this machine
	Path     string   // of a Maildir; the fields above are then blank
	// Roots are the authorities whose certificates are believed; nil: those of the machine.
	Roots    *x509.CertPool
	password string
}

const (
	boxShape        = "attendu imaps://utilisateur:motdepasse@serveur:port/INBOX, imap://… ou maildir:/chemin"
	longestBoxField = 500
)

// ParseBox reads imaps://user:password@host:port/folder, imap://… (STARTTLS) or maildir:/path; ?tls=mandatory|none sets
// the protection of imap://, which only this machine may do without. No error repeats the text, which holds a password.
func ParseBox(text string) (Box, error) {
	if path, ok := strings.CutPrefix(text, "maildir:"); ok {
		path = strings.TrimPrefix(path, "//")
		if !filepath.IsAbs(path) || strings.ContainsFunc(path, invisible) {
			return Box{}, errors.New("maildir: attendu un chemin absolu, par exemple maildir:/var/mail/retours")
		}
		return Box{Path: filepath.Clean(path)}, nil
	}
	parsed, err := url.Parse(text)
	if err != nil {
		return Box{}, errors.New(boxShape + " (les caractères spéciaux du mot de passe s’écrivent en %XX)")
	}
	b := Box{Host: parsed.Hostname(), User: parsed.User.Username(), Folder: strings.TrimPrefix(parsed.Path, "/"), Implicit: parsed.Scheme == "imaps", Security: SecurityAlways}
	b.password, _ = parsed.User.Password()
	if parsed.Scheme != "imap" && parsed.Scheme != "imaps" || b.Host == "" || b.User == "" || b.password == "" || parsed.Fragment != "" {
		return Box{}, errors.New(boxShape)
	}
	if b.Folder == "" {
		b.Folder = "INBOX"
	}
	for _, field := range []string{b.User, b.password, b.Folder} {
		if len(field) > longestBoxField || strings.ContainsFunc(field, invisible) {
			return Box{}, errors.New("un caractère invisible, ou un texte trop long, dans l’utilisateur, le mot de passe ou le dossier")
		}
	}
	if strings.HasSuffix(b.Folder, PutAwayFolder) {
		return Box{}, errors.New("le dossier " + PutAwayFolder + " reçoit les retours déjà lus : indiquez celui où ils arrivent, par exemple INBOX")
	}
	if b.Port, err = portAmong(parsed.Port(), b.Implicit, 993, 143); err != nil {
		return Box{}, err
	}
	return b, b.secure(parsed.Query())
}

// secure sets the protection. The password never goes in clear on a network.
func (b *Box) secure(query url.Values) error {
	for name := range query {
		if name != "tls" {
			return errors.New("seul le paramètre « tls » est connu")
		}
	}
	switch policy := Security(query.Get("tls")); {
	case b.Implicit && (policy == "" || policy == SecurityAlways):
	case b.Implicit:
		return errors.New("imaps:// est toujours protégé : « tls » ne s’écrit qu’avec imap://")
	case policy == SecurityAlways:
	case policy == "" && !local(b.Host):
	case policy == "" || policy == SecurityNone && local(b.Host):
		b.Security = SecurityNone
	case policy == SecurityNone:
		return errors.New("tls=none : le mot de passe passerait en clair sur le réseau")
	default:
		return fmt.Errorf("tls=%s : attendu mandatory ou none", policy)
	}
	return nil
}

// Followed says whether there is a mailbox.
func (b Box) Followed() bool { return b.Host != "" || b.Path != "" }

// ID tells a mailbox from others without saying which it is.
func (b Box) ID() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %d %q %q %q", b.Host, b.Port, b.User, b.Folder, b.Path))
	return hex.EncodeToString(sum[:16])
}

// String gives the mailbox as logs show it, without user nor password.
func (b Box) String() string {
	switch {
	case b.Path != "":
		return "maildir:" + b.Path
	case b.Host == "":
		return ""
	}
	return b.Server() + "/" + b.Folder
}

// Server gives the address of the server; "" for a Maildir.
func (b Box) Server() string {
	if b.Host == "" {
		return ""
	}
	scheme := "imap"
	if b.Implicit {
		scheme = "imaps"
	}
	return scheme + "://" + net.JoinHostPort(b.Host, strconv.Itoa(b.Port))
}

// GoString keeps %#v from showing the password.
func (b Box) GoString() string { return b.String() }

// LogValue implements slog.LogValuer.
func (b Box) LogValue() slog.Value { return slog.StringValue(b.String()) }

// BoxPatience is how long a mailbox is waited for.
type BoxPatience struct {
	Command time.Duration // each answer
	Pass    time.Duration // all that is done on one opening
}

// UsualBoxPatience is what servers on the network need.
func UsualBoxPatience() BoxPatience {
	return BoxPatience{Command: 30 * time.Second, Pass: 2 * time.Minute}
}

// BoxTrouble is what keeps a mailbox from being read.
type BoxTrouble string

// The troubles.
const (
	BoxUnreachable BoxTrouble = "unreachable" // no connection
	BoxCertificate BoxTrouble = "certificate" // its certificate is not believed
	BoxUnprotected BoxTrouble = "unprotected" // it offers no protection
	BoxLogin       BoxTrouble = "login"       // user or password refused
	BoxFolder      BoxTrouble = "folder"      // no such folder
	BoxSilent      BoxTrouble = "silent"      // no answer in time
	BoxDropped     BoxTrouble = "dropped"     // the connection was cut
	BoxStrange     BoxTrouble = "strange"     // what it says is not understood, or has no end
	BoxStuck       BoxTrouble = "stuck"       // what was read cannot be put away
	BoxAbsent      BoxTrouble = "absent"      // there is no such Maildir
	BoxDenied      BoxTrouble = "denied"      // the Maildir may not be read
)

// BoxError is a trouble with what it comes from. Its text never repeats what the server said, which could be the password.
type BoxError struct {
	Trouble BoxTrouble
	Err     error
}

func (e *BoxError) Error() string { return "mailbox: " + string(e.Trouble) }

func (e *BoxError) Unwrap() error { return e.Err }

func boxError(trouble BoxTrouble, err error) error { return &BoxError{Trouble: trouble, Err: err} }

// Bounds of what a mailbox may cost.
const (
	mostListed   = 20_000    // messages known of at a time, the newest
	longestRead  = 512 << 10 // of a message: what a report says comes before what it returns
	boxPieceMost = 20        // messages read at a time
)

// BoxEntry is a message of a mailbox.
type BoxEntry struct {
	Key    string // the same at each opening
	Unread bool
}

// BoxMessage is a message read.
type BoxMessage struct {
	Key string
	// Content is its beginning, nil when it cannot be a report: what people write is not read.
	Content []byte
}

// OpenedBox is a mailbox that can be read, for one goroutine. Its errors are *BoxError.
type OpenedBox interface {
	// List gives the messages that arrived since a day, the oldest first.
	List(since time.Time) ([]BoxEntry, error)
	// Read reads some messages, unread as they were; those that went meanwhile are left out.
	Read(keys []string) ([]BoxMessage, error)
	// PutAway marks messages read and moves them to PutAwayFolder, or leaves them where they are when the server cannot
	// do it in one step. Nothing is deleted.
	PutAway(keys []string) error
	Close()
}

// OpenBox opens a mailbox. The end of ctx ends whatever is done with it.
func OpenBox(ctx context.Context, b Box, patience BoxPatience) (OpenedBox, error) {
	if b.Path != "" {
		return openMaildir(b.Path)
	}
	return openIMAP(ctx, b, patience)
}
