package mail

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"strconv"
)

// Security is how much a connection is protected.
type Security string

// The protections of a connection.
const (
	SecurityAlways   Security = "mandatory"     // TLS from the start, or STARTTLS, or nothing is sent
	SecurityPossible Security = "opportunistic" // STARTTLS when the server knows it
	SecurityNone     Security = "none"
)

// Server is the SMTP server to which mails are handed. Printing it never shows the password.
type Server struct {
	Host     string
	Port     int
	User     string
	Implicit bool // TLS from the first byte (smtps)
	Security Security
	password string
}

// ParseServer reads smtp://user:password@host:port or smtps://…; ?tls=mandatory|opportunistic|none sets the protection,
// which is mandatory unless the server is on this machine. No error repeats the text, which may hold a password.
func ParseServer(text string) (Server, error) {
	parsed, err := url.Parse(text)
	if err != nil {
		return Server{}, errors.New("attendu smtp://utilisateur:motdepasse@serveur:port (les caractères spéciaux du mot de passe s’écrivent en %XX)")
	}
	s := Server{Host: parsed.Hostname(), User: parsed.User.Username(), Implicit: parsed.Scheme == "smtps"}
	s.password, _ = parsed.User.Password()
	if parsed.Scheme != "smtp" && parsed.Scheme != "smtps" || s.Host == "" || parsed.Path != "" && parsed.Path != "/" || parsed.Fragment != "" {
		return Server{}, errors.New("attendu smtp://utilisateur:motdepasse@serveur:port, ou smtps://…")
	}
	if s.Port, err = portAmong(parsed.Port(), s.Implicit, 465, 587); err != nil {
		return Server{}, err
	}
	for name := range parsed.Query() {
		if name != "tls" {
			return Server{}, errors.New("seul le paramètre « tls » est connu")
		}
	}
	switch policy := Security(parsed.Query().Get("tls")); policy {
	case SecurityAlways, SecurityPossible, SecurityNone:
		s.Security = policy
	case "":
		s.Security = SecurityAlways
		if local(s.Host) {
			s.Security = SecurityPossible
		}
	default:
		return Server{}, fmt.Errorf("tls=%s : attendu mandatory, opportunistic ou none", policy)
	}
	if s.User != "" && s.Security == SecurityNone && !local(s.Host) {
		return Server{}, errors.New("tls=none avec un mot de passe : il passerait en clair sur le réseau")
	}
	return s, nil
}

// portAmong reads a port; a blank one is the usual one, of TLS from the first byte or not.
func portAmong(text string, implicit bool, protected, plain int) (int, error) {
	switch {
	case text == "" && implicit:
		return protected, nil
	case text == "":
		return plain, nil
	}
	port, err := strconv.Atoi(text)
	if err != nil || port < 1 || port > 65535 {
		return 0, errors.New("port inattendu")
	}
	return port, nil
}

func local(host string) bool {
	address := net.ParseIP(host)
	return host == "localhost" || address != nil && address.IsLoopback()
}

// String gives the server as screens and logs show it, without user nor password.
func (s Server) String() string {
	scheme := "smtp"
	if s.Implicit {
		scheme = "smtps"
	}
	return scheme + "://" + net.JoinHostPort(s.Host, strconv.Itoa(s.Port))
}

// GoString keeps %#v from showing the password.
func (s Server) GoString() string { return s.String() }

// LogValue implements slog.LogValuer.
func (s Server) LogValue() slog.Value { return slog.StringValue(s.String()) }
