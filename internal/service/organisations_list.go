package service

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"concertation/internal/consult"
	"concertation/internal/french"
)

// OrganisationsPage is how many organisations a page of the list shows.
const OrganisationsPage = 50

// NoValue asks for the organisations whose column is blank.
const NoValue = "-"

// OrganisationsQuery narrows the list of organisations. A blank field does not narrow, NoValue finds the blank ones.
type OrganisationsQuery struct {
	Words     string // as typed
	Category  string
	Territory string
	Size      string
}

// OrganisationsView is a page of the list of organisations.
type OrganisationsView struct {
	Consultation  consult.Consultation
	Query         OrganisationsQuery
	Organisations []consult.Organisation
	Count         int // that the query finds, all pages
	All           int // of the list
	Page, Pages   int // from 1
	OrganisationWords
}

// OrganisationWords are the values of the columns that part a list, with their words.
type OrganisationWords struct {
	Categories  []CodingChoice
	Territories []CodingChoice
	Sizes       []CodingChoice
}

// Label gives the words of a value of a column.
func (w *OrganisationWords) Label(by consult.Stratifier, value string) string {
	return wordOf(w.Values(by), value)
}

// Values gives the values of a column.
func (w *OrganisationWords) Values(by consult.Stratifier) []CodingChoice {
	switch by {
	case consult.ByCategory:
		return w.Categories
	case consult.ByTerritory:
		return w.Territories
	default:
		return w.Sizes
	}
}

// Organisations lists the organisations that a query finds, by name.
func (s *Service) Organisations(ctx context.Context, actor consult.Actor, slug string, query OrganisationsQuery, page int) (*OrganisationsView, error) {
	if err := actor.Require(consult.ManageOrganisations); err != nil {
		return nil, err
	}
	consultation, err := s.Store.ConsultationBySlug(ctx, slug)
	if err != nil {
		return nil, err
	}
	view := &OrganisationsView{Consultation: consultation, Query: query}
	strata, err := s.Store.Strata(ctx, consultation.ID)
	if err != nil {
		return nil, fmt.Errorf("list organisations: %w", err)
	}
	for _, stratum := range strata {
		view.All += stratum.Count
	}
	if view.OrganisationWords, err = s.organisationWords(ctx, consultation.ID, strata); err != nil {
		return nil, err
	}
	filter := query.filter(consultation.ID)
	if view.Count, err = s.Store.CountOrganisations(ctx, filter); err != nil {
		return nil, fmt.Errorf("list organisations: %w", err)
	}
	view.Pages = max((view.Count+OrganisationsPage-1)/OrganisationsPage, 1)
	view.Page = min(max(page, 1), view.Pages)
	filter.Offset, filter.Limit = (view.Page-1)*OrganisationsPage, OrganisationsPage
	if view.Organisations, err = s.Store.Organisations(ctx, filter); err != nil {
		return nil, fmt.Errorf("list organisations: %w", err)
	}
	return view, nil
}

func (q OrganisationsQuery) filter(consultation consult.ID) consult.OrganisationFilter {
	filter := consult.OrganisationFilter{ConsultationID: consultation, Words: french.Fold(q.Words)}
	for _, one := range []struct {
		by    consult.Stratifier
		value string
		into  *string
	}{{consult.ByCategory, q.Category, &filter.Category}, {consult.ByTerritory, q.Territory, &filter.Territory}, {consult.BySize, q.Size, &filter.Size}} {
		if one.value == NoValue {
			filter.Blank = append(filter.Blank, one.by)
		} else {
			*one.into = one.value
		}
	}
	return filter
}

// organisationWords gives the values that a list has, in the words of the questionnaire where it knows them.
func (s *Service) organisationWords(ctx context.Context, consultation consult.ID, strata []consult.Stratum) (OrganisationWords, error) {
	var words OrganisationWords
	known, err := s.wordings(ctx, consultation)
	if err != nil {
		return words, err
	}
	for i := range strata {
		for _, one := range []struct {
			value string
			known []CodingChoice
			into  *[]CodingChoice
		}{{strata[i].Category, known.categories, &words.Categories}, {strata[i].Territory, known.territories, &words.Territories}, {strata[i].Size, nil, &words.Sizes}} {
			if one.value != "" {
				addWord(one.into, one.value, wordOf(one.known, one.value))
			}
		}
	}
	for _, list := range [][]CodingChoice{words.Categories, words.Territories, words.Sizes} {
		slices.SortFunc(list, func(a, b CodingChoice) int { return cmp.Compare(french.SortKey(a.Label), french.SortKey(b.Label)) })
	}
	return words, nil
}

// StrataView is how a list is parted.
type StrataView struct {
	Consultation consult.Consultation
	By           []consult.Stratifier
	Strata       []consult.Stratum // what does not part is blank; by the words of their values
	All          int
	OrganisationWords
}

// Strata counts the organisations of each stratum.
func (s *Service) Strata(ctx context.Context, actor consult.Actor, slug string) (*StrataView, error) {
	if err := actor.Require(consult.ManageOrganisations); err != nil {
		return nil, err
	}
	consultation, err := s.Store.ConsultationBySlug(ctx, slug)
	if err != nil {
		return nil, err
	}
	all, err := s.Store.Strata(ctx, consultation.ID)
	if err != nil {
		return nil, fmt.Errorf("count strata: %w", err)
	}
	view := &StrataView{Consultation: consultation, By: consultation.Settings.Stratifiers()}
	if view.OrganisationWords, err = s.organisationWords(ctx, consultation.ID, all); err != nil {
		return nil, err
	}
	view.Strata = gatherStrata(all, view.By)
	for _, stratum := range view.Strata {
		view.All += stratum.Count
	}
	slices.SortFunc(view.Strata, func(a, b consult.Stratum) int {
		for _, by := range view.By {
			x, y := a.Value(by), b.Value(by)
			if order := cmp.Or(cmp.Compare(french.SortKey(view.Label(by, x)), french.SortKey(view.Label(by, y))), cmp.Compare(x, y)); order != 0 {
				return order
			}
		}
		return 0
	})
	return view, nil
}

// gatherStrata adds up the strata that only columns which do not part tell apart.
func gatherStrata(all []consult.Stratum, by []consult.Stratifier) []consult.Stratum {
	at := map[consult.Stratum]int{}
	var gathered []consult.Stratum
	for _, stratum := range all {
		key := stratum.Only(by)
		i, met := at[key]
		if !met {
			i = len(gathered)
			at[key], gathered = i, append(gathered, key)
		}
		gathered[i].Count += stratum.Count
	}
	return gathered
}

// SetStrata chooses the columns that part the list, at least one; their order is that of the columns of a table.
func (s *Service) SetStrata(ctx context.Context, actor consult.Actor, slug string, by []consult.Stratifier) error {
	if err := actor.Require(consult.ManageOrganisations); err != nil {
		return err
	}
	var chosen []consult.Stratifier
	for _, one := range consult.Stratifiers() {
		if slices.Contains(by, one) {
			chosen = append(chosen, one)
		}
	}
	if len(chosen) == 0 {
		return consult.Invalid(consult.FieldError{Field: "by", Key: "organisations.error.no_stratum"})
	}
	_, err := s.changeConsultation(ctx, actor, slug, "organisations.strata", func(_ consult.Tx, c *consult.Consultation) error {
		c.Settings.Strata = chosen
		return nil
	})
	return err
}
