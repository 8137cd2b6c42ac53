// Package app wires the program: it opens the store, makes the service, mounts the site and watches over the process.
//
// It decides nothing of the domain. Start with app.go (what every command needs), then serve.go.
package app
