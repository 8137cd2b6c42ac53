package ideas

import (
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
)

// A visitor is known by a random number, for one purpose: that a support counts once. The cookie is made at the first
// support. Until then each page carries a pass of its own in its form, which the cookie then keeps: pressing twice
// before the first answer is one support, and so is pressing in two tabs.
const (
	visitorCookie = "concertation_visiteur"
	fieldVisitor  = "visiteur"
)

// visitor gives the number of whoever asks, or "" before their first support and after their pass has ended.
func (h *Handlers) visitor(c *gin.Context) (string, error) {
	cookie, err := c.Request.Cookie(visitorCookie)
	if err != nil {
		return "", nil
	}
	number, err := h.service.VisitorOf(c.Request.Context(), cookie.Value)
	if consult.CodeOf(err) == consult.CodeForbidden {
		return "", nil
	}
	return number, err
}

// supporter gives the number of whoever presses a button: the browser's, or else the page's, which the browser is then
// to keep. CodeForbidden where neither was written here.
func (h *Handlers) supporter(c *gin.Context, values url.Values) (string, error) {
	number, err := h.visitor(c)
	if err != nil || number != "" {
		return number, err
	}
	pass := values.Get(fieldVisitor)
	if number, err = h.service.VisitorOf(c.Request.Context(), pass); err != nil {
		return "", err
	}
	http.SetCookie(c.Writer, &http.Cookie{Name: visitorCookie, Value: pass, Path: "/c/", MaxAge: int(service.VisitorAge.Seconds()),
		HttpOnly: true, Secure: h.secure, SameSite: http.SameSiteLaxMode})
	return number, nil
}
