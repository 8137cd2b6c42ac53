package service

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"concertation/internal/consult"
)

// CodingView is one contribution to read and group, with the queue around it.
type CodingView struct {
	Consultation consult.Consultation
	Query        CodingQuery
	Row          CodingRow
	Toggles      []CodingToggle
	History      []CodingEvent // newest first
	Progress     CodingProgress
	// Queue are the contributions around this one; Position is its place, from 1, in the list that the query finds
	// whether grouped or not, or 0 when the query does not find it.
	Queue          []CodingRow
	Position       int
	Total          int
	Previous, Next consult.ID // "" at the ends
	CanCode        bool
	CanUndo        bool
}

// CodingToggle is where a theme stands on the contribution, for the coder who looks.
type CodingToggle struct {
	Theme consult.Theme
	// On says whether the theme stands as this coder sees it: given by them, or by another without their contesting it.
	On        bool
	Confirmed []string // names of coders
	Rejected  []string
	Stale     []string
}

// CodingEvent is one act of the past on the contribution.
type CodingEvent struct {
	At    time.Time
	Coder string
	Theme consult.Theme
	Kind  CodingEventKind
}

// CodingEventKind is what happened to a theme.
type CodingEventKind string

// The events.
const (
	EventGiven     CodingEventKind = "given"
	EventContested CodingEventKind = "contested"
	EventEnded     CodingEventKind = "ended" // the coder took their word back
)

const (
	queueBefore  = 4        // contributions shown before the current one
	queueAfter   = 8        // and after
	unknownCoder = "\u2013" // an account that no longer exists
)

// CodingView gives a contribution with where each theme stands, its history, and the queue that query finds.
func (s *Service) CodingView(ctx context.Context, actor consult.Actor, slug string, id consult.ID, query CodingQuery) (*CodingView, error) {
	desk, err := s.codingDesk(ctx, actor, slug)
	if err != nil {
		return nil, err
	}
	contribution, err := ownContribution(ctx, s.Store, desk.consultation.ID, id)
	if err != nil {
		return nil, err
	}
	history, err := s.Store.Assignments(ctx, contribution.ID)
	if err != nil {
		return nil, fmt.Errorf("read the grouping of contribution %s: %w", id, err)
	}
	names, err := s.coderNames(ctx)
	if err != nil {
		return nil, err
	}
	view := &CodingView{Consultation: desk.consultation, Query: query, Row: desk.rows([]consult.Contribution{contribution})[0],
		CanCode: actor.Can(consult.CodeContributions) && actor.User != ""}
	view.Toggles = toggles(&desk.grid, history, contribution.ID, actor.User, names)
	view.History = events(&desk.grid, history, names)
	view.CanUndo = view.CanCode && slices.ContainsFunc(history, func(a consult.Assignment) bool { return a.CoderID == actor.User })
	if view.Progress, err = s.codingProgress(ctx, desk.consultation.ID, query); err != nil {
		return nil, err
	}
	whole := query
	whole.Uncoded = false
	found, err := s.Store.Contributions(ctx, whole.filter(desk.consultation.ID))
	if err != nil {
		return nil, fmt.Errorf("list contributions of %s: %w", slug, err)
	}
	view.queue(desk, found, contribution)
	return view, nil
}

// FirstToCode gives the first contribution that the query finds without a theme, or else the first that it finds;
// CodeNotFound when it finds none.
func (s *Service) FirstToCode(ctx context.Context, actor consult.Actor, slug string, query CodingQuery) (consult.ID, error) {
	if err := actor.Require(consult.SeeResponses); err != nil {
		return "", err
	}
	consultation, err := s.Store.ConsultationBySlug(ctx, slug)
	if err != nil {
		return "", err
	}
	for _, uncoded := range []bool{true, query.Uncoded} {
		filter := query.filter(consultation.ID)
		filter.Uncoded, filter.Limit = uncoded, 1
		found, err := s.Store.Contributions(ctx, filter)
		if err != nil {
			return "", fmt.Errorf("list contributions of %s: %w", slug, err)
		}
		if len(found) > 0 {
			return found[0].ID, nil
		}
	}
	return "", consult.NotFound("coding.error.none")
}

