package main

import (
	"math"
	"os"
	"runtime/debug"
	"testing"

	"github.com/KimMachineGun/automemlimit/memlimit"
)

func TestMemoryIsBoundedByWhatTheMachineGives(t *testing.T) {
	for _, name := range []string{"GOMEMLIMIT", "GOGC"} { // put back at the end, absent until then
		t.Setenv(name, "")
		os.Unsetenv(name)
	}
	before, percent := debug.SetMemoryLimit(-1), debug.SetGCPercent(100)
	t.Cleanup(func() { debug.SetMemoryLimit(before); debug.SetGCPercent(percent) })
	boundMemory()
	machine, err := memlimit.FromSystem()
	if err != nil {
		t.Skip("nothing tells how much memory this system has: ", err)
	}
	if limit := debug.SetMemoryLimit(-1); limit == math.MaxInt64 || uint64(limit) > machine {
		t.Errorf("bounded at %d bytes, of the %d that the machine has", limit, machine)
	}
	if percent := debug.SetGCPercent(collectAt); percent != collectAt {
		t.Errorf("collected at %d %%", percent)
	}
}
