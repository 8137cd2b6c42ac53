// Package ui holds the parts every page is made of: the layouts, the fields of a form, tables, notices.
//
// A part is a small struct with a method In(p) that gives its component:
//
//	@ui.Radios{Field: ui.Field{Name: "statut", Label: "Votre statut"}, Options: options}.In(page.P)
//
// Fields are made here and nowhere else, so that label, hint, error and aria-describedby are tied once and for all
// (R3.1, R3.2). Nothing here knows a route, a service or a request. No inline style, no inline script: the content
// policy refuses them. Start with page.go, then layout.templ, then field.go.
//
// Generated code (*_templ.go) is committed: go tool templ generate -path internal/web.
package ui
