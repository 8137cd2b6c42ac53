//go:build !linux

package database

// memory is a folder of the machine's memory, or "".
func memory() string { return "" }
