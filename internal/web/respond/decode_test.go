package respond

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"concertation/forms"
	"concertation/forms/library"
	"concertation/internal/service"
)

// posted reads a body as a browser sends it.
func posted(body string) (service.PagePost, error) {
	gin.SetMode(gin.TestMode)
	c, _ := gin.CreateTestContext(httptest.NewRecorder())
	c.Request = httptest.NewRequest(http.MethodPost, "/r/jeton/etape/1", strings.NewReader(body))
	c.Request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return decodePage(c, 0)
}

func TestWhatABrowserPostsIsReadByQuestion(t *testing.T) {
	for _, c := range []struct {
		name, body string
		want       forms.Raw
	}{
		{"a text", "recit=Un+potager%0D%0Apartag%C3%A9", forms.Raw{"recit": {"Un potager\r\npartagé"}}},
		{"boxes ticked", "sujets=emploi&sujets=locaux", forms.Raw{"sujets": {"emploi", "locaux"}}},
		{"places of a ranking", "classement%2Femploi=2&classement%2Flocaux=1", forms.Raw{"classement/emploi": {"2"}, "classement/locaux": {"1"}}},
		{"a question that has the name of a field of the page", "q-action=x&action=next", forms.Raw{"action": {"x"}}},
		{"nothing", "", forms.Raw{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := posted(c.body)
			if err != nil || !reflect.DeepEqual(got.Posted, c.want) {
				t.Errorf("%v, %v", got.Posted, err)
			}
		})
	}
}

func TestTheThreeFieldsOfADateAreOneAnswer(t *testing.T) {
	got, err := posted("creation-day=3&creation-month=+4&creation-year=1999")
	if err != nil || got.Posted.First("creation") != "1999-04-03" {
		t.Errorf("%v, %v", got.Posted, err)
	}
	// A whole date posted beside them says nothing else, whatever order a map gives.
	for range 50 {
		got, err := posted("creation=2000-01-01&creation-day=3&creation-month=4&creation-year=1999")
		if err != nil || got.Posted.First("creation") != "1999-04-03" {
			t.Fatalf("%v, %v", got.Posted, err)
		}
	}
}

// FuzzDecodePage: whatever a browser, or who pretends to be one, posts to a page, it is refused or read: the same answers
// twice, nothing typed lost on the way, and an evaluation of them.
func FuzzDecodePage(f *testing.F) {
	questionnaire, issues := forms.Compile(library.EveryKind())
	if questionnaire == nil {
		f.Fatal(issues)
	}
	for _, body := range []string{
		"shown=membre+sujets&version=7-1a2b3c4d&action=next&membre=oui&sujets=emploi&sujets=autre&sujets_autre=du+temps",
		"creation-day=3&creation-month=4&creation-year=1999", "creation=2000-01-01&creation-day=&creation-month=&creation-year=",
		"classement%2Femploi=1&classement%2Flocaux=1", "q-action=x&action=submit&force=1", "nom=%00%1b&recit=%3Cscript%3E", "a=%zz", ";", "=&=&&", "%ff=%fe",
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		if len(body) > 20_000 {
			return
		}
		got, err := posted(body)
		typed, unreadable := url.ParseQuery(body)
		if (err != nil) != (unreadable != nil) {
			t.Fatalf("%q: %v, %v", body, err, unreadable)
		}
		if err != nil {
			return
		}
		if again, _ := posted(body); !reflect.DeepEqual(again, got) {
			t.Fatalf("%q is read as %v, then as %v", body, got, again)
		}
		if err := keeps(got.Posted, typed); err != nil {
			t.Fatalf("%q: %v", body, err)
		}
		questionnaire.Evaluate(got.Posted, time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC))
	})
}

// keeps says which of the typed values is not among the read ones.
func keeps(read forms.Raw, typed url.Values) error {
	for name, values := range typed {
		switch name {
		case fieldShown, fieldVersion, fieldAction, fieldForce:
			continue
		}
		if kept := read[questionName(name)]; !slices.Equal(kept, values) && !(typed.Has(name+suffixDay) && typed.Has(name+suffixMonth) && typed.Has(name+suffixYear)) {
			return fmt.Errorf("%s is %q, was typed %q", name, kept, values)
		}
	}
	return nil
}
