package web

import (
	"fmt"
	"log/slog"
	"net/http"
	"strings"

	"github.com/alexedwards/scs/v2"
	"github.com/alexedwards/scs/v2/memstore"
	"github.com/gin-gonic/gin"

	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/web/assets"
	"concertation/internal/web/console"
	"concertation/internal/web/console/coding"
	"concertation/internal/web/console/collect"
	eventsdesk "concertation/internal/web/console/events"
	"concertation/internal/web/console/grid"
	desk "concertation/internal/web/console/ideas"
	"concertation/internal/web/console/invitations"
	"concertation/internal/web/console/ledger"
	"concertation/internal/web/console/mails"
	"concertation/internal/web/console/organisations"
	"concertation/internal/web/console/pages"
	"concertation/internal/web/console/part"
	"concertation/internal/web/console/results"
	"concertation/internal/web/console/rights"
	"concertation/internal/web/console/screening"
	"concertation/internal/web/events"
	"concertation/internal/web/ideas"
	"concertation/internal/web/public"
	"concertation/internal/web/refusal"
	"concertation/internal/web/respond"
	"concertation/internal/web/ui"
)

// Deps is what the site stands on.
type Deps struct {
	Service   *service.Service
	Catalogue *i18n.Catalogue
	Assets    *assets.Assets
	Sessions  scs.Store // of the console; nil: in memory, for tests
	Log       *slog.Logger
	Config    Config
	// Leaving says that the server is about to stop: nobody new should be sent here; nil: never.
	Leaving func() bool
}

// Config is what the site is told from outside. The zero value suits a laptop and tests: no limit of rate.
type Config struct {
	Origin         string   // public address without a final slash (https://…)
	TrustedProxies []string // networks whose X-Forwarded-For is believed
	StartRate      float64  // responses begun per second and address; 0: no limit
	StartBurst     int
	LoginRate      float64 // attempts to log in per second and address; 0: no limit
	LoginBurst     int
	PostRate       float64 // ideas, comments, supports and alerts per second and address; 0: no limit
	PostBurst      int
	SupportRate    float64 // supports of one idea per second and address; 0: no limit
	SupportBurst   int
	Metrics        bool // /metrics, for the machine itself only
}

// Secure says whether people reach the site through HTTPS: cookies then say so.
func (c Config) Secure() bool { return strings.HasPrefix(c.Origin, "https://") }

// server is the site with what its middlewares need.
type server struct {
	Deps
	site                *ui.Site
	starts              *limiter
	logins              *limiter
	posts               *limiter
	supports            *limiter // of one idea
	public              *public.Handlers
	respond             *respond.Handlers
	ideas               *ideas.Handlers
	events              *events.Handlers
	eventsDesk          *eventsdesk.Handlers
	console             *console.Handlers
	coding              *coding.Handlers
	grid                *grid.Handlers
	ideasDesk           *desk.Handlers
	screening           *screening.Handlers
	rights              *rights.Handlers
	collect             *collect.Handlers
	organisations       *organisations.Handlers
	pages               *pages.Handlers
	invitations         *invitations.Handlers
	collectImports      *part.Imports
	eventImports        *part.Imports
	organisationImports *part.Imports
	results             *results.Handlers
	ledger              *ledger.Handlers
	mails               *mails.Handlers
	refusal             *refusal.Handlers
}

// New makes the site. It fails on settings that make no sense.
func New(deps Deps) (http.Handler, error) {
	if deps.Log == nil {
		deps.Log = slog.New(slog.DiscardHandler)
	}
	if deps.Assets == nil {
		deps.Assets = &assets.Assets{}
	}
	s := &server{Deps: deps, site: newSite(deps),
		starts: newLimiter(deps.Config.StartRate, deps.Config.StartBurst),
		logins: newLimiter(deps.Config.LoginRate, deps.Config.LoginBurst),
		posts:  newLimiter(deps.Config.PostRate, deps.Config.PostBurst), supports: newLimiter(deps.Config.SupportRate, deps.Config.SupportBurst)}
	if !deps.Assets.Built() {
		deps.Log.Warn("styles and scripts are not built: pages work unstyled (make assets)")
	}
	s.public = public.New(deps.Service, s.site)
	s.respond = respond.New(deps.Service, s.site)
	s.ideas = ideas.New(deps.Service, s.site, deps.Config.Secure())
	if deps.Sessions == nil {
		deps.Sessions = memstore.New()
	}
	s.console = console.New(deps.Service, s.site, deps.Sessions, deps.Config.Secure())
	s.coding = coding.New(deps.Service, s.console)
	s.events = events.New(deps.Service, s.site)
	s.eventsDesk = eventsdesk.New(deps.Service, s.console, s.site.P)
	s.eventImports = s.eventsDesk.Imports
	s.grid = grid.New(deps.Service, s.console)
	s.ideasDesk = desk.New(deps.Service, s.console, s.site.P)
	s.results = results.New(deps.Service, s.console)
	s.ledger = ledger.New(deps.Service, s.console, s.site.P)
	s.mails = mails.New(deps.Service, s.console, s.site.P)
	s.refusal = refusal.New(deps.Service, s.site)
	s.screening = screening.New(deps.Service, s.console)
	s.rights = rights.New(deps.Service, s.console)
	s.collect = collect.New(deps.Service, s.console, s.site.P)
	s.pages = pages.New(deps.Service, s.console, s.site.P)
	s.organisations = organisations.New(deps.Service, s.console, s.site.P)
	s.invitations = invitations.New(deps.Service, s.console, s.site.P)
	s.collectImports, s.organisationImports = s.collect.Imports, s.organisations.Imports

	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.HandleMethodNotAllowed = true
	engine.MaxMultipartMemory = 8 << 20
	if err := engine.SetTrustedProxies(deps.Config.TrustedProxies); err != nil {
		return nil, fmt.Errorf("trusted proxies: %w", err)
	}
	sameOrigin, err := s.sameOrigin()
	if err != nil {
		return nil, err
	}
	engine.Use(s.logged, s.recovered, s.headers, sameOrigin)
	s.mount(engine)
	return engine, nil
}

// newSite gathers what every page shares.
func newSite(deps Deps) *ui.Site {
	printer := deps.Catalogue.In("fr")
	return &ui.Site{P: printer, Name: printer.T("ui.site.name"), Origin: deps.Config.Origin,
		Style:  deps.Assets.URL("main.css"),
		Script: deps.Assets.URL("main.js"),
		Font:   deps.Assets.URL("atkinson-latin.woff2"),
		Icon:   deps.Assets.URL("icon.svg"), Licences: deps.Assets.URL("licences.txt")}
}
