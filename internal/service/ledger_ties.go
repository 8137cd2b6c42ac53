package service

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"concertation/forms"
	"concertation/internal/consult"
	"concertation/internal/french"
	"concertation/internal/matching"
)

// UntiedPage is how many responses a page of those tied to no organisation shows.
const UntiedPage = 20

// UntiedView is a page of the responses that count and speak for no organisation of the list.
type UntiedView struct {
	Consultation consult.Consultation
	Rows         []UntiedRow
	Count        int // all pages
	Page, Pages  int // from 1
	MayKeep      bool
	MaySuggest   bool // suggestions are made from identities
	Categories   []CodingChoice
	Territories  []CodingChoice
}

// UntiedRow is a response with the organisations that it may speak for, the likeliest first.
type UntiedRow struct {
	consult.UntiedResponse
	Suggestions []TieSuggestion
}

// TieSuggestion is an organisation that a response may speak for.
type TieSuggestion struct {
	Organisation consult.Organisation
	Reason       string // «siret», «email» or «name»: what is the same, or near
	Score        float64
}

const (
	tieEnough   = 0.6 // likeness from which a name is suggested
	tieMost     = 3
	tiePerWord  = 30
	tieWordSize = 4
)

// Untied lists the responses that speak for no organisation. Whoever may see identities gets suggestions; that they
// were made is logged.
func (s *Service) Untied(ctx context.Context, actor consult.Actor, slug string, page int) (*UntiedView, error) {
	if err := actor.Require(consult.SeeResponses); err != nil {
		return nil, err
	}
	consultation, err := s.Store.ConsultationBySlug(ctx, slug)
	if err != nil {
		return nil, err
	}
	view := &UntiedView{Consultation: consultation, MayKeep: actor.Can(consult.KeepLedger), MaySuggest: actor.Can(consult.SeeIdentities)}
	if view.Count, err = s.Store.CountUntiedResponses(ctx, consultation.ID); err != nil {
		return nil, fmt.Errorf("count untied responses: %w", err)
	}
	view.Pages = max((view.Count+UntiedPage-1)/UntiedPage, 1)
	view.Page = min(max(page, 1), view.Pages)
	responses, err := s.Store.UntiedResponses(ctx, consultation.ID, (view.Page-1)*UntiedPage, UntiedPage)
	if err != nil {
		return nil, fmt.Errorf("list untied responses: %w", err)
	}
	words, err := s.wordings(ctx, consultation.ID)
	if err != nil {
		return nil, err
	}
	view.Categories, view.Territories = words.categories, words.territories
	for _, response := range responses {
		row := UntiedRow{UntiedResponse: response}
		if view.MaySuggest {
			if row.Suggestions, err = s.suggestTies(ctx, consultation.ID, response.ID); err != nil {
				return nil, err
			}
		}
		view.Rows = append(view.Rows, row)
	}
	if view.MaySuggest && len(view.Rows) > 0 {
		err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
			return s.audit(ctx, tx, actor, "ledger.suggest", consultation.ID, fmt.Sprintf("%d responses", len(view.Rows)))
		})
	}
	return view, err
}

// suggestTies looks for the organisations that a response's identity names: by number of registration or address, else
// by a near name.
func (s *Service) suggestTies(ctx context.Context, consultation, response consult.ID) ([]TieSuggestion, error) {
	identities, err := s.Store.Identities(ctx, response)
	if err != nil || len(identities) == 0 {
		return nil, err
	}
	var suggestions []TieSuggestion
	for i := range identities {
		value := strings.TrimSpace(identities[i].Value)
		candidates, err := s.candidates(ctx, consultation, value)
		if err != nil {
			return nil, err
		}
		suggestions = append(suggestions, likeliest(value, candidates)...)
	}
	slices.SortStableFunc(suggestions, func(a, b TieSuggestion) int { return cmp.Compare(b.Score, a.Score) })
	seen := map[consult.ID]bool{}
	suggestions = slices.DeleteFunc(suggestions, func(t TieSuggestion) bool {
		twice := seen[t.Organisation.ID]
		seen[t.Organisation.ID] = true
		return twice
	})
	return suggestions[:min(len(suggestions), tieMost)], nil
}

// candidates gives organisations that share a word, a number or an address with what was typed.
func (s *Service) candidates(ctx context.Context, consultation consult.ID, value string) ([]consult.Organisation, error) {
	if number := digitsOf(value); forms.ValidSIRET(number) {
		return s.Store.OrganisationsKnown(ctx, consultation, number, "")
	}
	if strings.Contains(value, "@") {
		return s.Store.OrganisationsKnown(ctx, consultation, "", consult.FoldAddress(value))
	}
	var candidates []consult.Organisation
	for _, word := range french.Words(value) {
		if len(word) < tieWordSize {
			continue
		}
		found, err := s.Store.Organisations(ctx, consult.OrganisationFilter{ConsultationID: consultation, Words: word, Limit: tiePerWord})
		if err != nil {
			return nil, err
		}
		candidates = append(candidates, found...)
	}
	return candidates, nil
}

