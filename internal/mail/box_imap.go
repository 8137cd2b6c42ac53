package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/emersion/go-sasl"
)

// Bounds of what the server may answer to a command.
const (
	shortAnswer = 256 << 10
	listAnswer  = 1 << 20 // some hundred thousand numbers
)

// imapBox is a folder of an IMAP server.
type imapBox struct {
	box      Box
	patience BoxPatience
	line     *line
	stop     func() bool // no longer closes the connection at the end of the context
	client   *imapclient.Client
	validity uint32
	away     string // the folder for what was read, once it is known; "-": there is none
}

func openIMAP(ctx context.Context, b Box, patience BoxPatience) (OpenedBox, error) {
	l, stop, err := dialLine(ctx, net.JoinHostPort(b.Host, strconv.Itoa(b.Port)), patience)
	if err != nil {
		return nil, err
	}
	m := &imapBox{box: b, patience: patience, line: l, stop: stop}
	if err := m.enter(ctx); err != nil {
		m.hangUp()
		return nil, err
	}
	return m, nil
}

// enter protects the connection, gives the password and opens the folder.
func (m *imapBox) enter(ctx context.Context) error {
	m.expect(shortAnswer)
	protection := &tls.Config{ServerName: m.box.Host, MinVersion: tls.VersionTLS12, RootCAs: m.box.Roots}
	switch {
	case m.box.Implicit:
		protected := tls.Client(m.line, protection)
		if err := protected.HandshakeContext(ctx); err != nil {
			return m.failedTLS(err, BoxStrange)
		}
		m.client = imapclient.New(protected, nil)
	case m.box.Security == SecurityNone:
		m.client = imapclient.New(m.line, nil)
	default:
		client, err := imapclient.NewStartTLS(m.line, &imapclient.Options{TLSConfig: protection})
		if err != nil {
			return m.failedTLS(err, BoxUnprotected)
		}
		m.client = client
	}
	if err := m.client.WaitGreeting(); err != nil {
		return m.failed(err, BoxStrange)
	}
	if err := m.login(); err != nil {
		return err
	}
	m.expect(shortAnswer)
	opened, err := m.client.Select(m.box.Folder, nil).Wait()
	if err != nil {
		return m.failed(err, BoxFolder)
	}
	m.validity = opened.UIDValidity
	return nil
}

func (m *imapBox) login() error {
	m.expect(shortAnswer)
	known := m.client.Caps()
	m.expect(shortAnswer)
	var err error
	if known.Has(imap.AuthCap(sasl.Plain)) {
		err = m.client.Authenticate(sasl.NewPlainClient("", m.box.User, m.box.password))
	} else {
		err = m.client.Login(m.box.User, m.box.password).Wait()
	}
	if err != nil {
		return m.failed(err, BoxLogin)
	}
	return nil
}

func (m *imapBox) expect(bytes int64) { m.line.expect(m.patience.Command, bytes) }

// failed says what an error is: a refusal is the trouble given, all else concerns the connection.
func (m *imapBox) failed(err error, refused BoxTrouble) error {
	if isRefusal(err) {
		return boxError(refused, err)
	}
	if trouble := m.line.trouble(); trouble != "" {
		return boxError(trouble, err)
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) { // the server took leave as TLS wants it
		return boxError(BoxDropped, err)
	}
	return boxError(BoxStrange, err)
}

// isRefusal says whether the server answered, and answered no.
func isRefusal(err error) bool {
	var answer *imap.Error
	return errors.As(err, &answer)
}

func (m *imapBox) failedTLS(err error, refused BoxTrouble) error {
	var unbelieved *tls.CertificateVerificationError
	var authority x509.UnknownAuthorityError
	if errors.As(err, &unbelieved) || errors.As(err, &authority) {
		return boxError(BoxCertificate, err)
	}
	return m.failed(err, refused)
}

func (m *imapBox) key(uid imap.UID) string { return fmt.Sprintf("%d.%d", m.validity, uid) }

// uids reads keys back; those of a folder that was made anew since are left out.
func (m *imapBox) uids(keys []string) (set imap.UIDSet, asked map[imap.UID]bool) {
	asked = map[imap.UID]bool{}
	for _, key := range keys {
		validity, number, _ := strings.Cut(key, ".")
		uid, err := strconv.ParseUint(number, 10, 32)
		if err == nil && uid > 0 && validity == strconv.FormatUint(uint64(m.validity), 10) {
			set.AddNum(imap.UID(uid))
			asked[imap.UID(uid)] = true
		}
	}
	return set, asked
}

func (m *imapBox) List(since time.Time) ([]BoxEntry, error) {
	all, err := m.search(&imap.SearchCriteria{Since: since, NotFlag: []imap.Flag{imap.FlagDeleted}})
	if err != nil {
		return nil, err
	}
	unread, err := m.search(&imap.SearchCriteria{Since: since, NotFlag: []imap.Flag{imap.FlagDeleted, imap.FlagSeen}})
	if err != nil {
		return nil, err
	}
	var entries []BoxEntry
	for _, span := range slices.Backward(all) {
		if span.Start == 0 || span.Stop == 0 { // «*»: no server answers so
			continue
		}
		for uid := span.Stop; uid >= span.Start && len(entries) < mostListed; uid-- {
			entries = append(entries, BoxEntry{Key: m.key(uid), Unread: unread.Contains(uid)})
		}
	}
	slices.Reverse(entries)
	return entries, nil
}

