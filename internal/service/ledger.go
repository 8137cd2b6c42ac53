package service

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"concertation/internal/consult"
	"concertation/internal/french"
)

// LedgerPage is how many organisations a page of the ledger shows.
const LedgerPage = 25

// LedgerShow is which organisations of the ledger are listed: one of these words, or a step.
type LedgerShow string

// The lists besides those of the steps.
const (
	ShowSilent     LedgerShow = "silent" // nothing came from them by any channel
	ShowUnanswered LedgerShow = "unanswered"
	ShowDrafts     LedgerShow = "drafts" // begun, not answered
	ShowBounced    LedgerShow = "bounced"
	ShowAll        LedgerShow = "all"
)

// LedgerShows lists the lists, those to call first.
func LedgerShows() []LedgerShow {
	shows := []LedgerShow{ShowSilent, ShowUnanswered, ShowDrafts, ShowBounced, ShowAll}
	for _, step := range consult.LedgerSteps() {
		shows = append(shows, LedgerShow(step))
	}
	return shows
}

// shows says whether a list has a line.
func (s LedgerShow) shows(line *consult.LedgerLine) bool {
	switch s {
	case ShowSilent:
		return line.Silent()
	case ShowUnanswered:
		return !line.Did(consult.StepAnswered)
	case ShowDrafts:
		return line.Did(consult.StepBegun) && !line.Did(consult.StepAnswered)
	case ShowBounced:
		return line.Bounced
	case ShowAll:
		return true
	default:
		return line.Did(consult.LedgerStep(s))
	}
}

// LedgerQuery narrows the list of the ledger. A blank field does not narrow, NoValue finds the blank ones.
type LedgerQuery struct {
	Category  string
	Territory string
	Size      string
	Show      LedgerShow // "": the silent ones
	Page      int
}

// has says whether an organisation is in the stratum asked for.
func (q *LedgerQuery) has(o *consult.LedgerOrganisation) bool {
	for _, one := range [][2]string{{q.Category, o.Category}, {q.Territory, o.Territory}, {q.Size, o.Size}} {
		if asked := one[0]; asked != "" && asked != one[1] && (asked != NoValue || one[1] != "") {
			return false
		}
	}
	return true
}

// LedgerView is the ledger of a consultation, and a page of the organisations to follow.
type LedgerView struct {
	Consultation consult.Consultation
	Query        LedgerQuery
	By           []consult.Stratifier
	Whole        consult.LedgerCount
	Strata       []consult.LedgerCount // silent ones first
	Days         []consult.LedgerDay
	Doubles      int // organisations whose several answers nobody has settled
	Untied       int // responses that count and speak for no organisation of the list
	Rows         []LedgerRow
	Count        int // that the query finds
	Page, Pages  int // from 1
	MayKeep      bool
	MayManage    bool // the list itself
	OrganisationWords
}

// LedgerRow is an organisation of the list, with what calling it needs.
type LedgerRow struct {
	consult.LedgerLine
	Contact *consult.Organisation // nil for whoever only reads
	Calls   []LedgerCall          // newest first
}

// LedgerCall is a call that somebody noted.
type LedgerCall struct {
	consult.Touch
	ByName  string
	Reached bool
}

// Ledger gives the ledger: counts by stratum, days, and the organisations that the query finds.
func (s *Service) Ledger(ctx context.Context, actor consult.Actor, slug string, query LedgerQuery) (*LedgerView, error) {
	if !slices.Contains(LedgerShows(), query.Show) {
		query.Show = ShowSilent
	}
	view, err := s.ledger(ctx, actor, slug, &query)
	if err != nil {
		return nil, err
	}
	return view, s.fillCalls(ctx, view)
}

// LedgerFigures gives the counts of the ledger without any list of organisations.
func (s *Service) LedgerFigures(ctx context.Context, actor consult.Actor, slug string) (*LedgerView, error) {
	return s.ledger(ctx, actor, slug, nil)
}

