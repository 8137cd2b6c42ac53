// Package grid is the screen where the grid of themes is written and published, version after version.
//
// One form holds the whole grid; a check page says what publishing does to what was given already; only then is it
// published. The rules are in consult (grid.go, grid_draft.go): nothing is decided here. Start with handlers.go.
package grid
