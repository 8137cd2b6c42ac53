package console_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/store"
	"concertation/internal/testkit"
	"concertation/internal/testkit/database"
	"concertation/internal/web"
	"concertation/internal/web/assets"
)

const goodPassword = "Une phrase de passe bien longue 7"

// house is the whole site over a real store, with the demonstration filled.
type house struct {
	t       testing.TB
	store   *store.Store
	service *service.Service
	server  *httptest.Server
}

func open(t testing.TB, responses int) *house {
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
	built, err := assets.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	clock := &testkit.Clock{}
	h := &house{t: t, store: kept, service: service.New(kept, service.WithClock(clock.Now), service.WithCatalogue(catalogue))}
	if responses > 0 {
		if err := h.service.Demo(ctx, service.DemoOptions{Responses: responses, Ideas: 5, Seed: 1, Coded: true}, nil); err != nil {
			t.Fatal(err)
		}
	} else if err := h.service.SeedReference(ctx); err != nil {
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

// person is somebody with a browser of their own.
type person struct {
	t      testing.TB
	house  *house
	client *http.Client
}

func (h *house) visitor() *person {
	jar, err := cookiejar.New(nil)
	if err != nil {
		h.t.Fatal(err)
	}
	return &person{t: h.t, house: h, client: &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// staff gives somebody logged in with that role.
func (h *house) staff(role consult.Role) *person {
	h.t.Helper()
	email := string(role) + "@exemple.fr"
	_, token, err := h.service.AddUser(context.Background(), consult.System(), "Amina "+string(role), email, role)
	if err != nil {
		h.t.Fatal(err)
	}
	p := h.visitor()
	if status, location := p.post("/console/premiere-connexion/"+token, url.Values{"password": {goodPassword}}); status != http.StatusSeeOther || location != "/console" {
		h.t.Fatalf("the link of %s leads to %d %s", role, status, location)
	}
	return p
}

func (p *person) get(path string) (status int, location, body string) {
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
	return response.StatusCode, response.Header.Get("Location"), string(content)
}

func (p *person) post(path string, form url.Values) (status int, location string) {
	status, location, _ = p.send(path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
	return status, location
}

func (p *person) upload(path, filename string, content []byte) (status int, location, body string) {
	p.t.Helper()
	return p.uploadInto(path, "", filename, content)
}

// uploadInto says which questionnaire the file is of.
func (p *person) uploadInto(path, into, filename string, content []byte) (status int, location, body string) {
	p.t.Helper()
	var buffer bytes.Buffer
	writer := multipart.NewWriter(&buffer)
	if err := writer.WriteField("into", into); err != nil {
		p.t.Fatal(err)
	}
	part, err := writer.CreateFormFile("file", filename)
	if err != nil {
		p.t.Fatal(err)
	}
	if _, err := part.Write(content); err != nil {
		p.t.Fatal(err)
	}
	writer.Close()
	return p.send(path, writer.FormDataContentType(), &buffer)
}

func (p *person) send(path, contentType string, body io.Reader) (status int, location, answer string) {
	p.t.Helper()
	request, err := http.NewRequest(http.MethodPost, p.house.server.URL+path, body)
	if err != nil {
		p.t.Fatal(err)
	}
	request.Header.Set("Content-Type", contentType)
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	response, err := p.client.Do(request)
	if err != nil {
		p.t.Fatal(err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return response.StatusCode, response.Header.Get("Location"), string(content)
}
