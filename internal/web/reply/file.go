package reply

import (
	"io"
	"mime"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"concertation/internal/aside"
)

// Workbook is the content type of a workbook.
const Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// A file may be taken as slowly as that, in bytes a second, after some time for whatever else is slow.
const (
	slowest  = 64 << 10
	patience = 2 * time.Minute
)

// File sends, under a name, what write writes. It is made whole before the first byte leaves: an error is a page and never
// half a file. The time-out of writing runs from then on, longer for a larger file, however long the making took.
func File(c *gin.Context, name, contentType string, write func(io.Writer) error) error {
	var content aside.Content
	defer content.Close()
	if err := write(&content); err != nil {
		return err
	}
	deadline := time.Now().Add(patience + time.Duration(content.Size()/slowest)*time.Second)
	// What cannot have a deadline has none to put off.
	_ = http.NewResponseController(c.Writer).SetWriteDeadline(deadline)
	c.DataFromReader(http.StatusOK, content.Size(), contentType, content.Reader(), map[string]string{
		"Content-Disposition": mime.FormatMediaType("attachment", map[string]string{"filename": name}),
		"Cache-Control":       "no-store",
	})
	return nil
}
