// Package reference is the consultation of 2016 on the social and solidarity economy of Pays de la Loire, as data: its
// texts, its steps with their declared figures, its themes, its stakes and objectives; and the demonstration that
// stands beside it, fictitious and open.
//
// It is pure data, read from the YAML files beside it: nothing here stores anything, makes an identifier or reads a
// clock. Start with reference.go.
package reference
