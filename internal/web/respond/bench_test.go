package respond_test

import (
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"concertation/forms"
	"concertation/forms/library"
	"concertation/internal/bench"
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

// BenchmarkSevenSteps is a whole response to the reference questionnaire: each page read and posted, the check page, the
// sending.
func BenchmarkSevenSteps(b *testing.B) {
	s := open(b, library.Reference())
	form, _ := forms.Compile(library.Reference())
	raw := bench.Fill(form, rand.New(rand.NewPCG(7, 7)))
	raw["pour_aller_plus_loin"] = nil
	evaluation := form.Evaluate(raw, time.Now())
	handler := s.server.Config.Handler
	b.ReportAllocs()
	for b.Loop() {
		root := "/r/" + s.begin()
		for version, section := range evaluation.Steps() {
			path := root + "/etape/" + strconv.Itoa(section+1)
			handler.ServeHTTP(&silent{http.Header{}}, httptest.NewRequest(http.MethodGet, path, nil))
			posted := url.Values{"version": {strconv.Itoa(version + 1)}, "shown": {strings.Join(evaluation.Shown(section), " ")}}
			for _, field := range form.Fields(section) {
				if values := raw[field]; len(values) > 0 {
					posted[field] = values
				}
			}
			request := httptest.NewRequest(http.MethodPost, path, strings.NewReader(posted.Encode()))
			request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			handler.ServeHTTP(&silent{http.Header{}}, request)
		}
		handler.ServeHTTP(&silent{http.Header{}}, httptest.NewRequest(http.MethodGet, root+"/verification", nil))
		sending := httptest.NewRequest(http.MethodPost, root+"/envoyer", strings.NewReader("version="+strconv.Itoa(len(evaluation.Steps())+1)))
		sending.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		answer := &silent{http.Header{}}
		if handler.ServeHTTP(answer, sending); !strings.HasSuffix(answer.Header().Get("Location"), "/confirmation") {
			b.Fatalf("not sent: %v", answer.Header())
		}
	}
}
