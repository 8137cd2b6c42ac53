package ideas_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/store"
	"concertation/internal/testkit"
	"concertation/internal/testkit/database"
	"concertation/internal/web"
	"concertation/internal/web/assets"
)

// box is where the demonstration's idea box stands.
const box = "/c/demonstration/idees"

// site is the whole router over the demonstration, its box open and empty, at noon.
type site struct {
	t       testing.TB
	clock   *testkit.Clock
	store   consult.Store
	service *service.Service
	themes  []consult.Theme
	server  *httptest.Server
	*person // whoever comes first
}

func open(t testing.TB, changes ...func(*consult.Settings)) *site {
	t.Helper()
	return openWith(t, web.Config{}, changes...)
}

func openWith(t testing.TB, config web.Config, changes ...func(*consult.Settings)) *site {
	t.Helper()
	ctx := context.Background()
	kept, err := store.Open(ctx, database.SQLite(t), store.Exclusive())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { kept.Close() })
	s := &site{t: t, clock: &testkit.Clock{}, store: kept}
	s.service = service.New(kept, service.WithClock(s.clock.Now))
	if err := s.service.SeedReference(ctx); err != nil {
		t.Fatal(err)
	}
	consultation, err := kept.ConsultationBySlug(ctx, "demonstration")
	if err != nil {
		t.Fatal(err)
	}
	grid, err := kept.ThemeGrid(ctx, consultation.ID)
	if err != nil {
		t.Fatal(err)
	}
	s.themes = grid.Themes
	s.settings(append([]func(*consult.Settings){func(set *consult.Settings) {
		set.IdeaBox, set.IdeaComments, set.IdeaSupports, set.IdeaModeration = true, true, true, consult.ModerateAfter
	}}, changes...)...)
	s.serve(config)
	s.person = s.visitor()
	return s
}

// before is the setting of a box whose texts are read before they are shown.
func before(set *consult.Settings) { set.IdeaModeration = consult.ModerateBefore }

func (s *site) settings(changes ...func(*consult.Settings)) {
	s.t.Helper()
	ctx := context.Background()
	consultation, err := s.store.ConsultationBySlug(ctx, "demonstration")
	if err != nil {
		s.t.Fatal(err)
	}
	for _, change := range changes {
		change(&consultation.Settings)
	}
	if _, err := s.service.EditConsultation(ctx, consult.System(), "demonstration", service.ConsultationEdit{Settings: &consultation.Settings}); err != nil {
		s.t.Fatal(err)
	}
}

func (s *site) serve(config web.Config) {
	s.t.Helper()
	catalogue, err := i18n.New()
	if err != nil {
		s.t.Fatal(err)
	}
	built, err := assets.Embedded()
	if err != nil {
		s.t.Fatal(err)
	}
	handler, err := web.New(web.Deps{Service: s.service, Catalogue: catalogue, Assets: built, Log: slog.New(slog.DiscardHandler), Config: config})
	if err != nil {
		s.t.Fatal(err)
	}
	s.server = httptest.NewServer(handler)
	s.t.Cleanup(s.server.Close)
}

// drop puts an idea in the box, straight through the service, and gives its author's token too.
func (s *site) drop(changes ...func(*service.IdeaDraft)) (consult.Idea, string) {
	s.t.Helper()
	ctx := context.Background()
	form, err := s.service.NewIdea(ctx, "demonstration")
	if err != nil {
		s.t.Fatal(err)
	}
	draft := service.IdeaDraft{ID: form.ID, Token: form.Token, Title: "Une caravane des métiers dans les lycées ruraux",
		Observation: "Les lycéens des communes rurales connaissent mal ces métiers.", Proposal: "Faire tourner chaque automne une caravane, avec des salariés et des sociétaires.\n\nUne journée par établissement.",
		Theme: s.themes[1].ID, Territory: "44", Category: "association", Beneficiaries: "Les lycéens", Bearer: "Les têtes de réseau",
		Publication: consult.PublicationNamed, Signature: "Amina"}
	if !offered(form.Choices.Categories, draft.Category) {
		draft.Category = form.Choices.Categories[0].Value
	}
	for _, change := range changes {
		change(&draft)
	}
	dropped, err := s.service.DropIdea(ctx, "demonstration", draft)
	if err != nil {
		s.t.Fatal(err)
	}
	s.clock.Advance(time.Minute)
	return dropped.Idea, dropped.Token
}

func offered(choices []service.CodingChoice, value string) bool {
	for _, choice := range choices {
		if choice.Value == value {
			return true
		}
	}
	return false
}

func titled(title, proposal string) func(*service.IdeaDraft) {
	return func(d *service.IdeaDraft) { d.Title, d.Proposal, d.Observation = title, proposal, "" }
}

// moderate decides as the organiser would.
func (s *site) moderate(act service.ModerationAct) {
	s.t.Helper()
	if err := s.service.Moderate(context.Background(), consult.System(), "demonstration", act); err != nil {
		s.t.Fatal(err)
	}
}

