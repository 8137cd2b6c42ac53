// Package tally counts: columns in memory, one slot per response, tallies and crossings of any questions in
// milliseconds, and the control of what a published table gives away.
//
// It is pure: no SQL, no HTTP, no clock. It is told of changes and believes them. Start with engine.go.
package tally
