package part

import (
	"errors"
	"mime/multipart"
	"net/http"

	"github.com/gin-gonic/gin"

	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

type filePage struct {
	ui.Page
	Form
	Kind    *ImportKind
	Address string
}

// ShowFile asks for the file to import.
func (h *Imports) ShowFile(c *gin.Context) error {
	page, err := h.filePage(c, NewForm(h.p, nil))
	if err != nil {
		return err
	}
	return reply.OK(c, file(*page))
}

func (h *Imports) filePage(c *gin.Context, f Form) (*filePage, error) {
	view, err := h.kind.Desk.All(c.Request.Context(), h.frame.Actor(c), c.Param("slug"))
	if err != nil {
		return nil, err
	}
	page := &filePage{Page: h.begin(c, h.p.T(h.kind.Title), &view.Consultation), Form: f, Kind: h.kind, Address: h.base(c) + "/importer"}
	page.Errors = f.Problems()
	return page, nil
}

// SubmitFile keeps the file, and asks what its columns are.
func (h *Imports) SubmitFile(c *gin.Context) error {
	uploads, closing, err := Uploaded(c, "file")
	if err != nil {
		return err
	}
	defer closing()
	f := NewForm(h.p, nil)
	if len(uploads) == 0 {
		if _, err := h.filePage(c, f); err != nil {
			return err // who may not import learns so first
		}
		f.Fault("file", "collect.error.no_file")
	} else {
		held, err := h.kind.Desk.Receive(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), uploads[0].Name, uploads[0].Content)
		if err == nil {
			return reply.See(c, h.base(c)+"/importer/"+string(held.ID))
		}
		if err := f.With(err); err != nil {
			return err
		}
	}
	page, err := h.filePage(c, f)
	if err != nil {
		return err
	}
	return reply.Invalid(c, file(*page))
}

// Uploaded gives the files of a field, those without a name left out; closing releases them.
func Uploaded(c *gin.Context, field string) (uploads []service.Upload, closing func(), err error) {
	posted, err := c.MultipartForm()
	if err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			return nil, nil, err
		}
		if errors.Is(err, http.ErrNotMultipart) || errors.Is(err, http.ErrMissingBoundary) {
			return nil, func() {}, nil
		}
		return nil, nil, errors.Join(reply.ErrUnreadable, err)
	}
	var files []multipart.File
	closing = func() {
		for _, one := range files {
			one.Close()
		}
		_ = posted.RemoveAll() // temporary files: the system removes what is left
	}
	for _, header := range posted.File[field] {
		if header.Filename == "" {
			continue
		}
		opened, err := header.Open()
		if err != nil {
			closing()
			return nil, nil, err
		}
		files = append(files, opened)
		uploads = append(uploads, service.Upload{Name: header.Filename, Content: opened})
	}
	return uploads, closing, nil
}
