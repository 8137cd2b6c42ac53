package coding_test

import (
	"context"
	"io"
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
	"concertation/internal/web/console/coding"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// desk is the workbench over a demonstration, with two analysts and a reader.
type desk struct {
	t            testing.TB
	service      *service.Service
	store        consult.Store
	consultation consult.Consultation
	grid         consult.ThemeGrid
	actors       map[string]consult.Actor // by name
	server       *httptest.Server
}

// frame stands for the console: who asks is in the address's host, a test's own way of logging in.
type frame struct {
	desk *desk
	site *ui.Site
}

func (f *frame) Actor(c *gin.Context) consult.Actor {
	who, _, _ := strings.Cut(c.Request.Host, ".")
	return f.desk.actors[who]
}

func (f *frame) Page(c *gin.Context, title string, consultation *consult.Consultation) ui.Page {
	page := f.site.Page(title)
	page.Private, page.Consultation = true, ui.Of(consultation)
	page.Console = &ui.Console{Home: ui.Link{Text: consultation.Title, URL: "/console/concertations/" + consultation.Slug}, UserName: "Amina",
		Groups: []ui.NavGroup{{Title: "Regrouper", Links: []ui.Link{
			{Text: "Contributions", URL: "/console/concertations/" + consultation.Slug + "/contributions"},
			{Text: "Thématiques", URL: "/console/concertations/" + consultation.Slug + "/thematiques"}}}}}
	return page
}

func open(t testing.TB, options service.DemoOptions) *desk {
	t.Helper()
	ctx := context.Background()
	kept, err := store.Open(ctx, database.SQLite(t), store.Exclusive())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { kept.Close() })
	clock := &testkit.Clock{}
	d := &desk{t: t, store: kept, service: service.New(kept, service.WithClock(clock.Now)), actors: map[string]consult.Actor{}}
	if err := d.service.Demo(ctx, options, nil); err != nil {
		t.Fatal(err)
	}
	if d.consultation, err = kept.ConsultationBySlug(ctx, "demonstration"); err != nil {
		t.Fatal(err)
	}
	if d.grid, err = kept.ThemeGrid(ctx, d.consultation.ID); err != nil {
		t.Fatal(err)
	}
	for name, role := range map[string]consult.Role{"amina": consult.RoleAnalyst, "bruno": consult.RoleAnalyst, "rose": consult.RoleReader, "odile": consult.RoleOrganiser} {
		user := consult.User{ID: consult.NewID(), Email: name + "@exemple.invalid", Name: strings.ToUpper(name[:1]) + name[1:], Role: role, CreatedAt: testkit.Noon}
		if err := kept.Atomic(ctx, func(tx consult.Tx) error { return tx.InsertUser(ctx, &user) }); err != nil {
			t.Fatal(err)
		}
		d.actors[name] = consult.Actor{User: user.ID, Role: role}
	}
	d.serve()
	return d
}

func (d *desk) serve() {
	d.t.Helper()
	catalogue, err := i18n.New()
	if err != nil {
		d.t.Fatal(err)
	}
	built, err := assets.Embedded()
	if err != nil {
		d.t.Fatal(err)
	}
	site := &ui.Site{P: catalogue.In("fr"), Name: "Concertation", Style: built.URL("main.css"), Script: built.URL("main.js"), Font: built.URL("atkinson-latin.woff2")}
	handlers := coding.New(d.service, &frame{desk: d, site: site})
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	answer := func(handler reply.Handler) gin.HandlerFunc {
		return func(c *gin.Context) {
			if err := handler(c); err != nil {
				c.String(statuses[consult.CodeOf(err)], "%v", err)
			}
		}
	}
	const base = "/console/concertations/:slug"
	engine.GET(base+"/contributions", answer(handlers.List))
	engine.GET(base+"/contributions/suivante", answer(handlers.Next))
	engine.GET(base+"/contributions/regrouper", answer(handlers.ShowBatch))
	engine.POST(base+"/contributions/regrouper", answer(handlers.Pick))
	engine.POST(base+"/contributions/regrouper/donner", answer(handlers.SubmitBatch))
	engine.POST(base+"/contributions/regrouper/annuler", answer(handlers.UndoBatch))
	engine.GET(base+"/contributions/:id", answer(handlers.Show))
	engine.POST(base+"/contributions/:id", answer(handlers.Code))
	engine.GET(base+"/contributions/:id/lot", answer(handlers.ShowCampaign))
	engine.POST(base+"/contributions/:id/lot", answer(handlers.SubmitCampaign))
	engine.POST(base+"/contributions/:id/lot/annuler", answer(handlers.UndoCampaign))
	engine.GET(base+"/thematiques", answer(handlers.Themes))
	engine.GET(base+"/thematiques/:theme", answer(handlers.Theme))
	engine.POST(base+"/thematiques/:theme/valider", answer(handlers.Validate))
	engine.POST(base+"/thematiques/propositions", answer(handlers.Suggesting))
	engine.POST(base+"/thematiques/:theme/retirer", answer(handlers.Withdraw))
	engine.GET(base+"/actions-proposees", answer(handlers.Actions))
	engine.POST(base+"/actions-proposees/:action", answer(handlers.ChangeAction))
	engine.GET(assets.Prefix+"*file", gin.WrapH(built))
	d.server = httptest.NewServer(engine)
	d.t.Cleanup(d.server.Close)
}

var statuses = map[consult.Code]int{consult.CodeNotFound: 404, consult.CodeForbidden: 403, consult.CodeInternal: 500}

// url gives an address of the demonstration as somebody sees it.
func (d *desk) url(who, path string) string {
	_, port, _ := strings.Cut(strings.TrimPrefix(d.server.URL, "http://"), ":")
	return "http://" + who + ".localhost:" + port + "/console/concertations/demonstration" + path
}

// get gives a page after its redirections; it checks the markup of those that are there.
func (d *desk) get(who, path string) (status int, body string) {
	d.t.Helper()
	return d.read(http.NewRequest(http.MethodGet, d.server.URL+"/console/concertations/demonstration"+path, nil))(who)
}

func (d *desk) post(who, path string, form url.Values) (status int, body string) {
	d.t.Helper()
	request, err := http.NewRequest(http.MethodPost, d.server.URL+"/console/concertations/demonstration"+path, strings.NewReader(form.Encode()))
	if err == nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return d.read(request, err)(who)
}

func (d *desk) read(request *http.Request, err error) func(who string) (int, string) {
	return func(who string) (int, string) {
		d.t.Helper()
		if err != nil {
			d.t.Fatal(err)
		}
		request.Host = who + ".localhost"
		client := &http.Client{CheckRedirect: func(next *http.Request, _ []*http.Request) error {
			next.Host = request.Host
			return nil
		}}
		response, err := client.Do(request)
		if err != nil {
			d.t.Fatal(err)
		}
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		if err != nil {
			d.t.Fatal(err)
		}
		if strings.HasPrefix(response.Header.Get("Content-Type"), "text/html") {
			testkit.CheckHTML(d.t, string(body))
		}
		return response.StatusCode, string(body)
	}
}

func (d *desk) first() consult.Contribution {
	d.t.Helper()
	found, err := d.store.Contributions(context.Background(), consult.ContributionFilter{ConsultationID: d.consultation.ID, Limit: 1})
	if err != nil || len(found) != 1 {
		d.t.Fatalf("%d contributions, %v", len(found), err)
	}
	return found[0]
}

func (d *desk) current() []consult.Assignment {
	d.t.Helper()
	found, err := d.store.CurrentAssignments(context.Background(), d.consultation.ID)
	if err != nil {
		d.t.Fatal(err)
	}
	return found
}