// queue places the contribution among those found, grouped or not. With « à coder », what comes next is to code, and
// what comes before is what was just read, grouped or not: one can go back to mend a slip, and nothing jumps.
func (v *CodingView) queue(desk *codingDesk, found []consult.Contribution, current consult.Contribution) {
	v.Total = len(found)
	at, listed := slices.BinarySearchFunc(found, current, func(a, b consult.Contribution) int {
		return cmp.Or(a.CreatedAt.Compare(b.CreatedAt), cmp.Compare(a.ID, b.ID))
	})
	before, after := found[:at], found[at:]
	if listed {
		v.Position, after = at+1, found[at+1:]
	}
	shown := append(slices.Clone(before[max(len(before)-queueBefore, 0):]), current)
	following := 0
	for _, next := range after {
		if following == queueAfter {
			break
		}
		if v.Query.Uncoded && desk.coded(next.ID) {
			continue
		}
		if following++; following == 1 {
			v.Next = next.ID
		}
		shown = append(shown, next)
	}
	if len(before) > 0 {
		v.Previous = before[len(before)-1].ID
	}
	v.Queue = desk.rows(shown)
}

// coded says whether somebody gave the contribution a theme.
func (d *codingDesk) coded(contribution consult.ID) bool {
	return slices.ContainsFunc(d.standings[contribution], consult.Standing.Given)
}

func toggles(grid *consult.ThemeGrid, history []consult.Assignment, statement, coder consult.ID, names map[consult.ID]string) []CodingToggle {
	standings := consult.Standings(history)[statement]
	var all []CodingToggle
	for _, theme := range grid.Themes {
		toggle := CodingToggle{Theme: theme}
		for _, standing := range standings {
			if standing.ThemeID == theme.ID {
				toggle.On = standing.Given() && !slices.Contains(standing.Rejected, coder)
				toggle.Confirmed, toggle.Rejected = named(standing.Confirmed, names), named(standing.Rejected, names)
				if !standing.Given() {
					toggle.Stale = named(standing.Stale, names)
				}
			}
		}
		all = append(all, toggle)
	}
	return all
}

func events(grid *consult.ThemeGrid, history []consult.Assignment, names map[consult.ID]string) []CodingEvent {
	var all []CodingEvent
	for _, a := range history {
		theme, ok := grid.Find(a.ThemeID)
		if !ok {
			continue
		}
		coder := named([]consult.ID{a.CoderID}, names)[0]
		kind := EventGiven
		if a.State == consult.AssignmentRejected {
			kind = EventContested
		}
		all = append(all, CodingEvent{At: a.At, Coder: coder, Theme: theme, Kind: kind})
		if !a.EndedAt.IsZero() {
			all = append(all, CodingEvent{At: a.EndedAt, Coder: coder, Theme: theme, Kind: EventEnded})
		}
	}
	// Newest first; of one act, what ended comes before what took its place.
	slices.SortStableFunc(all, func(a, b CodingEvent) int { return b.At.Compare(a.At) })
	return all
}

func named(coders []consult.ID, names map[consult.ID]string) []string {
	var all []string
	for _, coder := range coders {
		if name, ok := names[coder]; ok {
			all = append(all, name)
		} else {
			all = append(all, unknownCoder)
		}
	}
	return all
}

func (s *Service) coderNames(ctx context.Context) (map[consult.ID]string, error) {
	users, err := s.Store.Users(ctx)
	if err != nil {
		return nil, fmt.Errorf("read accounts: %w", err)
	}
	names := make(map[consult.ID]string, len(users))
	for _, user := range users {
		names[user.ID] = user.Name
	}
	return names, nil
}
