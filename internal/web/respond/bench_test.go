package respond_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"concertation/forms/library"
)

// silent is a ResponseWriter that keeps nothing.
type silent struct{ header http.Header }

func (s *silent) Header() http.Header         { return s.header }
func (s *silent) Write(b []byte) (int, error) { return len(b), nil }
func (s *silent) WriteHeader(int)             {}

func BenchmarkStepPage(b *testing.B) {
	s := open(b, library.Reference())
	path := "/r/" + s.begin() + "/etape/1"
	b.ReportAllocs()
	for b.Loop() {
		s.server.Config.Handler.ServeHTTP(&silent{http.Header{}}, httptest.NewRequest(http.MethodGet, path, nil))
	}
}

func BenchmarkFinalPost(b *testing.B) {
	s := open(b, library.OnePage())
	tokens := make([]string, b.N)
	for i := range tokens {
		tokens[i] = s.begin()
	}
	form := s.get("/r/" + s.begin() + "/etape/1").form()
	for name, values := range map[string][]string{"q01_categorie": {"financeur"}, "q06_freins": {"tresorerie", "locaux"}, "q13_besoin": {"Du temps et des locaux"},
		"q14_pratique": {"Une pratique partagée"}, "q15_amelioration": {"Des délais plus courts"}, "q16_action": {"Un guichet unique"}, "action": {"submit"}} {
		form[name] = values
	}
	body := url.Values(form).Encode()
	b.ReportAllocs()
	b.ResetTimer()
	for _, token := range tokens {
		request := httptest.NewRequest(http.MethodPost, "/r/"+token+"/etape/1", strings.NewReader(body))
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		s.server.Config.Handler.ServeHTTP(&silent{http.Header{}}, request)
	}
}
