package testkit

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"

	"github.com/chromedp/chromedp"
)

// axeFile is the checker, among the packages of the assets (npm ci).
const axeFile = "internal/web/assets/node_modules/axe-core/axe.min.js"

// CheckAxe fails the test for each fault axe-core finds in the page (WCAG 2.2 A and AA, and its good practices).
// It skips the test where the checker is not installed (see Require: "assets").
func (b *Tab) CheckAxe() {
	b.t.Helper()
	Require(b.t, "assets")
	if !Evaluate[bool](b, "!!window.axe") { // it stays in a page that is looked at twice
		script, err := os.ReadFile(filepath.Join(RepositoryRoot(b.t), axeFile))
		b.check("read axe", err)
		_, err = chromedp.Run(b.ctx, chromedp.Evaluate[bool](string(script)+"; true"))
		b.check("load axe", err)
	}
	found := Evaluate[string](b, axeRun)
	var violations []violation
	b.check("read axe's report", json.Unmarshal([]byte(found), &violations))
	for _, v := range violations {
		b.t.Errorf("%s: axe %s (%s): %s\n\t%s", b.URL(), v.ID, v.Impact, v.Help, strings.Join(v.Nodes, "\n\t"))
	}
}

// violation is one rule broken, with where.
type violation struct {
	ID     string   `json:"id"`
	Impact string   `json:"impact"`
	Help   string   `json:"help"`
	Nodes  []string `json:"nodes"`
}

const axeRun = `axe.run(document, {
	runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
	resultTypes: ['violations']
}).then(r => JSON.stringify(r.violations.map(v => ({
	id: v.id, impact: v.impact, help: v.help, nodes: v.nodes.map(n => n.html.slice(0, 200) + ' — ' + n.failureSummary.replace(/\s+/g, ' '))
}))))`
