// Package results shows the organiser what was counted: participation as it comes, tallies, crossings, the responses
// one by one, and the files to take away. It decides nothing: service counts and checks who may see. The tables of
// addresses is in web/routes.go. Start with handlers.go.
package results
