package service

import (
	"context"
	"fmt"

	"concertation/internal/consult"
	"concertation/internal/french"
)

// IdeaDeskQuery narrows the ideas of the console.
type IdeaDeskQuery struct {
	State     consult.IdeaState
	Words     string // as typed; looked for anywhere in the texts
	Theme     consult.ID
	Territory string
	Status    consult.IdeaStatus
	Order     consult.IdeaOrder
}

// IdeaDesk is a page of the console's list of ideas.
type IdeaDesk struct {
	Consultation consult.Consultation
	Rules        IdeaRules
	Choices      IdeaChoices
	Query        IdeaDeskQuery
	Counts       map[consult.IdeaState]int // of each state, whatever else the query asks
	Comments     int                       // that a moderator has to read
	Total        int
	Ideas        []IdeaCard
	Page, Pages  int
}

const deskPage = 50

// IdeaDesk gives a page, from 1, of the ideas of a state, to whoever moderates.
func (s *Service) IdeaDesk(ctx context.Context, actor consult.Actor, slug string, query IdeaDeskQuery, page int) (*IdeaDesk, error) {
	box, err := s.moderatedBox(ctx, actor, slug)
	if err != nil {
		return nil, err
	}
	id := box.consultation.ID
	desk := &IdeaDesk{Consultation: box.consultation, Rules: s.ideaRules(&box.consultation), Choices: box.choices(), Query: query,
		Counts: map[consult.IdeaState]int{}}
	for _, state := range consult.IdeaStates() {
		if desk.Counts[state], err = s.Store.CountIdeas(ctx, consult.IdeaFilter{ConsultationID: id, State: state}); err != nil {
			return nil, fmt.Errorf("count ideas of %s: %w", slug, err)
		}
	}
	if desk.Comments, err = s.Store.CountWaitingComments(ctx, id); err != nil {
		return nil, fmt.Errorf("count comments of %s: %w", slug, err)
	}
	filter := consult.IdeaFilter{ConsultationID: id, State: query.State, Folded: french.Fold(query.Words), ThemeID: query.Theme,
		Territory: query.Territory, Status: query.Status, Order: query.Order}
	if filter.Order == "" && (query.State == consult.IdeaWaiting || query.State == consult.IdeaReported) {
		filter.Order = consult.IdeasOldest
	}
	if desk.Total, err = s.Store.CountIdeas(ctx, filter); err != nil {
		return nil, fmt.Errorf("count ideas of %s: %w", slug, err)
	}
	desk.Pages = max(1, (desk.Total+deskPage-1)/deskPage)
	desk.Page = min(max(page, 1), desk.Pages)
	filter.Offset, filter.Limit = (desk.Page-1)*deskPage, deskPage
	ideas, err := s.Store.Ideas(ctx, filter)
	if err != nil {
		return nil, fmt.Errorf("list ideas of %s: %w", slug, err)
	}
	desk.Ideas = box.cards(s.withoutEmail(actor, ideas))
	return desk, nil
}

// moderatedBox is ideaBox for whoever moderates.
func (s *Service) moderatedBox(ctx context.Context, actor consult.Actor, slug string) (*ideaBox, error) {
	if err := actor.Require(consult.ModerateIdeas); err != nil {
		return nil, err
	}
	return s.ideaBox(ctx, slug)
}

// withoutEmail leaves out what only those who may see identities may know.
func (s *Service) withoutEmail(actor consult.Actor, ideas []consult.Idea) []consult.Idea {
	for i := range ideas {
		ideas[i].TokenHash, ideas[i].Print = nil, ""
		if !actor.Can(consult.SeeIdentities) {
			ideas[i].Email = ""
			if ideas[i].Publication != consult.PublicationNamed {
				ideas[i].Signature = ""
			}
		}
	}
	return ideas
}

// IdeaFile is all that the console knows of an idea.
type IdeaFile struct {
	Consultation consult.Consultation
	Rules        IdeaRules
	Idea         IdeaCard
	Comments     []consult.Comment // all of them, oldest first
	Reports      []consult.IdeaReport
	Log          []consult.ModerationEntry // newest first
	Merged       []IdeaCard
	Into         *IdeaCard
	Similar      []IdeaCard // those it might be merged with
}

// IdeaFile gives all of an idea to whoever moderates; CodeNotFound for one of another consultation.
func (s *Service) IdeaFile(ctx context.Context, actor consult.Actor, slug string, id consult.ID) (*IdeaFile, error) {
	box, err := s.moderatedBox(ctx, actor, slug)
	if err != nil {
		return nil, err
	}
	idea, err := ownIdea(ctx, s.Store, box, id)
	if err != nil {
		return nil, err
	}
	shown := func(ideas ...consult.Idea) []IdeaCard { return box.cards(s.withoutEmail(actor, ideas)) }
	file := &IdeaFile{Consultation: box.consultation, Rules: s.ideaRules(&box.consultation), Idea: shown(idea)[0]}
	if file.Comments, err = s.Store.CommentsUnder(ctx, id, consult.CommentFilter{All: true}); err != nil {
		return nil, fmt.Errorf("read comments on idea %s: %w", id, err)
	}
	if file.Reports, err = s.Store.IdeaReports(ctx, id); err != nil {
		return nil, fmt.Errorf("read reports on idea %s: %w", id, err)
	}
	if file.Log, err = s.Store.ModerationEntries(ctx, box.consultation.ID, id, moderationEntries); err != nil {
		return nil, fmt.Errorf("read the log of idea %s: %w", id, err)
	}
	merged, err := s.Store.IdeasUnder(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("read what idea %s stands for: %w", id, err)
	}
	file.Merged = shown(merged...)
	if idea.RootID != "" {
		root, err := s.Store.Idea(ctx, idea.RootID)
		if err != nil {
			return nil, fmt.Errorf("read the idea that stands for %s: %w", id, err)
		}
		file.Into = &shown(root)[0]
		return file, nil
	}
	similar, err := s.similarTo(ctx, box, &idea)
	file.Similar = shown(similar...)
	return file, err
}

// ownIdea gives an idea of this box, whatever its state; CodeNotFound for any other.
func ownIdea(ctx context.Context, reader consult.Reader, box *ideaBox, id consult.ID) (consult.Idea, error) {
	idea, err := reader.Idea(ctx, id)
	if err != nil {
		return consult.Idea{}, err
	}
	if idea.ConsultationID != box.consultation.ID {
		return consult.Idea{}, consult.NotFound("error.not_found")
	}
	return idea, nil
}
