// Package expression reads and evaluates the expressions of XLSForm (relevant, constraint, choice_filter): parsed once,
// evaluated on answers with XPath 1.0's coercions, where a blank answer is the empty string.
//
// Errors carry a position. It knows nothing of questionnaires: a Scope gives it the values. Start with Parse.
package expression
