package testkit

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// CheckHTML fails the test for each accessibility fault that can be seen in a page's source, named by its RGAA 4.1
// criterion. It replaces neither axe in a browser nor a person's audit.
func CheckHTML(t testing.TB, body string) {
	t.Helper()
	for _, fault := range HTMLFaults(body) {
		t.Error(fault)
	}
}

// HTMLFaults lists the faults that CheckHTML reports.
func HTMLFaults(body string) []string {
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		return []string{"8.2 not HTML: " + err.Error()}
	}
	page := newMarkup(root)
	for _, check := range []func(*markup){
		checkDocument, checkHeadings, checkIDs, checkControls, checkGroups, checkTables, checkLinks, checkImages,
		checkInline, checkLists,
	} {
		check(page)
	}
	return page.faults
}

// markup is a parsed page with what the checks look up.
type markup struct {
	root   *html.Node
	byID   map[string][]*html.Node
	labels map[string]*html.Node // by the id they are for
	faults []string
}

func newMarkup(root *html.Node) *markup {
	p := &markup{root: root, byID: map[string][]*html.Node{}, labels: map[string]*html.Node{}}
	p.each(func(n *html.Node) {
		if id, ok := attribute(n, "id"); ok {
			p.byID[id] = append(p.byID[id], n)
		}
		if target, ok := attribute(n, "for"); ok && n.Data == "label" {
			p.labels[target] = n
		}
	})
	return p
}

func (p *markup) fault(criterion, format string, args ...any) {
	p.faults = append(p.faults, criterion+" "+fmt.Sprintf(format, args...))
}

// each visits every element in document order.
func (p *markup) each(visit func(*html.Node)) { walk(p.root, visit) }

func (p *markup) elements(names ...string) []*html.Node {
	var found []*html.Node
	p.each(func(n *html.Node) {
		if slices.Contains(names, n.Data) {
			found = append(found, n)
		}
	})
	return found
}

func walk(n *html.Node, visit func(*html.Node)) {
	if n.Type == html.ElementNode {
		visit(n)
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		walk(child, visit)
	}
}

func attribute(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

func value(n *html.Node, name string) string {
	text, _ := attribute(n, name)
	return text
}

// text gives the words inside a node; those hidden from everybody's ears are left out.
func text(n *html.Node) string {
	var out strings.Builder
	var add func(*html.Node)
	add = func(n *html.Node) {
		if n.Type == html.TextNode {
			out.WriteString(n.Data)
		}
		if n.Type == html.ElementNode && value(n, "aria-hidden") == "true" {
			return
		}
		if n.Type == html.ElementNode && n.Data == "img" {
			out.WriteString(value(n, "alt"))
		}
		for child := n.FirstChild; child != nil; child = child.NextSibling {
			add(child)
		}
	}
	add(n)
	return strings.Join(strings.Fields(out.String()), " ")
}

// name shows a node in a message.
func name(n *html.Node) string {
	shown := "<" + n.Data
	for _, key := range []string{"id", "name", "href", "class"} {
		if v := value(n, key); v != "" {
			return shown + " " + key + "=" + v + ">"
		}
	}
	return shown + ">"
}

func inside(n *html.Node, names ...string) *html.Node {
	for up := n.Parent; up != nil; up = up.Parent {
		if up.Type == html.ElementNode && slices.Contains(names, up.Data) {
			return up
		}
	}
	return nil
}
