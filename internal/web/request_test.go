package web_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/testkit"
	"concertation/internal/web"
)

func TestEveryAnswerIsGuarded(t *testing.T) {
	s := open(t)
	for _, path := range []string{"/", "/nowhere", "/healthz"} {
		header := s.get(path).Header()
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
		} {
			if got := header.Get(name); got != want {
				t.Errorf("%s: %s is %q", path, name, got)
			}
		}
		policy := header.Get("Content-Security-Policy")
		for _, part := range []string{"default-src 'self'", "frame-ancestors 'none'", "form-action 'self'"} {
			if !strings.Contains(policy, part) {
				t.Errorf("%s: the policy lacks %s", path, part)
			}
		}
		if strings.Contains(policy, "unsafe") {
			t.Errorf("%s: the policy allows inline code: %s", path, policy)
		}
		if header.Get("X-Request-Id") == "" {
			t.Errorf("%s: no request id", path)
		}
	}
	if got := s.get("/").Header().Get("Strict-Transport-Security"); got != "" {
		t.Errorf("a site in clear asks for HTTPS: %q", got)
	}
	secure := open(t, func(d *web.Deps) { d.Config.Origin = "https://exemple.fr" })
	if secure.get("/").Header().Get("Strict-Transport-Security") == "" {
		t.Error("a site in HTTPS does not say so")
	}
}

func TestAPersonalLinkIsNeverSentElsewhereNorKept(t *testing.T) {
	header := open(t).get("/r/abcdefghijklmnopqrstuvwxyz").Header()
	if got := header.Get("Referrer-Policy"); got != "no-referrer" {
		t.Errorf("Referrer-Policy %q (rule 11)", got)
	}
	if got := header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("Cache-Control %q", got)
	}
}

func TestLogsHoldNoAddressAndNoWord(t *testing.T) {
	s := open(t)
	s.get("/r/abcdefghijklmnopqrstuvwxyz?q=parole")
	s.get("/nulle-part/secret")
	s.post("/c/demonstration/q/questionnaire/commencer", "mot=parole")
	log := s.log.String()
	if strings.Count(log, "msg=request") != 3 {
		t.Fatalf("not one line a request:\n%s", log)
	}
	for _, private := range []string{"abcdefgh", "parole", "secret"} {
		if strings.Contains(log, private) {
			t.Errorf("the log holds %q:\n%s", private, log)
		}
	}
	if !strings.Contains(log, "route=/r/:token") {
		t.Errorf("the log does not say the route:\n%s", log)
	}
}

func TestErrorsHaveTheirPage(t *testing.T) {
	s := open(t)
	large := strings.Repeat("a", 2<<20)
	for _, c := range []struct {
		name   string
		answer *httptest.ResponseRecorder
		status int
		words  string
	}{
		{"an unknown address", s.get("/nowhere"), 404, "Page introuvable"},
		{"an unknown consultation", s.get("/c/nowhere"), 404, "Page introuvable"},
		{"an unknown link", s.get("/r/abcdefghijklmnopqrstuvwxyz"), 404, "Page introuvable"},
		{"a method that the address does not take", s.post("/", ""), 405, "Action impossible"},
		{"a body too large", s.post("/c/demonstration/q/questionnaire/commencer", "a="+large), 413, "trop volumineux"},
		{"a post that another site makes a browser send", s.post("/c/demonstration/q/questionnaire/commencer", "", "Sec-Fetch-Site", "cross-site"), 403, "Accès refusé"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.answer.Code != c.status {
				t.Fatalf("status %d, want %d", c.answer.Code, c.status)
			}
			body := c.answer.Body.String()
			for _, words := range []string{c.words, "Ce qui est conservé", "Ce que vous pouvez faire"} {
				if !strings.Contains(body, words) {
					t.Errorf("the page does not say %q", words)
				}
			}
			testkit.CheckHTML(t, body)
		})
	}
}

func TestAProgramIsToldErrorsInJSON(t *testing.T) {
	s := open(t)
	answer := s.get("/api/nowhere")
	var told struct {
		Status  int
		Code    string
		Message string
	}
	if err := json.Unmarshal(answer.Body.Bytes(), &told); err != nil {
		t.Fatalf("%v: %s", err, answer.Body)
	}
	if answer.Code != 404 || told.Status != 404 || told.Code != "not_found" || told.Message == "" {
		t.Errorf("status %d, body %+v", answer.Code, told)
	}
}

