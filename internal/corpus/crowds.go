package corpus

import "concertation/internal/consult"

// Attributes are what tells authors apart beside a published text.
type Attributes struct{ Category, Territory string }

// Crowds are the distinct authors who let a text of theirs be published without their name.
type Crowds struct {
	Pairs map[Attributes]int // by category and territory
	Rest  map[string]int     // by category, those of its pairs that have too few
}

// Crowds counts them; a pair of fewer than least has too few.
func (c *Corpus) Crowds(least int) Crowds {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	anonymous, met := c.publications.find(string(consult.PublicationAnonymous))
	type pair struct{ category, territory uint32 }
	type tally struct {
		authors int
		last    uint32
	}
	pairs, rest := map[pair]*tally{}, map[uint32]*tally{}
	count := func(of *tally, author uint32) {
		if of.last != author {
			of.last = author
			of.authors++
		}
	}
	each := func(do func(r *row, own *tally)) {
		for _, slot := range c.byAuthor() {
			r := &c.rows[slot]
			if r.retracted != 0 || uint32(r.publication) != anonymous {
				continue
			}
			own := pairs[pair{r.category, r.territory}]
			if own == nil {
				own = &tally{}
				pairs[pair{r.category, r.territory}] = own
			}
			do(r, own)
		}
	}
	made := Crowds{Pairs: map[Attributes]int{}, Rest: map[string]int{}}
	if !met {
		return made
	}
	each(func(r *row, own *tally) { count(own, r.author) })
	each(func(r *row, own *tally) {
		if own.authors >= least {
			return
		}
		if rest[r.category] == nil {
			rest[r.category] = &tally{}
		}
		count(rest[r.category], r.author)
	})
	for of, authors := range pairs {
		made.Pairs[Attributes{c.categories.word(of.category), c.territories.word(of.territory)}] = authors.authors
	}
	for category, authors := range rest {
		made.Rest[c.categories.word(category)] = authors.authors
	}
	return made
}
