// Package coding is the workbench of the grouping: the list of contributions, one contribution to read with the six
// themes under the fingers, and what each theme holds.
//
// Handlers read and act through the service and decide nothing. Everything works as plain forms; coding.js adds the
// keyboard. Start with handlers.go; each screen has a Go file and a .templ file of the same name.
package coding
