package service

import (
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
	// Statement is the part that is read: the whole while nobody split it. Statements are all of them, in order.
	Statement  consult.Statement
	Statements []StatementTab
	Reading    Reading
	Hidden     SuggestionsHidden
	Toggles    []CodingToggle
	Note       string // this coder's own
	OtherNotes []CoderNote
	Quoted     bool
	Actions    []StatementAction // every proposed action, those that this statement proposes told
	History    []CodingEvent     // newest first
	Progress   CodingProgress
	// Queue are the contributions around this one; Position is its place, from 1, in the list that the query finds
	// whether grouped or not, or 0 when the query does not find it.
	Queue          []CodingRow
	Position       int
	Total          int
	Previous, Next consult.ID // "" at the ends
	// Campaign is how many texts are near-identical to this one, it included; 0 when it stands alone.
	Campaign int
	CanCode  bool
	CanUndo  bool
}

// CodingToggle is where a theme stands on the contribution, for the coder who looks.
type CodingToggle struct {
	Theme consult.Theme
	// On says whether the theme stands as this coder sees it: given by them, or by another without their contesting it.
	On        bool
	Confirmed []string // names of coders
	Rejected  []string
	Stale     []string
	// Score is how likely the model thinks it, 0 when it does not propose it; Evidence the words that weigh most.
	Score    float64
	Evidence string
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
// statement is the part to read, "" for the first.
func (s *Service) CodingView(ctx context.Context, actor consult.Actor, slug string, id, statement consult.ID, query CodingQuery) (*CodingView, error) {
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
	rows, err := s.Store.Statements(ctx, contribution.ID)
	if err != nil {
		return nil, fmt.Errorf("read the statements of %s: %w", id, err)
	}
	all := statementsOf(&contribution, rows)
	if query, err = s.settled(ctx, &desk.consultation, actor.User, query); err != nil {
		return nil, err
	}
	view := &CodingView{Consultation: desk.consultation, Query: query, Row: desk.row(contribution, all, history),
		CanCode: actor.Can(consult.CodeContributions) && actor.User != ""}
	if view.Statement, err = chosenStatement(all, statement); err != nil {
		return nil, err
	}
	view.Campaign = len(s.suggester.campaign(desk.consultation.ID, contribution.ID))
	view.Statements = tabs(&contribution, all, history, view.Statement.ID)
	view.Toggles = toggles(&desk.grid, history, view.Statement.ID, actor.User, names)
	kept, err := s.Store.Suggestions(ctx, contribution.ID)
	if err != nil {
		return nil, fmt.Errorf("read the suggestions on %s: %w", id, err)
	}
	s.suggestionsFor(view, desk, &view.Statement, kept, s.hiddenFrom(desk, &contribution, actor.User, history))
	if err := s.marginsOf(ctx, view, actor, names); err != nil {
		return nil, fmt.Errorf("read what is noted on %s: %w", id, err)
	}
	view.History = events(&desk.grid, history, names)
	view.CanUndo = view.CanCode && slices.ContainsFunc(history, func(a consult.Assignment) bool { return a.CoderID == actor.User })
	if view.Progress, err = s.codingProgress(ctx, desk.consultation.ID, actor.User, query); err != nil {
		return nil, err
	}
	if err := s.queue(ctx, desk, actor.User, view); err != nil {
		return nil, fmt.Errorf("list contributions of %s: %w", slug, err)
	}
	return view, nil
}

// FirstToCode gives the first contribution that the query finds with a statement to code, or else the first that it finds,
// and the query to go on with; CodeNotFound when it finds none.
func (s *Service) FirstToCode(ctx context.Context, actor consult.Actor, slug string, query CodingQuery) (consult.ID, CodingQuery, error) {
	if err := actor.Require(consult.SeeResponses); err != nil {
		return "", query, err
	}
	consultation, err := s.Store.ConsultationBySlug(ctx, slug)
	if err != nil {
		return "", query, err
	}
	if query, err = s.settled(ctx, &consultation, actor.User, query); err != nil {
		return "", query, err
	}
	for _, uncoded := range []bool{true, query.Uncoded} {
		filter, err := s.codingFilter(ctx, query, consultation.ID, actor.User)
		if err != nil {
			return "", query, err
		}
		filter.Uncoded, filter.Limit = uncoded, 1
		if query.Series != "" {
			filter.Limit = seriesSize
		}
		found, err := s.Store.Contributions(ctx, filter)
		if err != nil {
			return "", query, fmt.Errorf("list contributions of %s: %w", slug, err)
		}
		if inSeries(query.Series, found); len(found) > 0 {
			return found[0].ID, query, nil
		}
	}
	return "", query, consult.NotFound("coding.error.none")
}

// queue places the contribution in the list that the query finds, grouped or not. With « à coder », what comes next is
// to code, and what comes before is what was just read, grouped or not: one can go back to mend a slip, and nothing
// jumps.
func (s *Service) queue(ctx context.Context, desk *codingDesk, coder consult.ID, view *CodingView) error {
	view.Total = view.Progress.All
	current, whole := view.Row.Contribution, view.Query
	whole.Uncoded = false
	before, err := s.codingFilter(ctx, whole, desk.consultation.ID, coder)
	if err != nil {
		return err
	}
	if view.Query.Series != "" {
		return s.seriesQueue(ctx, desk, before, view)
	}
	here, after := before, before
	after.Uncoded = view.Query.Uncoded
	before.Before, after.After = current.Place(), current.Place()
	earlier, err := s.Store.CountContributions(ctx, before)
	if err != nil {
		return err
	}
	found, err := s.finds(ctx, here, current.ID)
	if err != nil {
		return err
	}
	if found {
		view.Position = earlier + 1
	}
	before.Backwards, before.Limit, after.Limit = true, queueBefore, queueAfter
	shown, err := s.Store.Contributions(ctx, before)
	if err != nil {
		return err
	}
	slices.Reverse(shown)
	if len(shown) > 0 {
		view.Previous = shown[len(shown)-1].ID
	}
	next, err := s.Store.Contributions(ctx, after)
	if err != nil {
		return err
	}
	if len(next) > 0 {
		view.Next = next[0].ID
	}
	view.Queue, err = desk.rows(ctx, s.Store, append(append(shown, current), next...))
	return err
}

// finds says whether a filter finds a contribution: the store answers, as it does for the list that it is placed in.
func (s *Service) finds(ctx context.Context, filter consult.ContributionFilter, id consult.ID) (bool, error) {
	if filter.Among != nil && !slices.Contains(filter.Among, id) {
		return false, nil
	}
	filter.Among = []consult.ID{id}
	count, err := s.Store.CountContributions(ctx, filter)
	return count > 0, err
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
