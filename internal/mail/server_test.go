package mail_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"concertation/internal/mail"
)

func TestServers(t *testing.T) {
	for name, c := range map[string]struct {
		text, shown string
		security    mail.Security
		refused     bool
	}{
		"a server with a password must protect the connection":  {text: "smtp://amina:secret@mail.exemple.fr", shown: "smtp://mail.exemple.fr:587", security: mail.SecurityAlways},
		"a server of this machine may not know how":             {text: "smtp://localhost:2525", shown: "smtp://localhost:2525", security: mail.SecurityPossible},
		"the protection from the first byte has its own port":   {text: "smtps://mail.exemple.fr", shown: "smtps://mail.exemple.fr:465", security: mail.SecurityAlways},
		"the protection can be chosen":                          {text: "smtp://mail.exemple.fr:25?tls=none", shown: "smtp://mail.exemple.fr:25", security: mail.SecurityNone},
		"a password in clear on the network is refused":         {text: "smtp://amina:secret@mail.exemple.fr?tls=none", refused: true},
		"another scheme is refused":                             {text: "https://amina:secret@mail.exemple.fr", refused: true},
		"a port that is none is refused":                        {text: "smtp://amina:secret@mail.exemple.fr:99999", refused: true},
		"an unknown parameter is refused":                       {text: "smtp://amina:secret@mail.exemple.fr?tlss=none", refused: true},
		"a protection that does not exist is refused":           {text: "smtp://amina:secret@mail.exemple.fr?tls=maybe", refused: true},
		"a percent sign left as it is in a password is refused": {text: "smtp://amina:100%secret@mail.exemple.fr", refused: true},
	} {
		t.Run(name, func(t *testing.T) {
			server, err := mail.ParseServer(c.text)
			if (err != nil) != c.refused {
				t.Fatalf("got %v", err)
			}
			if err != nil {
				if strings.Contains(err.Error(), "secret") {
					t.Errorf("the password is in %q", err)
				}
				return
			}
			if server.String() != c.shown || server.Security != c.security {
				t.Errorf("got %s, %s", server, server.Security)
			}
			var log bytes.Buffer
			slog.New(slog.NewTextHandler(&log, nil)).Info("server", "server", server)
			for _, shown := range []string{log.String(), fmt.Sprintf("%v %+v %#v %s", server, server, server, server)} {
				if strings.Contains(shown, "secret") {
					t.Errorf("the password is in %q", shown)
				}
			}
		})
	}
}
