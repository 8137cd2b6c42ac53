package service

import (
	"context"
	"fmt"
	"slices"
	"time"

	"concertation/internal/consult"
	"concertation/internal/themes"
)

// Campaigns: near-identical texts are read once and shown with their count, never deleted (R1.5). They are found while
// suggestions are learnt; a theme is given to all of them by one act, said beforehand and taken back as one.

const (
	mostCampaignTexts = 50_000 // beyond, near-identical texts are not looked for
	campaignShown     = 30     // texts listed before the act
	campaignChunk     = 50     // texts written in one transaction (rule 1)
	// campaignSpan is how long after an act the last of its words was written: each is a moment of its own.
	campaignSpan = time.Minute
)

// campaignsOf finds the groups of near-identical texts.
func campaignsOf(texts []themes.Text) map[consult.ID][]consult.ID {
	groups := map[consult.ID][]consult.ID{}
	for _, ranks := range themes.NearIdentical(texts) {
		var group []consult.ID
		for _, rank := range ranks {
			group = append(group, consult.ID(texts[rank].ID))
		}
		for _, id := range group {
			groups[id] = group
		}
	}
	return groups
}

// campaign gives the texts that are near-identical to one, it included; nil when it stands alone.
func (g *suggester) campaign(consultation, contribution consult.ID) []consult.ID {
	known := g.of(consultation)
	if known == nil {
		return nil
	}
	return known.campaigns[contribution]
}

// CampaignView is what giving the themes of one text to those that are near-identical would do.
type CampaignView struct {
	Consultation consult.Consultation
	Row          CodingRow
	Themes       []consult.Theme // this coder's own on the text: what the others would get
	Texts        []CodingRow     // the others, the first of them
	Others       int
	Changed      int // others on which something would change
	CanCode      bool
}

// CampaignView says what CodeCampaign would do; a text that stands alone has no others.
func (s *Service) CampaignView(ctx context.Context, actor consult.Actor, slug string, id consult.ID) (*CampaignView, error) {
	desk, err := s.codingDesk(ctx, actor, slug)
	if err != nil {
		return nil, err
	}
	c, err := ownContribution(ctx, s.Store, desk.consultation.ID, id)
	if err != nil {
		return nil, err
	}
	others, err := s.campaignOthers(ctx, desk.consultation.ID, id)
	if err != nil && consult.CodeOf(err) != consult.CodeNotFound {
		return nil, err
	}
	rows, err := desk.rows(ctx, s.Store, append([]consult.Contribution{c}, others[:min(len(others), campaignShown)]...))
	if err != nil {
		return nil, err
	}
	view := &CampaignView{Consultation: desk.consultation, Row: rows[0], Texts: rows[1:], Others: len(others), CanCode: actor.Can(consult.CodeContributions) && actor.User != ""}
	if view.Themes, err = s.themesGivenBy(ctx, s.Store, &desk.grid, actor, &c); err != nil {
		return nil, err
	}
	for i := range others {
		change, err := s.campaignChange(ctx, s.Store, &desk.grid, actor, &others[i], view.Themes, s.Now())
		if err != nil {
			return nil, fmt.Errorf("read the grouping of contribution %s: %w", others[i].ID, err)
		}
		if !change.Empty() {
			view.Changed++
		}
	}
	return view, nil
}

// campaignOthers reads the other texts of the campaign that still count.
func (s *Service) campaignOthers(ctx context.Context, consultation, id consult.ID) ([]consult.Contribution, error) {
	group := s.suggester.campaign(consultation, id)
	if len(group) < 2 {
		return nil, consult.NotFound("error.not_found")
	}
	var others []consult.Contribution
	for chunk := range slices.Chunk(group, 500) {
		found, err := s.Store.Contributions(ctx, consult.ContributionFilter{ConsultationID: consultation, Among: chunk})
		if err != nil {
			return nil, fmt.Errorf("read near-identical texts: %w", err)
		}
		others = append(others, slices.DeleteFunc(found, func(c consult.Contribution) bool { return c.ID == id })...)
	}
	return others, nil
}

// themesGivenBy lists the themes that stand on a whole text in this coder's own name.
func (s *Service) themesGivenBy(ctx context.Context, reader consult.Reader, grid *consult.ThemeGrid, actor consult.Actor, c *consult.Contribution) ([]consult.Theme, error) {
	history, err := reader.Assignments(ctx, c.ID)
	if err != nil {
		return nil, fmt.Errorf("read the grouping of contribution %s: %w", c.ID, err)
	}
	var given []consult.Theme
	for _, theme := range grid.Themes {
		if slices.ContainsFunc(history, func(a consult.Assignment) bool {
			return a.ThemeID == theme.ID && a.StatementID == c.ID && a.CoderID == actor.User && a.EndedAt.IsZero() && a.State == consult.AssignmentConfirmed
		}) {
			given = append(given, theme)
		}
	}
	return given, nil
}

