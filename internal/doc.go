// Package internal is the house; README.md beside this file is its map.
package internal
