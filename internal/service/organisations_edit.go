package service

import (
	"context"
	"fmt"
	"slices"
	"time"

	"concertation/internal/consult"
	"concertation/internal/french"
)

// OrganisationView is an organisation with what happened with it.
type OrganisationView struct {
	Consultation consult.Consultation
	Organisation consult.Organisation
	Into         *consult.Organisation // it was merged into
	Merges       []consult.OrganisationMerge
	Touches      []consult.Touch // oldest first
	Responses    int
	OrganisationChoices
}

// OrganisationChoices are the values that the questionnaire gives the columns of a list; none: words are typed.
type OrganisationChoices struct {
	Categories  []CodingChoice
	Territories []CodingChoice
}

// NewOrganisation gives what a form for an organisation needs.
func (s *Service) NewOrganisation(ctx context.Context, actor consult.Actor, slug string) (*OrganisationView, error) {
	consultation, err := s.listing(ctx, actor, slug)
	if err != nil {
		return nil, err
	}
	words, err := s.wordings(ctx, consultation.ID)
	return &OrganisationView{Consultation: consultation, OrganisationChoices: OrganisationChoices{words.categories, words.territories}}, err
}

// Organisation gives an organisation, with what happened with it.
func (s *Service) Organisation(ctx context.Context, actor consult.Actor, slug string, id consult.ID) (*OrganisationView, error) {
	view, err := s.NewOrganisation(ctx, actor, slug)
	if err != nil {
		return nil, err
	}
	if view.Organisation, err = organisationOf(ctx, s.Store, view.Consultation.ID, id); err != nil {
		return nil, err
	}
	if view.Organisation.MergedInto != "" {
		into, err := standing(ctx, s.Store, view.Organisation)
		if err != nil {
			return nil, err
		}
		view.Into = &into
	}
	if view.Merges, err = s.Store.OrganisationMergesOf(ctx, id); err != nil {
		return nil, fmt.Errorf("show organisation %s: %w", id, err)
	}
	if view.Touches, err = s.Store.Touches(ctx, consult.TouchFilter{OrganisationID: id}); err != nil {
		return nil, fmt.Errorf("show organisation %s: %w", id, err)
	}
	responses, err := s.Store.ResponsesOfOrganisation(ctx, id)
	view.Responses = len(responses)
	return view, err
}

// organisationOf gives an organisation of that consultation; CodeNotFound for any other.
func organisationOf(ctx context.Context, reader consult.Reader, consultation, id consult.ID) (consult.Organisation, error) {
	o, err := reader.Organisation(ctx, id)
	if err == nil && o.ConsultationID != consultation {
		err = consult.NotFound("error.not_found")
	}
	return o, err
}

// standing follows an organisation to the one it was merged into, and so on to the one that stands.
func standing(ctx context.Context, reader consult.Reader, o consult.Organisation) (consult.Organisation, error) {
	for o.MergedInto != "" {
		into, err := reader.Organisation(ctx, o.MergedInto)
		if err != nil {
			return o, err
		}
		o = into
	}
	return o, nil
}

