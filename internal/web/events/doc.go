// Package events is the meetings of a consultation as anybody sees them: the list, one event with its registration, and
// what the personal link of a registration opens: the ticket, mending, giving the place back.
//
// Handlers decode, call the service, and render or redirect; who has a place is decided there. The organiser's side, the
// door included, is in console/events. Start with handlers.go.
package events
