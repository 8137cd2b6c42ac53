// Package ledger is «Suivi»: who of the list was invited, reached, opened, answered, came; which strata are silent and
// whom to call; several answers from one structure; responses tied to no structure of the list.
//
// Handlers decode, call the service and render; plain forms, no script. Start with handlers.go; each screen has a Go
// file and a .templ file of the same name.
package ledger
