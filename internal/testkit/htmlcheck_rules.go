package testkit

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// The checks of CheckHTML, each under the RGAA criterion it comes from.

// checkDocument: language, title, landmarks, way past the header.
func checkDocument(p *markup) {
	root := p.elements("html")
	if len(root) != 1 || value(root[0], "lang") == "" {
		p.fault("8.3", "the page has no language")
	}
	p.each(func(n *html.Node) {
		if lang, ok := attribute(n, "lang"); ok && strings.TrimSpace(lang) == "" {
			p.fault("8.8", "%s has an empty lang", name(n))
		}
	})
	titles := slices.DeleteFunc(p.elements("title"), func(n *html.Node) bool { return inside(n, "svg") != nil })
	if len(titles) != 1 || text(titles[0]) == "" {
		p.fault("8.5", "the page has no title")
	}
	if mains := p.elements("main"); len(mains) != 1 {
		p.fault("9.2", "%d <main> elements", len(mains))
	}
	for _, link := range p.elements("a") {
		if target, ok := strings.CutPrefix(value(link, "href"), "#"); ok && target != "" && p.byID[target] == nil {
			p.fault("12.7", "%s leads nowhere in the page", name(link))
		}
	}
}

// checkHeadings: one h1, no empty heading, no level skipped.
func checkHeadings(p *markup) {
	level, titles := 0, 0
	for _, heading := range p.elements("h1", "h2", "h3", "h4", "h5", "h6") {
		now := int(heading.Data[1] - '0')
		if now == 1 {
			titles++
		}
		if text(heading) == "" {
			p.fault("9.1", "%s is empty", name(heading))
		}
		// What comes before the h1 (the summary of errors) has no level to follow.
		if titles > 0 && level > 0 && now > level+1 {
			p.fault("9.1", "h%d %q comes after h%d", now, text(heading), level)
		}
		if titles > 0 {
			level = now
		}
	}
	if titles != 1 {
		p.fault("9.1", "%d h1", titles)
	}
}

// checkIDs: unique, and what aria attributes point to exists.
func checkIDs(p *markup) {
	for id, holders := range p.byID {
		if len(holders) > 1 {
			p.fault("8.2", "id %q is given %d times", id, len(holders))
		}
		if id == "" || strings.ContainsAny(id, " \t\n") {
			p.fault("8.2", "id %q is not valid", id)
		}
	}
	p.each(func(n *html.Node) {
		for _, key := range []string{"aria-describedby", "aria-labelledby", "aria-controls", "aria-owns", "aria-details"} {
			list, ok := attribute(n, key)
			if ok && strings.TrimSpace(list) == "" {
				p.fault("8.2", "%s has an empty %s", name(n), key)
			}
			for _, id := range strings.Fields(list) {
				if p.byID[id] == nil {
					p.fault("8.2", "%s: %s points to %q, which does not exist", name(n), key, id)
				}
			}
		}
	})
}

// checkControls: each has a label, errors are tied to it, required is said without an asterisk.
func checkControls(p *markup) {
	for _, control := range p.elements("input", "select", "textarea", "button", "progress", "meter") {
		if slices.Contains([]string{"hidden", "submit", "button", "image", "reset"}, value(control, "type")) && control.Data == "input" {
			continue
		}
		if value(control, "aria-hidden") == "true" {
			continue
		}
		if label := p.labelOf(control); label == "" {
			p.fault("11.1", "%s has no label", name(control))
		} else if strings.Contains(label, "*") {
			p.fault("11.10", "%s says that it is required by an asterisk: %q", name(control), label)
		}
		if id := value(control, "id"); value(control, "aria-invalid") == "true" && id != "" {
			described := strings.Fields(value(control, "aria-describedby"))
			if group := inside(control, "fieldset"); group != nil {
				described = append(described, strings.Fields(value(group, "aria-describedby"))...)
			}
			if !slices.ContainsFunc(described, func(id string) bool { return strings.HasSuffix(id, "-error") }) {
				p.fault("11.10", "%s is invalid and no error is tied to it", name(control))
			}
		}
	}
	for _, label := range p.elements("label") {
		if target, ok := attribute(label, "for"); ok && p.byID[target] == nil {
			p.fault("11.1", "label %q is for %q, which does not exist", text(label), target)
		}
	}
}

// labelOf gives the words that name a control.
func (p *markup) labelOf(control *html.Node) string {
	if list := strings.Fields(value(control, "aria-labelledby")); len(list) > 0 && p.byID[list[0]] != nil {
		return text(p.byID[list[0]][0])
	}
	if words := value(control, "aria-label"); words != "" {
		return words
	}
	if control.Data == "button" {
		return text(control)
	}
	if label := p.labels[value(control, "id")]; label != nil {
		return text(label)
	}
	if label := inside(control, "label"); label != nil {
		return text(label)
	}
	return value(control, "title")
}

