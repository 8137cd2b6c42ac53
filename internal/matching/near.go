package matching

import (
	"cmp"
	"slices"
	"strings"

	"concertation/internal/french"
)

// Entry is an organisation as a list writes it. Place may be a town, a postcode or a department; "" is unknown.
type Entry struct {
	Name  string
	Place string
}

// Pair is two entries that may be the same, by their rank in the list, A before B. Score is 1 for the same words.
type Pair struct {
	A, B  int
	Score float64
}

// Near gives the pairs that score at least least, best first, then by rank. Entries without a name pair with none.
func Near(entries []Entry, least float64) []Pair {
	names := make([]name, len(entries))
	for i, entry := range entries {
		names[i] = read(entry)
	}
	var pairs []Pair
	seen := map[[2]int32]bool{}
	for _, block := range blocks(names) {
		for i, a := range block {
			for _, b := range block[i+1:] {
				key := [2]int32{min(a, b), max(a, b)}
				if seen[key] || !worthwhile(&names[a], &names[b], least) {
					continue
				}
				seen[key] = true
				if score := names[a].score(&names[b]); score >= least {
					pairs = append(pairs, Pair{int(key[0]), int(key[1]), score})
				}
			}
		}
	}
	slices.SortFunc(pairs, func(a, b Pair) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
	})
	return pairs
}

// name is a name ready to compare.
type name struct {
	words   []string // folded, without those that every name has, sorted
	pairs   []uint32 // of letters, sorted
	numbers []string // among the words
	place   string
}

func read(entry Entry) name {
	all := french.Words(lookAlikes.Replace(entry.Name))
	kept := slices.DeleteFunc(slices.Clone(all), func(word string) bool { return common[word] })
	if len(kept) == 0 {
		kept = all // «L’Association»: its common words are all it has
	}
	slices.Sort(kept)
	n := name{words: slices.Compact(kept), place: french.Fold(entry.Place)}
	for _, word := range n.words {
		if strings.Trim(word, "0123456789") == "" {
			n.numbers = append(n.numbers, word)
		}
	}
	joined := strings.Join(n.words, " ")
	for i := 0; i+1 < len(joined); i++ {
		n.pairs = append(n.pairs, uint32(joined[i])<<8|uint32(joined[i+1]))
	}
	slices.Sort(n.pairs)
	return n
}

// lookAlikes makes Latin the Greek and Cyrillic letters that nobody tells from Latin ones.
var lookAlikes = strings.NewReplacer("а", "a", "е", "e", "о", "o", "р", "p", "с", "c", "у", "y", "х", "x", "і", "i", "ѕ", "s", "ј", "j",
	"А", "A", "В", "B", "Е", "E", "К", "K", "М", "M", "Н", "H", "О", "O", "Р", "P", "С", "C", "Т", "T", "Х", "X", "І", "I",
	"ο", "o", "α", "a", "Α", "A", "Β", "B", "Ε", "E", "Η", "H", "Ι", "I", "Κ", "K", "Μ", "M", "Ν", "N", "Ο", "O", "Ρ", "P", "Τ", "T", "Χ", "X")

// mostInBlock bounds how many entries are compared with one another for sharing one word: a word that more of them
// have tells nothing.
const mostInBlock = 60

// blocks gathers the entries that share a word, or its beginning.
func blocks(names []name) [][]int32 {
	gathered := map[string][]int32{}
	for i := range names {
		for _, word := range names[i].words {
			gathered[word] = append(gathered[word], int32(i))
			if len(word) > 5 {
				gathered[word[:5]+"*"] = append(gathered[word[:5]+"*"], int32(i))
				gathered["*"+word[len(word)-5:]] = append(gathered["*"+word[len(word)-5:]], int32(i))
			}
		}
		if whole := strings.Join(names[i].words, " "); whole != "" {
			gathered["="+whole] = append(gathered["="+whole], int32(i))
		}
	}
	keys := make([]string, 0, len(gathered))
	for key, block := range gathered {
		if len(block) > 1 && (len(block) <= mostInBlock || key[0] == '=') {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	all := make([][]int32, len(keys))
	for i, key := range keys {
		all[i] = gathered[key][:min(len(gathered[key]), 10*mostInBlock)]
	}
	return all
}

// elsewhere is what remains of a score when both places are known and differ: a national network has one branch a town.
const elsewhere = 0.8

// worthwhile says whether two names could score enough: their lengths alone often say no.
func worthwhile(a, b *name, least float64) bool {
	short, long := min(len(a.pairs), len(b.pairs)), max(len(a.pairs), len(b.pairs))
	return long == 0 || 2*float64(short)/float64(short+long) >= least
}

// score is the share of pairs of letters that two names have in common (Dice). Names that differ by their numbers are those
// of a series: branch 1 is not branch 12.
func (n *name) score(other *name) float64 {
	if len(n.numbers) > 0 && len(other.numbers) > 0 && !slices.Equal(n.numbers, other.numbers) {
		return 0
	}
	score := 1.0
	if !slices.Equal(n.words, other.words) {
		shared, i, j := 0, 0, 0
		for i < len(n.pairs) && j < len(other.pairs) {
			switch {
			case n.pairs[i] == other.pairs[j]:
				shared, i, j = shared+1, i+1, j+1
			case n.pairs[i] < other.pairs[j]:
				i++
			default:
				j++
			}
		}
		if len(n.pairs)+len(other.pairs) == 0 {
			return 0
		}
		score = 2 * float64(shared) / float64(len(n.pairs)+len(other.pairs))
	}
	if n.place != "" && other.place != "" && n.place != other.place {
		score *= elsewhere
	}
	return score
}

// common are the words of so many names that they tell none: articles, legal forms.
var common = func() map[string]bool {
	words := map[string]bool{}
	for _, word := range strings.Fields(`a au aux d de des du en et l la le les par pour sur
		asso association associations assoc cooperative cooperatives scop scic sa sas sarl sasu eurl gie gip snc cie
		compagnie societe groupe entreprise ets etablissement etablissements fondation fonds mutuelle union federation
		comite loi 1901`) {
		words[word] = true
	}
	return words
}()
