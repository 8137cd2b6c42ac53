// Package collect is what the console does with contributions from elsewhere: files imported with their columns
// matched, workshop notes and letters typed in, photographs and scans beside them.
//
// Handlers decode, call the service and render; plain forms, no script. Start with handlers.go; each screen has a Go
// file and a .templ file of the same name.
package collect
