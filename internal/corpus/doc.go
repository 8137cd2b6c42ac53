// Package corpus counts contributions: who said what, of which category and territory, as columns in memory, so that two
// million texts are counted by theme in a fraction of a second. Texts themselves stay in the store.
//
// It is pure: no SQL, no HTTP, no clock. It is told of contributions as they stand and believes them; what people said of
// them (parts, themes) is handed over with each question. Start with corpus.go; the four counts and their rule are in
// counter.go.
package corpus
