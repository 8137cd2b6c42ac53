// Package rights is what an organiser does for a person who asks about their data (R2.3): find what is held, show it all,
// hand it over, put it right, freeze it, take an objection, erase it.
//
// Addresses name cases, never people. Handlers decide nothing; everything works without script. Start with handlers.go.
package rights
