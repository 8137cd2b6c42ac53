package service

import (
	"context"
	"fmt"

	"concertation/internal/consult"
)

// Invited is what whoever follows the link of a structure may see: never what the structure answered, since a forwarded
// link is no identity.
type Invited struct {
	Consultation   consult.Consultation
	Organisation   consult.Organisation
	Questionnaires []PublicQuestionnaire
	Accepting      bool
	IdeaBox        bool // takes ideas now
	Begun          int  // responses begun in the structure's name and not sent
	Sent           int  // responses sent in its name
}

// Invited gives the page of a structure's link; CodeNotFound for a link that was never made, was revoked, or belongs to a
// consultation still in preparation.
func (s *Service) Invited(ctx context.Context, token string) (*Invited, error) {
	organisation, err := s.invitedBy(ctx, token)
	if err != nil {
		return nil, err
	}
	view := &Invited{Organisation: organisation}
	if view.Consultation, err = s.knownConsultation(ctx, organisation.ConsultationID); err != nil {
		return nil, err
	}
	if view.Consultation.Status == consult.StatusDraft {
		return nil, consult.NotFound("error.not_found")
	}
	view.Accepting, _ = view.Consultation.Accepting(s.Now())
	view.IdeaBox = s.ideaRules(&view.Consultation).Open
	if view.Questionnaires, err = s.publicQuestionnaires(ctx, &view.Consultation); err != nil {
		return nil, err
	}
	owned, err := s.Store.ResponsesOf(ctx, organisation.ID)
	if err != nil {
		return nil, fmt.Errorf("read what %s answered: %w", organisation.ID, err)
	}
	for _, response := range owned {
		switch response.Status {
		case consult.ResponseDraft:
			view.Begun++
		case consult.ResponseSubmitted:
			view.Sent++
		}
	}
	return view, nil
}

// invitedBy gives the structure of a link: the one it was merged into, where it was.
func (s *Service) invitedBy(ctx context.Context, token string) (consult.Organisation, error) {
	if !tokenLike(token) {
		return consult.Organisation{}, consult.NotFound("error.not_found")
	}
	invitation, err := s.Store.InvitationByToken(ctx, hashToken(token))
	if err != nil {
		return consult.Organisation{}, err
	}
	if !invitation.RevokedAt.IsZero() {
		return consult.Organisation{}, consult.NotFound("error.not_found")
	}
	organisation, err := s.Store.Organisation(ctx, invitation.OrganisationID)
	for err == nil && organisation.MergedInto != "" {
		organisation, err = s.Store.Organisation(ctx, organisation.MergedInto)
	}
	return organisation, err
}

// NoteOpened notes that the link of a structure was followed by a person, once.
func (s *Service) NoteOpened(ctx context.Context, token string) error {
	organisation, err := s.invitedBy(ctx, token)
	if err != nil {
		return err
	}
	before, err := s.Store.Touches(ctx, consult.TouchFilter{OrganisationID: organisation.ID, Kind: consult.TouchOpened})
	if err != nil || len(before) > 0 {
		return err
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		return tx.InsertTouch(ctx, s.touchOf(&organisation, consult.TouchOpened, ""))
	})
	if err != nil {
		return fmt.Errorf("note that %s opened its link: %w", organisation.ID, err)
	}
	return nil
}

func (s *Service) touchOf(o *consult.Organisation, kind consult.TouchKind, source string) *consult.Touch {
	return &consult.Touch{ID: consult.NewID(), ConsultationID: o.ConsultationID, OrganisationID: o.ID, Kind: kind,
		Channel: consult.ChannelWeb, Source: source, At: s.Now()}
}

// BeginInvited begins a response in the name of a structure, by its link. The response has a link of its own.
func (s *Service) BeginInvited(ctx context.Context, token, questionnaire, language string) (*Begun, error) {
	organisation, err := s.invitedBy(ctx, token)
	if err != nil {
		return nil, err
	}
	consultation, err := s.knownConsultation(ctx, organisation.ConsultationID)
	if err != nil {
		return nil, err
	}
	return s.begin(ctx, consultation.Slug, questionnaire, language, func(tx consult.Tx, r *consult.Response) error {
		if err := tx.InsertTouch(ctx, s.touchOf(&organisation, consult.TouchOpened, "")); err != nil {
			return err
		}
		return tx.TieResponse(ctx, &consult.ResponseOwner{ResponseID: r.ID, OrganisationID: organisation.ID, At: s.Now()})
	})
}

// InvitedSlug gives the consultation of a structure's link, and the structure.
func (s *Service) InvitedSlug(ctx context.Context, token string) (string, consult.Organisation, error) {
	organisation, err := s.invitedBy(ctx, token)
	if err != nil {
		return "", consult.Organisation{}, err
	}
	consultation, err := s.knownConsultation(ctx, organisation.ConsultationID)
	return consultation.Slug, organisation, err
}
