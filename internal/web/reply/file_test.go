package reply_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"concertation/internal/web/reply"
)

// files serves the files that a function writes, on a server that gives little time to answer.
func files(t *testing.T, write func(io.Writer) error) (url string, failed chan error) {
	t.Helper()
	gin.SetMode(gin.TestMode)
	engine := gin.New()
	failed = make(chan error, 1)
	engine.GET("/", func(c *gin.Context) {
		if err := reply.File(c, "données.zip", "application/zip", write); err != nil {
			c.String(http.StatusInternalServerError, "page")
			failed <- err
		}
	})
	server := httptest.NewUnstartedServer(engine)
	server.Config.WriteTimeout = 20 * time.Millisecond
	server.Start()
	t.Cleanup(server.Close)
	return server.URL, failed
}

func TestAFileLongInTheMakingIsSentWhole(t *testing.T) {
	content := strings.Repeat("contenu ", 1<<18)
	url, _ := files(t, func(out io.Writer) error {
		time.Sleep(60 * time.Millisecond) // three times what the server gives
		_, err := io.WriteString(out, content)
		return err
	})
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	got, err := io.ReadAll(response.Body)
	if err != nil || string(got) != content || response.ContentLength != int64(len(content)) {
		t.Errorf("%d bytes of %d, %d announced, %v", len(got), len(content), response.ContentLength, err)
	}
	if name := response.Header.Get("Content-Disposition"); name != "attachment; filename*=utf-8''donn%C3%A9es.zip" {
		t.Errorf("saved as %q", name)
	}
}

func TestAFileThatCannotBeMadeLeavesAPage(t *testing.T) {
	broken := errors.New("no more texts")
	url, failed := files(t, func(out io.Writer) error {
		_, err := io.WriteString(out, "half a file")
		return errors.Join(broken, err)
	})
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	got, err := io.ReadAll(response.Body)
	if err != nil || string(got) != "page" || response.StatusCode != http.StatusInternalServerError || !errors.Is(<-failed, broken) {
		t.Errorf("%d %q, %v", response.StatusCode, got, err)
	}
}
