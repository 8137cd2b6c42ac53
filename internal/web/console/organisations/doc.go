// Package organisations is what the console does with the list of the organisations to invite: finding, adding and
// mending them, importing a list, merging those that are there twice, and choosing the strata.
//
// Handlers decode, call the service and render; plain forms, no script. Start with handlers.go; each screen has a Go
// file and a .templ file of the same name.
package organisations
