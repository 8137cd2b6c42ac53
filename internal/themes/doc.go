// Package themes suggests under which themes a text belongs: from the words of the themes at first, then from what
// people gave to other texts. Suggestions explain themselves by the words that weigh.
//
// A linear model over words, stems and pieces of words: what it learns is a weight per feature and theme, so that an
// explanation is the model itself and not a story about it. Pure and deterministic: no storage, no clock, no setting of
// the house; the same examples and the same seed give the same model, however many processors work. Nothing here
// decides: people confirm or reject (rule 8).
//
// Start with train.go; recipe.go holds the numbers that trying chose, words.go cuts texts, features.go weighs them, lean.go
// too for each theme, svm.go learns, calibrate.go makes scores probabilities, explain.go says why, near.go finds campaigns,
// evaluate.go and reliability.go measure.
package themes
