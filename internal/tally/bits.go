package tally

import "math/bits"

// bitset is a set of slots.
type bitset []uint64

func (b bitset) has(slot int) bool {
	word := slot >> 6
	return word < len(b) && b[word]&(1<<(slot&63)) != 0
}

func (b *bitset) set(slot int, in bool) {
	word := slot >> 6
	for len(*b) <= word {
		*b = append(*b, 0)
	}
	if in {
		(*b)[word] |= 1 << (slot & 63)
	} else {
		(*b)[word] &^= 1 << (slot & 63)
	}
}

// count gives how many slots are in b.
func (b bitset) count() int {
	total := 0
	for _, word := range b {
		total += bits.OnesCount64(word)
	}
	return total
}

// common gives how many slots are in both.
func (b bitset) common(other bitset) int {
	total := 0
	for i := range min(len(b), len(other)) {
		total += bits.OnesCount64(b[i] & other[i])
	}
	return total
}

// and gives the slots in both.
func (b bitset) and(other bitset) bitset {
	both := make(bitset, min(len(b), len(other)))
	for i := range both {
		both[i] = b[i] & other[i]
	}
	return both
}

// each calls f for every slot of b.
func (b bitset) each(f func(slot int)) {
	for i, word := range b {
		for word != 0 {
			f(i<<6 + bits.TrailingZeros64(word))
			word &= word - 1
		}
	}
}
