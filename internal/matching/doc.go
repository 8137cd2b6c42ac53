// Package matching finds, in a list of organisations, those that may be the same one under two writings: a word that is
// missing, an accent, a legal form, a slip. It proposes, a person decides.
//
// Pure: no storage, no setting. Numbers of registration are compared by whoever has them; here are only names and
// places. Start with near.go.
package matching
