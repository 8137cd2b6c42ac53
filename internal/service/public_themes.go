package service

import (
	"context"
	"fmt"
	"time"

	"concertation/exports"
	"concertation/internal/consult"
	"concertation/internal/tally"
)

// What everybody reads of the grouping: themes that somebody validated and under which nothing changed since, with how many
// statements of the consultation nobody has read yet.

// PublicThemes is the grid as everybody may read it.
type PublicThemes struct {
	Consultation consult.Consultation
	Themes       []PublicThemeLine // the regular ones; none without a grid
	Validated    int               // how many of them are
	Unread       int               // statements that nobody has read yet, once a theme is validated
}

// PublicThemeLine is a theme of the grid; its counts are of a validated one only.
type PublicThemeLine struct {
	Theme     consult.Theme
	Validated bool
	Counts    consult.Counts // all 0 where too few people stand behind them (R2.5)
}

// ValidatedTheme is a theme as everybody may read it.
type ValidatedTheme struct {
	Consultation consult.Consultation
	Theme        consult.Theme
	Counts       consult.Counts // all 0 where too few people stand behind them (R2.5)
	At           time.Time      // of the validation
	Unread       int            // statements of the whole consultation that nobody has read yet: some may belong here
	Categories   []PublicShare  // nil where every line would be hidden
	Territories  []PublicShare
	Quotes       []exports.Verbatim
}

// PublicShare is a theme's counts for a category or a territory.
type PublicShare struct {
	Label  string // "": not known
	Counts consult.Counts
	Hidden bool // few people stand behind it, or it would tell those of another line
}

// validThemes are the themes of a consultation whose validation holds.
type validThemes struct {
	at      map[consult.ID]time.Time
	counted *themesCounted // nil while nobody validated any
}

// validated finds the themes whose validation holds: nothing is counted before somebody validated one.
func (s *Service) validated(ctx context.Context, consultation consult.ID) (validThemes, error) {
	valid := validThemes{at: map[consult.ID]time.Time{}}
	validations, err := s.validations(ctx, consultation)
	if err != nil || len(validations) == 0 {
		return valid, err
	}
	if valid.counted, err = s.publicCounted(ctx, consultation); err != nil {
		return valid, fmt.Errorf("count validated themes: %w", err)
	}
	for id, last := range validations {
		if mark, known := valid.counted.marks[id]; known && mark == last.Mark {
			valid.at[id] = last.At
		}
	}
	return valid, nil
}

// PublicThemes gives the grid of a consultation that is not in preparation, in its order.
func (s *Service) PublicThemes(ctx context.Context, slug string) (*PublicThemes, error) {
	consultation, err := s.PublicTexts(ctx, slug)
	if err != nil {
		return nil, err
	}
	view := &PublicThemes{Consultation: consultation}
	grid, err := s.Store.ThemeGrid(ctx, consultation.ID)
	if consult.CodeOf(err) == consult.CodeNotFound {
		return view, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read themes of %s: %w", slug, err)
	}
	valid, err := s.validated(ctx, consultation.ID)
	if err != nil {
		return nil, err
	}
	for _, theme := range grid.Themes {
		if theme.Kind != consult.ThemeRegular {
			continue
		}
		line := PublicThemeLine{Theme: theme}
		if _, line.Validated = valid.at[theme.ID]; line.Validated {
			line.Counts = publicCounts(valid.counted.grouping.Theme(theme.ID).Counts, &consultation)
			view.Validated++
		}
		view.Themes = append(view.Themes, line)
	}
	if view.Validated > 0 {
		view.Unread = valid.counted.grouping.Waiting.Statements
	}
	return view, nil
}

// ThemeAt gives the theme that stands at a position of the grid; CodeNotFound when none does.
func (s *Service) ThemeAt(ctx context.Context, slug string, position int) (consult.ID, error) {
	_, grid, err := s.gridOf(ctx, slug)
	if err != nil {
		return "", err
	}
	for _, theme := range grid.Themes {
		if theme.Kind == consult.ThemeRegular && theme.Position == position {
			return theme.ID, nil
		}
	}
	return "", consult.NotFound("error.not_found")
}

// ValidatedTheme gives a theme with its quotes; CodeNotFound while nobody validated it, and again once something
// changed. Only texts that may be published are quoted, what names people hidden, with what enough authors share.
func (s *Service) ValidatedTheme(ctx context.Context, slug string, theme consult.ID) (*ValidatedTheme, error) {
	consultation, err := s.PublicTexts(ctx, slug)
	if err != nil {
		return nil, err
	}
	valid, err := s.validated(ctx, consultation.ID)
	if err != nil {
		return nil, err
	}
	at, holds := valid.at[theme]
	if !holds {
		return nil, consult.NotFound("error.not_found")
	}
	grouping := valid.counted.grouping
	count := grouping.Theme(theme)
	words, err := s.wordings(ctx, consultation.ID)
	if err != nil {
		return nil, fmt.Errorf("read words of %s: %w", slug, err)
	}
	page := &ValidatedTheme{Consultation: consultation, Theme: count.Theme, At: at, Unread: grouping.Waiting.Statements, Counts: publicCounts(count.Counts, &consultation),
		Categories:  publicShares(words.categories, grouping.Categories[theme], &consultation),
		Territories: publicShares(words.territories, grouping.Territories[theme], &consultation)}
	if page.Quotes, err = s.publicQuotes(ctx, &consultation, count.Theme); err != nil {
		return nil, fmt.Errorf("read quotes of theme %s: %w", theme, err)
	}
	return page, nil
}

// publicCounts gives the four counts, or none of them: all speak of the same people.
func publicCounts(counts consult.Counts, c *consult.Consultation) consult.Counts {
	if atLeast(counts.Contributors, c) == 0 {
		return consult.Counts{}
	}
	return counts
}

// publicShares hides the lines that the public workbook hides, in the order it looks at them: were another of two equal
// lines hidden here, each would tell what the other keeps.
func publicShares(choices []CodingChoice, shares []consult.Share, c *consult.Consultation) []PublicShare {
	contributors := make([]int, len(shares))
	for i, share := range shares {
		contributors[i] = share.Counts.Contributors
	}
	hidden, shown := map[string]bool{}, false
	for i, count := range tally.ProtectList(contributors, c.Settings.Threshold()) {
		hidden[shares[i].Value] = count == tally.Hidden
		shown = shown || count != tally.Hidden
	}
	if !shown {
		return nil
	}
	var made []PublicShare
	for _, share := range worded(choices, shares) {
		line := PublicShare{Label: share.Label, Hidden: hidden[share.Value]}
		if !line.Hidden {
			line.Counts = share.Counts
		}
		made = append(made, line)
	}
	return made
}
