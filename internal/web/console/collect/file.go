package collect

import (
	"errors"
	"mime/multipart"
	"net/http"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

type filePage struct {
	ui.Page
	form
	Slug string
}

// ShowFile asks for the file to import.
func (h *Handlers) ShowFile(c *gin.Context) error {
	page, err := h.filePage(c, h.form(nil))
	if err != nil {
		return err
	}
	return reply.OK(c, file(*page))
}

func (h *Handlers) filePage(c *gin.Context, f form) (*filePage, error) {
	view, err := h.service.ContributionsDesk().All(c.Request.Context(), h.frame.Actor(c), c.Param("slug"))
	if err != nil {
		return nil, err
	}
	page := &filePage{Page: h.begin(c, h.p.T("collect.file.title"), &view.Consultation), form: f, Slug: view.Consultation.Slug}
	page.Errors = f.problems()
	return page, nil
}

// SubmitFile keeps the file, and asks what its columns are.
func (h *Handlers) SubmitFile(c *gin.Context) error {
	uploads, closing, err := uploaded(c, "file")
	if err != nil {
		return err
	}
	defer closing()
	f := h.form(nil)
	if len(uploads) == 0 {
		if _, err := h.filePage(c, f); err != nil {
			return err // who may not import learns so first
		}
		f.fault("file", "collect.error.no_file")
	} else {
		held, err := h.service.ContributionsDesk().Receive(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), uploads[0].Name, uploads[0].Content)
		if err == nil {
			return reply.See(c, base(c.Param("slug"))+"/importer/"+string(held.ID))
		}
		if err := f.with(err); err != nil {
			return err
		}
	}
	page, err := h.filePage(c, f)
	if err != nil {
		return err
	}
	return reply.Invalid(c, file(*page))
}

// uploaded gives the files of a field, those without a name left out; closing releases them.
func uploaded(c *gin.Context, field string) (uploads []service.Upload, closing func(), err error) {
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

// maxFile is the largest file that is taken, in millions of bytes.
const maxFile = service.MaxImportFile >> 20

// maxScan and mostScans bound what is attached.
const (
	maxScan   = consult.MaxAttachment >> 20
	mostScans = consult.MostAttached
)
