package reply_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"concertation/internal/web/reply"
)

// answer runs one handler and gives what it wrote and its error.
func answer(request *http.Request, handler reply.Handler) (*httptest.ResponseRecorder, error) {
	gin.SetMode(gin.ReleaseMode)
	recorder := httptest.NewRecorder()
	engine := gin.New()
	var err error
	engine.Handle(request.Method, "/", func(c *gin.Context) { err = handler(c) })
	engine.ServeHTTP(recorder, request)
	return recorder, err
}

func TestAPageThatFailsHalfwayLeavesNothing(t *testing.T) {
	failing := templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, _ = io.WriteString(w, "<h1>Début")
		return errors.New("no more")
	})
	recorder, err := answer(httptest.NewRequest(http.MethodGet, "/", nil), func(c *gin.Context) error { return reply.OK(c, failing) })
	if err == nil || recorder.Body.Len() > 0 {
		t.Errorf("error %v, written %q", err, recorder.Body)
	}
	// The memory it used is clean for the next page.
	recorder, err = answer(httptest.NewRequest(http.MethodGet, "/", nil), func(c *gin.Context) error { return reply.Invalid(c, templ.Raw("<h1>Oui</h1>")) })
	if err != nil || recorder.Code != http.StatusUnprocessableEntity || recorder.Body.String() != "<h1>Oui</h1>" {
		t.Errorf("error %v, status %d, written %q", err, recorder.Code, recorder.Body)
	}
}

func TestAPageSaysItsLength(t *testing.T) {
	recorder, err := answer(httptest.NewRequest(http.MethodGet, "/", nil), func(c *gin.Context) error { return reply.OK(c, templ.Raw("<p>été</p>")) })
	if got := recorder.Header().Get("Content-Length"); err != nil || got != "12" {
		t.Errorf("%q for %q (%v)", got, recorder.Body, err)
	}
}

func TestForms(t *testing.T) {
	for _, c := range []struct {
		name, body string
		limit      int64
		want       string
		unreadable bool
		tooLarge   bool
	}{
		{name: "a form", body: "nom=%C3%89lan&nom=2", limit: 100, want: "Élan"},
		{name: "a body that is no form", body: "nom=%zz", limit: 100, unreadable: true},
		{name: "a body too large", body: "nom=" + strings.Repeat("a", 200), limit: 100, tooLarge: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			request := httptest.NewRequest(http.MethodPost, "/?nom=address", strings.NewReader(c.body))
			request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			request.Body = http.MaxBytesReader(httptest.NewRecorder(), request.Body, c.limit)
			var got string
			_, err := answer(request, func(c *gin.Context) error {
				form, err := reply.Form(c)
				got = form.Get("nom")
				return err
			})
			var tooLarge *http.MaxBytesError
			if got != c.want || errors.Is(err, reply.ErrUnreadable) != c.unreadable || errors.As(err, &tooLarge) != c.tooLarge {
				t.Errorf("got %q, error %v", got, err)
			}
		})
	}
}

func TestAfterAPostTheBrowserIsSentElsewhere(t *testing.T) {
	recorder, err := answer(httptest.NewRequest(http.MethodPost, "/", nil), func(c *gin.Context) error { return reply.See(c, "/suite") })
	if err != nil || recorder.Code != http.StatusSeeOther || recorder.Header().Get("Location") != "/suite" {
		t.Errorf("error %v, status %d, location %q", err, recorder.Code, recorder.Header().Get("Location"))
	}
}
