package mail_test

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"concertation/internal/mail"
	"concertation/internal/testkit/mailserver"
)

// soon is a patience that tests can afford.
var soon = mail.Patience{Connect: 300 * time.Millisecond, Command: 300 * time.Millisecond, End: 300 * time.Millisecond, Stop: 50 * time.Millisecond}

func connect(t *testing.T, url string) (*mail.Connection, error) {
	t.Helper()
	server, err := mail.ParseServer(url)
	if err != nil {
		t.Fatal(err)
	}
	connection, err := mail.Connect(t.Context(), server, soon)
	if err == nil {
		t.Cleanup(connection.Close)
	}
	return connection, err
}

func message(t *testing.T, id string) *mail.Message {
	t.Helper()
	one := letter()
	one.ID = id
	written, err := one.Write()
	if err != nil {
		t.Fatal(err)
	}
	return written
}

func agreed() error { return nil }

func TestTheServerHasWhatItAnsweredFor(t *testing.T) {
	server := mailserver.Start(t)
	connection, err := connect(t, server.URL())
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"1", "2", "3"} {
		recorded := false
		if _, err := connection.Hand(message(t, id), func() error {
			recorded = true
			if len(server.Received()) != connection.Handed {
				t.Error("the server has the message before its end is recorded")
			}
			return nil
		}); err != nil || !recorded {
			t.Fatal(err, recorded)
		}
	}
	taken := server.Received()
	if len(taken) != 3 || taken[0].MessageID != "1@exemple.fr" || taken[0].To != "amina@exemple.fr" || taken[0].From != "consultation@exemple.fr" {
		t.Errorf("got %+v", taken)
	}
	if !strings.Contains(string(taken[0].Content), "\r\n.Un point") {
		t.Errorf("the line that begins with a point changed: %s", taken[0].Content)
	}
}

func TestWhatAFailureLetsUsKnow(t *testing.T) {
	at := func(stage mailserver.Stage, behaviour error) func(mailserver.Stage, string) error {
		return func(now mailserver.Stage, _ string) error {
			if now == stage {
				return behaviour
			}
			return nil
		}
	}
	for name, c := range map[string]struct {
		behave   func(mailserver.Stage, string) error
		outcome  mail.Outcome
		code     int
		taken    int
		recorded bool
	}{
		"an unknown mailbox is refused for good":                 {at(mailserver.AtRcpt, mailserver.Answer(550, [3]int{5, 1, 1}, "unknown")), mail.Never, 550, 0, false},
		"a server that greylists is asked again later":           {at(mailserver.AtRcpt, mailserver.Answer(451, [3]int{4, 7, 1}, "greylisted")), mail.TryLater, 451, 0, false},
		"a refused content is refused for good":                  {at(mailserver.AtData, mailserver.Answer(554, [3]int{5, 6, 0}, "no")), mail.Never, 554, 0, true},
		"a content refused for now is asked again later":         {at(mailserver.AtData, mailserver.Answer(452, [3]int{4, 3, 1}, "full")), mail.TryLater, 452, 0, true},
		"a refused sender says nothing of the message":           {at(mailserver.AtMail, mailserver.Answer(553, [3]int{5, 7, 1}, "not you")), mail.ServerTrouble, 553, 0, false},
		"a connection dropped before the end leaves no doubt":    {at(mailserver.AtRcpt, mailserver.ErrDrop), mail.TryLater, 0, 0, false},
		"a server that hangs before the end leaves no doubt":     {at(mailserver.AtRcpt, mailserver.ErrHang), mail.TryLater, 0, 0, false},
		"a connection dropped after the end leaves a doubt":      {at(mailserver.AtData, mailserver.ErrDrop), mail.Uncertain, 0, 0, true},
		"a message kept without an answer leaves the same doubt": {at(mailserver.AtData, mailserver.ErrDropAfter), mail.Uncertain, 0, 1, true},
		"a server that hangs after the end leaves a doubt":       {at(mailserver.AtData, mailserver.ErrHang), mail.Uncertain, 0, 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := mailserver.Start(t)
			connection, err := connect(t, server.URL())
			if err != nil {
				t.Fatal(err)
			}
			server.Behave(c.behave)
			recorded := false
			_, err = connection.Hand(message(t, "1"), func() error { recorded = true; return nil })
			f := mail.FailureOf(err)
			if err == nil || f.Outcome != c.outcome || f.Code != c.code || recorded != c.recorded {
				t.Errorf("got %v, outcome %d, code %d, recorded %v", err, f.Outcome, f.Code, recorded)
			}
			if taken := len(server.Received()); taken != c.taken {
				t.Errorf("the server has %d messages", taken)
			}
			if !connection.Broken() {
				server.Behave(nil)
				if _, err := connection.Hand(message(t, "2"), agreed); err != nil {
					t.Errorf("the next message on the same connection: %v", err)
				}
			} else if f.Code != 0 {
				t.Error("an answer broke the connection")
			}
		})
	}
}

