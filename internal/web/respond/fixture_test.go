package respond_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"

	"concertation/forms"
	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/store"
	"concertation/internal/testkit"
	"concertation/internal/testkit/database"
	"concertation/internal/web"
	"concertation/internal/web/assets"
)

var (
	noon   = time.Date(2026, 6, 10, 12, 0, 0, 0, time.UTC)
	closes = time.Date(2026, 6, 30, 16, 0, 0, 0, time.UTC)
)

// site is the whole router over an open consultation with one questionnaire.
type site struct {
	t       testing.TB
	service *service.Service
	store   consult.Store
	server  *httptest.Server
	mutex   sync.Mutex
	now     time.Time
}

func (s *site) clock() time.Time {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.now
}

func (s *site) at(now time.Time) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.now = now
}

const start = "/c/essai/q/questionnaire"

func open(t testing.TB, definition forms.Definition) *site {
	t.Helper()
	return openWith(t, definition, web.Config{})
}

func openWith(t testing.TB, definition forms.Definition, config web.Config, options ...store.Option) *site {
	t.Helper()
	ctx := context.Background()
	kept, err := store.Open(ctx, database.SQLite(t), append(options, store.Exclusive())...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { kept.Close() })
	publish(t, kept, definition)
	return serve(t, kept, config)
}

// serve opens a site, which remembers nothing yet, on a store.
func serve(t testing.TB, kept consult.Store, config web.Config) *site {
	t.Helper()
	s := &site{t: t, store: kept, now: noon}
	s.service = service.New(kept, service.WithClock(s.clock))
	catalogue, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	built, err := assets.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	handler, err := web.New(web.Deps{Service: s.service, Catalogue: catalogue, Assets: built, Log: slog.New(slog.DiscardHandler), Config: config})
	if err != nil {
		t.Fatal(err)
	}
	s.server = httptest.NewServer(handler)
	t.Cleanup(s.server.Close)
	return s
}