// SaveOrganisation writes an organisation as a person describes it; a blank identifier adds it. seen is when the one
// that the page showed was last changed: CodeConflict when it was changed since. An address that was erased at its person's
// request is refused unless why says why it comes back.
func (s *Service) SaveOrganisation(ctx context.Context, actor consult.Actor, slug string, said consult.Organisation, seen time.Time,
	why consult.BringBackReason) (consult.Organisation, error) {
	consultation, err := s.listing(ctx, actor, slug)
	if err != nil {
		return said, err
	}
	tidyOrganisation(&said)
	faults := checkOrganisation(&said)
	if mixedScripts(said.Name) {
		faults = append(faults, consult.FieldError{Field: "name", Key: "organisations.issue.scripts"})
	}
	if len(faults) > 0 {
		return said, consult.Invalid(faults...)
	}
	erased, err := s.suppressed(ctx, consultation.ID)
	if err != nil {
		return said, err
	}
	fresh, id := said.ID == "", said.ID
	if fresh {
		id = consult.NewID()
	}
	var saved consult.Organisation
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		saved = said
		added := said
		saved.ID, saved.ConsultationID, saved.MergedInto, saved.CreatedAt, saved.ChangedAt = id, consultation.ID, "", s.Now(), s.Now()
		if !fresh {
			before, err := organisationOf(ctx, tx, consultation.ID, id)
			if err != nil {
				return err
			}
			if !before.ChangedAt.Equal(seen) || before.MergedInto != "" {
				return consult.Conflict("organisations.error.changed")
			}
			saved.CreatedAt = before.CreatedAt
			if len(changedFields(&before, &saved)) == 0 {
				return nil
			}
			added = onlyNew(&before, &saved)
		}
		if at := erased.leave(&consult.Organisation{Email: added.Email, Phone: added.Phone, Contacts: added.Contacts}); len(at) > 0 {
			if !why.Known() {
				return consult.Invalid(consult.FieldError{Field: "bring_back", Key: "organisations.error.erased", Args: []any{"date", s.dateOf(at[0])}})
			}
			back := saved
			back.Email, back.Phone, back.Contacts = added.Email, added.Phone, added.Contacts
			if err := s.bringAddressesBack(ctx, tx, actor, erased.printer, &back, why); err != nil {
				return err
			}
		}
		if err := unclaimed(ctx, tx, &saved); err != nil {
			return err
		}
		operation, save := "organisations.edit", updateOrganisation
		if fresh {
			operation, save = "organisations.add", insertOrganisation
		}
		if err := save(ctx, tx, &saved); err != nil {
			return err
		}
		return s.audit(ctx, tx, actor, operation, consultation.ID, "organisation "+string(id))
	})
	if err != nil {
		return saved, fmt.Errorf("save organisation %s: %w", id, err)
	}
	return saved, nil
}

// onlyNew gives of a description the addresses and contacts that the one before did not have.
func onlyNew(before, after *consult.Organisation) consult.Organisation {
	fresh := *after
	if fresh.Email == before.Email {
		fresh.Email = ""
	}
	if fresh.Phone == before.Phone {
		fresh.Phone = ""
	}
	fresh.Contacts = slices.DeleteFunc(slices.Clone(after.Contacts), func(c consult.Contact) bool { return slices.Contains(before.Contacts, c) })
	return fresh
}

// unclaimed refuses a number that another organisation of the list has.
func unclaimed(ctx context.Context, tx consult.Tx, o *consult.Organisation) error {
	var faults []consult.FieldError
	for field, value := range map[string]string{"id": o.Key, "siret": o.SIRET, "rna": o.RNA} {
		if value == "" {
			continue
		}
		others, err := tx.Organisations(ctx, consult.OrganisationFilter{ConsultationID: o.ConsultationID, Words: french.Fold(value), Merged: field == "id"})
		if err != nil {
			return err
		}
		for i := range others {
			if others[i].ID != o.ID && OrganisationText(&others[i], field) == value {
				faults = append(faults, consult.FieldError{Field: field, Key: "organisations.error.taken", Args: []any{"name", others[i].Name}})
				break
			}
		}
	}
	if len(faults) > 0 {
		return consult.Invalid(sortedFaults(faults)...)
	}
	return nil
}

// DeleteOrganisation removes an organisation from the list, those merged into it too, with what happened with them.
// Responses stay, and speak for none.
func (s *Service) DeleteOrganisation(ctx context.Context, actor consult.Actor, slug string, id consult.ID) error {
	consultation, err := s.listing(ctx, actor, slug)
	if err != nil {
		return err
	}
	return s.Store.Atomic(ctx, func(tx consult.Tx) error {
		if _, err := organisationOf(ctx, tx, consultation.ID, id); err != nil {
			return err
		}
		all, err := withMerged(ctx, tx, id)
		if err != nil {
			return err
		}
		for _, one := range slices.Backward(all) {
			if err := tx.DeleteOrganisation(ctx, one); err != nil {
				return err
			}
		}
		return s.audit(ctx, tx, actor, "organisations.delete", consultation.ID, "organisation "+string(id))
	})
}

// withMerged gives an organisation and all that were merged into it, the deepest last.
func withMerged(ctx context.Context, tx consult.Tx, id consult.ID) ([]consult.ID, error) {
	all := []consult.ID{id}
	for i := 0; i < len(all); i++ {
		merges, err := tx.OrganisationMergesOf(ctx, all[i])
		if err != nil {
			return nil, err
		}
		for _, m := range merges {
			if m.KeptID == all[i] && m.UndoneAt.IsZero() {
				all = append(all, m.MergedID)
			}
		}
	}
	return all, nil
}
