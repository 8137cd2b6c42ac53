package themes

import (
	"cmp"
	"slices"
)

// Campaigns: many people send one text, some of them with a word of their own. Near-identical texts are shown together
// with their count, never deleted (R1.5).

// How alike texts of a campaign are: the share of runs of three words that they have in common. Shorter than
// leastShingles, they must have the same words.
const (
	alike         = 0.7
	leastShingles = 4
	signature     = 64 // numbers that sum a text up
	rows          = 4  // of a band: texts that share a band are compared
	mostCompared  = 50 // with the first of their band
)

// NearIdentical groups texts that are the same but for a few words: lists of ranks, each of two at least, by the rank of
// their first. Texts without a word are left out.
func NearIdentical(texts []Text) [][]int {
	shingled := make([][]uint32, len(texts))
	inPieces(len(texts), func(from, to int) {
		for i := from; i < to; i++ {
			shingled[i] = shingles(&texts[i])
		}
	})
	together := newUnion(len(texts))
	buckets := map[uint64][]int32{}
	for i, set := range shingled {
		if len(set) == 0 {
			continue
		}
		for _, key := range bands(set) {
			bucket := buckets[key]
			for _, other := range bucket[:min(len(bucket), mostCompared)] {
				if together.root(i) != together.root(int(other)) && near(set, shingled[other]) {
					together.join(i, int(other))
				}
			}
			if len(bucket) < mostCompared {
				buckets[key] = append(bucket, int32(i))
			}
		}
	}
	return together.groups()
}

// shingles gives the runs of three words of a text, hashed, sorted, each once.
func shingles(text *Text) []uint32 {
	var words []string
	for _, field := range []string{text.Title, text.Body} {
		for _, t := range tokens(nil, field) {
			if form := folded(field[t.start:t.end]); form != "" {
				words = append(words, form)
			}
		}
	}
	if len(words) == 0 {
		return nil
	}
	var set []uint32
	for i := range max(len(words)-2, 1) {
		h := uint32(0)
		for _, word := range words[i:min(i+3, len(words))] {
			h = h*31 + fnv(word)
		}
		set = append(set, h)
	}
	slices.Sort(set)
	return slices.Compact(set)
}

// bands gives keys that near-identical texts are likely to share (MinHash, Broder 1997): each is made of some of the
// least values of the set under different orders.
func bands(set []uint32) []uint64 {
	if len(set) < leastShingles {
		key := uint64(14695981039346656037)
		for _, h := range set {
			key = (key ^ uint64(h)) * 1099511628211
		}
		return []uint64{key}
	}
	keys := make([]uint64, 0, signature/rows)
	for band := range signature / rows {
		key := uint64(band+1) * 0x9e3779b97f4a7c15
		for row := range rows {
			least := ^uint64(0)
			seed := uint64(band*rows+row+1) * 0xbf58476d1ce4e5b9
			for _, h := range set {
				least = min(least, mixed(uint64(h)^seed))
			}
			key = mixed(key ^ least)
		}
		keys = append(keys, key)
	}
	return keys
}

// mixed spreads the bits of a number (splitmix64).
func mixed(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// near compares two sets by what they share over all they have (Jaccard).
func near(a, b []uint32) bool {
	if len(a) < leastShingles || len(b) < leastShingles {
		return slices.Equal(a, b)
	}
	shared, i, j := 0, 0, 0
	for i < len(a) && j < len(b) {
		switch cmp.Compare(a[i], b[j]) {
		case 0:
			shared, i, j = shared+1, i+1, j+1
		case -1:
			i++
		default:
			j++
		}
	}
	return float64(shared) >= alike*float64(len(a)+len(b)-shared)
}

// union gathers ranks into groups.
type union []int32

func newUnion(n int) union {
	u := make(union, n)
	for i := range u {
		u[i] = int32(i)
	}
	return u
}

func (u union) root(i int) int {
	for int(u[i]) != i {
		u[i] = u[u[i]]
		i = int(u[i])
	}
	return i
}

// join keeps the lower rank as root.
func (u union) join(a, b int) {
	a, b = u.root(a), u.root(b)
	u[max(a, b)] = int32(min(a, b))
}

func (u union) groups() [][]int {
	byRoot := map[int][]int{}
	for i := range u {
		root := u.root(i)
		byRoot[root] = append(byRoot[root], i)
	}
	var all [][]int
	for i := range u {
		if group := byRoot[i]; len(group) > 1 {
			all = append(all, group)
		}
	}
	return all
}
