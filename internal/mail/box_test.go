package mail_test

import (
	"fmt"
	"strings"
	"testing"

	"concertation/internal/mail"
)

func TestAMailboxIsReadFromItsAddress(t *testing.T) {
	for text, want := range map[string]string{
		"imaps://retours%40exemple.fr:secret@imap.exemple.fr":               "imaps://imap.exemple.fr:993/INBOX",
		"imaps://a:secret@imap.exemple.fr:1993/Courriels/Retours":           "imaps://imap.exemple.fr:1993/Courriels/Retours",
		"imaps://a:secret@imap.exemple.fr/INBOX?tls=mandatory":              "imaps://imap.exemple.fr:993/INBOX",
		"imap://a:secret@imap.exemple.fr":                                   "imap://imap.exemple.fr:143/INBOX",
		"imap://a:secret@localhost?tls=none":                                "imap://localhost:143/INBOX",
		"imap://a:secret@127.0.0.1:1143/INBOX":                              "imap://127.0.0.1:1143/INBOX",
		"maildir:/var/mail/retours":                                         "maildir:/var/mail/retours",
		"maildir:///var/mail/retours/":                                      "maildir:/var/mail/retours",
		"imap://a:secret@imap.exemple.fr?tls=none":                          "",
		"imap://a:secret@imap.exemple.fr?tls=opportunistic":                 "",
		"imaps://a:secret@localhost?tls=none":                               "",
		"imaps://imap.exemple.fr/INBOX":                                     "",
		"imaps://a@imap.exemple.fr/INBOX":                                   "",
		"imaps://a:secret@imap.exemple.fr:0/INBOX":                          "",
		"imaps://a:secret@imap.exemple.fr/INBOX?mot=secret":                 "",
		"imaps://a:secret@imap.exemple.fr/concertation-traites":             "",
		"imaps://a:secret%0d%0aA1%20DELETE@imap.exemple.fr/INBOX":           "",
		"imaps://a:secret@imap.exemple.fr/" + strings.Repeat("secret", 100): "",
		"pop3s://a:secret@pop.exemple.fr":                                   "",
		"maildir:retours":                                                   "",
		"imaps://a:secret@imap.exemple.fr:port/":                            "",
		"imaps://a:sec%ret@imap.exemple.fr/":                                "",
	} {
		box, err := mail.ParseBox(text)
		if box.String() != want && err == nil || (err == nil) != (want != "") {
			t.Errorf("%s: %q, %v", text, box, err)
		}
		for _, said := range []string{fmt.Sprint(err), fmt.Sprintf("%v %+v %#v %s", box, box, box, box.ID())} {
			if strings.Contains(said, "secret") {
				t.Errorf("%s: the password is shown: %s", text, said)
			}
		}
	}
}
