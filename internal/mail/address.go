package mail

import (
	"errors"
	"fmt"
	netmail "net/mail"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
)

// Bounds of RFC 5321.
const (
	longestAddress = 254
	longestLocal   = 64
)

// What is wrong with an address.
var (
	ErrAddressShape      = errors.New("not an e-mail address")
	ErrAddressControl    = errors.New("a line break or another invisible character in the address")
	ErrAddressLong       = errors.New("the address is too long")
	ErrAddressNotASCII   = errors.New("letters outside the usual alphabet before the @")
	ErrAddressSeveral    = errors.New("several addresses, or a name with the address")
	ErrAddressDomainName = errors.New("the domain of the address cannot exist")
)

// Address is an address that a server can be given.
type Address struct {
	ASCII string // as servers want it: the domain in punycode
	Shown string // as people read it
	// Doubtful says that the domain mixes alphabets or is written in one that imitates another.
	Doubtful bool
}

// domains holds the rules of the names that mail servers are looked up under.
var domains = idna.New(idna.MapForLookup(), idna.BidiRule(), idna.StrictDomainName(true), idna.VerifyDNSLength(true))

// ParseAddress reads one bare address, and refuses whatever could end a line, add a recipient or a header.
func ParseAddress(text string) (Address, error) {
	text = strings.Trim(text, " ")
	if strings.ContainsFunc(text, invisible) {
		return Address{}, ErrAddressControl
	}
	if len(text) > 4*longestAddress {
		return Address{}, ErrAddressLong
	}
	if strings.ContainsAny(text, "<>,;:\"()[]\\ ") {
		return Address{}, ErrAddressSeveral
	}
	local, domain, found := strings.Cut(text, "@")
	if !found || local == "" || domain == "" || strings.Contains(domain, "@") {
		return Address{}, ErrAddressShape
	}
	if strings.ContainsFunc(local, func(r rune) bool { return r > unicode.MaxASCII }) {
		return Address{}, ErrAddressNotASCII
	}
	host, err := domains.ToASCII(strings.TrimSuffix(domain, "."))
	if err != nil || !strings.Contains(host, ".") {
		return Address{}, fmt.Errorf("%w: %q", ErrAddressDomainName, domain)
	}
	ascii := local + "@" + host
	if len(local) > longestLocal || len(ascii) > longestAddress {
		return Address{}, ErrAddressLong
	}
	if parsed, err := netmail.ParseAddress(ascii); err != nil || parsed.Address != ascii {
		return Address{}, ErrAddressShape
	}
	shown, err := idna.Display.ToUnicode(host)
	if err != nil {
		shown = host
	}
	return Address{ASCII: ascii, Shown: local + "@" + shown, Doubtful: doubtful(shown)}, nil
}

// invisible says what no address holds: controls, line ends, and characters that only change how others are shown.
func invisible(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r) || r == unicode.ReplacementChar
}

// doubtful says whether a domain could be taken for another: a letter that is not Latin stands among Latin ones, or
// looks like one (Cyrillic, Greek, Cherokee, Armenian…). French names have neither.
func doubtful(domain string) bool {
	for _, r := range domain {
		if unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) {
			return true
		}
		if strings.ContainsRune("ıɩɑɡʋո", r) { // Latin by their block, and drawn like i, a, g, v, n
			return true
		}
	}
	return false
}

// HeaderText makes of any text what a header line can hold: one line, no control, at most most runes.
func HeaderText(text string, most int) string {
	var out strings.Builder
	count, space := 0, false
	for _, r := range text {
		if unicode.IsSpace(r) || invisible(r) {
			space = out.Len() > 0
			continue
		}
		if count >= most {
			return out.String() + "…"
		}
		if space {
			out.WriteByte(' ')
			count, space = count+1, false
		}
		out.WriteRune(r)
		count++
	}
	return out.String()
}
