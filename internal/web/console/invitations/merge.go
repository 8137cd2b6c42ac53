package invitations

import (
	"context"
	"io"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/web/reply"
)

// DownloadMerge gives the spreadsheet from which letters are made.
func (h *Handlers) DownloadMerge(c *gin.Context) error {
	return h.send(c, h.service.ExportMailMerge, "publipostage.xlsx", reply.Workbook)
}

// DownloadCodes gives the QR codes of all structures.
func (h *Handlers) DownloadCodes(c *gin.Context) error {
	return h.send(c, h.service.ExportCodes, "codes-qr.zip", "application/zip")
}

func (h *Handlers) send(c *gin.Context, write func(context.Context, consult.Actor, string, string, bool, io.Writer) error, name, contentType string) error {
	slug := c.Param("slug")
	page := h.frame.Page(c, "", nil)
	origin := page.Origin
	if origin == "" {
		origin = "http://" + c.Request.Host
	}
	return reply.File(c, slug+"-"+name, contentType, func(out io.Writer) error {
		return write(c.Request.Context(), h.frame.Actor(c), slug, origin, c.Query("qui") == "sans-reponse", out)
	})
}

// SubmitPosted notes that the letters left.
func (h *Handlers) SubmitPosted(c *gin.Context) error {
	posted, err := reply.Form(c)
	if err != nil {
		return err
	}
	if _, err := h.service.NotePosted(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), posted.Get("qui") == "sans-adresse"); err != nil {
		return err
	}
	return h.done(c, base(c.Param("slug")), "invitations.posted")
}
