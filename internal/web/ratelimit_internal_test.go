package web

import (
	"strconv"
	"testing"
)

// This test is inside the package: the bound on memory shows in no answer.
func TestTheMemoryOfAddressesIsBounded(t *testing.T) {
	l := newLimiter(0.001, 1)
	for i := range 3 * addressesKept {
		if !l.allow(strconv.Itoa(i)) {
			t.Fatalf("the first act of address %d is refused", i)
		}
	}
	if kept := len(l.recent) + len(l.older); kept > 2*addressesKept {
		t.Errorf("%d addresses are kept", kept)
	}
	if last := strconv.Itoa(3*addressesKept - 1); l.allow(last) {
		t.Error("a recent address is forgotten")
	}
}