func TestAMessageHeldBackAtTheLastMomentIsNotTaken(t *testing.T) {
	server := mailserver.Start(t)
	connection, err := connect(t, server.URL())
	if err != nil {
		t.Fatal(err)
	}
	stopped := errors.New("stopped")
	_, err = connection.Hand(message(t, "1"), func() error { return stopped })
	if f := mail.FailureOf(err); f.Outcome != mail.Withheld || !errors.Is(err, stopped) || !connection.Broken() {
		t.Errorf("got %v", err)
	}
	other, err := connect(t, server.URL())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Hand(message(t, "2"), agreed); err != nil {
		t.Fatal(err)
	}
	if counts := server.Counts(); counts["1@exemple.fr"] != 0 || counts["2@exemple.fr"] != 1 {
		t.Errorf("the server has %v", counts)
	}
}

func TestAStopShortensTheWaitForAnAnswer(t *testing.T) {
	server := mailserver.Start(t)
	parsed, err := mail.ParseServer(server.URL())
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	patient := soon
	patient.End = time.Minute
	connection, err := mail.Connect(ctx, parsed, patient)
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Abandon()
	server.Behave(func(stage mailserver.Stage, _ string) error {
		if stage == mailserver.AtData {
			stop()
			return mailserver.ErrHang
		}
		return nil
	})
	if _, err := connection.Hand(message(t, "1"), agreed); mail.FailureOf(err).Outcome != mail.Uncertain {
		t.Errorf("got %v", err)
	}
}

func TestTheServerMayWantAPassword(t *testing.T) {
	server := mailserver.Start(t)
	server.RequireLogin("amina", "phrase secrète")
	for name, c := range map[string]struct {
		user string
		ok   bool
	}{"the right one is taken": {"amina:phrase%20secr%C3%A8te@", true}, "a wrong one is the server's trouble, without the password in it": {"amina:phrase%20autre@", false}} {
		t.Run(name, func(t *testing.T) {
			connection, err := connect(t, "smtp://"+c.user+server.Addr)
			if err == nil {
				_, err = connection.Hand(message(t, "1"), agreed)
			}
			if (err == nil) != c.ok {
				t.Fatalf("got %v", err)
			}
			if err != nil && (mail.FailureOf(err).Outcome != mail.ServerTrouble || strings.Contains(err.Error(), "autre")) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestAServerThatIsNotThereIsItsTrouble(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0") // takes connections and never greets
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	server := mailserver.Start(t)
	for name, url := range map[string]string{
		"nobody listens":                     "smtp://" + closed.Addr().String(),
		"nobody greets":                      "smtp://" + silent.Addr().String(),
		"the wanted protection is not known": server.URL() + "?tls=mandatory",
		"the protection is no TLS at all":    strings.Replace(server.URL(), "smtp:", "smtps:", 1),
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := connect(t, url); err == nil || mail.FailureOf(err).Outcome != mail.ServerTrouble {
				t.Errorf("got %v", err)
			}
		})
	}
}