// ledger counts, and lists what a query finds when there is one.
func (s *Service) ledger(ctx context.Context, actor consult.Actor, slug string, query *LedgerQuery) (*LedgerView, error) {
	consultation, err := s.readable(ctx, actor, consult.SeeLedger, slug)
	if err != nil {
		return nil, err
	}
	view := &LedgerView{Consultation: consultation, By: consultation.Settings.Stratifiers(),
		MayKeep: actor.Can(consult.KeepLedger), MayManage: actor.Can(consult.ManageOrganisations)}
	if view.Untied, err = s.Store.CountUntiedResponses(ctx, consultation.ID); err != nil {
		return nil, fmt.Errorf("count untied responses: %w", err)
	}
	settled, err := s.settledTogether(ctx, consultation.ID)
	if err != nil {
		return nil, err
	}
	err = s.withLedger(ctx, consultation.ID, func(ledger *consult.Ledger) error {
		view.Whole, view.Strata = consult.CountLines(ledger.Lines(), view.By)
		view.Days = ledger.Days()
		for _, line := range ledger.Lines() {
			if unsettled(line, settled) {
				view.Doubles++
			}
		}
		if query != nil {
			view.Query = *query
			view.list(ledger.Lines())
		}
		return nil
	})
	if err != nil || query == nil {
		return view, err
	}
	strata := make([]consult.Stratum, len(view.Strata))
	for i := range view.Strata {
		strata[i] = view.Strata[i].Stratum
	}
	view.OrganisationWords, err = s.organisationWords(ctx, consultation.ID, strata)
	return view, err
}

// list takes the page asked for of the lines that the query finds: the silent strata first, then those nobody called.
func (v *LedgerView) list(lines []*consult.LedgerLine) {
	rank := make(map[consult.Stratum]int, len(v.Strata))
	for i := range v.Strata {
		stratum := v.Strata[i].Stratum
		stratum.Count = 0
		rank[stratum] = i
	}
	type ranked struct {
		line *consult.LedgerLine
		rank int
	}
	var found []ranked
	for _, line := range lines {
		if v.Query.has(&line.LedgerOrganisation) && v.Query.Show.shows(line) {
			stratum := line.Stratum()
			found = append(found, ranked{line, rank[stratum.Only(v.By)]})
		}
	}
	slices.SortStableFunc(found, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.line.Calls, b.line.Calls))
	})
	v.Count = len(found)
	v.Pages = max((v.Count+LedgerPage-1)/LedgerPage, 1)
	v.Page = min(max(v.Query.Page, 1), v.Pages)
	for _, one := range found[min((v.Page-1)*LedgerPage, v.Count):min(v.Page*LedgerPage, v.Count)] {
		row := LedgerRow{LedgerLine: *one.line}
		row.Responses = slices.Clone(one.line.Responses)
		v.Rows = append(v.Rows, row)
	}
}

// fillCalls adds to the rows whom to call, and the calls made already.
func (s *Service) fillCalls(ctx context.Context, view *LedgerView) error {
	names := map[consult.ID]string{}
	for i := range view.Rows {
		row := &view.Rows[i]
		if view.MayKeep {
			organisation, err := s.Store.Organisation(ctx, row.ID)
			if err != nil {
				return fmt.Errorf("read whom to call: %w", err)
			}
			row.Contact = &organisation
		}
		if row.LedgerLine.Calls == 0 {
			continue
		}
		touches, err := s.Store.Touches(ctx, consult.TouchFilter{OrganisationID: row.ID})
		if err != nil {
			return fmt.Errorf("read calls: %w", err)
		}
		if row.Calls, err = s.callsOf(ctx, touches, names); err != nil {
			return err
		}
		if !view.MayKeep {
			for j := range row.Calls {
				row.Calls[j].Note = "" // notes name people
			}
		}
	}
	return nil
}

// callsOf gives the calls among touches, newest first, with who noted them.
func (s *Service) callsOf(ctx context.Context, touches []consult.Touch, names map[consult.ID]string) ([]LedgerCall, error) {
	reached := map[string]bool{}
	for i := range touches {
		if touches[i].Kind == consult.TouchReached {
			reached[touches[i].Source] = true
		}
	}
	var calls []LedgerCall
	for _, touch := range slices.Backward(touches) {
		if touch.Kind != consult.TouchCalled {
			continue
		}
		name, known := names[touch.By]
		if !known && touch.By != "" {
			user, err := s.Store.User(ctx, touch.By)
			if err != nil && consult.CodeOf(err) != consult.CodeNotFound {
				return nil, err
			}
			name = user.Name
			names[touch.By] = name
		}
		calls = append(calls, LedgerCall{Touch: touch, ByName: name, Reached: reached[touch.Source]})
	}
	return calls, nil
}

// sortedStrata gives strata by the words of their values.
func sortedStrata(strata []consult.LedgerCount, by []consult.Stratifier, words *OrganisationWords) []consult.LedgerCount {
	sorted := slices.Clone(strata)
	slices.SortFunc(sorted, func(a, b consult.LedgerCount) int {
		for _, one := range by {
			x, y := a.Value(one), b.Value(one)
			if order := cmp.Or(cmp.Compare(french.SortKey(words.Label(one, x)), french.SortKey(words.Label(one, y))), cmp.Compare(x, y)); order != 0 {
				return order
			}
		}
		return 0
	})
	return sorted
}
