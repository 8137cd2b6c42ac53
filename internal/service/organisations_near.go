package service

import (
	"cmp"
	"slices"

	"concertation/internal/consult"
	"concertation/internal/matching"
)

// NearOrganisations are two organisations that may be one.
type NearOrganisations struct {
	A, B  consult.Organisation
	Score float64
	// Number names the number of registration that both have, «siret» or «rna»; "": only their names are near.
	Number string
}

const (
	nearEnough = 0.82 // likeness from which a pair is shown
	mostNear   = 200  // pairs shown
)

// near gives the pairs of organisations that may be one, but for those that somebody said are two: first those of one
// number of registration, then those of near-equal names and places. Two that have different numbers are two.
func (l *organisationList) near(distinct []consult.DistinctOrganisations) []NearOrganisations {
	apart := map[[2]consult.ID]bool{}
	for _, d := range distinct {
		apart[[2]consult.ID{d.A, d.B}] = true
	}
	var pairs []NearOrganisations
	add := func(a, b *consult.Organisation, score float64, number string) {
		if pair := [2]consult.ID{min(a.ID, b.ID), max(a.ID, b.ID)}; !apart[pair] && len(pairs) < mostNear {
			apart[pair] = true // said once
			pairs = append(pairs, NearOrganisations{*a, *b, score, number})
		}
	}
	for _, number := range []organisationField{{"siret", func(o *consult.Organisation) *string { return &o.SIRET }}, {"rna", func(o *consult.Organisation) *string { return &o.RNA }}} {
		first := map[string]*consult.Organisation{}
		for _, o := range l.all {
			value := *number.of(o)
			if value == "" || o.MergedInto != "" {
				continue
			}
			if other := first[value]; other != nil {
				add(other, o, 1, number.name)
				continue
			}
			first[value] = o
		}
	}
	entries := make([]matching.Entry, len(l.all))
	for i, o := range l.all {
		if o.MergedInto == "" {
			entries[i] = matching.Entry{Name: o.Name, Place: placeOf(o)}
		}
	}
	named := len(pairs)
	for _, pair := range matching.Near(entries, nearEnough) {
		if a, b := l.all[pair.A], l.all[pair.B]; !differ(a.SIRET, b.SIRET) && !differ(a.RNA, b.RNA) {
			add(a, b, pair.Score, "")
		}
	}
	slices.SortStableFunc(pairs[named:], func(a, b NearOrganisations) int { return cmp.Compare(b.Score, a.Score) })
	return pairs
}
