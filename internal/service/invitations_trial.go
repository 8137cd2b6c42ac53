package service

import (
	"context"
	"fmt"
	"strings"

	"concertation/internal/consult"
)

// mostTrials bounds the structures among which somebody chooses whose words a trial takes.
const mostTrials = 100

// CampaignTrial is what the trial of a campaign offers: who asks reads it at their own address, with the words of a structure.
type CampaignTrial struct {
	Form       consult.ID // of the form: sent twice, it makes one mail
	Address    string     // of who asks
	Structures []consult.Organisation
}

// sampleLink stands for a structure's link where none must work.
func (s *Service) sampleLink() string {
	return s.postbox.Origin + "/s/" + strings.Repeat("x", tokenLength)
}

func (s *Service) campaignTrial(ctx context.Context, actor consult.Actor, to []recipient) (CampaignTrial, error) {
	trial := CampaignTrial{Form: consult.NewID()}
	for _, one := range to {
		if last := len(trial.Structures); last == 0 || trial.Structures[last-1].ID != one.organisation.ID {
			trial.Structures = append(trial.Structures, *one.organisation)
		}
		if len(trial.Structures) == mostTrials {
			break
		}
	}
	if actor.User == "" {
		return trial, nil
	}
	user, err := s.Store.User(ctx, actor.User)
	trial.Address = user.Email
	return trial, err
}

// TryCampaign sends a campaign as it is written to one address, in the words of a structure of its choice (the first when
// blank, an example when it goes to none). It is a test as others are: ahead of the queue, of no structure and no campaign,
// so that neither the ledger nor the campaign counts it. Its link is a sample: followed, the structure's own would count as
// opened. The same form sent twice makes one mail.
func (s *Service) TryCampaign(ctx context.Context, actor consult.Actor, slug string, id, form, structure consult.ID, address string) error {
	consultation, err := s.mailing(ctx, actor, slug)
	if err != nil {
		return err
	}
	if !s.SendsMail() {
		return consult.Conflict("mails.error.no_server")
	}
	if form, err = consult.ParseID(string(form)); err != nil {
		return consult.Conflict("mails.error.page")
	}
	c, err := s.Store.Campaign(ctx, id)
	if err == nil && c.ConsultationID != consultation.ID {
		err = consult.NotFound("error.not_found")
	}
	if err != nil {
		return err
	}
	words, err := s.trialWords(ctx, &c, structure)
	if err != nil {
		return err
	}
	m, err := s.write(&c, &consultation, &words)
	if err != nil {
		return err
	}
	m.ID, m.Key, m.Kind, m.CampaignID, m.OrganisationID = form, "test/"+string(form), consult.MailTest, "", ""
	m.Address, m.Name, m.QueuedAt = strings.TrimSpace(address), "", s.Now()
	if err := CheckMail(m); err != nil {
		return err
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		queued, err := tx.QueueMail(ctx, m)
		if err != nil || !queued {
			return err
		}
		return s.audit(ctx, tx, actor, "try campaign", consultation.ID, "campaign "+string(c.ID))
	})
	if err != nil {
		return fmt.Errorf("try campaign %s: %w", id, err)
	}
	return nil
}

// trialWords gives the recipient whose words a trial takes.
func (s *Service) trialWords(ctx context.Context, c *consult.Campaign, structure consult.ID) (recipient, error) {
	to, _, err := s.recipients(ctx, c, false)
	if err != nil {
		return recipient{}, err
	}
	words := s.exampleRecipient()
	for _, one := range to {
		if structure == "" || one.organisation.ID == structure {
			words = one
			break
		}
	}
	words.link = s.sampleLink()
	return words, nil
}

// exampleRecipient is one that no list holds.
func (s *Service) exampleRecipient() recipient {
	return recipient{organisation: &consult.Organisation{Name: s.sentence("invitations.example.name")}, address: "contact@exemple.fr"}
}
