// Package aside holds what is made before it is sent: in memory while it is small, in a file of this machine once it is
// large. It is pure of what it holds. There is one file: aside.go.
package aside
