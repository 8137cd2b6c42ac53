package service

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"time"

	"concertation/exports"
	"concertation/internal/consult"
)

// A theme is validated when a person read every statement of it and said so (R1.5). Three things are told apart:
//   - what stands under the theme, or what a model puts there, must have been read: while one such statement is contested,
//     older than its text, or without a theme that a person gave, validating is refused;
//   - what nobody read elsewhere may belong to it too: validating then takes a confirmation of how many they are, and the
//     public page says, for as long as there are some, how many wait now;
//   - what changes under the theme afterwards ends the validation, and the public page with it: a theme given or taken off,
//     a text that changed, another wording of the theme. A new statement does not until somebody gives it the theme: it is
//     among those that the page says nobody has read. A model's new guess changes nothing: people's words are published alone.
//
// Whether a validation holds is found each time from what stands under the theme, never stored. Anybody who can validate
// can take a validation back; both are in the audit log.

// ThemeStanding is how far a theme is from being validated.
type ThemeStanding struct {
	Theme     consult.Theme
	Contested int // statements on which coders disagree
	Stale     int // statements whose text changed since
	Suggested int // contributions with a statement that a model puts there and that nobody gave a theme, those of the random sample aside
	Untested  int // texts of the random sample that nobody gave a theme: what a model makes of them is told to nobody
	Unread    int // statements of the whole consultation that nobody gave a theme: some may belong here
	// Validated says that somebody read it through and nothing changed since; Reopened, that something did.
	Validated bool
	Reopened  bool
	// Withdrawn says that somebody took the validation back.
	Withdrawn bool
	By        string // who validated it, or took that back
	At        time.Time
}

// Ready says whether a person can validate the theme: nothing of it waits to be read. With Unread they confirm it besides.
func (t ThemeStanding) Ready() bool {
	return t.Contested == 0 && t.Stale == 0 && t.Suggested == 0 && t.Untested == 0
}

// ThemeStandings says of each regular theme whether it is validated, in the order of the grid.
func (s *Service) ThemeStandings(ctx context.Context, actor consult.Actor, slug string) ([]ThemeStanding, error) {
	if _, err := s.readable(ctx, actor, consult.SeeTallies, slug); err != nil {
		return nil, err
	}
	consultation, grid, err := s.gridOf(ctx, slug)
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
	var all []ThemeStanding
	for _, theme := range grid.Themes {
		if theme.Kind != consult.ThemeRegular {
			continue
		}
		standing, mark, err := s.standingOf(ctx, &consultation, theme)
		if err != nil {
			return nil, err
		}
		standing.say(validations, mark, names)
		all = append(all, standing)
	}
	return all, nil
}

// say fills in who validated the theme, and whether that holds.
func (t *ThemeStanding) say(validations map[consult.ID]consult.ThemeValidation, mark string, names map[consult.ID]string) {
	if last, said := validations[t.Theme.ID]; said {
		t.By, t.At = named([]consult.ID{last.By}, names)[0], last.At
		t.Withdrawn = last.Mark == ""
		t.Validated = last.Mark == mark && !t.Withdrawn
		t.Reopened = !t.Validated && !t.Withdrawn
	}
}

func (s *Service) validations(ctx context.Context, consultation consult.ID) (map[consult.ID]consult.ThemeValidation, error) {
	all, err := s.Store.ThemeValidations(ctx, consultation)
	if err != nil {
		return nil, fmt.Errorf("read validated themes: %w", err)
	}
	last := map[consult.ID]consult.ThemeValidation{}
	for _, one := range all {
		last[one.ThemeID] = one
	}
	return last, nil
}

// standingOf gives what waits under a theme, and the mark of all that stands there. A suggestion changes no mark: what
// people validated does not open again because a model changed its mind.
func (s *Service) standingOf(ctx context.Context, consultation *consult.Consultation, theme consult.Theme) (ThemeStanding, string, error) {
	standing := ThemeStanding{Theme: theme}
	counted, err := s.countThemes(ctx, consultation.ID)
	if err != nil {
		return standing, "", fmt.Errorf("count theme %s: %w", theme.ID, err)
	}
	count := counted.grouping.Theme(theme.ID)
	standing.Contested, standing.Stale, standing.Unread = count.Contested, count.Stale, counted.grouping.Waiting.Statements
	if consultation.Settings.HideSuggestions {
		return standing, counted.marks[theme.ID], nil
	}
	sample := s.suggester.sampleOf(consultation.ID)
	waiting := consult.ContributionFilter{ConsultationID: consultation.ID, Suggested: theme.ID, Uncoded: true, Except: sample}
	if standing.Suggested, err = s.howManySuggested(ctx, waiting, counted.grouping.Total.Contributions); err != nil {
		return standing, "", fmt.Errorf("count suggestions of theme %s: %w", theme.ID, err)
	}
	if len(sample) > 0 {
		untested := consult.ContributionFilter{ConsultationID: consultation.ID, Uncoded: true, Among: sample}
		if standing.Untested, err = s.Store.CountContributions(ctx, untested); err != nil {
			return standing, "", fmt.Errorf("count the sample: %w", err)
		}
	}
	return standing, counted.marks[theme.ID], nil
}

// themeMark sums up a theme and what people said under it.
func themeMark(theme consult.Theme, count consult.ThemeCount, current []consult.Assignment) string {
	sum := sha256.New()
	fmt.Fprintf(sum, "%q %q %q %+v %d %d\n", theme.Definition, theme.Includes, theme.Excludes, count.Counts, count.Contested, count.Stale)
	for _, a := range current {
		if a.ThemeID == theme.ID {
			fmt.Fprintf(sum, "%s %s %s %d\n", a.StatementID, a.CoderID, a.State, a.TextVersion)
		}
	}
	return hex.EncodeToString(sum.Sum(nil)[:16])
}