// campaignChange is what giving themes to one of the texts changes; a text that somebody split is left as it is.
func (s *Service) campaignChange(ctx context.Context, reader consult.Reader, grid *consult.ThemeGrid, actor consult.Actor, c *consult.Contribution, given []consult.Theme, at time.Time) (consult.CodingChange, error) {
	var change consult.CodingChange
	rows, err := reader.Statements(ctx, c.ID)
	if err != nil || len(statementsOf(c, rows)) > 1 {
		return change, err
	}
	history, err := reader.Assignments(ctx, c.ID)
	if err != nil {
		return change, err
	}
	return giveAll(grid, history, actor, c, given, at), nil
}

// CampaignDone is what an act on a campaign did: At names it, to take it back.
type CampaignDone struct {
	Changed int
	At      time.Time
}

// CodeCampaign gives the coder's own themes of a text to all that are near-identical to it. CodeInvalid when the coder
// gave it none.
func (s *Service) CodeCampaign(ctx context.Context, actor consult.Actor, slug string, id consult.ID) (CampaignDone, error) {
	done := CampaignDone{At: s.Now()}
	consultation, others, err := s.campaignAct(ctx, actor, slug, id)
	if err != nil {
		return done, err
	}
	grid, err := s.Store.ThemeGrid(ctx, consultation)
	if err != nil {
		return done, fmt.Errorf("code a campaign: %w", err)
	}
	c, err := ownContribution(ctx, s.Store, consultation, id)
	if err != nil {
		return done, err
	}
	given, err := s.themesGivenBy(ctx, s.Store, &grid, actor, &c)
	if err != nil {
		return done, err
	}
	if len(given) == 0 {
		return done, consult.Invalid(consult.FieldError{Field: "themes", Key: "coding.error.campaign_none"})
	}
	err = s.eachOfCampaign(ctx, actor, consultation, "campaign.code", others, func(tx consult.Tx, one *consult.Contribution) (consult.CodingChange, error) {
		return s.campaignChange(ctx, tx, &grid, actor, one, given, done.At)
	}, &done.Changed)
	return done, err
}

// UndoCampaign takes back what the act of that moment gave; texts on which the coder acted since are left as they are.
func (s *Service) UndoCampaign(ctx context.Context, actor consult.Actor, slug string, id consult.ID, at time.Time) (int, error) {
	consultation, others, err := s.campaignAct(ctx, actor, slug, id)
	if err != nil {
		return 0, err
	}
	undone := 0
	err = s.eachOfCampaign(ctx, actor, consultation, "campaign.undo", others, func(tx consult.Tx, one *consult.Contribution) (consult.CodingChange, error) {
		history, err := tx.Assignments(ctx, one.ID)
		if err != nil {
			return consult.CodingChange{}, err
		}
		var last time.Time
		for _, a := range history {
			if a.CoderID == actor.User && a.StatementID == one.ID {
				last = later(last, later(a.At, a.EndedAt))
			}
		}
		if last.Before(at.Truncate(time.Millisecond)) || last.After(at.Add(campaignSpan)) {
			return consult.CodingChange{}, nil
		}
		return consult.UndoCoding(history, consult.Assignment{ConsultationID: consultation, ContributionID: one.ID, StatementID: one.ID,
			CoderID: actor.User, Round: codingRound, TextVersion: one.TextVersion, At: s.Now()}), nil
	}, &undone)
	return undone, err
}

func (s *Service) campaignAct(ctx context.Context, actor consult.Actor, slug string, id consult.ID) (consult.ID, []consult.Contribution, error) {
	if err := actor.Require(consult.CodeContributions); err != nil {
		return "", nil, err
	}
	if actor.User == "" {
		return "", nil, consult.Forbidden("error.forbidden")
	}
	consultation, err := s.Store.ConsultationBySlug(ctx, slug)
	if err != nil {
		return "", nil, err
	}
	others, err := s.campaignOthers(ctx, consultation.ID, id)
	return consultation.ID, others, err
}

// eachOfCampaign writes what decide says of each text, some texts a transaction, and counts those that changed.
func (s *Service) eachOfCampaign(ctx context.Context, actor consult.Actor, consultation consult.ID, operation string, texts []consult.Contribution, decide func(consult.Tx, *consult.Contribution) (consult.CodingChange, error), changed *int) error {
	for chunk := range slices.Chunk(texts, campaignChunk) {
		written := 0
		err := s.Store.Atomic(ctx, func(tx consult.Tx) error {
			written = 0 // run twice, it counts once
			for i := range chunk {
				change, err := decide(tx, &chunk[i])
				if err != nil {
					return err
				}
				if change.Empty() {
					continue
				}
				written++
				for _, ended := range change.End {
					if err := tx.EndAssignment(ctx, ended, change.At); err != nil {
						return err
					}
				}
				for j := range change.Insert {
					if err := tx.InsertAssignment(ctx, &change.Insert[j]); err != nil {
						return err
					}
				}
			}
			return s.audit(ctx, tx, actor, operation, consultation, fmt.Sprintf("%d contributions", written))
		})
		if err != nil {
			return fmt.Errorf("group a campaign: %w", err)
		}
		*changed += written
	}
	s.suggester.wake()
	return nil
}
