package assets_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"concertation/internal/testkit"
	"concertation/internal/web/assets"
)

func built(t *testing.T) *assets.Assets {
	t.Helper()
	loaded, err := assets.Load(fstest.MapFS{
		"manifest.json":       {Data: []byte(`{"main.css": "main-0123.css", "font.woff2": "font-4567.woff2"}`)},
		"main-0123.css":       {Data: []byte("body{}")},
		"main-0123.css.gz":    {Data: []byte("gzipped")},
		"main-0123.css.br":    {Data: []byte("brotli")},
		"font-4567.woff2":     {Data: []byte("font")},
		"left-from-before.js": {Data: []byte("old")},
	})
	if err != nil {
		t.Fatal(err)
	}
	return loaded
}

func get(a *assets.Assets, path, accepted string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(http.MethodGet, path, nil)
	request.Header.Set("Accept-Encoding", accepted)
	recorder := httptest.NewRecorder()
	a.ServeHTTP(recorder, request)
	return recorder
}

func TestTheSmallestFormAcceptedIsSent(t *testing.T) {
	a := built(t)
	for _, c := range []struct{ name, accepted, encoding, body string }{
		{"a recent browser", "gzip, deflate, br, zstd", "br", "brotli"},
		{"an older one", "gzip, deflate", "gzip", "gzipped"},
		{"a program", "", "", "body{}"},
		{"who refuses brotli", "br;q=0, gzip", "gzip", "gzipped"},
		{"a coding whose name contains another's", "brx", "", "body{}"},
	} {
		t.Run(c.name, func(t *testing.T) {
			answer := get(a, a.URL("main.css"), c.accepted)
			if got := answer.Header().Get("Content-Encoding"); got != c.encoding {
				t.Errorf("encoding %q, want %q", got, c.encoding)
			}
			if answer.Body.String() != c.body {
				t.Errorf("body %q", answer.Body)
			}
			if answer.Header().Get("Content-Type") != "text/css; charset=utf-8" || answer.Header().Get("Vary") != "Accept-Encoding" {
				t.Errorf("headers %v", answer.Header())
			}
			if !strings.Contains(answer.Header().Get("Cache-Control"), "immutable") {
				t.Error("a name that holds a hash may be kept for ever")
			}
		})
	}
}

func TestOnlyWhatTheBuildNamesIsServed(t *testing.T) {
	a := built(t)
	if answer := get(a, a.URL("font.woff2"), "br"); answer.Header().Get("Content-Type") != "font/woff2" || answer.Body.String() != "font" {
		t.Errorf("the font: %v", answer.Header())
	}
	for _, path := range []string{"/assets/left-from-before.js", "/assets/manifest.json", "/assets/", "/assets/../assets.go"} {
		if answer := get(a, path, ""); answer.Code != http.StatusNotFound {
			t.Errorf("%s: status %d", path, answer.Code)
		}
	}
}

func TestWithoutABuildAddressesAreBlank(t *testing.T) {
	a, err := assets.Load(fstest.MapFS{".gitkeep": {}})
	if err != nil {
		t.Fatal(err)
	}
	if a.Built() || a.URL("main.css") != "" {
		t.Error("something is said to be built")
	}
}

func TestABuildThatLacksAFileIsRefused(t *testing.T) {
	if _, err := assets.Load(fstest.MapFS{"manifest.json": {Data: []byte(`{"main.css": "gone.css"}`)}}); err == nil {
		t.Error("it is accepted")
	}
}

func TestTheBuildOfThisTree(t *testing.T) {
	testkit.Require(t, "assets")
	a, err := assets.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"main.css", "main.js", "icon.svg", "atkinson-latin.woff2", "atkinson-latin-ext.woff2", "licences.txt"} {
		if a.URL(name) == "" {
			t.Errorf("%s is not built", name)
		}
	}
	plain := get(a, a.URL("main.css"), "").Body.Bytes()
	reader, err := gzip.NewReader(get(a, a.URL("main.css"), "gzip").Body)
	if err != nil {
		t.Fatal(err)
	}
	unzipped, err := io.ReadAll(reader)
	if err != nil || !bytes.Equal(plain, unzipped) {
		t.Errorf("the compressed form differs: %v", err)
	}
	for _, forbidden := range []string{"GDS Transport", "crown", "font:latin", "@import"} {
		if bytes.Contains(plain, []byte(forbidden)) {
			t.Errorf("the styles hold %q", forbidden)
		}
	}
	if size := get(a, a.URL("main.css"), "br").Body.Len() + get(a, a.URL("main.js"), "br").Body.Len(); size > 60_000 {
		t.Errorf("styles and scripts weigh %d bytes, more than a slow line should carry", size)
	}
}
