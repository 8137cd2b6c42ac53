// Package mail writes messages, hands them to an SMTP server, and reads what comes back, from a file or a mailbox.
//
// Pure of storage and of what mails are for: it knows addresses, messages, one connection at a time and delivery
// reports. Whoever sends decides what to do of a failure, which says how far the handing over went (failure.go).
// Nothing here logs, and no error holds a password. Start with connection.go, and with box.go for the mailbox.
package mail
