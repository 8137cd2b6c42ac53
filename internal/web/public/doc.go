// Package public is what anybody reads: the home page, a consultation's page, and the pages every site must have
// (R3.7).
//
// Handlers read through the service and decide nothing. Start with handlers.go; each screen has a Go file and a
// .templ file of the same name.
package public
