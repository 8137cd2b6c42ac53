// Package ideas is the organiser's side of the idea box: what is to be read, one idea with the acts of moderation and
// the public answer, merging ideas that say the same, the log of moderation, and the settings of the box.
//
// Handlers read and act through the service and decide nothing. Start with handlers.go; each screen has a Go file and a
// .templ file of the same name. What anybody sees is in web/ideas.
package ideas