func TestTheSiteItselfMayPostBehindAProxy(t *testing.T) {
	s := open(t, func(d *web.Deps) { d.Config.Origin = "https://exemple.fr" })
	own := s.post("/c/demonstration/q/questionnaire/commencer", "", "Origin", "https://exemple.fr")
	if own.Code != http.StatusSeeOther {
		t.Errorf("its own post: status %d", own.Code)
	}
	other := s.post("/c/demonstration/q/questionnaire/commencer", "", "Origin", "https://ailleurs.fr")
	if other.Code != http.StatusForbidden {
		t.Errorf("another site's post: status %d", other.Code)
	}
}

func TestAnAddressThatBeginsTooManyResponsesWaits(t *testing.T) {
	s := open(t, func(d *web.Deps) { d.Config.StartRate, d.Config.StartBurst = 0.001, 2 })
	begin := func(from string) int {
		request := httptest.NewRequest(http.MethodPost, "/c/demonstration/q/questionnaire/commencer", nil)
		request.RemoteAddr = from + ":1234"
		return s.do(request).Code
	}
	for range 2 {
		if status := begin("192.0.2.1"); status != http.StatusSeeOther {
			t.Fatalf("within the limit: status %d", status)
		}
	}
	if status := begin("192.0.2.1"); status != http.StatusTooManyRequests {
		t.Errorf("beyond the limit: status %d", status)
	}
	if status := begin("192.0.2.2"); status != http.StatusSeeOther {
		t.Errorf("another address: status %d", status)
	}
}

// broken is a store that fails, or panics.
type broken struct {
	consult.Store
	fail func() error
}

func (b broken) Consultations(context.Context) ([]consult.Consultation, error) { return nil, b.fail() }
func (b broken) Ready(context.Context) error                                   { return b.fail() }

func TestOurOwnFaultsAreLoggedOnceAndToldCalmly(t *testing.T) {
	for _, c := range []struct {
		name   string
		fail   func() error
		status int
		logged string
	}{
		{"an error nobody foresaw", func() error { return errors.New("disque en feu") }, 500, "disque en feu"},
		{"a panic", func() error { panic("oups") }, 500, "oups"},
		{"a storage that is busy", func() error { return &consult.Error{Code: consult.CodeUnavailable, Key: "error.storage_busy"} }, 503, "storage_busy"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := open(t)
			s.service.Store = broken{Store: s.store, fail: c.fail}
			answer := s.get("/")
			if answer.Code != c.status {
				t.Errorf("status %d, want %d", answer.Code, c.status)
			}
			if strings.Contains(answer.Body.String(), "feu") || strings.Contains(answer.Body.String(), "oups") {
				t.Error("the page shows the inside of the error")
			}
			if strings.Count(s.log.String(), c.logged) != 1 {
				t.Errorf("logged %d times:\n%s", strings.Count(s.log.String(), c.logged), s.log)
			}
			testkit.CheckHTML(t, answer.Body.String())
		})
	}
}

func TestHealth(t *testing.T) {
	s := open(t, func(d *web.Deps) { d.Config.Metrics = true })
	for _, path := range []string{"/healthz", "/readyz"} {
		if answer := s.get(path); answer.Code != http.StatusOK {
			t.Errorf("%s: status %d", path, answer.Code)
		}
	}
	local := httptest.NewRequest(http.MethodGet, "/metrics", nil)
	local.RemoteAddr = "127.0.0.1:9999"
	if answer := s.do(local); answer.Code != http.StatusOK || !strings.Contains(answer.Body.String(), "go_goroutines") {
		t.Errorf("metrics for the machine itself: status %d", answer.Code)
	}
	if answer := s.get("/metrics"); answer.Code != http.StatusNotFound {
		t.Errorf("metrics for a stranger: status %d", answer.Code)
	}
	leaving := open(t, func(d *web.Deps) { d.Leaving = func() bool { return true } })
	if answer := leaving.get("/readyz"); answer.Code != http.StatusServiceUnavailable {
		t.Errorf("a server about to stop: status %d", answer.Code)
	}
	s.service.Store = broken{Store: s.store, fail: func() error { return errors.New("no") }}
	if answer := s.get("/readyz"); answer.Code != http.StatusServiceUnavailable {
		t.Errorf("a store that does not answer: status %d", answer.Code)
	}
	if answer := s.get("/healthz"); answer.Code != http.StatusOK {
		t.Errorf("the process lives all the same: status %d", answer.Code)
	}
}

