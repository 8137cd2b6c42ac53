package service

import (
	"context"
	"fmt"

	"concertation/internal/consult"
)

// IdeaView is an idea on its own page.
type IdeaView struct {
	Consultation consult.Consultation
	Rules        IdeaRules
	Idea         IdeaCard
	Supported    bool              // by the visitor who asks
	Comments     []consult.Comment // published, oldest first
	Merged       []IdeaCard        // those it stands for, oldest first
	Into         *IdeaCard         // the idea that stands for it: its page is the one to show
	Similar      []IdeaCard
}

// commentsShown bounds how many comments a page shows; the latest ones, so that who writes one finds it.
const commentsShown = 500

// IdeaPage gives the page of an idea to a visitor ("": one who supports nothing); CodeNotFound for an idea that is not
// to be read.
func (s *Service) IdeaPage(ctx context.Context, slug string, id consult.ID, visitor string) (*IdeaView, error) {
	box, err := s.publicBox(ctx, slug)
	if err != nil {
		return nil, err
	}
	idea, err := s.readableIdea(ctx, s.Store, box, id)
	if err != nil {
		return nil, err
	}
	view := &IdeaView{Consultation: box.consultation, Rules: s.ideaRules(&box.consultation), Idea: box.publicCard(idea)}
	if idea.RootID != "" {
		// While a moderator has to read the other again, nobody else may, and this one stays where it was.
		root, err := s.readableIdea(ctx, s.Store, box, idea.RootID)
		if err == nil {
			card := box.publicCard(root)
			view.Into = &card
			return view, nil
		}
		if consult.CodeOf(err) != consult.CodeNotFound {
			return nil, err
		}
	}
	if tokenLike(visitor) {
		if view.Supported, err = s.Store.Supported(ctx, id, hashToken(visitor)); err != nil {
			return nil, fmt.Errorf("read supports of idea %s: %w", id, err)
		}
	}
	if idea.Comments > 0 {
		if view.Comments, err = s.Store.CommentsUnder(ctx, id, consult.CommentFilter{Limit: commentsShown, Offset: max(0, idea.Comments-commentsShown)}); err != nil {
			return nil, fmt.Errorf("read comments on idea %s: %w", id, err)
		}
		for i := range view.Comments {
			view.Comments[i].TokenHash, view.Comments[i].GroundNote, view.Comments[i].Reports = nil, "", 0
		}
	}
	merged, err := s.Store.IdeasUnder(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("read what idea %s stands for: %w", id, err)
	}
	for i := range merged {
		if merged[i].Readable() {
			view.Merged = append(view.Merged, box.publicCard(merged[i]))
		}
	}
	similar, err := s.similarTo(ctx, box, &idea)
	if err != nil {
		return nil, err
	}
	view.Similar = box.publicCards(similar)
	return view, nil
}

// readableIdea gives an idea of this box that everybody may read; CodeNotFound for any other.
func (s *Service) readableIdea(ctx context.Context, reader consult.Reader, box *ideaBox, id consult.ID) (consult.Idea, error) {
	idea, err := reader.Idea(ctx, id)
	if err != nil {
		return consult.Idea{}, err
	}
	if idea.ConsultationID != box.consultation.ID || !idea.Readable() {
		return consult.Idea{}, consult.NotFound("error.not_found")
	}
	return idea, nil
}
