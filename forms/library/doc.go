// Package library holds the questionnaires that come with the program, as YAML text: the reference questionnaire of
// the consultation, one that has every kind of question (for goldens and accessibility checks), and a one-page one
// (for benchmarks).
//
// No questionnaire is written in Go here. Start with reference.yaml.
package library