// checkGroups: radio buttons and checkboxes of one question stand in a fieldset with a legend.
func checkGroups(p *markup) {
	for _, group := range p.elements("fieldset") {
		legend := ""
		for child := group.FirstChild; child != nil; child = child.NextSibling {
			if child.Type == html.ElementNode && child.Data == "legend" {
				legend = text(child)
			}
		}
		if legend == "" {
			p.fault("11.6", "%s has no legend", name(group))
		}
		if strings.Contains(legend, "*") {
			p.fault("11.10", "legend %q says required by an asterisk", legend)
		}
	}
	sizes := map[string]int{}
	for _, input := range p.elements("input") {
		if kind := value(input, "type"); kind == "radio" || kind == "checkbox" {
			sizes[value(input, "name")]++
		}
	}
	for _, input := range p.elements("input") {
		kind, group := value(input, "type"), value(input, "name")
		if (kind == "radio" || kind == "checkbox") && sizes[group] > 1 && inside(input, "fieldset") == nil && inside(input, "table") == nil {
			p.fault("11.5", "%s belongs to a group without fieldset", name(input))
			sizes[group] = 1 // once is enough
		}
	}
}

// checkTables: a caption, headers with their scope.
func checkTables(p *markup) {
	for _, table := range p.elements("table") {
		if value(table, "role") == "presentation" {
			continue
		}
		caption, headers := "", 0
		walk(table, func(n *html.Node) {
			switch n.Data {
			case "caption":
				caption = text(n)
			case "th":
				headers++
				if scope := value(n, "scope"); scope == "" && value(n, "id") == "" {
					p.fault("5.7", "header %q has no scope", text(n))
				}
			}
		})
		if caption == "" && value(table, "aria-label") == "" && value(table, "aria-labelledby") == "" && inside(table, "blockquote") == nil {
			p.fault("5.4", "%s has no caption", name(table))
		}
		if headers == 0 {
			p.fault("5.6", "%s has no header", name(table))
		}
	}
}

// checkLinks: each has words.
func checkLinks(p *markup) {
	for _, link := range p.elements("a") {
		if _, ok := attribute(link, "href"); ok && text(link) == "" && value(link, "aria-label") == "" {
			p.fault("6.2", "%s has no words", name(link))
		}
	}
	for _, frame := range p.elements("iframe") {
		if value(frame, "title") == "" {
			p.fault("2.1", "%s has no title", name(frame))
		}
	}
}

// checkImages: each says what it shows, or that it shows nothing.
func checkImages(p *markup) {
	for _, image := range p.elements("img") {
		if _, ok := attribute(image, "alt"); !ok {
			p.fault("1.1", "%s has no alt", name(image))
		}
	}
	for _, drawing := range p.elements("svg") {
		named := value(drawing, "aria-label") != "" || value(drawing, "aria-labelledby") != ""
		hidden := value(drawing, "aria-hidden") == "true" || inAriaHidden(drawing)
		if !hidden && (!named || value(drawing, "role") != "img") {
			p.fault("1.1", "%s is neither hidden nor a named image", name(drawing))
		}
	}
}

func inAriaHidden(n *html.Node) bool {
	for up := n.Parent; up != nil; up = up.Parent {
		if value(up, "aria-hidden") == "true" {
			return true
		}
	}
	return false
}

// checkInline: no style and no script inside the page, which the content policy would refuse.
func checkInline(p *markup) {
	p.each(func(n *html.Node) {
		if n.Data == "style" {
			p.fault("CSP", "<style> in the page")
		}
		if n.Data == "script" {
			if kind := value(n, "type"); value(n, "src") == "" && kind != "application/json" && kind != "application/ld+json" {
				p.fault("CSP", "<script> in the page")
			}
		}
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				p.fault("CSP", "%s has an inline %s", name(n), a.Key)
			}
			if strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "javascript:") {
				p.fault("CSP", "%s: %s runs a script", name(n), a.Key)
			}
		}
	})
}

// checkLists: lists hold items, items stand in lists.
func checkLists(p *markup) {
	for _, list := range p.elements("ul", "ol") {
		for child := list.FirstChild; child != nil; child = child.NextSibling {
			if child.Type == html.ElementNode && !slices.Contains([]string{"li", "script", "template"}, child.Data) {
				p.fault("9.3", "%s holds %s", name(list), name(child))
			}
		}
	}
	for _, item := range p.elements("li") {
		if parent := item.Parent; parent == nil || !slices.Contains([]string{"ul", "ol", "menu"}, parent.Data) {
			p.fault("9.3", "%s stands outside a list", name(item))
		}
	}
}
