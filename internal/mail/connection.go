package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"sync"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"
)

// Patience is how long answers are waited for.
type Patience struct {
	Connect time.Duration
	Command time.Duration
	// End is for the answer to the end of a message: long, since to give up there is not to know (RFC 5321, 4.5.3.2.6).
	End time.Duration
	// Stop is what remains to a handing over under way when the program is told to stop.
	Stop time.Duration
}

// UsualPatience is what servers on the network need.
func UsualPatience() Patience {
	return Patience{Connect: 30 * time.Second, Command: 2 * time.Minute, End: 10 * time.Minute, Stop: 8 * time.Second}
}

// Connection is one connection to the server, for one message after the other.
type Connection struct {
	client   *smtp.Client
	network  net.Conn
	patience Patience
	stop     func() bool // no longer shortens the patience
	mutex    sync.Mutex
	stopping time.Time // the end of all patience; zero: none
	broken   bool
	Handed   int // messages that the server took
}

// Connect opens a connection, protects it as the server's settings say, and gives the password if there is one. The end
// of ctx leaves patience.Stop to what is under way.
func Connect(ctx context.Context, s Server, patience Patience) (*Connection, error) {
	c := &Connection{patience: patience}
	options := []gomail.Option{gomail.WithPort(s.Port), gomail.WithTimeout(patience.Connect), gomail.WithoutSMTPUTF8(),
		gomail.WithDialContextFunc(func(ctx context.Context, network, address string) (net.Conn, error) {
			return c.dial(ctx, s, network, address)
		})}
	switch {
	case s.Implicit, s.Security == SecurityPossible:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSOpportunistic))
	case s.Security == SecurityNone:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if s.User != "" {
		kind := gomail.SMTPAuthAutoDiscover
		if local(s.Host) && s.Security != SecurityAlways { // nothing leaves this machine in clear
			kind = gomail.SMTPAuthPlainNoEnc
		}
		options = append(options, gomail.WithSMTPAuth(kind), gomail.WithUsername(s.User), gomail.WithPassword(s.password))
	}
	dialer, err := gomail.NewClient(s.Host, options...)
	if err != nil {
		return nil, fmt.Errorf("prepare the connection to %s: %w", s, err)
	}
	c.client, err = dialer.DialToSMTPClientWithContext(ctx)
	if err != nil {
		if c.network != nil {
			c.network.Close()
		}
		f := failed(err, ServerTrouble, ServerTrouble)
		f.Outcome = ServerTrouble
		return nil, f
	}
	c.stop = context.AfterFunc(ctx, func() {
		c.mutex.Lock()
		defer c.mutex.Unlock()
		c.stopping = time.Now().Add(patience.Stop)
		c.network.SetDeadline(c.stopping)
	})
	return c, nil
}

// dial keeps the network's connection, whose deadlines rule whatever is written on it.
func (c *Connection) dial(ctx context.Context, s Server, network, address string) (net.Conn, error) {
	connection, err := (&net.Dialer{}).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	c.network = connection
	if !s.Implicit {
		return connection, nil
	}
	protected := tls.Client(connection, &tls.Config{ServerName: s.Host, MinVersion: tls.VersionTLS12})
	if err := protected.HandshakeContext(ctx); err != nil {
		connection.Close()
		return nil, err
	}
	return protected, nil
}

func (c *Connection) within(limit time.Duration) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	end := time.Now().Add(limit)
	if !c.stopping.IsZero() && c.stopping.Before(end) {
		end = c.stopping
	}
	c.network.SetDeadline(end)
}

// ErrIdle is a connection that the server closed while nothing was sent: another must be opened, and nothing is lost.
var ErrIdle = errors.New("the server closed the connection meanwhile")

// Hand gives a message to the server. Everything but the end of the message is sent first; then commit is called, which
// records that the handing over begins, and only then the one line that makes the server answer for the message. When
// commit fails the line is never sent, and the server may keep nothing of it (RFC 5321, 4.1.1.4). The reply is the
// server's; an error is a *Failure.
func (c *Connection) Hand(m *Message, commit func() error) (reply string, err error) {
	defer func() {
		if f := FailureOf(err); err != nil && (f.Code == 0 || f.Code == 421) {
			c.broken = true
		}
	}()
	c.within(c.patience.Command)
	if err := c.client.Mail("<" + m.From + ">"); err != nil {
		// Whatever is said of the sender would be said for other messages too: a refusal, too many messages in an hour.
		f := failed(err, ServerTrouble, ServerTrouble)
		f.Outcome = ServerTrouble
		if c.Handed > 0 && (f.Code == 0 || f.Code == 421) {
			f.Err = fmt.Errorf("%w: %w", ErrIdle, err)
		}
		return "", f
	}
	c.within(c.patience.Command)
	if err := c.client.Rcpt("<" + m.To + ">"); err != nil {
		f := failed(err, TryLater, Never)
		f.Recipient = true
		c.reset(f)
		return "", f
	}
	c.within(c.patience.Command)
	body, err := c.client.Data()
	if err != nil {
		f := failed(err, TryLater, Never)
		c.reset(f)
		return "", f
	}
	if _, err := body.Write(m.Content); err != nil {
		return "", failed(err, TryLater, TryLater)
	}
	if err := c.listening(); err != nil {
		return "", failed(err, TryLater, Never)
	}
	if err := commit(); err != nil {
		c.Abandon()
		return "", &Failure{Outcome: Withheld, Err: err}
	}
	c.within(c.patience.End)
	if err := body.Close(); err != nil {
		return "", failed(err, Uncertain, Never)
	}
	c.Handed++
	return replyOf(body), nil
}

// listening sends what is still in memory, and says whether the server is still there: one that answers or hangs up before
// the end of the message does not have it, which is worth knowing before anything is recorded.
func (c *Connection) listening() error {
	text := c.client.Text
	if err := text.W.Flush(); err != nil {
		return err
	}
	c.mutex.Lock() // a stop would lengthen the wait
	c.network.SetReadDeadline(time.Now().Add(time.Millisecond))
	_, err := text.R.Peek(1)
	c.mutex.Unlock()
	var late net.Error
	if errors.As(err, &late) && late.Timeout() {
		return nil
	}
	if err != nil {
		return err
	}
	c.broken = true
	code, answer, err := text.ReadResponse(0)
	if err != nil {
		return err
	}
	return &textproto.Error{Code: code, Msg: answer}
}

func replyOf(body any) string {
	if answered, ok := body.(interface{ ServerResponse() string }); ok {
		return HeaderText(answered.ServerResponse(), longestReply)
	}
	return ""
}

// reset makes the connection ready for another message after a refusal.
func (c *Connection) reset(f *Failure) {
	if f.Code != 0 && f.Code != 421 && c.client.Reset() != nil {
		c.broken = true
	}
}

// Broken says that the connection can carry no other message.
func (c *Connection) Broken() bool { return c.broken }

// Abandon closes the connection without a word: the server keeps nothing of a message under way.
func (c *Connection) Abandon() {
	c.broken = true
	c.stop()
	c.network.Close()
}

// Close takes leave of the server.
func (c *Connection) Close() {
	if c.broken {
		c.Abandon()
		return
	}
	c.within(5 * time.Second)
	c.client.Quit() // whatever it answers, nothing more is asked
	c.Abandon()
}
