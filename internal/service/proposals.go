package service

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"concertation/internal/consult"
	"concertation/internal/corpus"
	"concertation/internal/french"
)

// ProposalsView is every action that contributions propose, with what proposes it.
type ProposalsView struct {
	Consultation consult.Consultation
	Rows         []ProposalRow
	CanCode      bool
}

// ProposalRow is a proposed action with its sources, counted apart (rule 7).
type ProposalRow struct {
	Proposal consult.Proposal
	Counts   consult.Counts
	Themes   []consult.Theme // given to its sources, in grid order
	Sources  []ProposalText
}

// ProposalText is a statement that proposes an action.
type ProposalText struct {
	Contribution consult.Contribution
	Statement    consult.ID
	Text         string
	Quoted       bool
}

// ProposalsView gives the proposed actions by title. Sources whose text was taken back, or whose part is no more, are
// left out.
func (s *Service) ProposalsView(ctx context.Context, actor consult.Actor, slug string) (*ProposalsView, error) {
	desk, err := s.codingDesk(ctx, actor, slug)
	if err != nil {
		return nil, err
	}
	rows, err := s.proposalRows(ctx, desk)
	if err != nil {
		return nil, fmt.Errorf("read proposed actions of %s: %w", slug, err)
	}
	return &ProposalsView{Consultation: desk.consultation, Rows: rows, CanCode: actor.Can(consult.CodeContributions) && actor.User != ""}, nil
}

func (s *Service) proposalRows(ctx context.Context, desk *codingDesk) ([]ProposalRow, error) {
	id := desk.consultation.ID
	proposals, err := s.Store.Proposals(ctx, id)
	if err != nil || len(proposals) == 0 {
		return nil, err
	}
	sources, err := s.Store.ProposalSources(ctx, id)
	if err != nil {
		return nil, err
	}
	quotes, err := s.Store.Quotes(ctx, id)
	if err != nil {
		return nil, err
	}
	sessions, err := s.Store.SessionsHeld(ctx, id)
	if err != nil {
		return nil, err
	}
	quoted := map[consult.ID]bool{}
	for _, quote := range quotes {
		quoted[quote.StatementID] = true
	}
	texts, themes, err := s.sourceTexts(ctx, desk, sources)
	if err != nil {
		return nil, err
	}
	var made []ProposalRow
	for _, proposal := range proposals {
		row := ProposalRow{Proposal: proposal}
		given := map[consult.ID]bool{}
		var counted []consult.Contribution
		for _, source := range sources {
			text, standing := texts[source.StatementID]
			if source.ProposalID != proposal.ID || !standing {
				continue
			}
			text.Quoted = quoted[source.StatementID]
			row.Sources = append(row.Sources, text)
			counted = append(counted, text.Contribution)
			for _, theme := range themes[source.StatementID] {
				given[theme] = true
			}
		}
		row.Counts = corpus.CountSources(counted, sessions)
		for _, theme := range desk.grid.Themes {
			if given[theme.ID] {
				row.Themes = append(row.Themes, theme)
			}
		}
		made = append(made, row)
	}
	return made, nil
}

// sourceTexts reads the statements that propose actions, and the themes given to them.
func (s *Service) sourceTexts(ctx context.Context, desk *codingDesk, sources []consult.ProposalSource) (map[consult.ID]ProposalText, map[consult.ID][]consult.ID, error) {
	var ids []consult.ID
	for _, source := range sources {
		ids = append(ids, source.ContributionID)
	}
	slices.Sort(ids)
	texts, themes := map[consult.ID]ProposalText{}, map[consult.ID][]consult.ID{}
	for chunk := range slices.Chunk(slices.Compact(ids), 500) {
		found, err := s.Store.Contributions(ctx, consult.ContributionFilter{ConsultationID: desk.consultation.ID, Among: chunk})
		if err != nil {
			return nil, nil, err
		}
		for _, c := range found {
			rows, err := s.Store.Statements(ctx, c.ID)
			if err != nil {
				return nil, nil, err
			}
			history, err := s.Store.Assignments(ctx, c.ID)
			if err != nil {
				return nil, nil, err
			}
			standings := consult.Standings(history)
			for _, statement := range statementsOf(&c, rows) {
				texts[statement.ID] = ProposalText{Contribution: c, Statement: statement.ID, Text: c.Body[statement.Start:statement.End]}
				for _, standing := range standings[statement.ID] {
					if standing.Given() {
						themes[statement.ID] = append(themes[statement.ID], standing.ThemeID)
					}
				}
			}
		}
	}
	return texts, themes, nil
}