// likeliest keeps of the candidates those that a value names, or nearly.
func likeliest(value string, candidates []consult.Organisation) []TieSuggestion {
	var suggestions []TieSuggestion
	entries := []matching.Entry{{Name: value}}
	for i := range candidates {
		switch o := &candidates[i]; {
		case o.SIRET != "" && o.SIRET == digitsOf(value):
			suggestions = append(suggestions, TieSuggestion{*o, "siret", 2})
		case o.Email != "" && consult.FoldAddress(o.Email) == consult.FoldAddress(value):
			suggestions = append(suggestions, TieSuggestion{*o, "email", 2})
		}
		entries = append(entries, matching.Entry{Name: candidates[i].Name})
	}
	for _, pair := range matching.Near(entries, tieEnough) {
		if pair.A == 0 {
			suggestions = append(suggestions, TieSuggestion{candidates[pair.B-1], "name", pair.Score})
		}
	}
	return suggestions
}

// TieView is a response with the organisation that it speaks for, and those that a search finds.
type TieView struct {
	Consultation consult.Consultation
	Response     consult.Response
	Owner        *consult.Organisation // nil: it speaks for none
	Words        string
	Found        []consult.Organisation // at most tieFound
	More         bool                   // the search finds others
	MayKeep      bool
	Territories  []CodingChoice
}

const tieFound = 20

// Tie gives what tying a response by hand needs: for whom it speaks, and the organisations that words find.
func (s *Service) Tie(ctx context.Context, actor consult.Actor, slug string, response consult.ID, words string) (*TieView, error) {
	if err := actor.Require(consult.SeeResponses); err != nil {
		return nil, err
	}
	view := &TieView{Words: words, MayKeep: actor.Can(consult.KeepLedger)}
	var err error
	if view.Consultation, view.Response, err = s.responseOf(ctx, slug, response); err != nil {
		return nil, err
	}
	labels, err := s.wordings(ctx, view.Consultation.ID)
	if err != nil {
		return nil, err
	}
	view.Territories = labels.territories
	owner, err := s.Store.OwnerOfResponse(ctx, response)
	if err == nil {
		organisation, err := s.Store.Organisation(ctx, owner.OrganisationID)
		if err != nil {
			return nil, fmt.Errorf("read for whom a response speaks: %w", err)
		}
		view.Owner = &organisation
	} else if consult.CodeOf(err) != consult.CodeNotFound {
		return nil, fmt.Errorf("read for whom a response speaks: %w", err)
	}
	if folded := french.Fold(words); folded != "" {
		filter := consult.OrganisationFilter{ConsultationID: view.Consultation.ID, Words: folded, Limit: tieFound + 1}
		if view.Found, err = s.Store.Organisations(ctx, filter); err != nil {
			return nil, fmt.Errorf("look for an organisation: %w", err)
		}
		view.More = len(view.Found) > tieFound
		view.Found = view.Found[:min(len(view.Found), tieFound)]
	}
	return view, nil
}

// TieResponse says for which organisation a response speaks; no organisation: for none.
func (s *Service) TieResponse(ctx context.Context, actor consult.Actor, slug string, response, organisation consult.ID) error {
	if err := actor.Require(consult.KeepLedger); err != nil {
		return err
	}
	consultation, _, err := s.responseOf(ctx, slug, response)
	if err != nil {
		return err
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		if organisation == "" {
			if err := tx.UntieResponse(ctx, response); err != nil {
				return err
			}
			return s.audit(ctx, tx, actor, "ledger.untie", consultation.ID, "response "+string(response))
		}
		o, err := organisationOf(ctx, tx, consultation.ID, organisation)
		if err != nil {
			return err
		}
		told, err := tx.Response(ctx, response)
		if err != nil {
			return err
		}
		if erased(&told) {
			return consult.Conflict("ledger.error.erased")
		}
		if o.MergedInto != "" {
			return consult.Conflict("ledger.error.merged")
		}
		if err := tx.TieResponse(ctx, &consult.ResponseOwner{ResponseID: response, OrganisationID: organisation, At: s.Now()}); err != nil {
			return err
		}
		return s.audit(ctx, tx, actor, "ledger.tie", consultation.ID, fmt.Sprintf("response %s, organisation %s", response, organisation))
	})
	if err != nil {
		return fmt.Errorf("tie response %s: %w", response, err)
	}
	return nil
}
