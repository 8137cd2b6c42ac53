package service

import (
	"slices"
	"time"

	"concertation/internal/consult"
	"concertation/internal/french"
)

// organisationList is the list of a consultation, to find in it what a row describes.
type organisationList struct {
	all    []*consult.Organisation
	byID   map[consult.ID]*consult.Organisation
	byKey  map[string]*consult.Organisation
	byName map[string]*consult.Organisation
	// chosen are, by the organisation kept, the merges that stand: what people chose then is not undone by reading
	// the same list again.
	chosen map[consult.ID][]*consult.MergeTrace
}

// organisationOutcome is what a row does to the list.
type organisationOutcome int

const (
	organisationSame organisationOutcome = iota
	organisationAdded
	organisationUpdated
)

func newOrganisationList(all []consult.Organisation, merges []consult.OrganisationMerge) *organisationList {
	l := &organisationList{byID: map[consult.ID]*consult.Organisation{}, byKey: map[string]*consult.Organisation{}, byName: map[string]*consult.Organisation{},
		chosen: map[consult.ID][]*consult.MergeTrace{}}
	for i := range all {
		l.add(&all[i])
	}
	for i := range merges {
		if kept := l.byID[merges[i].KeptID]; kept != nil && merges[i].UndoneAt.IsZero() {
			kept = l.standing(kept)
			l.chosen[kept.ID] = append(l.chosen[kept.ID], &merges[i].Trace)
			// What either was known by before leads to the one kept.
			l.know(&merges[i].Trace.KeptBefore, kept)
			l.know(&merges[i].Trace.Merged, kept)
		}
	}
	return l
}

func (l *organisationList) add(o *consult.Organisation) {
	l.all, l.byID[o.ID] = append(l.all, o), o
	l.know(o, o)
}

// know makes what one description names lead to an organisation, unless it leads to another already.
func (l *organisationList) know(said, o *consult.Organisation) {
	for _, key := range keysOfOrganisation(said) {
		if _, taken := l.byKey[key]; !taken {
			l.byKey[key] = o
		}
	}
	if name := nameAndPlace(said); l.byName[name] == nil {
		l.byName[name] = o
	}
}

// keysOfOrganisation are what names it without doubt, the surest first.
func keysOfOrganisation(o *consult.Organisation) []string {
	var keys []string
	for prefix, value := range map[string]string{"id:": o.Key, "siret:": o.SIRET, "rna:": o.RNA} {
		if value != "" {
			keys = append(keys, prefix+value)
		}
	}
	slices.Sort(keys) // id, rna, siret
	return keys
}

func nameAndPlace(o *consult.Organisation) string {
	return french.Fold(o.Name) + "\x00" + french.Fold(placeOf(o))
}

// take finds what a row describes, and says what it changes.
func (l *organisationList) take(read consult.Organisation, consultation consult.ID, now time.Time) (organisationWrite, organisationOutcome) {
	known := l.find(&read)
	if known == nil {
		read.ID, read.ConsultationID, read.CreatedAt, read.ChangedAt = consult.NewID(), consultation, now, now
		l.add(&read)
		return organisationWrite{organisation: read}, organisationAdded
	}
	for _, trace := range l.chosen[known.ID] {
		forget(&read, &trace.KeptBefore)
		forget(&read, &trace.Merged)
	}
	before := *known
	if !describe(known, &read) {
		return organisationWrite{organisation: *known}, organisationSame
	}
	known.ChangedAt = now
	return organisationWrite{organisation: *known, before: &before}, organisationUpdated
}

// forget blanks of a description what said already says.
func forget(read, said *consult.Organisation) {
	for _, field := range organisationTexts() {
		if *field.of(read) == *field.of(said) {
			*field.of(read) = ""
		}
	}
	read.Contacts = slices.DeleteFunc(slices.Clone(read.Contacts), func(c consult.Contact) bool {
		return slices.ContainsFunc(said.Contacts, func(old consult.Contact) bool { return old == merged(old, c) })
	})
}

func (l *organisationList) find(read *consult.Organisation) *consult.Organisation {
	keys := keysOfOrganisation(read)
	for _, key := range keys {
		if known := l.byKey[key]; known != nil {
			return l.standing(known)
		}
	}
	known := l.byName[nameAndPlace(read)]
	// One name, other numbers: another organisation.
	if known == nil || differ(known.Key, read.Key) || differ(known.SIRET, read.SIRET) || differ(known.RNA, read.RNA) {
		return nil
	}
	return l.standing(known)
}

func differ(a, b string) bool { return a != "" && b != "" && a != b }

// standing follows what was merged to what it was merged into.
func (l *organisationList) standing(o *consult.Organisation) *consult.Organisation {
	for range len(l.all) {
		into := l.byID[o.MergedInto]
		if o.MergedInto == "" || into == nil {
			return o
		}
		o = into
	}
	return o
}

// describe writes over known what read says, and tells whether that changes anything. A contact is added unless one of
// the same name or address is there.
func describe(known, read *consult.Organisation) bool {
	changed := false
	for _, field := range organisationTexts() {
		if value := *field.of(read); value != "" && value != *field.of(known) {
			*field.of(known), changed = value, true
		}
	}
	for _, contact := range read.Contacts {
		at := slices.IndexFunc(known.Contacts, func(c consult.Contact) bool {
			return c.Email != "" && c.Email == contact.Email || c.Name != "" && french.Fold(c.Name) == french.Fold(contact.Name)
		})
		switch {
		case at < 0:
			known.Contacts, changed = append(slices.Clone(known.Contacts), contact), true
		case known.Contacts[at] != merged(known.Contacts[at], contact):
			known.Contacts = slices.Clone(known.Contacts)
			known.Contacts[at], changed = merged(known.Contacts[at], contact), true
		}
	}
	return changed
}

// merged is a contact with what a newer description says of it.
func merged(known, read consult.Contact) consult.Contact {
	for _, field := range []struct{ into, from *string }{{&known.Name, &read.Name}, {&known.Role, &read.Role}, {&known.Email, &read.Email}, {&known.Phone, &read.Phone}} {
		if *field.from != "" {
			*field.into = *field.from
		}
	}
	return known
}
