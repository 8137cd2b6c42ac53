package ideas_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/store"
	"concertation/internal/testkit"
	"concertation/internal/testkit/database"
	"concertation/internal/web"
	"concertation/internal/web/assets"
)

// desk is where the demonstration's ideas are moderated; publicBox is where anybody reads them.
const (
	desk      = "/console/concertations/demonstration/idees"
	publicBox = "/c/demonstration/idees"
	password  = "Une phrase de passe bien longue 7"
)

// house is the whole site over the demonstration, its box open and empty, at noon.
type house struct {
	t       testing.TB
	clock   *testkit.Clock
	store   *store.Store
	service *service.Service
	themes  []consult.Theme
	server  *httptest.Server
}

func open(t testing.TB, moderation consult.ModerationTime) *house {
	t.Helper()
	ctx := context.Background()
	kept, err := store.Open(ctx, database.SQLite(t), store.Exclusive())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { kept.Close() })
	catalogue, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, clock: &testkit.Clock{}, store: kept}
	h.service = service.New(kept, service.WithClock(h.clock.Now), service.WithCatalogue(catalogue))
	if err := h.service.SeedReference(ctx); err != nil {
		t.Fatal(err)
	}
	consultation, err := kept.ConsultationBySlug(ctx, "demonstration")
	if err != nil {
		t.Fatal(err)
	}
	settings := consultation.Settings
	settings.IdeaBox, settings.IdeaComments, settings.IdeaSupports, settings.IdeaModeration = true, true, true, moderation
	if _, err := h.service.EditConsultation(ctx, consult.System(), "demonstration", service.ConsultationEdit{Settings: &settings}); err != nil {
		t.Fatal(err)
	}
	grid, err := kept.ThemeGrid(ctx, consultation.ID)
	if err != nil {
		t.Fatal(err)
	}
	h.themes = grid.Themes
	built, err := assets.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	handler, err := web.New(web.Deps{Service: h.service, Catalogue: catalogue, Assets: built, Sessions: kept.SessionStore(), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	h.server = httptest.NewServer(handler)
	t.Cleanup(h.server.Close)
	return h
}

// drop puts an idea in the box.
func (h *house) drop(title, proposal string) consult.Idea {
	h.t.Helper()
	ctx := context.Background()
	form, err := h.service.NewIdea(ctx, "demonstration")
	if err != nil {
		h.t.Fatal(err)
	}
	dropped, err := h.service.DropIdea(ctx, "demonstration", service.IdeaDraft{ID: form.ID, Token: form.Token, Title: title, Proposal: proposal,
		Theme: h.themes[2].ID, Territory: "49", Publication: consult.PublicationNamed, Signature: "Amina", Email: "amina@exemple.fr"})
	if err != nil {
		h.t.Fatal(err)
	}
	h.clock.Advance(time.Minute)
	return dropped.Idea
}

// comment says something under an idea.
func (h *house) comment(idea consult.ID, body string) consult.Comment {
	h.t.Helper()
	draft := h.service.NewComment()
	draft.Body, draft.Signature = body, "Bruno"
	written, err := h.service.CommentIdea(context.Background(), "demonstration", idea, draft)
	if err != nil {
		h.t.Fatal(err)
	}
	h.clock.Advance(time.Minute)
	return written
}

// report alerts the moderators.
func (h *house) report(idea, comment consult.ID, ground, note string) {
	h.t.Helper()
	if err := h.service.ReportIdea(context.Background(), "demonstration", idea, service.ReportDraft{ID: consult.NewID(), Comment: comment, Ground: ground, Note: note}); err != nil {
		h.t.Fatal(err)
	}
}

// support gives an idea that many visitors.
func (h *house) support(idea consult.ID, visitors ...string) {
	h.t.Helper()
	for _, visitor := range visitors {
		if _, err := h.service.SupportIdea(context.Background(), "demonstration", idea, visitor); err != nil {
			h.t.Fatal(err)
		}
	}
}

func (h *house) idea(id consult.ID) consult.Idea {
	h.t.Helper()
	found, err := h.store.Idea(context.Background(), id)
	if err != nil {
		h.t.Fatal(err)
	}
	return found
}

// person is somebody with a browser of their own.
type person struct {
	t      testing.TB
	house  *house
	client *http.Client
}

// visitor is somebody who is not logged in.
func (h *house) visitor() *person {
	jar, err := cookiejar.New(nil)
	if err != nil {
		h.t.Fatal(err)
	}
	return &person{t: h.t, house: h, client: &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// staff is somebody logged in with that role.
func (h *house) staff(role consult.Role) *person {
	h.t.Helper()
	_, token, err := h.service.AddUser(context.Background(), consult.System(), "Amina", string(role)+"@exemple.fr", role)
	if err != nil {
		h.t.Fatal(err)
	}
	p := h.visitor()
	if status, _ := p.post("/console/premiere-connexion/"+token, url.Values{"password": {password}}); status != http.StatusSeeOther {
		h.t.Fatalf("log in: status %d", status)
	}
	return p
}

// get gives a page after its redirections, and checks its markup.
func (p *person) get(path string) (status int, body string) {
	p.t.Helper()
	response, err := p.client.Get(p.house.server.URL + path)
	if err != nil {
		p.t.Fatal(err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	if response.StatusCode != http.StatusSeeOther && strings.HasPrefix(response.Header.Get("Content-Type"), "text/html") {
		testkit.CheckHTML(p.t, string(content))
	}
	return response.StatusCode, string(content)
}

// post posts a form; answer is where it leads, or the page it gives back.
func (p *person) post(path string, form url.Values) (status int, answer string) {
	p.t.Helper()
	request, err := http.NewRequest(http.MethodPost, p.house.server.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		p.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := p.client.Do(request)
	if err != nil {
		p.t.Fatal(err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	if response.StatusCode == http.StatusSeeOther {
		return response.StatusCode, response.Header.Get("Location")
	}
	return response.StatusCode, string(content)
}

// act posts a form and gives the page it leads to.
func (p *person) act(path string, form url.Values) string {
	p.t.Helper()
	status, location := p.post(path, form)
	if status != http.StatusSeeOther {
		p.t.Fatalf("%s: status %d:\n%s", path, status, plain(location))
	}
	_, body := p.get(location)
	return body
}

// says fails the test unless the page has all these words.
func (p *person) says(body string, expected ...string) {
	p.t.Helper()
	text := plain(body)
	for _, words := range expected {
		if !strings.Contains(text, words) {
			p.t.Errorf("the page does not say %q:\n%s", words, text)
		}
	}
}

var tags = regexp.MustCompile(`<[^>]*>`)

// plain gives the words of a page, with plain spaces.
func plain(body string) string {
	_, inside, found := strings.Cut(body, "<main")
	if !found {
		inside = body
	}
	text := strings.NewReplacer("\u00a0", " ", "\u202f", " ", "&#39;", "'").Replace(tags.ReplaceAllString(inside, " "))
	return strings.Join(strings.Fields(text), " ")
}

// drawn is what is drawn at random.
var drawn = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}|\b[A-Z0-9]{8}\b`)

// golden compares the content of a page with testdata/name.html.
func golden(t testing.TB, name, body string) {
	t.Helper()
	_, inside, _ := strings.Cut(body, "<main")
	inside, _, _ = strings.Cut(inside, "</main>")
	numbers := map[string]string{}
	steady := drawn.ReplaceAllStringFunc("<main"+inside+"</main>", func(one string) string {
		if numbers[one] == "" {
			numbers[one] = "n" + strconv.Itoa(len(numbers)+1)
		}
		return numbers[one]
	})
	testkit.Golden(t, name+".html", testkit.NormalHTML(t, steady))
}
