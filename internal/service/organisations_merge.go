package service

import (
	"context"
	"fmt"
	"slices"

	"concertation/internal/consult"
)

// NearView is what may be twice in a list, and what was merged.
type NearView struct {
	Consultation consult.Consultation
	Pairs        []NearOrganisations // the likeliest first, at most 200
	Merges       []consult.OrganisationMerge
}

// NearOrganisations looks through a whole list for organisations that may be one.
func (s *Service) NearOrganisations(ctx context.Context, actor consult.Actor, slug string) (*NearView, error) {
	consultation, err := s.listing(ctx, actor, slug)
	if err != nil {
		return nil, err
	}
	view := &NearView{Consultation: consultation}
	all, err := s.Store.Organisations(ctx, consult.OrganisationFilter{ConsultationID: consultation.ID})
	if err != nil {
		return nil, fmt.Errorf("look for duplicates: %w", err)
	}
	distinct, err := s.Store.DistinctOrganisations(ctx, consultation.ID)
	if err != nil {
		return nil, fmt.Errorf("look for duplicates: %w", err)
	}
	view.Pairs = newOrganisationList(all, nil).near(distinct)
	view.Merges, err = s.Store.OrganisationMerges(ctx, consultation.ID)
	return view, err
}

// PairView is two organisations side by side.
type PairView struct {
	Consultation consult.Consultation
	Sides        [2]OrganisationSide
	OrganisationWords
}

// OrganisationSide is one of two organisations that may be one.
type OrganisationSide struct {
	consult.Organisation
	Touches   int
	Responses int
}

// OrganisationPair gives two organisations that stand, to be compared.
func (s *Service) OrganisationPair(ctx context.Context, actor consult.Actor, slug string, ids [2]consult.ID) (*PairView, error) {
	consultation, err := s.listing(ctx, actor, slug)
	if err != nil {
		return nil, err
	}
	view := &PairView{Consultation: consultation}
	for i, id := range ids {
		side := &view.Sides[i]
		if side.Organisation, err = organisationOf(ctx, s.Store, consultation.ID, id); err != nil {
			return nil, err
		}
		touches, err := s.Store.Touches(ctx, consult.TouchFilter{OrganisationID: id})
		if err != nil {
			return nil, err
		}
		responses, err := s.Store.ResponsesOfOrganisation(ctx, id)
		if err != nil {
			return nil, err
		}
		side.Touches, side.Responses = len(touches), len(responses)
	}
	if ids[0] == ids[1] || view.Sides[0].MergedInto != "" || view.Sides[1].MergedInto != "" {
		return nil, consult.NotFound("error.not_found")
	}
	var strata []consult.Stratum
	for i := range view.Sides {
		o := &view.Sides[i].Organisation
		strata = append(strata, consult.Stratum{Category: o.Category, Territory: o.Territory, Size: o.Size})
	}
	view.OrganisationWords, err = s.organisationWords(ctx, consultation.ID, strata)
	return view, err
}

// MergeChoice says what becomes of two organisations that are one: which is kept, and what it takes from the other.
type MergeChoice struct {
	Kept, Merged consult.ID
	// Taken names the lines of the description that come from the merged one; contacts are all kept unless said.
	Taken    []string
	Contacts ContactsChoice
	Seen     [2]int64 // when each was last changed, as the page showed it, in milliseconds; kept, then merged
}

// ContactsChoice says whose contacts are kept.
type ContactsChoice string

// Whose contacts are kept.
const (
	ContactsBoth   ContactsChoice = "" // each once
	ContactsKept   ContactsChoice = "kept"
	ContactsMerged ContactsChoice = "merged"
)

// MergeOrganisations makes one organisation of two: what happened with the merged one, its responses and its link
// follow to the kept one. CodeConflict when either was changed since the page showed it.
func (s *Service) MergeOrganisations(ctx context.Context, actor consult.Actor, slug string, choice MergeChoice) error {
	consultation, err := s.listing(ctx, actor, slug)
	if err != nil {
		return err
	}
	if choice.Kept == choice.Merged {
		return consult.Invalid(consult.FieldError{Field: "kept", Key: "organisations.error.same"})
	}
	id := consult.NewID()
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		kept, err := organisationOf(ctx, tx, consultation.ID, choice.Kept)
		if err != nil {
			return err
		}
		merged, err := organisationOf(ctx, tx, consultation.ID, choice.Merged)
		if err != nil {
			return err
		}
		if kept.MergedInto != "" || merged.MergedInto != "" || choice.Seen != [2]int64{kept.ChangedAt.UnixMilli(), merged.ChangedAt.UnixMilli()} {
			return consult.Conflict("organisations.error.changed")
		}
		m := consult.OrganisationMerge{ID: id, ConsultationID: consultation.ID, KeptID: kept.ID, MergedID: merged.ID, By: actor.User, At: s.Now(),
			Trace: consult.MergeTrace{KeptBefore: kept, KeptAfter: choice.one(&kept, &merged), Merged: merged}}
		if m.ByName, err = nameOf(ctx, tx, actor); err != nil {
			return err
		}
		if err := s.writeMerge(ctx, tx, &m); err != nil {
			return err
		}
		return s.audit(ctx, tx, actor, "organisations.merge", consultation.ID, fmt.Sprintf("organisation %s into %s", merged.ID, kept.ID))
	})
	if err != nil {
		return fmt.Errorf("merge organisation %s into %s: %w", choice.Merged, choice.Kept, err)
	}
	return nil
}

