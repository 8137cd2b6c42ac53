// Package exportstest makes the consultation that the tests of exports write: a small questionnaire of the kinds that
// have columns of their own, seeded answers, and texts meant to break files. Nothing of the program imports it. Start
// with Input.
package exportstest
