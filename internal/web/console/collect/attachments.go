package collect

import (
	"mime"
	"net/http"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/console/part"
	"concertation/internal/web/reply"
)

// attach puts the files posted beside a record; refused shows the page with those that could not be taken.
func (h *Handlers) attach(c *gin.Context, owner consult.Owner, address string, refused func([]service.RefusedUpload) error) error {
	uploads, closing, err := part.Uploaded(c, "files")
	if err != nil {
		return err
	}
	defer closing()
	attached, left, err := h.service.Attach(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), owner, uploads)
	if err != nil {
		return err
	}
	if len(uploads) == 0 {
		left = []service.RefusedUpload{{Fault: consult.FieldError{Field: "files", Key: "collect.error.no_file"}}}
	}
	if len(left) > 0 {
		return refused(left)
	}
	return h.done(c, address, "collect.attachment.added", "count", attached)
}

// refuse says in one fault which files were not taken, and why.
func (f *form) refuse(refused []service.RefusedUpload) {
	words := ""
	for _, one := range refused {
		if words != "" {
			words += " "
		}
		reason := f.p.T(one.Fault.Key, one.Fault.Args...)
		if one.Name == "" {
			words += reason
			continue
		}
		words += f.p.T("collect.attachment.refused", "name", one.Name, "reason", reason)
	}
	if words != "" {
		f.Say("files", words)
	}
}

// scanPolicy shuts an attachment in a box of its own: nothing it may hold runs, loads or sends anything.
const scanPolicy = "sandbox; default-src 'none'; frame-ancestors 'none'"

// ShowAttachment gives an attachment as a file to keep: it is never a page of the site.
func (h *Handlers) ShowAttachment(c *gin.Context) error {
	id, err := recordID(c)
	if err != nil {
		return err
	}
	found, content, err := h.service.OpenAttachment(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id)
	if err != nil {
		return err
	}
	c.Header("Content-Security-Policy", scanPolicy)
	c.Header("X-Content-Type-Options", "nosniff")
	c.Header("Cross-Origin-Resource-Policy", "same-origin")
	disposition := mime.FormatMediaType("attachment", map[string]string{"filename": found.Name})
	if disposition == "" { // a name that no header can carry
		disposition = "attachment"
	}
	c.Header("Content-Disposition", disposition)
	c.Data(http.StatusOK, found.MediaType, content)
	return nil
}

// SubmitDetach removes an attachment.
func (h *Handlers) SubmitDetach(c *gin.Context) error {
	id, err := recordID(c)
	if err != nil {
		return err
	}
	owner, err := h.service.Detach(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id)
	if err != nil {
		return err
	}
	address := base(c.Param("slug")) + "/textes/" + string(owner.ContributionID)
	if owner.SessionID != "" {
		address = base(c.Param("slug")) + "/seances/" + string(owner.SessionID)
	}
	if err := h.frame.Say(c, "collect.attachment.removed"); err != nil {
		return err
	}
	return reply.See(c, address)
}

// maxScan and mostScans bound what is attached.
const (
	maxScan   = consult.MaxAttachment >> 20
	mostScans = consult.MostAttached
)
