package service

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"concertation/internal/consult"
	"concertation/internal/french"
)

// CodingQuery narrows the contributions to read. It stands in the address of every page of the grouping.
type CodingQuery struct {
	Kind      consult.ContributionKind
	Question  string
	Category  string
	Territory string
	Theme     consult.ID
	Uncoded   bool   // « à coder »
	Words     string // as typed; looked for without accents nor case
	Suggested consult.ID
	Channel   consult.Channel
	Session   consult.ID
	Coder     consult.ID
	Since     string // a day, «2026-11-23»; "" does not narrow
	Until     string // the last day
	ScoreMin  string // of what is suggested, as typed: «0,75»; "" does not narrow
	ScoreMax  string // this one included
	Among     CodingAmong
	Series    string // the texts of AmongTeaching, in order: composed once, then the same while they are read
}

// CodingAmong narrows to texts that the suggestions point at.
type CodingAmong string

// The choices.
const (
	AmongSample   CodingAmong = "sample"   // the random texts that test the grid
	AmongTeaching CodingAmong = "teaching" // those on which a word teaches most
)

// Empty says whether the query narrows nothing.
func (q CodingQuery) Empty() bool { return q == CodingQuery{} }

// codingFilter says what a query asks of the store for a coder, from whom some suggestions are kept.
func (s *Service) codingFilter(ctx context.Context, q CodingQuery, consultation, coder consult.ID) (consult.ContributionFilter, error) {
	filter := consult.ContributionFilter{ConsultationID: consultation, Kind: q.Kind, Question: q.Question,
		Category: q.Category, Territory: q.Territory, ThemeID: q.Theme, Uncoded: q.Uncoded, Words: french.Fold(q.Words),
		Suggested: q.Suggested, Channel: q.Channel, SessionID: q.Session, CoderID: q.Coder}
	if day, err := time.ParseInLocation(time.DateOnly, q.Since, paris()); err == nil {
		filter.Since = day
	}
	if day, err := time.ParseInLocation(time.DateOnly, q.Until, paris()); err == nil {
		filter.Until = day.AddDate(0, 0, 1)
	}
	filter.ScoreMin, filter.ScoreMax = scoreBound(q.ScoreMin, -halfHundredth), scoreBound(q.ScoreMax, halfHundredth)
	if err := s.narrow(ctx, &filter, q, coder); err != nil || filter.Words == "" {
		return filter, err
	}
	texts, err := s.corpus(ctx, consultation)
	if err != nil {
		return filter, err
	}
	said, err := s.saying(ctx, texts, consultation, filter.Words)
	filter.Saying = said.few
	return filter, err
}

// halfHundredth makes bounds agree with the scores that pages write, which are rounded.
const halfHundredth = 0.005

// scoreBound reads a bound as typed and moves it; 0, which bounds nothing, for what is no score.
func scoreBound(typed string, by float64) float64 {
	score, err := strconv.ParseFloat(strings.Replace(strings.TrimSpace(typed), ",", ".", 1), 64)
	if err != nil || !(score > 0 && score <= 1) {
		return 0
	}
	return score + by
}

// CodingRow is a contribution in a list, with its themes.
type CodingRow struct {
	Contribution consult.Contribution
	Question     string // in words
	Category     string
	Territory    string
	Statements   int             // how many parts it has
	Waiting      int             // how many of them nobody gave a theme
	Themes       []consult.Theme // confirmed by somebody on one of them, in grid order
	Contested    bool
	Stale        bool // a theme was given to an earlier text and nobody confirmed it since
}

// CodingProgress is how far the reading is: contributions of which every statement has a confirmed theme, among those the
// query finds «to code» or not.
type CodingProgress struct {
	Reviewed int
	All      int
	Sitting  int       // texts that this coder grouped since they sat down
	Since    time.Time // when that was; zero when they are not at it
}

// CodingList is a page of the list of contributions.
type CodingList struct {
	Consultation consult.Consultation
	Grid         consult.ThemeGrid
	Query        CodingQuery
	Counts       consult.Counts // of all that the query finds
	Progress     CodingProgress
	Rows         []CodingRow
	Page, Pages  int
	Choices      CodingChoices
	Suggests     bool // suggestions are shown here, and can be asked for
}

// CodingChoices are the values that a query can take here, with their words.
type CodingChoices struct {
	Questions   []CodingChoice
	Categories  []CodingChoice
	Territories []CodingChoice
	Themes      []consult.Theme
	Sessions    []CodingChoice
	Coders      []CodingChoice
}

// CodingChoice is one value of a filter.
type CodingChoice struct {
	Value string
	Label string
}

const codingPage = 50

// CodingList gives a page, from 1, of the contributions that a query finds, oldest first.
func (s *Service) CodingList(ctx context.Context, actor consult.Actor, slug string, query CodingQuery, page int) (*CodingList, error) {
	desk, err := s.codingDesk(ctx, actor, slug)
	if err != nil {
		return nil, err
	}
	if query, err = s.settled(ctx, &desk.consultation, actor.User, query); err != nil {
		return nil, err
	}
	filter, err := s.codingFilter(ctx, query, desk.consultation.ID, actor.User)
	if err != nil {
		return nil, err
	}
	list := &CodingList{Consultation: desk.consultation, Grid: desk.grid, Query: query, Choices: desk.choices(), Suggests: !desk.consultation.Settings.HideSuggestions}
	if err := s.people(ctx, list); err != nil {
		return nil, err
	}
	if list.Counts, err = s.codingCounts(ctx, filter); err != nil {
		return nil, fmt.Errorf("count what is found in %s: %w", slug, err)
	}
	if list.Progress, err = s.codingProgress(ctx, desk.consultation.ID, actor.User, query); err != nil {
		return nil, err
	}
	list.Pages = max((list.Counts.Contributions+codingPage-1)/codingPage, 1)
	list.Page = min(max(page, 1), list.Pages)
	filter.Offset, filter.Limit = (list.Page-1)*codingPage, codingPage
	found, err := s.Store.Contributions(ctx, filter)
	if err != nil {
		return nil, fmt.Errorf("list contributions of %s: %w", slug, err)
	}
	inSeries(query.Series, found)
	list.Rows, err = desk.rows(ctx, s.Store, found)
	return list, err
}