func checkActionTitle(title string) error {
	switch {
	case title == "":
		return consult.Invalid(consult.FieldError{Field: "title", Key: "coding.error.action_blank"})
	case utf8.RuneCountInString(title) > mostActionTitle:
		return consult.Invalid(consult.FieldError{Field: "title", Key: "coding.error.action_long"})
	}
	return nil
}

// proposalOf gives the action of that title, made when there is none: two coders who type the same title mean one.
func (s *Service) proposalOf(ctx context.Context, tx consult.Tx, actor consult.Actor, consultation consult.ID, title string) (consult.ID, error) {
	all, err := tx.Proposals(ctx, consultation)
	if err != nil {
		return "", err
	}
	for _, one := range all {
		if french.Fold(one.Title) == french.Fold(title) {
			return one.ID, nil
		}
	}
	now := s.Now()
	made := consult.Proposal{ID: consult.NewID(), ConsultationID: consultation, Title: title, CreatedBy: actor.User, CreatedAt: now, ChangedAt: now}
	if err := tx.InsertProposal(ctx, &made, french.SortKey(title)); err != nil {
		return "", err
	}
	return made.ID, s.audit(ctx, tx, actor, "action.add", consultation, "action "+string(made.ID))
}

func ownProposal(ctx context.Context, reader consult.Reader, consultation, id consult.ID) error {
	proposal, err := reader.Proposal(ctx, id)
	if err == nil && proposal.ConsultationID != consultation {
		err = consult.NotFound("error.not_found")
	}
	return err
}

// ProposalAct changes a proposed action.
type ProposalAct struct {
	Proposal  consult.ID
	Kind      ProposalKind
	Title     string     // for ProposalRename
	Note      string     // for ProposalRename
	Into      consult.ID // for ProposalMerge: the action that stays
	Statement consult.ID // for ProposalDrop
}

// ProposalKind is the kind of a change.
type ProposalKind string

// The changes.
const (
	ProposalRename ProposalKind = "rename"
	ProposalMerge  ProposalKind = "merge"
	ProposalDrop   ProposalKind = "drop" // a source
	ProposalRemove ProposalKind = "remove"
)

// ChangeProposal renames a proposed action, merges it into another with its sources, takes a source off, or removes it.
func (s *Service) ChangeProposal(ctx context.Context, actor consult.Actor, slug string, act ProposalAct) error {
	if err := actor.Require(consult.CodeContributions); err != nil {
		return err
	}
	act.Title, act.Note = strings.Join(strings.Fields(act.Title), " "), strings.TrimSpace(act.Note)
	if act.Kind == ProposalRename {
		if err := checkActionTitle(act.Title); err != nil {
			return err
		}
	}
	consultation, err := s.Store.ConsultationBySlug(ctx, slug)
	if err != nil {
		return err
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		proposal, err := tx.Proposal(ctx, act.Proposal)
		if err != nil {
			return err
		}
		if proposal.ConsultationID != consultation.ID {
			return consult.NotFound("error.not_found")
		}
		if err := s.changeProposal(ctx, tx, actor, proposal, act); err != nil {
			return err
		}
		return s.audit(ctx, tx, actor, "action."+string(act.Kind), consultation.ID, "action "+string(proposal.ID))
	})
	if err != nil {
		return fmt.Errorf("change proposed action %s: %w", act.Proposal, err)
	}
	return nil
}

func (s *Service) changeProposal(ctx context.Context, tx consult.Tx, actor consult.Actor, proposal consult.Proposal, act ProposalAct) error {
	switch act.Kind {
	case ProposalRename:
		proposal.Title, proposal.Note, proposal.ChangedAt = act.Title, act.Note, s.Now()
		return tx.UpdateProposal(ctx, &proposal, french.SortKey(act.Title))
	case ProposalDrop:
		return tx.RemoveProposalSource(ctx, proposal.ID, act.Statement)
	case ProposalRemove:
		return tx.DeleteProposal(ctx, proposal.ID)
	case ProposalMerge:
		if act.Into == proposal.ID {
			return consult.Invalid(consult.FieldError{Field: "into", Key: "coding.error.action_itself"})
		}
		if err := ownProposal(ctx, tx, proposal.ConsultationID, act.Into); err != nil {
			return err
		}
		sources, err := tx.ProposalSources(ctx, proposal.ConsultationID)
		if err != nil {
			return err
		}
		for _, source := range sources {
			if source.ProposalID != proposal.ID {
				continue
			}
			source.ProposalID = act.Into
			if err := tx.AddProposalSource(ctx, &source); err != nil {
				return err
			}
		}
		return tx.DeleteProposal(ctx, proposal.ID)
	}
	return consult.NotFound("error.not_found")
}