func publish(t testing.TB, kept consult.Store, definition forms.Definition) {
	t.Helper()
	ctx := context.Background()
	err := kept.Atomic(ctx, func(tx consult.Tx) error {
		consultation := consult.Consultation{ID: consult.NewID(), Slug: "essai", Title: "Consultation d’essai", Status: consult.StatusOpen,
			OpensAt: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC), ClosesAt: closes, CreatedAt: noon, ChangedAt: noon,
			Texts: consult.Texts{Summary: "Donnez votre avis sur l’essai.", Purpose: "Préparer la **stratégie**.", Documents: "[Le dossier](https://exemple.fr/dossier)",
				Visibility: "Les textes sont publiés si vous l’acceptez.", FollowUp: "Un bilan sera publié.", NextSteps: "Restitution le 15 septembre 2026.",
				Notice: consult.Notice{Controller: "La Région", Purpose: "Préparer la stratégie", LegalBasis: "Mission d’intérêt public", Compulsory: "Tout est facultatif",
					Recipients: "L’équipe de la Région", Retention: "Deux ans", Rights: "Accès, rectification, effacement", DPO: "dpo@exemple.fr", Complaint: "CNIL"}}}
		if err := tx.InsertConsultation(ctx, &consultation); err != nil {
			return err
		}
		questionnaire := consult.Questionnaire{ID: consult.NewID(), ConsultationID: consultation.ID, Slug: "questionnaire", Title: "Questionnaire", CreatedAt: noon}
		if err := tx.InsertQuestionnaire(ctx, &questionnaire); err != nil {
			return err
		}
		revision := consult.Revision{ID: consult.NewID(), QuestionnaireID: questionnaire.ID, ConsultationID: consultation.ID, Definition: definition, CreatedAt: noon}
		if err := tx.InsertRevision(ctx, &revision); err != nil {
			return err
		}
		return tx.PublishRevision(ctx, revision.ID, "", noon)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// page is an answer of the site.
type page struct {
	t        testing.TB
	status   int
	location string
	header   http.Header
	body     string
	root     *html.Node
}

func (s *site) do(method, path string, form url.Values, headers ...string) *page {
	s.t.Helper()
	request, err := http.NewRequest(method, s.server.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		s.t.Fatal(err)
	}
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	root, err := html.Parse(strings.NewReader(string(body)))
	if err != nil {
		s.t.Fatal(err)
	}
	return &page{t: s.t, status: response.StatusCode, location: response.Header.Get("Location"), header: response.Header, body: string(body), root: root}
}

func (s *site) get(path string) *page {
	s.t.Helper()
	return s.do(http.MethodGet, path, nil)
}

func (s *site) post(path string, form url.Values) *page {
	s.t.Helper()
	return s.do(http.MethodPost, path, form)
}

// begin presses «Commencer» and gives the token.
func (s *site) begin() string {
	s.t.Helper()
	got := s.post(start+"/commencer", nil)
	if got.status != http.StatusSeeOther {
		s.t.Fatalf("begin: status %d", got.status)
	}
	return strings.Split(got.location, "/")[2]
}

// send posts the page at path as a browser without scripts would: what the page holds, with typed over it, and the
// button pressed. A typed value that is blank unticks.
func (s *site) send(path string, typed url.Values, button string) *page {
	s.t.Helper()
	shown := s.get(path)
	if shown.status != http.StatusOK {
		s.t.Fatalf("%s: status %d", path, shown.status)
	}
	form := shown.form()
	for name, values := range typed {
		if len(values) == 0 {
			form.Del(name)
		} else {
			form[name] = values
		}
	}
	if button != "" {
		form.Set("action", button)
	}
	return s.post(path, form)
}

// form gives what a browser would post of the page's questions.
func (p *page) form() url.Values {
	form := url.Values{}
	for _, control := range p.all("input", "textarea", "select") {
		name := attr(control, "name")
		if name == "" {
			continue
		}
		switch kind := attr(control, "type"); {
		case control.Data == "textarea":
			form.Add(name, words(control))
		case control.Data == "select":
			chosen := ""
			each(control, func(n *html.Node) {
				if n.Data == "option" && has(n, "selected") {
					chosen = attr(n, "value")
				}
			})
			form.Add(name, chosen)
		case (kind == "radio" || kind == "checkbox") && !has(control, "checked"):
		default:
			form.Add(name, attr(control, "value"))
		}
	}
	return form
}

func (p *page) all(tags ...string) []*html.Node {
	var found []*html.Node
	each(p.root, func(n *html.Node) {
		for _, tag := range tags {
			if n.Data == tag {
				found = append(found, n)
			}
		}
	})
	return found
}

// text gives the words of the main content.
func (p *page) text() string {
	for _, main := range p.all("main") {
		return strings.Join(strings.Fields(apart(main)), " ")
	}
	return ""
}

func (p *page) title() string {
	for _, title := range p.all("title") {
		return words(title)
	}
	return ""
}

// says fails the test unless the page has all these words.
func (p *page) says(expected ...string) {
	p.t.Helper()
	text := strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(p.text())
	for _, words := range expected {
		if !strings.Contains(text, words) {
			p.t.Errorf("the page does not say %q:\n%s", words, text)
		}
	}
}

func each(n *html.Node, visit func(*html.Node)) {
	if n.Type == html.ElementNode {
		visit(n)
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		each(child, visit)
	}
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

// words gives the text of a node as it stands; apart gives it with a space between elements.
func apart(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var out strings.Builder
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		out.WriteString(apart(child) + " ")
	}
	return out.String()
}

func words(n *html.Node) string {
	var out strings.Builder
	var add func(*html.Node)
	add = func(n *html.Node) {
		if n.Type == html.TextNode {
			out.WriteString(n.Data)
		}
		for child := n.FirstChild; child != nil; child = child.NextSibling {
			add(child)
		}
	}
	add(n)
	return out.String()
}

// golden compares the main content with testdata/name.html, one element a line, what is drawn at random set aside; and
// checks the whole page by RGAA criterion.
func (p *page) golden(name string) {
	p.t.Helper()
	testkit.CheckHTML(p.t, p.body)
	var out strings.Builder
	for _, main := range p.all("main") {
		write(&out, main, 0)
	}
	got := drawn.ReplaceAllString(out.String(), "${1}…")
	testkit.Golden(p.t, name+".html", got)
}

// drawn is what is drawn at random: tokens, stamps, references, identifiers, the port of the test's server.
var drawn = regexp.MustCompile(`(/[rs]/|%2Fr%2F)[a-z2-7]{26}|(name="version"[^>]*value=")[^"]*|(panel-value">\n\s*)[^\n]*|(http(?:://|%3A%2F%2F)127\.0\.0\.1(?::|%3A))\d+|(référence )[^\n]*|[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21}`)

func write(out *strings.Builder, n *html.Node, depth int) {
	indent := strings.Repeat("  ", depth)
	switch n.Type {
	case html.TextNode:
		if text := strings.TrimSpace(n.Data); text != "" {
			out.WriteString(indent + text + "\n")
		}
	case html.ElementNode:
		out.WriteString(indent + "<" + n.Data)
		for _, a := range n.Attr {
			out.WriteString(" " + a.Key + `="` + a.Val + `"`)
		}
		out.WriteString(">\n")
		for child := n.FirstChild; child != nil; child = child.NextSibling {
			write(out, child, depth+1)
		}
	}
}
