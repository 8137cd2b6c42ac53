// Package events is the organiser's side of the meetings of a consultation: the list, one event with who is on its list
// and its workshops, the door on a phone, lists that are brought.
//
// Handlers decode, call one method of the service, and render or redirect; who may do what is decided there. The public
// side is in web/events. Start with handlers.go; door.go is what works at the door.
package events
