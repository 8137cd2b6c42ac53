package main

import (
	"os"
	"runtime/debug"

	"github.com/KimMachineGun/automemlimit/memlimit"
)

// Collections are rare: a tenth of the processor less under load, for some tens of megabytes. So that a large consultation
// does not grow to five times what it holds, they become as frequent as it takes when the memory that the machine, or the
// container, gives comes near. GOGC and GOMEMLIMIT win over both.
const (
	collectAt = 400 // per cent of what is held
	ownShare  = 0.6 // of the memory given: the rest is for the cache of the database's files
)

// boundMemory sets when memory is collected. Where nothing tells how much memory there is, nothing bounds it, as before.
func boundMemory() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(collectAt)
	}
	_, _ = memlimit.Set(memlimit.WithRatio(ownShare), memlimit.WithProvider(memlimit.ApplyFallback(memlimit.FromCgroup, memlimit.FromSystem)))
}
