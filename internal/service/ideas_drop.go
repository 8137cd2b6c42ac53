package service

import (
	"bytes"
	"context"
	"fmt"

	"concertation/internal/consult"
)

// IdeaForm is what the page where an idea is written needs.
type IdeaForm struct {
	Consultation consult.Consultation
	Rules        IdeaRules
	Choices      IdeaChoices
	ID           consult.ID // to be posted with the idea
	Token        string     // to be posted with the idea
}

// NewIdea gives a blank page to write an idea on. Nothing is stored.
func (s *Service) NewIdea(ctx context.Context, slug string) (*IdeaForm, error) {
	box, err := s.publicBox(ctx, slug)
	if err != nil {
		return nil, err
	}
	return &IdeaForm{Consultation: box.consultation, Rules: s.ideaRules(&box.consultation), Choices: box.choices(),
		ID: consult.NewID(), Token: newToken()}, nil
}

// DroppedIdea is an idea just dropped, with the only sight of its token.
type DroppedIdea struct {
	Idea  consult.Idea
	Token string
	Again bool // the same post had already made it
}

// DropIdea makes an idea of what its author typed, once: the same post again gives the same idea (rule 5). CodeInvalid
// with everything wrong; CodeClosed when the box takes none; CodeConflict when the page's identifier made another text:
// the idea as stored is given beside the error if the page is its author's.
func (s *Service) DropIdea(ctx context.Context, slug string, draft IdeaDraft) (*DroppedIdea, error) {
	box, err := s.publicBox(ctx, slug)
	if err != nil {
		return nil, err
	}
	if draft.ID, err = consult.ParseID(string(draft.ID)); err != nil {
		return nil, consult.Conflict("ideas.error.page")
	}
	if !tokenLike(draft.Token) {
		draft.Token = newToken()
	}
	draft = draft.cleaned()
	if rules := s.ideaRules(&box.consultation); !rules.Open {
		if stored, err := s.Store.Idea(ctx, draft.ID); err == nil {
			return droppedBefore(stored, draft)
		}
		return nil, consult.Closed("ideas.error.closed")
	}
	if faults := draft.faults(box); len(faults) > 0 {
		return nil, consult.Invalid(faults...)
	}
	idea := s.newIdea(box, draft)
	for range referenceDraws {
		idea.Reference = newReference()
		var stored *consult.Idea
		stored, err = s.insertIdea(ctx, idea, draft.InName)
		if stored != nil {
			return droppedBefore(*stored, draft)
		}
		if consult.CodeOf(err) != consult.CodeConflict {
			break
		}
	}
	if consult.CodeOf(err) == consult.CodeConflict {
		return nil, consult.Conflict("ideas.error.page")
	}
	if err != nil {
		return nil, fmt.Errorf("drop idea %s: %w", idea.ID, err)
	}
	s.ideasChanged()
	return &DroppedIdea{Idea: idea, Token: draft.Token}, nil
}

// newIdea gives the idea that a valid draft makes.
func (s *Service) newIdea(box *ideaBox, draft IdeaDraft) consult.Idea {
	now := s.Now()
	idea := consult.Idea{ID: draft.ID, ConsultationID: box.consultation.ID, Origin: consult.OriginCollected,
		Moderation: consult.ModerationPublished, Status: consult.IdeaNew, TokenHash: hashToken(draft.Token),
		Print: draft.print(), TextVersion: 1, CreatedAt: now, ChangedAt: now}
	if box.consultation.Demonstration {
		idea.Origin = consult.OriginDemonstration
	}
	if box.consultation.Settings.IdeaModeration == consult.ModerateBefore {
		idea.Moderation = consult.ModerationWaiting
	}
	draft.into(&idea)
	s.stemmed(&idea)
	return idea
}

// insertIdea writes an idea with its contribution, or gives the one that already has its identifier. In the name of a
// structure, that it did so is noted.
func (s *Service) insertIdea(ctx context.Context, idea consult.Idea, inName *consult.Organisation) (stored *consult.Idea, err error) {
	contribution := contributionOf(&idea)
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		stored = nil
		if found, err := tx.Idea(ctx, idea.ID); err == nil {
			stored = &found
			return nil
		} else if consult.CodeOf(err) != consult.CodeNotFound {
			return err
		}
		row, text := idea, contribution
		if row.Number, err = tx.NextSeq(ctx); err != nil {
			return err
		}
		text.ChangeSeq = row.Number
		if err := tx.InsertContribution(ctx, &text); err != nil {
			return err
		}
		if err := tx.InsertIdea(ctx, &row); err != nil || inName == nil {
			return err
		}
		return tx.InsertTouch(ctx, s.touchOf(inName, consult.TouchIdea, string(row.ID)))
	})
	return stored, err
}

// droppedBefore answers a post whose identifier already made an idea. Only its author's page has the token.
func droppedBefore(stored consult.Idea, draft IdeaDraft) (*DroppedIdea, error) {
	if !bytes.Equal(stored.TokenHash, hashToken(draft.Token)) {
		return nil, consult.Conflict("ideas.error.page")
	}
	dropped := &DroppedIdea{Idea: stored, Token: draft.Token, Again: true}
	if stored.Print != draft.print() && draftOf(&stored).print() != draft.print() {
		return dropped, consult.Conflict("ideas.error.changed")
	}
	return dropped, nil
}

// tokenLike says whether a text has the shape of the tokens that this program draws.
func tokenLike(token string) bool {
	if len(token) != tokenLength {
		return false
	}
	for _, c := range []byte(token) {
		if (c < 'a' || c > 'z') && (c < '2' || c > '7') {
			return false
		}
	}
	return true
}
