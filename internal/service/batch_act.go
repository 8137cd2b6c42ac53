package service

import (
	"context"
	"fmt"
	"slices"
	"time"

	"concertation/internal/consult"
)

// BatchAct gives themes to texts, each as its reader saw it. Texts that somebody put under another theme are left as they
// are, but with Also.
type BatchAct struct {
	Texts  []BatchText
	Themes []consult.ID
	Also   bool
}

// BatchDone is what an act on chosen texts did: At names it, to take it back. Aside are the texts that changed, went, were
// split or were grouped by somebody while the act was prepared: they are left as they are.
type BatchDone struct {
	Changed   int
	At        time.Time
	Aside     []consult.ID
	Otherwise int // texts that bear another theme, left as they are
}

// CodeBatch gives the themes to all the texts, in this coder's name. CodeInvalid without a theme, with a residual one
// beside others, or with too many texts.
func (s *Service) CodeBatch(ctx context.Context, actor consult.Actor, slug string, act BatchAct) (BatchDone, error) {
	var done BatchDone
	desk, err := s.batchDesk(ctx, actor, slug)
	if err != nil {
		return done, err
	}
	given, err := batchThemes(&desk.grid, act)
	if err != nil {
		return done, err
	}
	if done.At, err = s.batchMoment(ctx, act.Texts); err != nil {
		return done, err
	}
	var texts []consult.Contribution
	read, fates := map[consult.ID]int{}, map[consult.ID]batchFate{}
	for _, text := range act.Texts {
		if _, twice := read[text.ID]; !twice {
			texts = append(texts, consult.Contribution{ID: text.ID})
		}
		read[text.ID] = text.TextVersion
	}
	err = s.eachOfCampaign(ctx, actor, desk.consultation.ID, "batch.code", texts, func(tx consult.Tx, one *consult.Contribution) (consult.CodingChange, error) {
		if err := unchangedGrid(ctx, tx, &desk.grid); err != nil {
			return consult.CodingChange{}, err
		}
		change, fate, err := batchChange(ctx, tx, desk, actor, BatchText{one.ID, read[one.ID]}, batchGift{given, act.Also, done.At})
		fates[one.ID] = fate
		return change, err
	}, &done.Changed)
	for i := range texts {
		switch fates[texts[i].ID] {
		case batchAside:
			done.Aside = append(done.Aside, texts[i].ID)
		case batchOtherwise:
			done.Otherwise++
		}
	}
	return done, err
}

// batchThemes reads the themes that an act gives.
func batchThemes(grid *consult.ThemeGrid, act BatchAct) ([]consult.Theme, error) {
	var given []consult.Theme
	alone := false
	for _, theme := range grid.Themes {
		if slices.Contains(act.Themes, theme.ID) {
			given = append(given, theme)
			alone = alone || theme.Kind != consult.ThemeRegular
		}
	}
	switch {
	case len(given) < len(slices.Compact(slices.Sorted(slices.Values(act.Themes)))):
		return nil, consult.Conflict("coding.error.grid_changed")
	case len(given) == 0:
		return nil, consult.Invalid(consult.FieldError{Field: "themes", Key: "coding.error.batch_none"})
	case alone && len(given) > 1:
		return nil, consult.Invalid(consult.FieldError{Field: "themes", Key: "coding.error.batch_alone"})
	case len(act.Texts) == 0:
		return nil, consult.Invalid(consult.FieldError{Field: "texts", Key: "coding.error.batch_empty"})
	case len(act.Texts) > mostBatch:
		return nil, consult.Invalid(consult.FieldError{Field: "texts", Key: "coding.error.batch_many"})
	}
	return given, nil
}

// batchMoment gives the act a moment later than every word on its texts.
func (s *Service) batchMoment(ctx context.Context, texts []BatchText) (time.Time, error) {
	at := s.Now().Truncate(time.Millisecond)
	for _, text := range texts {
		history, err := s.Store.Assignments(ctx, text.ID)
		if err != nil {
			return at, fmt.Errorf("read the grouping of contribution %s: %w", text.ID, err)
		}
		for _, a := range history {
			if last := later(a.At, a.EndedAt); !at.After(last) {
				at = last.Truncate(time.Millisecond).Add(time.Millisecond)
			}
		}
	}
	return at, nil
}

// batchGift is what an act gives to each of its texts.
type batchGift struct {
	themes []consult.Theme
	also   bool // to those under another theme too
	at     time.Time
}

// batchFate is what an act does of one text.
type batchFate int

const (
	batchGiven     batchFate = iota
	batchAside               // no longer as it was read
	batchOtherwise           // under another theme
)

