package ui

import (
	"concertation/internal/consult"
	"concertation/internal/i18n"
)

// Site is what every page of the site shares. It is made once and never changed.
type Site struct {
	P    *i18n.Printer
	Name string // the service's name, in the header and at the end of each window title
	// Addresses of the built assets; blank without a build, and the page works unstyled.
	Style  string
	Script string
	Font   string
	Icon   string
	// Licences is the address of the licences of the free components that the built files contain.
	Licences string
	// Origin is the public address without a final slash, for links that leave the page (mail, copies); "" when unknown.
	Origin string

	head   Memo
	frames frames
}

// Page is one page before its content. Make it with Site.Page, then say what it has besides.
type Page struct {
	*Site
	Title        string        // the h1's words; the layout completes the window title with Consultation and Name
	Description  string        // for search engines, in a sentence or two
	Lang         string        // of the main content when it is not French («de»)
	Consultation *Consultation // nil on the pages of the whole site
	Nav          []Link        // under the header; the current one is marked
	Back         *Link         // above the content
	Notice       *Notice       // what just happened; above the title
	Errors       []Problem     // what is wrong with the form: summary above the title, «Erreur :» in the window title
	Private      bool          // never indexed: pages of a respondent or of the console
	Console      *Console      // left navigation; ConsoleLayout only
}

// Page begins a page.
func (s *Site) Page(title string) Page { return Page{Site: s, Title: title} }

// Consultation is what a page shows of the consultation it belongs to.
type Consultation struct {
	Title         string
	URL           string // "/c/demonstration"
	Demonstration bool   // a banner on every page (R2.4)
	Accessibility consult.AccessibilityStatus
}

// Link is a text that leads somewhere.
type Link struct {
	Text    string
	URL     string
	Current bool   // this very page
	About   string // read aloud after Text where Text alone is ambiguous («Modifier» what)
	Lang    string // of About, or else of Text, when not the page's
	Count   string // a figure beside it, written; blank: none
}

// Notice tells what just happened (role status), or what went wrong without a field to blame (role alert).
type Notice struct {
	Kind  NoticeKind
	Title string // blank: the kind's usual words
	Text  string
	Link  *Link
}

// NoticeKind is the tone of a notice.
type NoticeKind string

// The tones.
const (
	NoticeInformation NoticeKind = "information"
	NoticeSuccess     NoticeKind = "success"
	NoticeWarning     NoticeKind = "warning" // role alert: read at once
)

// Problem is one thing wrong with a form. Field is the id of the control to go to; URL the address of its page where it
// stands on another; both blank: nothing to go to.
type Problem struct {
	Field string
	URL   string
	Text  string
	Part  string // of Text: words in the language Lang, which is not the page's
	Lang  string
}

// Console is the frame of the console's pages.
type Console struct {
	Home      Link // of the consultation in hand, or of the console
	Groups    []NavGroup
	UserName  string
	UserRole  string // in words
	LogoutURL string // posted to
}

// NavGroup is one phase of the work, with its screens: Préparer, Recueillir, Regrouper, Compter, Publier.
type NavGroup struct {
	Title string
	Links []Link
}

// WindowTitle gives the text of <title>: what is wrong first, then from the page to the site.
func (p *Page) WindowTitle() string {
	title := p.Title
	if len(p.Errors) > 0 {
		title = p.P.T("ui.page.error", "title", title)
	}
	if p.Consultation != nil && p.Consultation.Title != p.Title {
		title += " – " + p.Consultation.Title
	}
	if p.Title == p.Name {
		return title
	}
	return title + " – " + p.Name
}

// base gives the address under which the pages of R3.7 stand: the consultation's, else the site's.
func (p *Page) base() string {
	if p.Consultation != nil {
		return p.Consultation.URL
	}
	return ""
}

// AccessibilityStatement gives the exact words of R3.7.
func (p *Page) AccessibilityStatement() string {
	status := consult.AccessibilityNone
	if p.Consultation != nil {
		status = p.Consultation.Accessibility
	}
	switch status {
	case consult.AccessibilityFull:
		return p.P.T("ui.footer.accessibility.full")
	case consult.AccessibilityPartial:
		return p.P.T("ui.footer.accessibility.partial")
	default:
		return p.P.T("ui.footer.accessibility.none")
	}
}

// Of gives what a page shows of the consultation it belongs to.
func Of(c *consult.Consultation) *Consultation {
	return &Consultation{Title: c.Title, URL: "/c/" + c.Slug, Demonstration: c.Demonstration, Accessibility: c.Settings.Accessibility}
}
