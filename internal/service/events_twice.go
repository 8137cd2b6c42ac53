package service

import (
	"strings"

	"concertation/internal/consult"
	"concertation/internal/french"
)

// markTwice says which people of a list seem to be on it twice: one name under one address, or in one structure. Several
// names under one address are several people: whoever registers colleagues gives their own. Nobody is refused for it,
// which would tell a stranger who comes; the organiser sees it and cancels one.
func markTwice(lines []PersonLine) {
	first := map[string]int{}
	for i := range lines {
		if lines[i].State == consult.AttendanceCancelled {
			continue
		}
		for _, key := range lines[i].sameAs() {
			if j, met := first[key]; met {
				lines[i].Twice, lines[j].Twice = true, true
			} else {
				first[key] = i
			}
		}
	}
}

// sameAs gives what two lines of one person have in common; nothing for somebody erased.
func (p *PersonLine) sameAs() []string {
	name := strings.Join(strings.Fields(french.Fold(p.Name)), " ")
	if name == "" {
		return nil
	}
	var keys []string
	if p.Email != "" {
		keys = append(keys, name+"\x00courriel\x00"+strings.ToLower(strings.TrimSpace(p.Email)))
	}
	if structure := strings.Join(strings.Fields(french.Fold(p.Structure)), " "); structure != "" {
		keys = append(keys, name+"\x00structure\x00"+structure)
	}
	return keys
}
