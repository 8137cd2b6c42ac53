package console

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/web/ui"
)

// How long a session lasts: without use, and in all.
const (
	idleTimeout = 8 * time.Hour
	lifetime    = 7 * 24 * time.Hour
	touchEvery  = 5 * time.Minute
)

// What a session holds.
const (
	sessionUser  = "user"
	sessionEpoch = "epoch"
	sessionFlash = "flash"
	sessionSeen  = "seen"
)

// What the request holds once its session is read.
const (
	userKey  = "console.user"
	actorKey = "console.actor"
)

func newSessions(store scs.Store, secure bool) *scs.SessionManager {
	sessions := scs.New()
	sessions.Store = store
	sessions.IdleTimeout, sessions.Lifetime = idleTimeout, lifetime
	sessions.Cookie.Name = "concertation_session"
	if secure {
		sessions.Cookie.Name = "__Host-concertation_session"
	}
	sessions.Cookie.Secure, sessions.Cookie.HttpOnly = secure, true
	sessions.Cookie.SameSite, sessions.Cookie.Path = http.SameSiteLaxMode, "/"
	return sessions
}

// Session reads the session of a request: who is logged in, if anybody.
func (h *Handlers) Session(fail func(*gin.Context, error)) gin.HandlerFunc {
	return func(c *gin.Context) {
		token := ""
		if cookie, err := c.Request.Cookie(h.sessions.Cookie.Name); err == nil {
			token = cookie.Value
		}
		ctx, err := h.sessions.Load(c.Request.Context(), token)
		if err != nil {
			fail(c, err)
			c.Abort()
			return
		}
		c.Request = c.Request.WithContext(ctx)
		c.Header("Cache-Control", "no-store")
		if id := h.sessions.GetString(ctx, sessionUser); id != "" {
			user, actor, err := h.service.ActorOf(ctx, consult.ID(id))
			if err == nil && user.SessionEpoch == h.sessions.GetInt(ctx, sessionEpoch) {
				c.Set(userKey, user)
				c.Set(actorKey, actor)
				h.touch(c)
			}
		}
	}
}

// Staff sends away whoever is not logged in, to come back after.
func (h *Handlers) Staff(c *gin.Context) {
	if h.Actor(c).User != "" {
		return
	}
	address := "/console/connexion"
	if c.Request.Method == http.MethodGet && c.Request.URL.Path != "/console" {
		address += "?retour=" + url.QueryEscape(c.Request.URL.RequestURI())
	}
	c.Redirect(http.StatusSeeOther, address)
	c.Abort()
}

// Actor gives who asks; the public when nobody is logged in.
func (h *Handlers) Actor(c *gin.Context) consult.Actor {
	actor, _ := c.Value(actorKey).(consult.Actor)
	return actor
}

// touch keeps a session in use from ending, with a write every few minutes only.
func (h *Handlers) touch(c *gin.Context) {
	ctx := c.Request.Context()
	now := h.service.Now()
	if now.Sub(time.Unix(h.sessions.GetInt64(ctx, sessionSeen), 0)) < touchEvery {
		return
	}
	h.sessions.Put(ctx, sessionSeen, now.Unix())
	// A session that cannot be prolonged ends earlier: no reason to refuse the page.
	_ = h.commit(c)
}

// commit writes the session and its cookie; before the page, which is written whole.
func (h *Handlers) commit(c *gin.Context) error {
	ctx := c.Request.Context()
	token, expiry, err := h.sessions.Commit(ctx)
	if err != nil {
		return err
	}
	h.sessions.WriteSessionCookie(ctx, c.Writer, token, expiry)
	return nil
}

// enter begins the session of a person, under a new token.
func (h *Handlers) enter(c *gin.Context, user consult.User) error {
	ctx := c.Request.Context()
	if err := h.sessions.RenewToken(ctx); err != nil {
		return err
	}
	h.sessions.Put(ctx, sessionUser, string(user.ID))
	h.sessions.Put(ctx, sessionEpoch, user.SessionEpoch)
	h.sessions.Put(ctx, sessionSeen, h.service.Now().Unix())
	return h.commit(c)
}

// leave ends a session.
func (h *Handlers) leave(c *gin.Context) error {
	ctx := c.Request.Context()
	if err := h.sessions.Destroy(ctx); err != nil {
		return err
	}
	h.sessions.WriteSessionCookie(ctx, c.Writer, "", time.Time{})
	return nil
}

// say keeps a sentence for the next page.
func (h *Handlers) say(c *gin.Context, key string, args ...any) error {
	h.sessions.Put(c.Request.Context(), sessionFlash, h.site.P.T(key, args...))
	return h.commit(c)
}

// Say keeps a sentence of the catalogue for the next page, for the rooms the console lends its frame to.
func (h *Handlers) Say(c *gin.Context, key string, args ...any) error { return h.say(c, key, args...) }

// flash gives the sentence kept for this page, once.
func (h *Handlers) flash(c *gin.Context) *ui.Notice {
	ctx := c.Request.Context()
	words := h.sessions.PopString(ctx, sessionFlash)
	if words == "" || h.commit(c) != nil {
		return nil
	}
	return &ui.Notice{Kind: ui.NoticeSuccess, Text: words}
}

// wayBack gives where to go after logging in: a page of the console, never another site.
func wayBack(address string) string {
	if address == "/console" || strings.HasPrefix(address, "/console/") && !strings.Contains(address, `\`) {
		return address
	}
	return "/console"
}
