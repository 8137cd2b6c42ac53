package ideas

import (
	"net/http"
	"net/url"
	"time"

	"github.com/gin-gonic/gin"
)

// A visitor is known by a random number, for one purpose: that a support counts once. The cookie is made at the first
// support. Until then each page carries a number of its own in its form, which the cookie then keeps: pressing twice
// before the first answer is one support, and so is pressing in two tabs.
const (
	visitorCookie = "concertation_visiteur"
	fieldVisitor  = "visiteur"
	visitorAge    = 365 * 24 * time.Hour
)

// visitor gives the number of whoever asks, or "" before their first support.
func visitor(c *gin.Context) string {
	cookie, err := c.Request.Cookie(visitorCookie)
	if err != nil || !plausible(cookie.Value) {
		return ""
	}
	return cookie.Value
}

// supporter gives the number of whoever presses a button: the browser's, or else the page's, which the browser is then
// to keep.
func (h *Handlers) supporter(c *gin.Context, values url.Values) string {
	if number := visitor(c); number != "" {
		return number
	}
	number := values.Get(fieldVisitor)
	if !plausible(number) {
		return ""
	}
	http.SetCookie(c.Writer, &http.Cookie{Name: visitorCookie, Value: number, Path: "/c/", MaxAge: int(visitorAge.Seconds()),
		HttpOnly: true, Secure: h.secure, SameSite: http.SameSiteLaxMode})
	return number
}

// plausible says whether a number has the shape of those that the service draws.
func plausible(number string) bool {
	const length = 26
	if len(number) != length {
		return false
	}
	for _, r := range number {
		if (r < 'a' || r > 'z') && (r < '2' || r > '7') {
			return false
		}
	}
	return true
}