func (s *Service) codingProgress(ctx context.Context, consultation, coder consult.ID, query CodingQuery) (CodingProgress, error) {
	var progress CodingProgress
	mark, _, err := s.countsMark(ctx, consultation)
	if err != nil {
		return progress, err
	}
	for _, one := range []struct {
		uncoded bool
		count   *int
	}{{false, &progress.All}, {true, &progress.Reviewed}} {
		query.Uncoded = one.uncoded
		filter, err := s.codingFilter(ctx, query, consultation, coder)
		if err != nil {
			return progress, err
		}
		if *one.count, err = s.howMany(ctx, mark, filter); err != nil {
			return progress, fmt.Errorf("count contributions: %w", err)
		}
	}
	progress.Reviewed = progress.All - progress.Reviewed
	return progress, s.sitting(ctx, &progress, consultation, coder)
}

// codingDesk is what every page of the grouping reads first.
type codingDesk struct {
	consultation consult.Consultation
	grid         consult.ThemeGrid
	words        wordings
}

func (s *Service) codingDesk(ctx context.Context, actor consult.Actor, slug string) (*codingDesk, error) {
	if err := actor.Require(consult.SeeResponses); err != nil {
		return nil, err
	}
	consultation, err := s.Store.ConsultationBySlug(ctx, slug)
	if err != nil {
		return nil, err
	}
	desk := &codingDesk{consultation: consultation}
	desk.grid, err = s.Store.ThemeGrid(ctx, consultation.ID)
	if err != nil && consult.CodeOf(err) != consult.CodeNotFound {
		return nil, fmt.Errorf("read themes of %s: %w", slug, err)
	}
	if desk.words, err = s.wordings(ctx, consultation.ID); err != nil {
		return nil, fmt.Errorf("read questionnaires of %s: %w", slug, err)
	}
	return desk, nil
}

// people adds the workshops and the coders to what a query can narrow to.
func (s *Service) people(ctx context.Context, list *CodingList) error {
	sessions, err := s.Store.SessionsHeld(ctx, list.Consultation.ID)
	if err != nil {
		return fmt.Errorf("read sessions: %w", err)
	}
	for _, session := range sessions {
		list.Choices.Sessions = append(list.Choices.Sessions, CodingChoice{string(session.ID), session.Title})
	}
	users, err := s.Store.Users(ctx)
	if err != nil {
		return fmt.Errorf("read accounts: %w", err)
	}
	for _, user := range users {
		if user.Role != consult.RoleReader {
			list.Choices.Coders = append(list.Choices.Coders, CodingChoice{string(user.ID), user.Name})
		}
	}
	slices.SortStableFunc(list.Choices.Coders, func(a, b CodingChoice) int { return french.Compare(a.Label, b.Label) })
	return nil
}

func (d *codingDesk) choices() CodingChoices {
	return CodingChoices{Questions: d.words.questions, Categories: d.words.categories, Territories: d.words.territories, Themes: d.grid.Themes}
}

// rows adds to each contribution where its themes stand.
func (d *codingDesk) rows(ctx context.Context, reader consult.Reader, contributions []consult.Contribution) ([]CodingRow, error) {
	rows := make([]CodingRow, 0, len(contributions))
	for _, contribution := range contributions {
		history, err := reader.Assignments(ctx, contribution.ID)
		if err != nil {
			return nil, fmt.Errorf("read the grouping of contribution %s: %w", contribution.ID, err)
		}
		parts, err := reader.Statements(ctx, contribution.ID)
		if err != nil {
			return nil, fmt.Errorf("read the statements of contribution %s: %w", contribution.ID, err)
		}
		rows = append(rows, d.row(contribution, statementsOf(&contribution, parts), history))
	}
	return rows, nil
}

func (d *codingDesk) row(contribution consult.Contribution, statements []consult.Statement, history []consult.Assignment) CodingRow {
	row := CodingRow{Contribution: contribution, Question: d.words.question(&contribution),
		Category: wordOf(d.words.categories, contribution.Category), Territory: wordOf(d.words.territories, contribution.Territory)}
	row.Statements = len(statements)
	standings := consult.Standings(history)
	for _, statement := range statements {
		if !slices.ContainsFunc(standings[statement.ID], consult.Standing.Given) {
			row.Waiting++
		}
	}
	for _, theme := range d.grid.Themes {
		given := false
		for _, statement := range statements {
			for _, standing := range standings[statement.ID] {
				if standing.ThemeID != theme.ID {
					continue
				}
				given = given || standing.Given()
				row.Stale = row.Stale || !standing.Given() && len(standing.Stale) > 0
				row.Contested = row.Contested || standing.Contested()
			}
		}
		if given {
			row.Themes = append(row.Themes, theme)
		}
	}
	return row
}
