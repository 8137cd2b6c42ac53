// Package forms is the questionnaire language: what a questionnaire is, what a posted answer means, which questions
// are shown, and what is wrong with an answer.
//
// It is pure: no SQL, no HTTP, no clock, no translation. Readers and writers (xlsform, yaml) turn files into a
// Definition; Compile turns a Definition into a Questionnaire, which evaluates the raw strings of a draft.
//
// Start with definition.go (the data), then questionnaire.go (Compile), then evaluation.go (what a draft is worth).
package forms
