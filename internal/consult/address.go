package consult

import "strings"

// FoldAddress writes an e-mail address so that two ways to write the same mailbox compare equal.
func FoldAddress(address string) string { return strings.ToLower(strings.TrimSpace(address)) }