// ValidateTheme says that the actor read the theme through; CodeConflict while something of it waits to be read, or when
// more statements of the consultation are unread than the actor accepts.
func (s *Service) ValidateTheme(ctx context.Context, actor consult.Actor, slug string, theme consult.ID, unread int) error {
	validation, standing, mark, err := s.validation(ctx, actor, slug, theme)
	if err != nil {
		return err
	}
	switch {
	case !standing.Ready():
		return consult.Conflict("coding.error.theme_open")
	case standing.Unread > unread:
		return consult.Conflict("coding.error.theme_unread")
	}
	validation.Mark = mark
	return s.saveValidation(ctx, actor, "theme.validate", validation, ", unread "+strconv.Itoa(standing.Unread))
}

// WithdrawTheme takes the validation of a theme back: its public page goes. CodeConflict when it is not validated.
func (s *Service) WithdrawTheme(ctx context.Context, actor consult.Actor, slug string, theme consult.ID) error {
	validation, standing, mark, err := s.validation(ctx, actor, slug, theme)
	if err != nil {
		return err
	}
	validations, err := s.validations(ctx, validation.ConsultationID)
	if err != nil {
		return err
	}
	if standing.say(validations, mark, nil); !standing.Validated {
		return consult.Conflict("coding.error.theme_not_validated")
	}
	return s.saveValidation(ctx, actor, "theme.withdraw", validation, "")
}

// validation prepares one that the actor may write, with how the theme stands and its mark.
func (s *Service) validation(ctx context.Context, actor consult.Actor, slug string, theme consult.ID) (*consult.ThemeValidation, ThemeStanding, string, error) {
	if err := actor.Require(consult.CodeContributions); err != nil {
		return nil, ThemeStanding{}, "", err
	}
	if actor.User == "" {
		return nil, ThemeStanding{}, "", consult.Forbidden("error.forbidden")
	}
	consultation, grid, err := s.gridOf(ctx, slug)
	if err != nil {
		return nil, ThemeStanding{}, "", err
	}
	found, known := grid.Find(theme)
	if !known || found.Kind != consult.ThemeRegular {
		return nil, ThemeStanding{}, "", consult.NotFound("error.not_found")
	}
	standing, mark, err := s.standingOf(ctx, &consultation, found)
	return &consult.ThemeValidation{ID: consult.NewID(), ConsultationID: consultation.ID, ThemeID: theme, By: actor.User, At: s.Now()}, standing, mark, err
}

func (s *Service) saveValidation(ctx context.Context, actor consult.Actor, action string, v *consult.ThemeValidation, detail string) error {
	err := s.Store.Atomic(ctx, func(tx consult.Tx) error {
		if err := tx.InsertThemeValidation(ctx, v); err != nil {
			return err
		}
		return s.audit(ctx, tx, actor, action, v.ConsultationID, "theme "+string(v.ThemeID)+detail)
	})
	if err != nil {
		return fmt.Errorf("%s %s: %w", action, v.ThemeID, err)
	}
	return nil
}

// publicQuotes gives the chosen statements under a theme that may be published, oldest text first.
func (s *Service) publicQuotes(ctx context.Context, consultation *consult.Consultation, theme consult.Theme) ([]exports.Verbatim, error) {
	quotes, err := s.Store.Quotes(ctx, consultation.ID)
	if err != nil || len(quotes) == 0 {
		return nil, err
	}
	chosen, among := map[consult.ID]consult.Quote{}, []consult.ID{}
	for _, quote := range quotes {
		chosen[quote.StatementID] = quote
		among = append(among, quote.ContributionID)
	}
	slices.Sort(among)
	words, err := s.wordings(ctx, consultation.ID)
	if err != nil {
		return nil, err
	}
	screening, err := s.screening(ctx, consultation.ID)
	if err != nil {
		return nil, err
	}
	crowd, err := s.crowd(ctx, consultation)
	if err != nil {
		return nil, err
	}
	var all []exports.Verbatim
	for chunk := range slices.Chunk(slices.Compact(among), 500) {
		texts, err := s.Store.Contributions(ctx, consult.ContributionFilter{ConsultationID: consultation.ID, ThemeID: theme.ID, Among: chunk})
		if err != nil {
			return nil, err
		}
		for i := range texts {
			c := &texts[i]
			if c.Publication != consult.PublicationNamed && c.Publication != consult.PublicationAnonymous {
				continue
			}
			parts, err := s.givenParts(ctx, c, theme.ID)
			if err != nil {
				return nil, err
			}
			for _, part := range parts {
				if quote, quoted := chosen[part.ID]; !quoted || quote.TextVersion != c.TextVersion {
					continue
				}
				verbatim := exports.Verbatim{Theme: theme, Kind: c.Kind, Question: words.question(c), Publication: c.Publication,
					Text:     screening.publishableSpan(c, consult.MaskBody, part.Start, part.End),
					Category: wordOf(words.categories, c.Category), Territory: wordOf(words.territories, c.Territory), Publishable: true}
				crowd.blur(&verbatim, c)
				all = append(all, verbatim)
			}
		}
	}
	return all, nil
}

// givenParts gives the statements of a contribution that somebody gives the theme.
func (s *Service) givenParts(ctx context.Context, c *consult.Contribution, theme consult.ID) ([]consult.Statement, error) {
	rows, err := s.Store.Statements(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	history, err := s.Store.Assignments(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	standings := consult.Standings(history)
	return slices.DeleteFunc(statementsOf(c, rows), func(part consult.Statement) bool {
		return !slices.ContainsFunc(standings[part.ID], func(st consult.Standing) bool { return st.ThemeID == theme && st.Given() })
	}), nil
}
