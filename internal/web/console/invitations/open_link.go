package invitations

import (
	"fmt"
	"mime"
	"net/http"

	"github.com/gin-gonic/gin"

	"concertation/internal/qr"
	"concertation/internal/web/ui"
)

// openLink is the one address that anybody may answer at, for posters and letters to all: it tells nobody from others.
type openLink struct {
	URL     string
	Picture string // the QR code, as SVG
}

// posterDots makes the PNG large enough for a poster: some 20 cm at 150 dots an inch.
const posterDots = 32

func (h *Handlers) openCode(c *gin.Context, page *ui.Page, slug string) (string, *qr.Code, error) {
	origin := page.Origin
	if origin == "" {
		origin = "http://" + c.Request.Host
	}
	url := origin + "/c/" + slug
	code, err := qr.New(url)
	return url, code, err
}

func (h *Handlers) openLink(c *gin.Context, page *ui.Page, slug string) (openLink, error) {
	url, code, err := h.openCode(c, page, slug)
	if err != nil {
		return openLink{}, fmt.Errorf("draw the open link: %w", err)
	}
	return openLink{URL: url, Picture: code.SVG(h.p.T("invitations.open.alt", "link", url), "invitations-code")}, nil
}

// DownloadOpenCode gives the QR code of the open link, for a poster.
func (h *Handlers) DownloadOpenCode(c *gin.Context) error {
	view, err := h.service.InvitationCampaigns(c.Request.Context(), h.frame.Actor(c), c.Param("slug"))
	if err != nil {
		return err
	}
	page, slug := h.frame.Page(c, "", nil), view.Consultation.Slug
	_, code, err := h.openCode(c, &page, slug)
	if err != nil {
		return fmt.Errorf("draw the open link: %w", err)
	}
	picture, err := code.PNG(posterDots)
	if err != nil {
		return err
	}
	c.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": slug + "-lien-ouvert.png"}))
	c.Data(http.StatusOK, "image/png", picture)
	return nil
}
