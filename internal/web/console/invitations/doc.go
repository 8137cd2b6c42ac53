// Package invitations is the screens of the console from which the structures of a list are invited and reminded:
// campaigns written, tried on a real structure, scheduled, stopped, with the fates of their mails.
//
// Nothing of how mails leave stands here (console/mails), nor who answered (console/ledger). Start with list.go.
package invitations
