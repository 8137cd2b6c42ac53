package consult

import (
	"cmp"
	"slices"
)

// CountAll counts contributions as they are, each of them whole; retracted ones too if they are given.
func CountAll(contributions []Contribution, sessions []SessionHeld) Counts {
	participants := map[ID]int{}
	for _, session := range sessions {
		participants[session.ID] = session.Participants
	}
	all := newCounter(participants)
	for i := range contributions {
		all.add(&contributions[i], 1)
	}
	return all.counts
}

// counter adds contributions up, each author once.
type counter struct {
	counts       Counts
	contributors map[ID]bool
	sessions     map[ID]bool
	alone        map[ID]bool // those who spoke outside sessions
	participants map[ID]int  // declared by session
}

func newCounter(participants map[ID]int) *counter {
	return &counter{contributors: map[ID]bool{}, sessions: map[ID]bool{}, alone: map[ID]bool{}, participants: participants}
}

func (c *counter) add(contribution *Contribution, statements int) {
	c.counts.Statements += statements
	c.counts.Contributions++
	author := contribution.Contributor()
	if !c.contributors[author] {
		c.contributors[author] = true
		c.counts.Contributors++
	}
	session := contribution.SessionID
	switch {
	case session != "" && !c.sessions[session]:
		c.sessions[session] = true
		// A session whose number nobody declared had at least the person who spoke.
		c.counts.Participants += max(c.participants[session], 1)
	case session == "" && !c.alone[author]:
		c.alone[author] = true
		c.counts.Participants++
	}
}

// cellKey is what a counter counts: a theme ("" for all contributions) whole, or cut along one or two attributes.
type cellKey struct {
	theme               ID
	kind                cellKind
	category, territory string
}

type cellKind uint8

const (
	wholeTheme cellKind = iota
	alongCategory
	alongTerritory
	alongBoth
)

func keysOf(c *Contribution, theme ID) []cellKey {
	return []cellKey{
		{theme: theme, kind: wholeTheme},
		{theme: theme, kind: alongCategory, category: c.Category},
		{theme: theme, kind: alongTerritory, territory: c.Territory},
		{theme: theme, kind: alongBoth, category: c.Category, territory: c.Territory},
	}
}

// arrange puts the counters in their order: themes as in the grid, codes in their own.
func (g *Grouping) arrange(grid *ThemeGrid, counters map[cellKey]*counter) {
	position := map[ID]int{"": -1}
	for i, theme := range grid.Themes {
		position[theme.ID] = i
	}
	keys := make([]cellKey, 0, len(counters))
	for key := range counters {
		if _, known := position[key.theme]; known {
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, func(a, b cellKey) int {
		return cmp.Or(cmp.Compare(position[a.theme], position[b.theme]),
			cmp.Compare(a.category, b.category), cmp.Compare(a.territory, b.territory), cmp.Compare(a.kind, b.kind))
	})
	for _, key := range keys {
		counts := counters[key].counts
		switch key.kind {
		case alongCategory:
			g.byCategory[key.theme] = append(g.byCategory[key.theme], Share{key.category, counts})
		case alongTerritory:
			g.byTerritory[key.theme] = append(g.byTerritory[key.theme], Share{key.territory, counts})
		case alongBoth:
			if key.theme != "" {
				g.Cells = append(g.Cells, ThemeCell{key.theme, key.category, key.territory, counts})
			}
		}
	}
}
