// Package kept keeps, for a second, the pages that are the same for everybody who asks for an address: visitors who come
// together share one making of a page.
//
// Nothing of a person goes in: no page of a response, of the console, or that a cookie changes. Start with Pages.Answer.
package kept
