package service

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"concertation/internal/consult"
	"concertation/internal/french"
)

// FoundRecord is a record in which a person was looked for and found.
type FoundRecord struct {
	Ref          consult.RecordRef
	Consultation string // title; "": of the house
	Values       []consult.HeldValue
	// Sure says that the record is of whom was looked for: its reference, link, address or telephone. Names are shared.
	Sure bool
	// Linked says that it was found by an address or a telephone of a record that is sure.
	Linked bool
}

// mostFound bounds the records shown for one search.
const mostFound = 200

// FindPerson finds what is held of a person, by the reference, personal link, address, telephone or name they give. At
// most 200 records: a name that many bear asks for more.
func (s *Service) FindPerson(ctx context.Context, actor consult.Actor, query string) ([]FoundRecord, error) {
	if err := actor.Require(consult.HandleRights); err != nil {
		return nil, err
	}
	query = plainLine(query)
	if len([]rune(query)) < 3 {
		return nil, consult.Invalid(consult.FieldError{Field: "personne", Key: "rights.error.short"})
	}
	found := &personSearch{records: map[consult.RecordRef]*FoundRecord{}}
	if err := s.findByLink(ctx, query, found); err != nil {
		return nil, fmt.Errorf("find a person: %w", err)
	}
	if err := s.findByValue(ctx, wantedOf(query), found); err != nil {
		return nil, fmt.Errorf("find a person: %w", err)
	}
	titles, err := s.consultationTitles(ctx)
	if err != nil {
		return nil, err
	}
	return found.list(titles), nil
}

// personSearch gathers what a search finds.
type personSearch struct {
	records map[consult.RecordRef]*FoundRecord
	order   []consult.RecordRef
}

func (p *personSearch) record(ref consult.RecordRef) *FoundRecord {
	if p.records[ref] == nil {
		p.records[ref] = &FoundRecord{Ref: ref}
		p.order = append(p.order, ref)
	}
	return p.records[ref]
}

func (p *personSearch) list(titles map[consult.ID]string) []FoundRecord {
	var all []FoundRecord
	for _, ref := range p.order {
		one := p.records[ref]
		for _, value := range one.Values {
			one.Consultation = titles[value.ConsultationID]
		}
		all = append(all, *one)
	}
	slices.SortStableFunc(all, func(a, b FoundRecord) int { return rank(a) - rank(b) })
	return all[:min(len(all), mostFound)]
}

func rank(r FoundRecord) int {
	switch {
	case r.Sure:
		return 0
	case r.Linked:
		return 1
	default:
		return 2
	}
}

// findByLink finds by what only the person has: a printed reference, or a personal link.
func (s *Service) findByLink(ctx context.Context, query string, found *personSearch) error {
	refs, err := s.Store.RecordsByReference(ctx, strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(query)))
	if err != nil {
		return err
	}
	if token, ok := tokenIn(query); ok {
		linked, err := s.recordsByToken(ctx, hashToken(token))
		if err != nil {
			return err
		}
		refs = append(refs, linked...)
	}
	for _, ref := range refs {
		found.record(ref).Sure = true
	}
	return nil
}

// tokenIn gives the token of a personal link, or of its end.
func tokenIn(query string) (string, bool) {
	for part := range strings.FieldsFuncSeq(query, func(r rune) bool { return r == '/' || r == '?' || unicode.IsSpace(r) }) {
		if len(part) == tokenLength && !strings.ContainsFunc(part, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '2' || r > '7') }) {
			return part, true
		}
	}
	return "", false
}

func (s *Service) recordsByToken(ctx context.Context, hash []byte) ([]consult.RecordRef, error) {
	var refs []consult.RecordRef
	for _, look := range []func() (consult.RecordRef, error){
		func() (consult.RecordRef, error) {
			r, err := s.Store.ResponseByToken(ctx, hash)
			return consult.RecordRef{Kind: consult.RecordResponse, ID: r.ID}, err
		},
		func() (consult.RecordRef, error) {
			m, err := s.Store.MemberByToken(ctx, hash)
			return consult.RecordRef{Kind: consult.RecordResponse, ID: m.ResponseID}, err
		},
		func() (consult.RecordRef, error) {
			i, err := s.Store.IdeaByToken(ctx, hash)
			return consult.RecordRef{Kind: consult.RecordIdea, ID: i.ID}, err
		},
		func() (consult.RecordRef, error) {
			c, err := s.Store.CommentByToken(ctx, hash)
			return consult.RecordRef{Kind: consult.RecordComment, ID: c.ID}, err
		},
		func() (consult.RecordRef, error) {
			a, err := s.Store.AttendanceByToken(ctx, hash)
			return consult.RecordRef{Kind: consult.RecordAttendance, ID: a.Attendance.ID}, err
		},
		func() (consult.RecordRef, error) {
			i, err := s.Store.InvitationByToken(ctx, hash)
			return consult.RecordRef{Kind: consult.RecordOrganisation, ID: i.OrganisationID}, err
		},
	} {
		ref, err := look()
		if err == nil {
			refs = append(refs, ref)
		} else if consult.CodeOf(err) != consult.CodeNotFound {
			return nil, err
		}
	}
	return refs, nil
}

