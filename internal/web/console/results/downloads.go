package results

import (
	"context"
	"io"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

type downloadsPage struct {
	ui.Page
	service.ExportOffer
}

// ShowDownloads offers the files.
func (h *Handlers) ShowDownloads(c *gin.Context) error {
	offer, err := h.service.OfferExports(c.Request.Context(), h.frame.Actor(c), c.Param("slug"))
	if err != nil {
		return err
	}
	page := h.frame.Page(c, "", &offer.Consultation)
	page.Title = page.P.T("results.downloads.title")
	return reply.OK(c, downloads(downloadsPage{Page: page, ExportOffer: offer}))
}

// The kinds of file, as addresses name them.
const (
	fileInternal    = "classeur-interne.xlsx"
	filePublic      = "classeur-public.xlsx"
	fileInternalCSV = "donnees-internes.zip"
	filePublicCSV   = "donnees-publiques.zip"
	fileInternalPNG = "graphiques-internes.zip"
	filePublicPNG   = "graphiques-publics.zip"
)

// Download sends a file.
func (h *Handlers) Download(c *gin.Context) error {
	write, contentType := h.service.ExportWorkbook, reply.Workbook
	public := false
	name := c.Param("fichier")
	switch name {
	case fileInternal:
	case filePublic:
		public = true
	case fileInternalCSV, filePublicCSV:
		write, contentType, public = h.service.ExportCSV, "application/zip", name == filePublicCSV
	case fileInternalPNG, filePublicPNG:
		write, contentType, public = h.service.ExportImages, "application/zip", name == filePublicPNG
	default:
		return consult.NotFound("error.not_found")
	}
	return h.send(c, write, name, contentType, public)
}

type exporter func(ctx context.Context, actor consult.Actor, slug string, public bool, out io.Writer) error

func (h *Handlers) send(c *gin.Context, write exporter, name, contentType string, public bool) error {
	slug := c.Param("slug")
	return reply.File(c, slug+"-"+name, contentType, func(out io.Writer) error {
		return write(c.Request.Context(), h.frame.Actor(c), slug, public, out)
	})
}
