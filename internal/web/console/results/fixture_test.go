package results_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/store"
	"concertation/internal/testkit"
	"concertation/internal/testkit/database"
	"concertation/internal/web/assets"
	"concertation/internal/web/console/results"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// desk is the screens of results over a demonstration, as one actor sees them.
type desk struct {
	t       testing.TB
	service *service.Service
	store   consult.Store
	actor   consult.Actor
	site    *ui.Site
	handler http.Handler
}

// Actor implements results.Frame.
func (d *desk) Actor(*gin.Context) consult.Actor { return d.actor }

// Page implements results.Frame.
func (d *desk) Page(_ *gin.Context, title string, consultation *consult.Consultation) ui.Page {
	page := d.site.Page(title)
	page.Private, page.Consultation = true, ui.Of(consultation)
	page.Console = &ui.Console{Home: ui.Link{Text: consultation.Title, URL: "/console/concertations/" + consultation.Slug}, UserName: "Amina"}
	return page
}

const at = "/console/concertations/demonstration"

// open makes the screens over a demonstration with that many responses.
func open(t testing.TB, responses int) *desk {
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
	d := &desk{t: t, store: kept, service: service.New(kept, service.WithClock(clock.Now), service.WithCatalogue(catalogue)), actor: consult.Actor{Role: consult.RoleOrganiser}}
	if err := d.service.Demo(ctx, service.DemoOptions{Responses: responses, Seed: 1}, nil); err != nil {
		t.Fatal(err)
	}
	d.site = &ui.Site{P: catalogue.In("fr"), Name: "Concertation", Style: built.URL("main.css"), Script: built.URL("main.js"), Font: built.URL("atkinson-latin.woff2")}
	d.mount(built)
	return d
}

func (d *desk) mount(built *assets.Assets) {
	handlers := results.New(d.service, d)
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	const base = "/console/concertations/:slug"
	for path, handler := range map[string]reply.Handler{"/participation": handlers.ShowParticipation, "/participation/comptes": handlers.ShowParticipationCounts,
		"/reponses": handlers.ShowResponses, "/reponses/:response": handlers.ShowResponse, "/resultats": handlers.ShowTallies,
		"/croisements": handlers.ShowCrossing, "/classeurs": handlers.ShowDownloads, "/classeurs/:fichier": handlers.Download} {
		engine.GET(base+path, answer(handler))
	}
	engine.POST(base+"/reponses/:response/retirer", answer(handlers.SubmitWithdraw))
	engine.GET(assets.Prefix+"*file", gin.WrapH(built))
	d.handler = engine
}

// answer gives the status of an error; its page is the site's.
func answer(handler reply.Handler) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := handler(c); err != nil {
			status, known := map[consult.Code]int{consult.CodeNotFound: http.StatusNotFound, consult.CodeForbidden: http.StatusForbidden,
				consult.CodeInvalid: http.StatusUnprocessableEntity, consult.CodeConflict: http.StatusConflict}[consult.CodeOf(err)]
			if !known {
				status = http.StatusInternalServerError
			}
			c.String(status, "%v", errors.Unwrap(err))
		}
	}
}

func (d *desk) get(path string) *httptest.ResponseRecorder {
	d.t.Helper()
	recorder := httptest.NewRecorder()
	d.handler.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, strings.Replace(at+path, "/demonstration/../", "/", 1), nil))
	return recorder
}

func (d *desk) post(path string, form url.Values) *httptest.ResponseRecorder {
	d.t.Helper()
	request := httptest.NewRequest(http.MethodPost, at+path, strings.NewReader(form.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	recorder := httptest.NewRecorder()
	d.handler.ServeHTTP(recorder, request)
	return recorder
}

// first gives the first response sent.
func (d *desk) first() consult.Response {
	d.t.Helper()
	ctx := context.Background()
	consultation, err := d.store.ConsultationBySlug(ctx, "demonstration")
	if err != nil {
		d.t.Fatal(err)
	}
	all, err := d.store.Responses(ctx, consult.ResponseFilter{ConsultationID: consultation.ID, Limit: 1})
	if err != nil || len(all) == 0 {
		d.t.Fatalf("no response: %v", err)
	}
	return all[0]
}