// batchChange is what the act changes on one text.
func batchChange(ctx context.Context, tx consult.Tx, desk *codingDesk, actor consult.Actor, read BatchText, gift batchGift) (consult.CodingChange, batchFate, error) {
	none := consult.CodingChange{}
	c, err := ownContribution(ctx, tx, desk.consultation.ID, read.ID)
	if consult.CodeOf(err) == consult.CodeNotFound {
		return none, batchAside, nil
	}
	if err != nil || c.TextVersion != read.TextVersion {
		return none, batchAside, err
	}
	parts, err := tx.Statements(ctx, c.ID)
	if err != nil || len(statementsOf(&c, parts)) > 1 {
		return none, batchAside, err
	}
	history, err := tx.Assignments(ctx, c.ID)
	if err != nil {
		return none, batchAside, err
	}
	change := giveAll(&desk.grid, history, actor, &c, gift.themes, gift.at)
	switch {
	case change.Empty():
		return none, batchGiven, nil
	case !gift.also && otherwise(history, c.ID, gift.themes):
		return none, batchOtherwise, nil
	case !change.At.Equal(gift.at): // somebody is at it
		return none, batchAside, nil
	}
	return change, batchGiven, nil
}

// BatchDoneView is what stands of an act: how many texts bear its word, under which themes, and those left aside.
type BatchDoneView struct {
	Consultation consult.Consultation
	At           time.Time
	Stands       int
	Themes       []consult.Theme
	Aside        []CodingRow
	Gone         int // of those left aside, texts that are no longer there
}

// BatchDoneView tells of this coder's act of that moment; aside are the texts that it left.
func (s *Service) BatchDoneView(ctx context.Context, actor consult.Actor, slug string, at time.Time, aside []consult.ID) (*BatchDoneView, error) {
	desk, err := s.batchDesk(ctx, actor, slug)
	if err != nil {
		return nil, err
	}
	view := &BatchDoneView{Consultation: desk.consultation, At: at}
	given, err := s.givenAt(ctx, desk.consultation.ID, actor, at)
	if err != nil {
		return nil, err
	}
	view.Stands = len(contributionsOf(given))
	for _, theme := range desk.grid.Themes {
		if slices.ContainsFunc(given, func(a consult.Assignment) bool {
			return a.ThemeID == theme.ID && a.State == consult.AssignmentConfirmed
		}) {
			view.Themes = append(view.Themes, theme)
		}
	}
	if len(aside) > 0 {
		found, err := s.Store.Contributions(ctx, consult.ContributionFilter{ConsultationID: desk.consultation.ID, Among: aside})
		if err != nil {
			return nil, fmt.Errorf("read texts left aside: %w", err)
		}
		view.Gone = len(aside) - len(found)
		if view.Aside, err = desk.rows(ctx, s.Store, found); err != nil {
			return nil, err
		}
	}
	return view, nil
}

// UndoBatch takes back what this coder's act of that moment gave, and says on how many texts; those on which they acted
// since are left as they are.
func (s *Service) UndoBatch(ctx context.Context, actor consult.Actor, slug string, at time.Time) (int, error) {
	desk, err := s.batchDesk(ctx, actor, slug)
	if err != nil {
		return 0, err
	}
	given, err := s.givenAt(ctx, desk.consultation.ID, actor, at)
	if err != nil {
		return 0, err
	}
	var texts []consult.Contribution
	for _, id := range contributionsOf(given) {
		texts = append(texts, consult.Contribution{ID: id})
	}
	undone := 0
	err = s.eachOfCampaign(ctx, actor, desk.consultation.ID, "batch.undo", texts, func(tx consult.Tx, one *consult.Contribution) (consult.CodingChange, error) {
		c, err := ownContribution(ctx, tx, desk.consultation.ID, one.ID)
		if consult.CodeOf(err) == consult.CodeNotFound { // withdrawn since: nothing of it counts
			return consult.CodingChange{}, nil
		}
		if err != nil {
			return consult.CodingChange{}, err
		}
		history, err := tx.Assignments(ctx, c.ID)
		if err != nil {
			return consult.CodingChange{}, err
		}
		for _, a := range history {
			if a.CoderID == actor.User && a.StatementID == c.ID && later(a.At, a.EndedAt).After(at) {
				return consult.CodingChange{}, nil
			}
		}
		return consult.UndoCoding(history, consult.Assignment{ConsultationID: c.ConsultationID, ContributionID: c.ID, StatementID: c.ID,
			CoderID: actor.User, Round: codingRound, TextVersion: c.TextVersion, At: s.Now()}), nil
	}, &undone)
	return undone, err
}

// givenAt gives this coder's words of that moment that still stand.
func (s *Service) givenAt(ctx context.Context, consultation consult.ID, actor consult.Actor, at time.Time) ([]consult.Assignment, error) {
	current, err := s.Store.CurrentAssignments(ctx, consultation)
	if err != nil {
		return nil, fmt.Errorf("read the grouping: %w", err)
	}
	return slices.DeleteFunc(current, func(a consult.Assignment) bool {
		return a.CoderID != actor.User || a.StatementID != a.ContributionID || !a.At.Equal(at)
	}), nil
}

// contributionsOf gives the contributions of words, each once.
func contributionsOf(given []consult.Assignment) []consult.ID {
	var ids []consult.ID
	for _, a := range given {
		ids = append(ids, a.ContributionID)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}
