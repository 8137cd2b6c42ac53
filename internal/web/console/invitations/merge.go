package invitations

import (
	"bytes"
	"context"
	"io"
	"mime"
	"net/http"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
)

// DownloadMerge gives the spreadsheet from which letters are made.
func (h *Handlers) DownloadMerge(c *gin.Context) error {
	return h.send(c, h.service.ExportMailMerge, "publipostage.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
}

// DownloadCodes gives the QR codes of all structures.
func (h *Handlers) DownloadCodes(c *gin.Context) error {
	return h.send(c, h.service.ExportCodes, "codes-qr.zip", "application/zip")
}

func (h *Handlers) send(c *gin.Context, write func(context.Context, consult.Actor, string, string, io.Writer) error, name, contentType string) error {
	var file bytes.Buffer
	slug := c.Param("slug")
	page := h.frame.Page(c, "", nil)
	origin := page.Origin
	if origin == "" {
		origin = "http://" + c.Request.Host
	}
	if err := write(c.Request.Context(), h.frame.Actor(c), slug, origin, &file); err != nil {
		return err
	}
	c.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": slug + "-" + name}))
	c.Header("Cache-Control", "no-store")
	c.Data(http.StatusOK, contentType, file.Bytes())
	return nil
}