func (m *imapBox) search(criteria *imap.SearchCriteria) (imap.UIDSet, error) {
	m.expect(listAnswer)
	found, err := m.client.UIDSearch(criteria, nil).Wait()
	if err != nil {
		return nil, m.failed(err, BoxStrange)
	}
	set, _ := found.All.(imap.UIDSet)
	return set, nil
}

func (m *imapBox) Read(keys []string) ([]BoxMessage, error) {
	set, asked := m.uids(keys)
	if len(set) == 0 {
		return nil, nil
	}
	beginnings, err := m.fetch(set, asked, &imap.FetchItemBodySection{Specifier: imap.PartSpecifierHeader, Peek: true, Partial: &imap.SectionPartial{Size: longestHeader}}, longestHeader)
	if err != nil {
		return nil, err
	}
	var read []BoxMessage
	for _, one := range beginnings {
		message := BoxMessage{Key: m.key(one.uid)}
		if MayReport(one.text) {
			whole, err := m.fetch(imap.UIDSetNum(one.uid), map[imap.UID]bool{one.uid: true}, &imap.FetchItemBodySection{Peek: true, Partial: &imap.SectionPartial{Size: longestRead}}, longestRead)
			if err != nil {
				return nil, err
			}
			if len(whole) == 0 {
				continue
			}
			message.Content = whole[0].text
		}
		read = append(read, message)
	}
	return read, nil
}

// section is what was asked of a message.
type section struct {
	uid  imap.UID
	text []byte
}

// fetch asks the beginning of some messages, in the order in which the server gives them.
func (m *imapBox) fetch(set imap.UIDSet, asked map[imap.UID]bool, what *imap.FetchItemBodySection, most int) ([]section, error) {
	m.expect(shortAnswer + int64(len(asked))*int64(most+1<<10))
	command := m.client.Fetch(set, &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{what}})
	var found []section
	for message := command.Next(); message != nil; message = command.Next() {
		one, whole := section{}, false
		for item := message.Next(); item != nil; item = message.Next() {
			switch item := item.(type) {
			case imapclient.FetchItemDataUID:
				one.uid = item.UID
			case imapclient.FetchItemDataBodySection:
				if item.Literal == nil {
					continue
				}
				text, err := io.ReadAll(io.LimitReader(item.Literal, int64(most)))
				one.text, whole = append([]byte{}, text...), err == nil
			}
		}
		if whole && asked[one.uid] {
			found = append(found, one)
			delete(asked, one.uid)
		}
	}
	if err := command.Close(); err != nil {
		return nil, m.failed(err, BoxStrange)
	}
	return found, nil
}

func (m *imapBox) PutAway(keys []string) error {
	set, _ := m.uids(keys)
	if len(set) == 0 {
		return nil
	}
	m.expect(listAnswer)
	seen := &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{imap.FlagSeen}}
	if err := m.client.Store(set, seen, nil).Close(); err != nil {
		return m.failed(err, BoxStuck)
	}
	// Without MOVE (RFC 6851) the library would copy, delete and expunge, others' messages too: they stay where they are.
	m.expect(shortAnswer)
	if m.away == "-" || !m.client.Caps().Has(imap.CapMove) && !m.client.Caps().Has(imap.CapIMAP4rev2) {
		return nil
	}
	return m.move(set)
}

// move moves messages to the folder for what was read, which is made the first time. Some servers have all folders within
// INBOX; one that lets none be made keeps the messages where they are.
func (m *imapBox) move(set imap.UIDSet) error {
	if m.away != "" {
		return m.moveTo(set, m.away)
	}
	for _, folder := range m.folders() {
		err := m.moveTo(set, folder)
		if isRefusal(err) { // it is not there yet, most likely
			m.expect(shortAnswer)
			if err = m.client.Create(folder, nil).Wait(); isRefusal(err) {
				continue
			}
			if err != nil {
				return m.failed(err, BoxStuck)
			}
			err = m.moveTo(set, folder)
		}
		m.away = folder
		return err
	}
	m.away = "-"
	return nil
}

func (m *imapBox) moveTo(set imap.UIDSet, folder string) error {
	m.expect(listAnswer)
	if _, err := m.client.Move(set, folder).Wait(); err != nil {
		return m.failed(err, BoxStuck)
	}
	return nil
}

// folders gives the names that the folder may have.
func (m *imapBox) folders() []string {
	names := []string{PutAwayFolder}
	m.expect(shortAnswer)
	if listed, err := m.client.List("", "INBOX", nil).Collect(); err == nil {
		for _, one := range listed {
			if one.Delim != 0 {
				return append(names, "INBOX"+string(one.Delim)+PutAwayFolder)
			}
		}
	}
	return names
}

func (m *imapBox) Close() {
	if m.line.trouble() == "" {
		m.expect(shortAnswer)
		m.client.Logout().Wait() // whatever it answers, nothing more is asked
	}
	m.hangUp()
}

func (m *imapBox) hangUp() {
	m.stop()
	m.line.Conn.Close()
	if m.client != nil {
		m.client.Close()
	}
}
