// Package mails is where the organiser sees which mails left and what became of each, stops and resumes them, sets their
// pace, tries the server, brings returned messages, and settles what nobody knows.
//
// Writing invitations is elsewhere: here are mails already written. Handlers decide nothing, service does. Start with
// list.go.
package mails