// wanted is what a search looks for among values.
type wanted struct {
	address string
	phone   string
	words   []string
}

func wantedOf(query string) wanted {
	if strings.Contains(query, "@") {
		return wanted{address: consult.FoldAddress(query)}
	}
	if phone := phoneDigits(query); phone != "" {
		return wanted{phone: phone}
	}
	return wanted{words: strings.Fields(french.Fold(query))}
}

// phoneDigits gives a French telephone number as ten digits, "" for what is none.
func phoneDigits(typed string) string {
	var digits strings.Builder
	for _, r := range typed {
		switch {
		case r >= '0' && r <= '9':
			digits.WriteRune(r)
		case !strings.ContainsRune(" .-+()\u00a0\u202f", r):
			return ""
		}
	}
	number := strings.TrimPrefix(strings.TrimPrefix(digits.String(), "00"), "33")
	if len(number) == 9 {
		number = "0" + number
	}
	if len(number) < 9 {
		return ""
	}
	return number
}

// in says whether a value is what is wanted, and whether it is certain.
func (w wanted) in(value string) (found, sure bool) {
	switch {
	case w.address != "":
		folded := consult.FoldAddress(value)
		return strings.Contains(folded, w.address), folded == w.address || slices.Contains(strings.FieldsFunc(folded, notOfAddress), w.address)
	case w.phone != "":
		found = phoneDigits(value) == w.phone || strings.Contains(phoneDigits(digitsOnly(value)), w.phone)
		return found, found
	default:
		folded := strings.Fields(french.Fold(value))
		for _, word := range w.words {
			if !slices.ContainsFunc(folded, func(one string) bool { return strings.HasPrefix(one, word) }) {
				return false, false
			}
		}
		return len(w.words) > 0, false
	}
}

func notOfAddress(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune(",;<>()", r)
}

func digitsOnly(value string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, value)
}

// findByValue looks through everything that identifies people, twice: the second time for the addresses and telephones of
// the records that are sure.
func (s *Service) findByValue(ctx context.Context, w wanted, found *personSearch) error {
	var linked []wanted
	err := s.Store.EachHeldValue(ctx, func(v consult.HeldValue) {
		if is, sure := w.in(v.Value); is {
			record := found.record(v.Ref)
			record.Sure = record.Sure || sure
		}
	})
	if err != nil {
		return err
	}
	// What the sure records hold besides leads to others of the same person.
	err = s.Store.EachHeldValue(ctx, func(v consult.HeldValue) {
		record := found.records[v.Ref]
		if record == nil {
			return
		}
		record.Values = addValue(record.Values, v)
		if !record.Sure || v.Ref.Kind == consult.RecordOrganisation && v.Ref.Part == "" {
			return // what a structure gives as its own may be several people's
		}
		if other := wantedOf(v.Value); other.address != "" || other.phone != "" {
			linked = append(linked, other)
		}
	})
	if err != nil || len(linked) == 0 {
		return err
	}
	return s.Store.EachHeldValue(ctx, func(v consult.HeldValue) {
		if known := found.records[v.Ref]; known != nil && !known.Linked {
			return
		}
		for _, other := range linked {
			if _, sure := other.in(v.Value); sure {
				record := found.record(v.Ref)
				record.Linked, record.Values = true, addValue(record.Values, v)
				return
			}
		}
	})
}

// addValue keeps a value once, as sent and as typed.
func addValue(values []consult.HeldValue, v consult.HeldValue) []consult.HeldValue {
	if slices.Contains(values, v) {
		return values
	}
	return append(values, v)
}

// consultationTitles gives the titles of consultations.
func (s *Service) consultationTitles(ctx context.Context) (map[consult.ID]string, error) {
	all, err := s.Store.Consultations(ctx)
	if err != nil {
		return nil, err
	}
	titles := make(map[consult.ID]string, len(all))
	for _, one := range all {
		titles[one.ID] = one.Title
	}
	return titles, nil
}
