package mail_test

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"concertation/internal/mail"
)

func letter() mail.Letter {
	return mail.Letter{ID: "0190", From: "consultation@exemple.fr", FromName: "Consultation, à venir", To: "amina@exemple.fr", ToName: "Amina",
		ReplyTo: "reponse@exemple.fr", Subject: "Votre avis compte : répondez", Text: "Bonjour,\n\n.Un point\nÀ bientôt", HTML: "<p>Bonjour</p>",
		Date: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), Unsubscribe: "https://exemple.fr/courriels/refuser/abc",
		Foot: "Vous ne souhaitez plus de courriels ?", FootLink: "Ne plus en recevoir", Automatic: true}
}

func TestAMessageHasBothPartsAndTellsHowToRefuse(t *testing.T) {
	one := letter()
	written, err := one.Write()
	if err != nil {
		t.Fatal(err)
	}
	message, err := netmail.ReadMessage(bytes.NewReader(written.Content))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"Message-ID": "<0190@exemple.fr>", "List-Unsubscribe": "<https://exemple.fr/courriels/refuser/abc>",
		"List-Unsubscribe-Post": "List-Unsubscribe=One-Click", "Auto-Submitted": "auto-generated", "Reply-To": "<reponse@exemple.fr>",
		"To": `"Amina" <amina@exemple.fr>`, "Date": "Mon, 23 Nov 2026 12:00:00 +0000"} {
		if got := message.Header.Get(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(message.Header.Get("Subject"))
	if err != nil || subject != one.Subject {
		t.Errorf("subject %q, %v", subject, err)
	}
	parts := contents(t, message)
	if !strings.Contains(parts["text/plain"], "À bientôt") || !strings.Contains(parts["text/plain"], one.Unsubscribe) {
		t.Errorf("plain part %q", parts["text/plain"])
	}
	if html := parts["text/html"]; !strings.Contains(html, "<p>Bonjour</p>") || !strings.Contains(html, `href="`+one.Unsubscribe+`"`) {
		t.Errorf("HTML part %q", html)
	}
}

// contents gives the decoded parts of a message by their type.
func contents(t *testing.T, message *netmail.Message) map[string]string {
	t.Helper()
	_, parameters, err := mime.ParseMediaType(message.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for parts := multipart.NewReader(message.Body, parameters["boundary"]); ; {
		part, err := parts.NextPart()
		if err == io.EOF {
			return found
		}
		if err != nil {
			t.Fatal(err)
		}
		kind, _, _ := strings.Cut(part.Header.Get("Content-Type"), ";")
		body, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		found[kind] = string(body)
	}
}

func TestAMailThatCannotBeRefusedSaysNothingOfIt(t *testing.T) {
	one := letter()
	one.Unsubscribe, one.HTML = "", ""
	written, err := one.Write()
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(written.Content, []byte("List-Unsubscribe")) || bytes.Contains(written.Content, []byte("multipart")) {
		t.Errorf("got %s", written.Content)
	}
}

func TestNothingTypedAddsAHeaderOrARecipient(t *testing.T) {
	known := map[string]bool{}
	one := letter()
	written, err := one.Write()
	if err != nil {
		t.Fatal(err)
	}
	plain, _ := netmail.ReadMessage(bytes.NewReader(written.Content))
	for name := range plain.Header {
		known[name] = true
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-zé ]{0,9}(\r\n|\n|\r|\r\n\r\n)Bcc: tous@exemple\.fr`),
			rapid.StringMatching(`["<>,:;é=?_\\]{0,300}`), rapid.Just(strings.Repeat("Très long nom ", 400)))
		one := letter()
		one.Subject, one.ToName, one.FromName = text.Draw(t, "subject"), text.Draw(t, "name"), text.Draw(t, "sender")
		written, err := one.Write()
		if err != nil {
			t.Fatal(err)
		}
		message, err := netmail.ReadMessage(bytes.NewReader(written.Content))
		if err != nil {
			t.Fatalf("not a message: %v\n%s", err, written.Content)
		}
		for name := range message.Header {
			if !known[name] {
				t.Fatalf("a header %q was added", name)
			}
		}
		to, err := message.Header.AddressList("To")
		if err != nil || len(to) != 1 || to[0].Address != "amina@exemple.fr" {
			t.Fatalf("recipients %v, %v", to, err)
		}
		head, _, _ := bytes.Cut(written.Content, []byte("\r\n\r\n"))
		for line := range bytes.Lines(head) {
			if len(line) > 998 {
				t.Fatalf("a line of %d bytes", len(line))
			}
		}
	})
}

func TestWhatMakesNoMessage(t *testing.T) {
	for name, change := range map[string]func(*mail.Letter){
		"a recipient with a line break": func(l *mail.Letter) { l.To = "amina@exemple.fr\r\nBcc: tous@exemple.fr" },
		"a sender that is no address":   func(l *mail.Letter) { l.From = "consultation" },
		"a reply address that is none":  func(l *mail.Letter) { l.ReplyTo = "a@b, c@d" },
		"an empty text":                 func(l *mail.Letter) { l.Text = " \n" },
	} {
		t.Run(name, func(t *testing.T) {
			one := letter()
			change(&one)
			if _, err := one.Write(); err == nil {
				t.Error("a message was made")
			}
		})
	}
}
