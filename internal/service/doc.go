// Package service holds the use cases: one file per topic, one method per thing a person does. It checks permissions
// (consult's table), applies the rules, opens the transactions, and lets tallies follow after the commit.
//
// It knows neither HTTP nor SQL. Methods take a context, then the actor where the act is not open to everyone; they
// give consult types or small views made of them, and *consult.Error for whatever a person can be told.
// Start with service.go, then respond.go for the way of a response.
package service
