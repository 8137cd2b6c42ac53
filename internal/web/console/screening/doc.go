// Package screening is the reading of texts before they are published (R2.6): each text that may be published and in
// which something gives somebody away, what is hidden of it, and a person's word on each part.
//
// Handlers read and act through the service and decide nothing; plain forms, no script. Start with list.go.
package screening
