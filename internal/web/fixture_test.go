package web_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
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

// site is the whole router over a real store, with the record of 2016 and the demonstration, at noon.
type site struct {
	t       testing.TB
	clock   *testkit.Clock
	store   consult.Store
	service *service.Service
	handler http.Handler
	log     *bytes.Buffer
}

// open makes a site without styles; change says what differs.
func open(t testing.TB, change ...func(*web.Deps)) *site {
	t.Helper()
	ctx := context.Background()
	kept, err := store.Open(ctx, database.SQLite(t), store.Exclusive())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = kept.Close() })
	s := &site{t: t, clock: &testkit.Clock{}, store: kept, log: &bytes.Buffer{}}
	catalogue, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	s.service = service.New(kept, service.WithClock(s.clock.Now), service.WithCatalogue(catalogue))
	if err := s.service.SeedReference(ctx); err != nil {
		t.Fatal(err)
	}
	deps := web.Deps{Service: s.service, Catalogue: catalogue, Log: slog.New(slog.NewTextHandler(s.log, nil))}
	for _, one := range change {
		one(&deps)
	}
	if s.handler, err = web.New(deps); err != nil {
		t.Fatal(err)
	}
	return s
}

// styled gives the site the built assets; see testkit.Require.
func styled(t testing.TB) func(*web.Deps) {
	t.Helper()
	testkit.Require(t, "assets")
	built, err := assets.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return func(d *web.Deps) { d.Assets = built }
}

func (s *site) do(request *http.Request) *httptest.ResponseRecorder {
	s.t.Helper()
	recorder := httptest.NewRecorder()
	s.handler.ServeHTTP(recorder, request)
	return recorder
}

func (s *site) get(path string) *httptest.ResponseRecorder {
	s.t.Helper()
	return s.do(httptest.NewRequest(http.MethodGet, path, nil))
}

func (s *site) post(path, body string, headers ...string) *httptest.ResponseRecorder {
	s.t.Helper()
	request := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	return s.do(request)
}
