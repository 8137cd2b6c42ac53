// Package assets serves the built styles, scripts and fonts, embedded in the binary.
//
// The sources are styles/ (Sass) and scripts/; `npm ci --ignore-scripts && npm run build` writes dist/, which is not
// committed. Without a build every address is blank and the pages work unstyled. What is not the making of a page's
// look or behaviour has no place here.
package assets

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
)

//go:embed all:dist
var dist embed.FS

// Prefix is the path under which the assets are served.
const Prefix = "/assets/"

// Assets knows the address of each built file and serves it. It is immutable.
type Assets struct {
	addresses map[string]string // «main.css» → «/assets/main-3F9A.css»
	files     map[string]*file  // by name in dist
}

// file is one built file with its compressed forms.
type file struct {
	contentType string
	plain       []byte
	gzip        []byte
	brotli      []byte
}

// Embedded gives the assets of this binary.
func Embedded() (*Assets, error) {
	built, err := fs.Sub(dist, "dist")
	if err != nil {
		return nil, fmt.Errorf("open embedded assets: %w", err)
	}
	return Load(built)
}

// Load reads a build: manifest.json and the files it names, each with .gz and .br beside it. A folder without
// manifest is a build not made yet, not an error.
func Load(built fs.FS) (*Assets, error) {
	assets := &Assets{addresses: map[string]string{}, files: map[string]*file{}}
	manifest, err := fs.ReadFile(built, "manifest.json")
	if errors.Is(err, fs.ErrNotExist) {
		return assets, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read assets manifest: %w", err)
	}
	var names map[string]string
	if err := json.Unmarshal(manifest, &names); err != nil {
		return nil, fmt.Errorf("read assets manifest: %w", err)
	}
	for name, hashed := range names {
		if err := assets.add(built, name, hashed); err != nil {
			return nil, err
		}
	}
	return assets, nil
}

func (a *Assets) add(built fs.FS, name, hashed string) error {
	plain, err := fs.ReadFile(built, hashed)
	if err != nil {
		return fmt.Errorf("read asset %s: %w", name, err)
	}
	added := &file{contentType: contentType(name), plain: plain}
	for suffix, compressed := range map[string]*[]byte{".gz": &added.gzip, ".br": &added.brotli} {
		data, err := fs.ReadFile(built, hashed+suffix)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("read asset %s: %w", name+suffix, err)
		}
		*compressed = data // none for what is already compressed
	}
	a.addresses[name] = Prefix + hashed
	a.files[hashed] = added
	return nil
}

func contentType(name string) string {
	switch path.Ext(name) {
	case ".woff2":
		return "font/woff2"
	case ".js":
		return "text/javascript; charset=utf-8"
	default:
		return mime.TypeByExtension(path.Ext(name))
	}
}

// Built says whether there is anything to serve.
func (a *Assets) Built() bool { return len(a.files) > 0 }

// URL gives the address of a file by its name before the build («main.css»), or "" when it was not built.
func (a *Assets) URL(name string) string { return a.addresses[name] }

// ServeHTTP serves a built file, compressed when the client accepts it. The name holds a hash of the content, so the
// client may keep it for ever.
func (a *Assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	found, ok := a.files[strings.TrimPrefix(r.URL.Path, Prefix)]
	if !ok {
		http.NotFound(w, r)
		return
	}
	body, encoding := found.best(r.Header.Get("Accept-Encoding"))
	header := w.Header()
	header.Set("Content-Type", found.contentType)
	header.Set("Cache-Control", "public, max-age=31536000, immutable")
	header.Set("Vary", "Accept-Encoding")
	if encoding != "" {
		header.Set("Content-Encoding", encoding)
	}
	header.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // a client that left is not our error
	}
}

// best chooses the smallest form the client accepts.
func (f *file) best(accepted string) (body []byte, encoding string) {
	switch {
	case f.brotli != nil && accepts(accepted, "br"):
		return f.brotli, "br"
	case f.gzip != nil && accepts(accepted, "gzip"):
		return f.gzip, "gzip"
	default:
		return f.plain, ""
	}
}

// accepts reads an Accept-Encoding header: the coding is named and not refused by q=0.
func accepts(header, coding string) bool {
	for _, part := range strings.Split(header, ",") {
		name, parameters, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.EqualFold(strings.TrimSpace(name), coding) {
			quality := strings.TrimPrefix(strings.ReplaceAll(parameters, " ", ""), "q=")
			return quality != "0" && quality != "0.0" && quality != "0.00" && quality != "0.000"
		}
	}
	return false
}
