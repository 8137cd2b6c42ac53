package storetest

import (
	"time"

	"concertation/internal/consult"
)

var campaignTests = map[string]func(*world){
	"a campaign comes back as it was written, and changes only from where it was thought to be": func(w *world) {
		c := w.campaign(consult.CampaignDraft, time.Time{})
		same(w, must[consult.Campaign](w)(w.store.Campaign(w.ctx, c.ID)), *c)
		c.State, c.ScheduledAt, c.Report = consult.CampaignScheduled, noon.Add(time.Hour), consult.CampaignReport{Structures: 3, Mails: 2}
		update := func(tx consult.Tx) error {
			return tx.UpdateCampaign(w.ctx, c, consult.CampaignDraft, consult.CampaignStopped)
		}
		w.write(update)
		w.refused(consult.CodeConflict, update)
		same(w, must[[]consult.Campaign](w)(w.store.Campaigns(w.ctx, c.ConsultationID)), []consult.Campaign{*c})
		w.refused(consult.CodeConflict, func(tx consult.Tx) error { return tx.DeleteCampaign(w.ctx, c.ID) })
		draft := w.campaign(consult.CampaignDraft, time.Time{})
		w.write(func(tx consult.Tx) error { return tx.DeleteCampaign(w.ctx, draft.ID) })
		_, err := w.store.Campaign(w.ctx, draft.ID)
		w.code(consult.CodeNotFound, err)
	},
	"campaigns are due once their time has come, the oldest first": func(w *world) {
		second := w.campaign(consult.CampaignScheduled, noon)
		first := w.campaign(consult.CampaignScheduled, noon.Add(-time.Hour))
		w.campaign(consult.CampaignScheduled, noon.Add(time.Millisecond))
		w.campaign(consult.CampaignQueued, noon.Add(-time.Hour))
		sameOrder(w, must[[]consult.ID](w)(w.store.DueCampaigns(w.ctx, noon)), func(id consult.ID) consult.ID { return id }, first.ID, second.ID)
	},
}

func (w *world) campaign(state consult.CampaignState, at time.Time) *consult.Campaign {
	w.Helper()
	c := &consult.Campaign{ID: consult.NewID(), ConsultationID: w.consultation().ID, Kind: consult.MailReminder, Name: "Relance",
		Subject: "Votre avis", Body: "Bonjour {contact}", Category: "association", Territory: "44", Size: "small", Contacts: true,
		State: state, ScheduledAt: at, By: consult.NewID(), ByName: "Amina", CreatedAt: noon, ChangedAt: noon}
	w.write(func(tx consult.Tx) error { return tx.InsertCampaign(w.ctx, c) })
	return c
}
