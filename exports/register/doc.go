// Package register writes the sheet of a treatment for the register that a data-protection officer keeps (article 30 of the
// RGPD): an index, then one table a sheet.
//
// Tables are handed to it in words already; the same tables give the same bytes. Start with register.go.
package register