// person is somebody with a browser of their own, without scripts.
type person struct {
	t      testing.TB
	url    string
	client *http.Client
}

func (s *site) visitor() *person {
	s.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return &person{t: s.t, url: s.server.URL, client: &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// page is what an address answered.
type page struct {
	t        testing.TB
	status   int
	location string
	header   http.Header
	body     string
	root     *html.Node
}

func (p *person) do(method, path string, form url.Values) *page {
	p.t.Helper()
	request, err := http.NewRequest(method, p.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		p.t.Fatal(err)
	}
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	response, err := p.client.Do(request)
	if err != nil {
		p.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	root, err := html.Parse(strings.NewReader(string(body)))
	if err != nil {
		p.t.Fatal(err)
	}
	return &page{t: p.t, status: response.StatusCode, location: response.Header.Get("Location"), header: response.Header, body: string(body), root: root}
}

func (p *person) get(path string) *page { p.t.Helper(); return p.do(http.MethodGet, path, nil) }

func (p *person) post(path string, form url.Values) *page {
	p.t.Helper()
	return p.do(http.MethodPost, path, form)
}

// follow posts, and gives the page it leads to.
func (p *person) follow(path string, form url.Values) *page {
	p.t.Helper()
	answer := p.post(path, form)
	if answer.status != http.StatusSeeOther {
		p.t.Fatalf("%s: status %d:\n%s", path, answer.status, answer.text())
	}
	return p.get(strings.Split(answer.location, "#")[0])
}

// form gives what a browser would post of the form that goes to action.
func (p *page) form(action string) url.Values {
	p.t.Helper()
	values := url.Values{}
	for _, form := range p.all(p.root, "form") {
		if attr(form, "action") != action || attr(form, "method") != "post" {
			continue
		}
		for _, control := range p.all(form, "input", "textarea", "select") {
			name, kind := attr(control, "name"), attr(control, "type")
			switch {
			case name == "":
			case control.Data == "textarea":
				values.Set(name, strings.TrimPrefix(words(control), "\n"))
			case control.Data == "select":
				for _, option := range p.all(control, "option") {
					if has(option, "selected") {
						values.Set(name, attr(option, "value"))
					}
				}
			case (kind == "radio" || kind == "checkbox") && !has(control, "checked"):
			default:
				values.Set(name, attr(control, "value"))
			}
		}
		return values
	}
	p.t.Fatalf("no form goes to %s:\n%s", action, p.text())
	return nil
}

func (p *page) all(under *html.Node, tags ...string) []*html.Node {
	var found []*html.Node
	each(under, func(n *html.Node) {
		for _, tag := range tags {
			if n.Data == tag {
				found = append(found, n)
			}
		}
	})
	return found
}

// text gives the words of the main content, with plain spaces.
func (p *page) text() string {
	for _, main := range p.all(p.root, "main") {
		plain := strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(apart(main))
		return strings.Join(strings.Fields(plain), " ")
	}
	return p.body
}

// says fails the test unless the page has all these words.
func (p *page) says(expected ...string) {
	p.t.Helper()
	text := p.text()
	for _, words := range expected {
		if !strings.Contains(text, words) {
			p.t.Errorf("the page does not say %q:\n%s", words, text)
		}
	}
}

// hides fails the test if the page has one of these words.
func (p *page) hides(unwanted ...string) {
	p.t.Helper()
	for _, words := range unwanted {
		if strings.Contains(p.text(), words) {
			p.t.Errorf("the page says %q:\n%s", words, p.text())
		}
	}
}

// is fails the test unless the page has this status.
func (p *page) is(status int) *page {
	p.t.Helper()
	if p.status != status {
		p.t.Fatalf("status %d, want %d:\n%s", p.status, status, p.text())
	}
	return p
}

// drawn is what is drawn at random: identifiers, tokens, references, the port of the test's server.
var drawn = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}|[a-z2-7]{26}|(?:127\.0\.0\.1|127\.0\.0\.1%3A|127\.0\.0\.1:)(?:%3A|:)?\d+|\b[0-9a-f]{32}\b`)

var reference = regexp.MustCompile(`\b[0-9A-Z]{4}\x{00a0}[0-9A-Z]{4}\b`)

// golden compares the page's content with testdata/name.html and checks the whole by RGAA criterion.
func (p *page) golden(name string) {
	p.t.Helper()
	testkit.CheckHTML(p.t, p.body)
	_, inside, _ := strings.Cut(p.body, "<main")
	inside, _, _ = strings.Cut(inside, "</main>")
	numbers := map[string]string{}
	steady := drawn.ReplaceAllStringFunc("<main"+inside+"</main>", func(one string) string {
		if numbers[one] == "" {
			numbers[one] = fmt.Sprintf("n%d", len(numbers)+1)
		}
		return numbers[one]
	})
	testkit.Golden(p.t, name+".html", testkit.NormalHTML(p.t, reference.ReplaceAllString(steady, "RÉFÉRENCE")))
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
func words(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var out strings.Builder
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		out.WriteString(words(child))
	}
	return out.String()
}

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