// nameOf gives the name of who acts, for a trace; the command line has none.
func nameOf(ctx context.Context, tx consult.Tx, actor consult.Actor) (string, error) {
	if actor.User == "" {
		return "", nil
	}
	user, err := tx.User(ctx, actor.User)
	return user.Name, err
}

// one gives the organisation that a choice makes of two.
func (c MergeChoice) one(kept, merged *consult.Organisation) consult.Organisation {
	one := *kept
	for _, field := range organisationTexts() {
		if slices.Contains(c.Taken, field.name) {
			*field.of(&one) = *field.of(merged)
		}
	}
	switch c.Contacts {
	case ContactsMerged:
		one.Contacts = merged.Contacts
	case ContactsBoth:
		describe(&one, &consult.Organisation{Contacts: merged.Contacts})
	}
	return one
}

// writeMerge writes both organisations, what follows, and the trace of it.
func (s *Service) writeMerge(ctx context.Context, tx consult.Tx, m *consult.OrganisationMerge) error {
	merged, kept := m.Trace.Merged, m.Trace.KeptAfter
	merged.MergedInto, merged.ChangedAt, kept.ChangedAt = kept.ID, s.Now(), s.Now()
	if kept.Key == merged.Key {
		merged.Key = "" // one organisation has it
	}
	for _, o := range []*consult.Organisation{&merged, &kept} {
		if err := updateOrganisation(ctx, tx, o); err != nil {
			return err
		}
	}
	if err := followTouches(ctx, tx, m); err != nil {
		return err
	}
	owners, err := tx.ResponsesOfOrganisation(ctx, merged.ID)
	if err != nil {
		return err
	}
	for _, owner := range owners {
		owner.OrganisationID = kept.ID
		if err := tx.TieResponse(ctx, &owner); err != nil {
			return err
		}
		m.Trace.Responses = append(m.Trace.Responses, owner.ResponseID)
	}
	if m.Trace.Attended, err = moveAttendances(ctx, tx, merged.ID, kept.ID, nil); err != nil {
		return err
	}
	// Two links stay two: the merged one's leads to the kept one.
	if _, err := tx.InvitationOf(ctx, kept.ID); consult.CodeOf(err) == consult.CodeNotFound {
		err := tx.MoveInvitation(ctx, merged.ID, kept.ID)
		if err != nil && consult.CodeOf(err) != consult.CodeNotFound {
			return err
		}
		m.Trace.Invitation = err == nil
	} else if err != nil {
		return err
	}
	return tx.InsertOrganisationMerge(ctx, m)
}

// moveAttendances ties the attendances of an organisation to another: those named, or all when nothing is; it names
// those it moved.
func moveAttendances(ctx context.Context, tx consult.Tx, from, to consult.ID, only []consult.ID) (moved []consult.ID, err error) {
	all, err := tx.AttendancesOf(ctx, from)
	if err != nil {
		return nil, err
	}
	for _, one := range all {
		if only != nil && !slices.Contains(only, one.ID) {
			continue
		}
		one.OrganisationID = to
		if err := tx.UpdateAttendance(ctx, &one); err != nil {
			return nil, err
		}
		moved = append(moved, one.ID)
	}
	return moved, nil
}

// followTouches gives what happened with the merged organisation to the kept one.
func followTouches(ctx context.Context, tx consult.Tx, m *consult.OrganisationMerge) error {
	type fact struct {
		kind   consult.TouchKind
		source string
	}
	there, err := tx.Touches(ctx, consult.TouchFilter{OrganisationID: m.KeptID})
	if err != nil {
		return err
	}
	had := map[fact]bool{}
	for _, touch := range there {
		had[fact{touch.Kind, touch.Source}] = true
	}
	touches, err := tx.Touches(ctx, consult.TouchFilter{OrganisationID: m.MergedID})
	if err != nil {
		return err
	}
	m.Trace.Touches, m.Trace.Dropped, m.Trace.Responses = nil, nil, nil // the transaction may run twice
	for _, touch := range touches {
		if had[fact{touch.Kind, touch.Source}] {
			m.Trace.Dropped = append(m.Trace.Dropped, touch)
		} else {
			m.Trace.Touches = append(m.Trace.Touches, touch)
		}
		if err := tx.MoveTouch(ctx, touch.ID, m.KeptID); err != nil {
			return err
		}
	}
	return nil
}

// SayDistinct keeps that two organisations that look alike are two: they are shown no more as one.
func (s *Service) SayDistinct(ctx context.Context, actor consult.Actor, slug string, a, b consult.ID) error {
	consultation, err := s.listing(ctx, actor, slug)
	if err != nil {
		return err
	}
	return s.Store.Atomic(ctx, func(tx consult.Tx) error {
		for _, id := range []consult.ID{a, b} {
			if _, err := organisationOf(ctx, tx, consultation.ID, id); err != nil {
				return err
			}
		}
		return tx.InsertDistinctOrganisations(ctx, &consult.DistinctOrganisations{A: a, B: b, By: actor.User, At: s.Now()})
	})
}
