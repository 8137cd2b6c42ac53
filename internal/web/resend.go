package web

import (
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"concertation/internal/web/ui"
)

// resend is what a post held when it could not be taken, given back on the page of the error: nothing that somebody
// typed is lost (rule 3), even where the browser's way back gives a blank form.
type resend struct {
	URL    string
	Hidden []sentField
	Texts  []ui.TextArea // the long ones, shown so that they can be copied
}

type sentField struct{ name, value string }

// shownFrom is the length, in characters, from which a value is a text that its author wants to see.
const shownFrom = 40

// resendOf gives what a request posted, when sending it again may succeed; nil for anything else, for files, and for
// whatever holds a password.
func (s *server) resendOf(c *gin.Context, status int) *resend {
	if c.Request.Method != http.MethodPost || !slices.Contains([]int{http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusServiceUnavailable}, status) {
		return nil
	}
	kind, _, _ := mime.ParseMediaType(c.GetHeader("Content-Type"))
	if kind != "application/x-www-form-urlencoded" || c.Request.ParseForm() != nil || len(c.Request.PostForm) == 0 {
		return nil
	}
	again := &resend{URL: c.Request.URL.RequestURI()}
	for name, values := range c.Request.PostForm {
		if strings.Contains(name, "password") {
			return nil
		}
		for _, value := range values {
			if utf8.RuneCountInString(value) < shownFrom && !strings.Contains(value, "\n") {
				again.Hidden = append(again.Hidden, sentField{name, value})
				continue
			}
			again.Texts = append(again.Texts, ui.TextArea{Field: ui.Field{Name: name}, Value: value})
		}
	}
	slices.SortStableFunc(again.Hidden, func(a, b sentField) int { return strings.Compare(a.name, b.name) })
	slices.SortStableFunc(again.Texts, func(a, b ui.TextArea) int { return strings.Compare(a.Name, b.Name) })
	for i := range again.Texts {
		again.Texts[i].ID, again.Texts[i].Label = "texte-"+strconv.Itoa(i+1), s.site.P.T("error.resend.text", "number", i+1)
	}
	return again
}
