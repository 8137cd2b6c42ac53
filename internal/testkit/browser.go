package testkit

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// Chrome is a headless Chromium that a test drives. It stops with the test.
type Chrome struct {
	t   testing.TB
	ctx context.Context
}

// Tab is one tab of a Chrome.
type Tab struct {
	t   testing.TB
	ctx context.Context
}

// Widths at which pages are looked at: a desk, and the narrowest screen that must not scroll sideways (R3.3).
const (
	WideScreen   = 1280
	NarrowScreen = 320
)

// View says how a tab shows pages.
type View struct {
	Width    int  // 0: WideScreen
	Height   int  // 0: 900
	NoScript bool // JavaScript off (R3.5)
	Dark     bool // the system asks for a dark scheme
}

// patience bounds what a test does in a tab, so that a page that never answers fails rather than hangs.
const patience = 60 * time.Second

// Browser starts Chromium, or skips the test where there is none (see Require).
func Browser(t testing.TB) *Chrome {
	t.Helper()
	Require(t, "chromium")
	profile := profileFolder(t)
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromiumPath()), chromedp.UserDataDir(profile), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, closeBrowser := chromedp.NewContext(allocator)
	t.Cleanup(func() {
		closeBrowser()
		stop()
	})
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start Chromium: %v", err)
	}
	return &Chrome{t: t, ctx: ctx}
}

// profileFolder gives an empty folder that outlives the browser's last writes: its children may still write while the
// test ends, which t.TempDir would report as a failure.
func profileFolder(t testing.TB) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "chromium-*")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	return folder
}

// chromiumPath gives the browser of this machine, or "".
func chromiumPath() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// Tab opens a tab that stops with the test.
func (c *Chrome) Tab(view View) *Tab {
	c.t.Helper()
	ctx, closeTab := chromedp.NewContext(c.ctx)
	ctx, stop := context.WithTimeout(ctx, patience)
	c.t.Cleanup(func() {
		stop()
		closeTab()
	})
	tab := &Tab{t: c.t, ctx: ctx}
	if view.Width == 0 {
		view.Width = WideScreen
	}
	if view.Height == 0 {
		view.Height = 900
	}
	tab.do(chromedp.EmulateViewport(int64(view.Width), int64(view.Height)))
	if view.NoScript {
		_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		tab.check("switch JavaScript off", err)
	}
	features := []*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: "reduce"}}
	if view.Dark {
		features = append(features, &emulation.MediaFeature{Name: "prefers-color-scheme", Value: "dark"})
	}
	_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features})
	tab.check("set the scheme", err)
	return tab
}

func (b *Tab) check(action string, err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatalf("%s: %v", action, err)
	}
}

func (b *Tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	b.check("browser", chromedp.Do(b.ctx, steps...))
}

// Go opens an address and waits for the page.
func (b *Tab) Go(url string) {
	b.t.Helper()
	b.check("open "+url, chromedp.Do(b.ctx, chromedp.Navigate(url)))
}

// Resize shows the page at another width, as a screen that is turned does.
func (b *Tab) Resize(width int) {
	b.t.Helper()
	b.do(chromedp.EmulateViewport(int64(width), 900))
}

// Follow clicks what the selector finds and waits for the page it leads to: a link, or a button that sends a form.
func (b *Tab) Follow(selector string) {
	b.t.Helper()
	_, err := chromedp.RunResponse(b.ctx, chromedp.Click(chromedp.CSS(selector)))
	b.check("follow "+selector, err)
}

// Click clicks what the selector finds, and does not wait for another page.
func (b *Tab) Click(selector string) {
	b.t.Helper()
	b.check("click "+selector, chromedp.Do(b.ctx, chromedp.Click(chromedp.CSS(selector))))
}

// Fill types a text into a field, after what it holds.
func (b *Tab) Fill(selector, text string) {
	b.t.Helper()
	b.check("fill "+selector, chromedp.Do(b.ctx, chromedp.SendKeys(chromedp.CSS(selector), text)))
}

// Choose puts a file of this machine in a field.
func (b *Tab) Choose(selector, path string) {
	b.t.Helper()
	b.check("choose "+path, chromedp.Do(b.ctx, chromedp.SetUploadFiles(chromedp.CSS(selector), []string{path})))
}

// Press sends keys to what has the focus; see chromedp's kb package for the special ones.
func (b *Tab) Press(keys string) {
	b.t.Helper()
	b.do(chromedp.KeyEvent(keys))
}

// Wait waits until the selector finds something visible.
func (b *Tab) Wait(selector string) {
	b.t.Helper()
	b.check("wait for "+selector, chromedp.Do(b.ctx, chromedp.WaitVisible(chromedp.CSS(selector))))
}

// Text gives the visible words of what the selector finds.
func (b *Tab) Text(selector string) string {
	b.t.Helper()
	text, err := chromedp.Run(b.ctx, chromedp.Text(chromedp.CSS(selector)))
	b.check("read "+selector, err)
	return text
}

// Title gives the window's title.
func (b *Tab) Title() string {
	b.t.Helper()
	title, err := chromedp.Run(b.ctx, chromedp.Title())
	b.check("read the title", err)
	return title
}

// URL gives the address shown.
func (b *Tab) URL() string {
	b.t.Helper()
	url, err := chromedp.Run(b.ctx, chromedp.Location())
	b.check("read the address", err)
	return url
}

// HTML gives the page as it stands.
func (b *Tab) HTML() string {
	b.t.Helper()
	source, err := chromedp.Run(b.ctx, chromedp.OuterHTML(chromedp.CSS("html")))
	b.check("read the page", err)
	return source
}

// Evaluate gives the value of a JavaScript expression. It needs JavaScript on.
func Evaluate[T any](b *Tab, expression string) T {
	b.t.Helper()
	result, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	b.check("evaluate", err)
	return result
}

// CheckReflow fails the test when the page scrolls sideways (R3.3; meaningful at NarrowScreen).
func (b *Tab) CheckReflow() {
	b.t.Helper()
	if over := Evaluate[string](b, overflowing); over != "" {
		b.t.Errorf("%s scrolls sideways because of %s", b.URL(), over)
	}
}

// overflowing names what sticks out of a page that scrolls sideways.
const overflowing = `(() => {
	const width = document.documentElement.clientWidth
	if (document.scrollingElement.scrollWidth <= width) return ''
	const out = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > width + 1)
	return out.slice(0, 5).map(e => e.tagName.toLowerCase() + '.' + e.className).join(', ') || 'something'
})()`

// Screenshot writes a picture of the whole page as a PNG file, for whoever wants to look.
func (b *Tab) Screenshot(path string) {
	b.t.Helper()
	picture, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	b.check("take a picture", err)
	b.check("make folder", os.MkdirAll(filepath.Dir(path), 0o700))
	b.check("write picture", os.WriteFile(path, picture, 0o600))
}

// Picture writes a screenshot into the folder CONCERTATION_PICTURES names, and does nothing when it names none: the
// pages that tests check can then be looked at.
func Picture(b *Tab, name string, view View) {
	b.t.Helper()
	folder := os.Getenv("CONCERTATION_PICTURES")
	if folder == "" {
		return
	}
	suffix := "wide"
	if view.Width == NarrowScreen {
		suffix = "narrow"
	}
	if view.Dark {
		suffix += "-dark"
	}
	b.Screenshot(filepath.Join(folder, name+"-"+suffix+".png"))
}
