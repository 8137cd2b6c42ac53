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
	byKey  map[string]*consult.Organisation
	byName map[string]*consult.Organisation
}

// organisationOutcome is what a row does to the list.
type organisationOutcome int

const (
	organisationSame organisationOutcome = iota
	organisationAdded
	organisationUpdated
)

func newOrganisationList(all []consult.Organisation) *organisationList {
	l := &organisationList{byKey: map[string]*consult.Organisation{}, byName: map[string]*consult.Organisation{}}
	for i := range all {
		l.add(&all[i])
	}
	return l
}

func (l *organisationList) add(o *consult.Organisation) {
	l.all = append(l.all, o)
	for _, key := range keysOfOrganisation(o) {
		if _, taken := l.byKey[key]; !taken {
			l.byKey[key] = o
		}
	}
	if name := nameAndPlace(o); l.byName[name] == nil {
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
		return organisationWrite{read, false}, organisationAdded
	}
	if !describe(known, &read) {
		return organisationWrite{}, organisationSame
	}
	known.ChangedAt = now
	return organisationWrite{*known, true}, organisationUpdated
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
		if o.MergedInto == "" {
			return o
		}
		i := slices.IndexFunc(l.all, func(other *consult.Organisation) bool { return other.ID == o.MergedInto })
		if i < 0 {
			return o
		}
		o = l.all[i]
	}
	return o
}

// describe writes over known what read says, and tells whether that changes anything. A contact is added unless one of
// the same name or address is there.
func describe(known, read *consult.Organisation) bool {
	changed := false
	for _, field := range []struct{ into, from *string }{{&known.Key, &read.Key}, {&known.Name, &read.Name}, {&known.SIRET, &read.SIRET},
		{&known.RNA, &read.RNA}, {&known.Category, &read.Category}, {&known.Territory, &read.Territory}, {&known.Size, &read.Size},
		{&known.Email, &read.Email}, {&known.Phone, &read.Phone}, {&known.Address, &read.Address}, {&known.Postcode, &read.Postcode},
		{&known.Town, &read.Town}, {&known.Note, &read.Note}} {
		if *field.from != "" && *field.from != *field.into {
			*field.into, changed = *field.from, true
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
