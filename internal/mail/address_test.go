package mail_test

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"concertation/internal/mail"
)

func TestAddresses(t *testing.T) {
	for name, c := range map[string]struct {
		text, ascii string
		doubtful    bool
		err         error
	}{
		"a usual address is taken as it is":                           {text: "Amina@exemple.fr", ascii: "Amina@exemple.fr"},
		"spaces around are dropped":                                   {text: " amina@exemple.fr ", ascii: "amina@exemple.fr"},
		"an accented domain is written in punycode":                   {text: "amina@coopérative.fr", ascii: "amina@xn--cooprative-e7a.fr"},
		"a Cyrillic letter in a Latin domain is doubtful":             {text: "amina@exеmple.fr", ascii: "amina@xn--exmple-4of.fr", doubtful: true},
		"a domain given in punycode is read before it is trusted":     {text: "amina@xn--exmple-4of.fr", ascii: "amina@xn--exmple-4of.fr", doubtful: true},
		"a line break is refused":                                     {text: "amina@exemple.fr\nBcc: tous@exemple.fr", err: mail.ErrAddressControl},
		"a carriage return is refused":                                {text: "amina@exemple.fr\r", err: mail.ErrAddressControl},
		"an invisible character is refused":                           {text: "ami\u200bna@exemple.fr", err: mail.ErrAddressControl},
		"a sign that turns the direction of reading is refused":       {text: "amina@exemple\u202e.fr", err: mail.ErrAddressControl},
		"two addresses are refused":                                   {text: "amina@exemple.fr,bruno@exemple.fr", err: mail.ErrAddressSeveral},
		"a name with the address is refused":                          {text: "Amina <amina@exemple.fr>", err: mail.ErrAddressSeveral},
		"a source route is refused":                                   {text: "@relais.fr:amina@exemple.fr", err: mail.ErrAddressSeveral},
		"no @ is refused":                                             {text: "amina.exemple.fr", err: mail.ErrAddressShape},
		"two @ are refused":                                           {text: "amina@exemple@exemple.fr", err: mail.ErrAddressShape},
		"two points in a row are refused":                             {text: "amina..b@exemple.fr", err: mail.ErrAddressShape},
		"accents before the @ are refused":                            {text: "aminé@exemple.fr", err: mail.ErrAddressNotASCII},
		"a domain without a point is refused":                         {text: "amina@exemple", err: mail.ErrAddressDomainName},
		"a part of the domain longer than the rules allow is refused": {text: "amina@" + strings.Repeat("a", 64) + ".fr", err: mail.ErrAddressDomainName},
		"a local part that is too long is refused":                    {text: strings.Repeat("a", 65) + "@exemple.fr", err: mail.ErrAddressLong},
		"an endless address is refused before it is read":             {text: strings.Repeat("a", 5000) + "@exemple.fr", err: mail.ErrAddressLong},
		"nothing is refused":                                          {text: "", err: mail.ErrAddressShape},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := mail.ParseAddress(c.text)
			if !errors.Is(err, c.err) || got.ASCII != c.ascii || got.Doubtful != c.doubtful {
				t.Errorf("got %+v, %v; want %q, doubtful %v, %v", got, err, c.ascii, c.doubtful, c.err)
			}
		})
	}
}

func TestNoAddressTakenCanEndALine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-z.\r\n<>@ ,;"\\]{0,12}@[a-zа-я.\r\n>]{0,8}\.fr`)).Draw(t, "text")
		address, err := mail.ParseAddress(text)
		if err != nil {
			return
		}
		if strings.ContainsAny(address.ASCII, "\r\n <>,;\"") || strings.Count(address.ASCII, "@") != 1 {
			t.Fatalf("%q gives %q", text, address.ASCII)
		}
		again, err := mail.ParseAddress(address.ASCII)
		if err != nil || again.ASCII != address.ASCII {
			t.Fatalf("%q is not read again: %v", address.ASCII, err)
		}
	})
}

func TestTheTextOfAHeaderIsOneShortLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := mail.HeaderText(rapid.String().Draw(t, "text"), 20)
		if strings.ContainsAny(text, "\r\n\x00") || len([]rune(text)) > 22 {
			t.Fatalf("%q", text)
		}
	})
	if got := mail.HeaderText(" Votre\r\n\r\n avis\t! ", 20); got != "Votre avis !" {
		t.Errorf("got %q", got)
	}
}
