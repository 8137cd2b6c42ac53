// Package privacy finds in a free text what says who somebody is — names of people, addresses, telephone numbers,
// e-mail addresses, registration and bank numbers — and masks it, before the text is published (R2.6).
//
// Pure functions of a text: no storage, no setting, no language catalogue. A machine misses some and takes others by
// mistake: it proposes, a person decides. Start with find.go.
package privacy
