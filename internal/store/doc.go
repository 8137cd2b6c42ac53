// Package store keeps everything: one SQL implementation of consult.Store for SQLite and PostgreSQL.
//
// Queries are written once, in the subset both engines read, with $n arguments; what an engine does differently is a
// method of dialect or stands in its folder of migrations. Nothing here decides: a method does one thing that a use
// case asked for. No driver code leaves classify.go, no JSON or date takes another way than column.go.
//
// Start with store.go (opening), then batch.go (the one writer, rule 1), queries.go (how a statement runs) and
// responses.go for a topic like the others; owed.go says which rows come after their commit. storetest says what both engines must do.
package store
