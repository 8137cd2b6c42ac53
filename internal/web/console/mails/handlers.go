package mails

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/web/console/part"
	"concertation/internal/web/ui"
)

// Handlers answers for the screens of mails.
type Handlers struct {
	service *service.Service
	frame   part.Frame
	p       *i18n.Printer
}

// New makes the screens inside the console's frame.
func New(s *service.Service, frame part.Frame, p *i18n.Printer) *Handlers {
	return &Handlers{service: s, frame: frame, p: p}
}

// The names of what addresses and forms carry.
const (
	keyState   = "etat"
	keyAddress = "adresse"
	keyPage    = "page"
	fieldAct   = "acte"
	actRenew   = "renew"
	actHold    = "hold"
	actStop    = "stop"
)

// stateWords are the states in addresses.
func stateWords() map[consult.MailState]string {
	return map[consult.MailState]string{consult.MailQueued: "en-file", consult.MailHanding: "en-cours", consult.MailSent: "partis", consult.MailUncertain: "incertains",
		consult.MailFailed: "echoues", consult.MailBounced: "revenus", consult.MailRefused: "refuses", consult.MailStopped: "arretes"}
}

func stateOf(word string) consult.MailState {
	for state, known := range stateWords() {
		if word == known {
			return state
		}
	}
	return ""
}

func base(slug string) string { return part.Console(slug) + "/courriels" }

func listURL(slug string, filter service.MailFilter, page int) string {
	values := url.Values{}
	if filter.State != "" {
		values.Set(keyState, stateWords()[filter.State])
	}
	if filter.Address != "" {
		values.Set(keyAddress, filter.Address)
	}
	if page > 1 {
		values.Set(keyPage, strconv.Itoa(page))
	}
	if len(values) == 0 {
		return base(slug)
	}
	return base(slug) + "?" + values.Encode()
}

// begin begins a page of the screens.
func (h *Handlers) begin(c *gin.Context, key string, consultation *consult.Consultation) ui.Page {
	return h.frame.Page(c, h.p.T(key), consultation)
}

// tabs leads between the screens.
func tabs(p *i18n.Printer, slug, current string) ui.Tabs {
	made := ui.Tabs{Label: p.T("mails.tabs")}
	for _, one := range []struct{ path, words string }{{"", p.T("mails.tab.list")}, {"/reglages", p.T("mails.tab.settings")}, {"/retours", p.T("mails.tab.bounces")}} {
		made.Links = append(made.Links, ui.Link{Text: one.words, URL: base(slug) + one.path, Current: one.path == current})
	}
	return made
}

// tone is the tint of a state.
func tone(state consult.MailState) string {
	switch state {
	case consult.MailSent:
		return "green"
	case consult.MailUncertain:
		return "yellow"
	case consult.MailFailed, consult.MailBounced:
		return "red"
	case consult.MailQueued, consult.MailHanding:
		return ""
	}
	return "grey"
}

// reply gives what the server said, or what the program says of it.
func reply(p *i18n.Printer, text string) string {
	if strings.HasPrefix(text, "mails.") && p.Has(text) {
		return p.T(text)
	}
	return text
}
