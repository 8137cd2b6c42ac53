package service

import (
	"context"
	"fmt"

	"concertation/internal/consult"
)

// CheckIdea says what is wrong with a draft before its author reads it again and sends it; nothing is stored.
// CodeInvalid with everything wrong; CodeClosed when the box takes no idea.
func (s *Service) CheckIdea(ctx context.Context, slug string, draft IdeaDraft) error {
	box, err := s.publicBox(ctx, slug)
	if err != nil {
		return err
	}
	if !s.ideaRules(&box.consultation).Open {
		return consult.Closed("ideas.error.closed")
	}
	return faulty(draft.cleaned().faults(box))
}

// faulty gives the error of a form, nil when nothing is wrong with it.
func faulty(faults faultList) error {
	if len(faults) == 0 {
		return nil
	}
	return consult.Invalid(faults...)
}

// GoneIdea is what is said of an idea that everybody could read, or might have.
type GoneIdea struct {
	Consultation consult.Consultation
	Withdrawn    bool // by its author; refused otherwise
}

// GoneIdea says why an idea of this box is not to be read; CodeNotFound for one that is, or that never was.
func (s *Service) GoneIdea(ctx context.Context, slug string, id consult.ID) (GoneIdea, error) {
	box, err := s.publicBox(ctx, slug)
	if err != nil {
		return GoneIdea{}, err
	}
	idea, err := ownIdea(ctx, s.Store, box, id)
	if err != nil {
		return GoneIdea{}, err
	}
	gone := GoneIdea{Consultation: box.consultation, Withdrawn: !idea.WithdrawnAt.IsZero()}
	if idea.Publication == consult.PublicationNo || !gone.Withdrawn && idea.Moderation != consult.ModerationRefused {
		return GoneIdea{}, consult.NotFound("error.not_found")
	}
	return gone, nil
}

// IdeaGlimpse is what the page of a consultation shows of its box.
type IdeaGlimpse struct {
	Shown  int
	Latest map[consult.ID]IdeaCard // by theme
}

// IdeaGlimpse gives how many ideas a box shows, and the latest of each theme.
func (s *Service) IdeaGlimpse(ctx context.Context, slug string) (IdeaGlimpse, error) {
	box, err := s.publicBox(ctx, slug)
	if err != nil {
		return IdeaGlimpse{}, err
	}
	cells, err := s.cells(ctx, box.consultation.ID)
	if err != nil {
		return IdeaGlimpse{}, err
	}
	glimpse := IdeaGlimpse{Latest: map[consult.ID]IdeaCard{}}
	for _, cell := range cells {
		glimpse.Shown += cell.Ideas
		if _, known := glimpse.Latest[cell.ThemeID]; known || cell.ThemeID == "" {
			continue
		}
		latest, err := s.Store.Ideas(ctx, consult.IdeaFilter{ConsultationID: box.consultation.ID, ThemeID: cell.ThemeID, Order: consult.IdeasNewest, Limit: 1})
		if err != nil {
			return IdeaGlimpse{}, fmt.Errorf("read the latest idea of theme %s: %w", cell.ThemeID, err)
		}
		for _, idea := range latest {
			glimpse.Latest[cell.ThemeID] = box.publicCard(idea)
		}
	}
	return glimpse, nil
}
