// Package ideas is the idea box as anybody sees it: the list with its filters, dropping an idea, reading one, supporting
// it, commenting on it, and what its author's personal link opens.
//
// Handlers decode, call the service, and render or redirect; what is shown, accepted or refused is decided there. The
// organiser's side is in console/ideas. Start with handlers.go; address.go holds the addresses, words.go how things are
// said, and each screen has a Go file and a .templ file of the same name.
package ideas
