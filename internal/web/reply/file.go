package reply

import (
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"
	"time"

	"github.com/gin-gonic/gin"
)

// Workbook is the content type of a workbook.
const Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// A file may be taken as slowly as that, in bytes a second, after some time for whatever else is slow.
const (
	slowest  = 64 << 10
	patience = 2 * time.Minute
)

// File sends, under a name, what write writes. It is made whole before the first byte leaves, aside and not in memory:
// an error is a page and never half a file. The time-out of writing runs from then on, longer for a larger file, however
// long the making took.
func File(c *gin.Context, name, contentType string, write func(io.Writer) error) error {
	aside, err := os.CreateTemp("", "concertation-download-")
	if err != nil {
		return fmt.Errorf("make %s: %w", name, err)
	}
	defer os.Remove(aside.Name())
	defer aside.Close()
	if err := write(aside); err != nil {
		return err
	}
	size, err := aside.Seek(0, io.SeekCurrent)
	if err == nil {
		_, err = aside.Seek(0, io.SeekStart)
	}
	if err != nil {
		return fmt.Errorf("make %s: %w", name, err)
	}
	deadline := time.Now().Add(patience + time.Duration(size/slowest)*time.Second)
	// What cannot have a deadline has none to put off.
	_ = http.NewResponseController(c.Writer).SetWriteDeadline(deadline)
	c.DataFromReader(http.StatusOK, size, contentType, aside, map[string]string{
		"Content-Disposition": mime.FormatMediaType("attachment", map[string]string{"filename": name}),
		"Cache-Control":       "no-store",
	})
	return nil
}
