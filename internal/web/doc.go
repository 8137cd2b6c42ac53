// Package web is the site: one flat table of routes, what every request goes through, and how errors become pages.
//
// Each audience has a folder (public, respond, console) whose handlers decode, call one method of the service, and
// render or redirect. No rule of the domain is decided here. Start with routes.go, then server.go, then errors.go.
package web