func TestHeadIsAnsweredWithoutBody(t *testing.T) {
	server := httptest.NewServer(open(t).handler)
	defer server.Close()
	answer, err := http.Head(server.URL + "/")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK || answer.ContentLength <= 0 {
		t.Errorf("status %d, length %d", answer.StatusCode, answer.ContentLength)
	}
}

func TestAPageThatOneHasIsNotSentAgain(t *testing.T) {
	s := open(t)
	first := s.get("/")
	request := httptest.NewRequest(http.MethodGet, "/", nil)
	request.Header.Set("If-None-Match", first.Header().Get("ETag"))
	if again := s.do(request); again.Code != http.StatusNotModified || again.Body.Len() > 0 {
		t.Errorf("status %d, %d bytes", again.Code, again.Body.Len())
	}

	// A change is seen at once, within the same second.
	ctx := context.Background()
	c, err := s.store.ConsultationBySlug(ctx, "sress-2016")
	if err != nil {
		t.Fatal(err)
	}
	c.Title = "Un autre titre"
	if err := s.service.Store.Atomic(ctx, func(tx consult.Tx) error { return tx.UpdateConsultation(ctx, &c) }); err != nil {
		t.Fatal(err)
	}
	if changed := s.do(request); changed.Code != http.StatusOK || !strings.Contains(changed.Body.String(), "Un autre titre") {
		t.Errorf("after a change: status %d", changed.Code)
	}
}

func TestEveryCodeOfErrorHasItsPage(t *testing.T) {
	for code, want := range map[consult.Code]struct {
		status int
		words  string
	}{
		consult.CodeInvalid:     {422, "Envoi à reprendre"},
		consult.CodeNotFound:    {404, "Page introuvable"},
		consult.CodeConflict:    {409, "Modifié entre-temps"},
		consult.CodeForbidden:   {403, "Accès refusé"},
		consult.CodeClosed:      {403, "La consultation n’est pas ouverte"},
		consult.CodeTooMany:     {429, "Trop de demandes"},
		consult.CodeTooLarge:    {413, "Envoi trop volumineux"},
		consult.CodeUnavailable: {503, "Service momentanément indisponible"},
		consult.CodeInternal:    {500, "Le service a rencontré une erreur"},
	} {
		t.Run(string(code), func(t *testing.T) {
			s := open(t)
			s.service.Store = broken{Store: s.store, fail: func() error { return &consult.Error{Code: code, Key: "error.unheard_of"} }}
			answer := s.get("/")
			if answer.Code != want.status {
				t.Errorf("status %d, want %d", answer.Code, want.status)
			}
			for _, words := range []string{want.words, "Ce qui est conservé", "Ce que vous pouvez faire"} {
				if !strings.Contains(answer.Body.String(), words) {
					t.Errorf("the page does not say %q", words)
				}
			}
			if strings.Contains(answer.Body.String(), "[") {
				t.Error("a sentence is missing from the page")
			}
			testkit.CheckHTML(t, answer.Body.String())
		})
	}
}

func TestTheAddressBehindATrustedProxyIsTheOneThatCounts(t *testing.T) {
	begin := func(s *site, forwarded string) int {
		request := httptest.NewRequest(http.MethodPost, "/c/demonstration/q/questionnaire/commencer", nil)
		request.RemoteAddr = "10.0.0.1:1234"
		request.Header.Set("X-Forwarded-For", forwarded)
		return s.do(request).Code
	}
	limit := func(d *web.Deps) { d.Config.StartRate, d.Config.StartBurst = 0.001, 1 }
	trusting := open(t, limit, func(d *web.Deps) { d.Config.TrustedProxies = []string{"10.0.0.0/8"} })
	if a, b := begin(trusting, "192.0.2.1"), begin(trusting, "192.0.2.2"); a != http.StatusSeeOther || b != http.StatusSeeOther {
		t.Errorf("two people behind the proxy: status %d, %d", a, b)
	}
	wary := open(t, limit)
	if a, b := begin(wary, "192.0.2.1"), begin(wary, "192.0.2.2"); a != http.StatusSeeOther || b != http.StatusTooManyRequests {
		t.Errorf("one address that pretends to be two: status %d, %d", a, b)
	}
}
