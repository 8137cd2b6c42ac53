package service_test

import (
	"context"
	"strings"
	"testing"

	"concertation/internal/consult"
)

func TestWhatIsNotFitToBeSentIsNotQueued(t *testing.T) {
	p, ctx := openPost(t), context.Background()
	for name, change := range map[string]func(*consult.Mail){
		"a line break in the address": func(m *consult.Mail) { m.Address = "a@exemple.fr\r\nBcc: b@exemple.fr" },
		"no subject":                  func(m *consult.Mail) { m.Subject = " " },
		"an endless subject":          func(m *consult.Mail) { m.Subject = strings.Repeat("é", 5000) },
		"no text":                     func(m *consult.Mail) { m.Text = "" },
	} {
		t.Run(name, func(t *testing.T) {
			m := invitation(p.id, 1)
			change(m)
			_, err := p.QueueMails(ctx, []*consult.Mail{invitation(p.id, 2), m})
			code(t, name, err, consult.CodeInvalid)
			if got := p.states(t); len(got) != 0 {
				t.Errorf("got %v", got)
			}
		})
	}
	long := invitation(p.id, 3)
	long.Name = strings.Repeat("Très long ", 500)
	if _, err := p.QueueMails(ctx, []*consult.Mail{long}); err != nil {
		t.Fatal(err)
	}
	p.round(t, 0)
	if got := p.states(t); got[consult.MailSent] != 1 {
		t.Errorf("a name of 5,000 characters: %v", got)
	}
}
