// Package pages is where the organiser writes the pages that the law asks for: accessibility, legal notice, personal
// data, site map, help, contact; of the whole site, and of a consultation where it differs.
//
// Handlers decode, call the service and render; plain forms, no script. Start with pages.go.
package pages
