package service

import (
	"context"
	"slices"

	"concertation/internal/consult"
	"concertation/internal/corpus"
)

// What an analyst reads of one theme besides its counts: what was chosen to be quoted, what waits to be read again, and
// which themes come with it.

// ThemeText is a statement under a theme.
type ThemeText struct {
	Contribution consult.Contribution
	Statement    consult.ID
	Text         string
	Publishable  bool // its author lets it be published
	Contested    bool // else stale, among those that wait
}

// ThemeTogether says how many contributions have another theme besides this one.
type ThemeTogether struct {
	Theme         consult.Theme
	Contributions int
}

// mostWaiting is how many of the texts that wait a theme's page lists.
const mostWaiting = 20

// detail fills in what a theme's page shows besides its counts.
func (s *Service) detail(ctx context.Context, actor consult.Actor, view *ThemeView) error {
	theme := view.Count.Theme
	counted, err := s.countThemes(ctx, view.Consultation.ID)
	if err != nil {
		return err
	}
	for _, count := range counted.grouping.Themes {
		if n := counted.together[corpus.PairOf(theme.ID, count.Theme.ID)]; n > 0 && count.Theme.ID != theme.ID {
			view.Together = append(view.Together, ThemeTogether{count.Theme, n})
		}
	}
	slices.SortStableFunc(view.Together, func(a, b ThemeTogether) int { return b.Contributions - a.Contributions })
	current, err := s.Store.CurrentAssignments(ctx, view.Consultation.ID)
	if err != nil {
		return err
	}
	under := slices.DeleteFunc(current, func(a consult.Assignment) bool { return a.ThemeID != theme.ID })
	if view.Waiting, err = s.waitingTexts(ctx, view.Consultation.ID, under); err != nil {
		return err
	}
	if view.Quotes, err = s.quotedTexts(ctx, view.Consultation.ID, under); err != nil {
		return err
	}
	view.CanCode = actor.Can(consult.CodeContributions) && actor.User != ""
	if theme.Kind != consult.ThemeRegular {
		return nil
	}
	view.Standing, err = s.standingSaid(ctx, &view.Consultation, theme)
	return err
}

// standingSaid gives how far a theme is from being validated, and who did.
func (s *Service) standingSaid(ctx context.Context, consultation *consult.Consultation, theme consult.Theme) (*ThemeStanding, error) {
	standing, mark, err := s.standingOf(ctx, consultation, theme)
	if err != nil {
		return nil, err
	}
	validations, err := s.validations(ctx, consultation.ID)
	if err != nil {
		return nil, err
	}
	names, err := s.coderNames(ctx)
	if err != nil {
		return nil, err
	}
	standing.say(validations, mark, names)
	return &standing, nil
}

// waitingTexts gives the statements under a theme on which coders disagree, or whose text changed since.
func (s *Service) waitingTexts(ctx context.Context, consultation consult.ID, under []consult.Assignment) ([]ThemeText, error) {
	var waiting []consult.Assignment
	seen := map[consult.ID]bool{}
	for statement, standings := range consult.Standings(under) {
		for _, standing := range standings {
			if standing.Contested() || !standing.Given() && len(standing.Stale) > 0 {
				seen[statement] = standing.Contested()
			}
		}
	}
	for _, a := range under { // in the order they were given
		if _, waits := seen[a.StatementID]; waits && len(waiting) < mostWaiting && !slices.ContainsFunc(waiting, func(b consult.Assignment) bool { return b.StatementID == a.StatementID }) {
			waiting = append(waiting, a)
		}
	}
	texts, err := s.themeTexts(ctx, consultation, waiting)
	for i := range texts {
		texts[i].Contested = seen[texts[i].Statement]
	}
	return texts, err
}

// quotedTexts gives the statements under a theme that somebody chose to quote, as they were read.
func (s *Service) quotedTexts(ctx context.Context, consultation consult.ID, under []consult.Assignment) ([]ThemeText, error) {
	quotes, err := s.Store.Quotes(ctx, consultation)
	if err != nil || len(quotes) == 0 {
		return nil, err
	}
	version := map[consult.ID]int{}
	for _, quote := range quotes {
		version[quote.StatementID] = quote.TextVersion
	}
	standings := consult.Standings(under)
	var chosen []consult.Assignment
	seen := map[consult.ID]bool{}
	for _, a := range under {
		if version[a.StatementID] == a.TextVersion && !seen[a.StatementID] && slices.ContainsFunc(standings[a.StatementID], consult.Standing.Given) {
			seen[a.StatementID] = true
			chosen = append(chosen, a)
		}
	}
	return s.themeTexts(ctx, consultation, chosen)
}

// themeTexts reads the statements of assignments; the whole text where a statement is no more.
func (s *Service) themeTexts(ctx context.Context, consultation consult.ID, assignments []consult.Assignment) ([]ThemeText, error) {
	var ids []consult.ID
	for _, a := range assignments {
		ids = append(ids, a.ContributionID)
	}
	slices.Sort(ids)
	known := map[consult.ID]consult.Contribution{}
	for chunk := range slices.Chunk(slices.Compact(ids), 500) {
		found, err := s.Store.Contributions(ctx, consult.ContributionFilter{ConsultationID: consultation, Among: chunk})
		if err != nil {
			return nil, err
		}
		for _, c := range found {
			known[c.ID] = c
		}
	}
	var texts []ThemeText
	for _, a := range assignments {
		c, stands := known[a.ContributionID]
		if !stands {
			continue
		}
		rows, err := s.Store.Statements(ctx, c.ID)
		if err != nil {
			return nil, err
		}
		text := ThemeText{Contribution: c, Statement: a.StatementID, Text: c.Body,
			Publishable: c.Publication == consult.PublicationNamed || c.Publication == consult.PublicationAnonymous}
		for _, part := range statementsOf(&c, rows) {
			if part.ID == a.StatementID {
				text.Text = c.Body[part.Start:part.End]
			}
		}
		texts = append(texts, text)
	}
	return texts, nil
}
