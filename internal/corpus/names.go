package corpus

// names numbers words from 1, in the order met; "" is 0.
type names struct {
	numbers map[string]uint32
	words   []string // by number; words[0] is ""
}

func (n *names) number(word string) uint32 {
	if word == "" {
		return 0
	}
	number, known := n.numbers[word]
	if !known {
		if n.numbers == nil {
			n.numbers, n.words = map[string]uint32{}, []string{""}
		}
		number = uint32(len(n.words))
		n.numbers[word] = number
		n.words = append(n.words, word)
	}
	return number
}

// find gives the number of a word that was met.
func (n *names) find(word string) (uint32, bool) {
	if word == "" {
		return 0, true
	}
	number, known := n.numbers[word]
	return number, known
}

func (n *names) word(number uint32) string {
	if number == 0 {
		return ""
	}
	return n.words[number]
}
