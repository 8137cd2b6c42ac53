package gallery

import (
	"context"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
)

// printed shows, on the screen, what the pages that people print look like on paper.
func (f *filling) printed(context.Context) error {
	patterns := []string{"/c/:slug/thematiques", "/r/:token/copie", "/c/:slug/idees/:id", consultations + "/resultats", consultations + "/suivi",
		consultations + "/rencontres/:id/emargement", consultations + "/registre", consultations + "/grille"}
	for _, screen := range slices.Clone(f.screens) {
		if i := slices.Index(patterns, Pattern(screen.Path)); i >= 0 && screen.Post == nil && screen.Status == http.StatusOK && !strings.HasPrefix(screen.Path, unready) {
			f.screens = append(f.screens, Screen{Group: f.group, Path: printPrefix + screen.Path, Status: http.StatusOK, Paper: true})
			patterns = slices.Delete(patterns, i, i+1) // one of each
		}
	}
	return nil
}

// styleSheet is the link of a page to its styles.
var styleSheet = regexp.MustCompile(`/assets/main-[0-9a-f]+\.css`)

// answer gives what the site answers to a request made in the name of the visitor.
func (g *gallery) answer(visitor *http.Request, method, path, body string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(method, path, strings.NewReader(body)).WithContext(visitor.Context())
	request.Host = visitor.Host
	request.Header.Set("Cookie", visitor.Header.Get("Cookie"))
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	recorder := httptest.NewRecorder()
	g.site.ServeHTTP(recorder, request)
	return recorder
}

// pass gives an answer of the site on, its text changed.
func pass(w http.ResponseWriter, answer *httptest.ResponseRecorder, change func(string) string) {
	for name, values := range answer.Header() {
		w.Header()[name] = values
	}
	w.Header().Del("Content-Length")
	w.WriteHeader(answer.Code)
	_, _ = w.Write([]byte(change(answer.Body.String()))) // a visitor who left is no failure
}

// print shows a page with the styles of paper.
func (g *gallery) print(w http.ResponseWriter, r *http.Request) {
	answer := g.answer(r, http.MethodGet, strings.TrimPrefix(r.URL.RequestURI(), printPrefix), "")
	pass(w, answer, func(page string) string {
		return styleSheet.ReplaceAllStringFunc(page, func(address string) string { return paperPrefix + address })
	})
}

// paper gives the styles of the pages with those of paper applied to the screen.
func (g *gallery) paper(w http.ResponseWriter, r *http.Request) {
	answer := g.answer(r, http.MethodGet, strings.TrimPrefix(r.URL.Path, paperPrefix), "")
	pass(w, answer, func(styles string) string { return strings.ReplaceAll(styles, "@media print", "@media all") })
}

// post shows what the site answers to a form that is sent: those of the gallery are refused, so nothing is written.
func (g *gallery) post(w http.ResponseWriter, r *http.Request) {
	path := strings.TrimPrefix(r.URL.EscapedPath(), postPrefix)
	pass(w, g.answer(r, http.MethodPost, path, r.URL.RawQuery), func(page string) string { return page })
}
