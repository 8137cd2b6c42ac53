package service_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"concertation/forms"
	"concertation/internal/consult"
	"concertation/internal/service"
)

// inviting is a consultation whose list has structures, and that sends mails.
type inviting struct {
	*house
	post   *post
	listed []consult.Organisation
}

// openInviting makes a list of one structure for each address; "" is one without any.
func openInviting(t *testing.T, addresses ...string) *inviting {
	t.Helper()
	ctx := context.Background()
	h := openHouse(t, small())
	p := openPost(t)
	h.UseMail(postbox(t, p.server.URL()))
	made := &inviting{house: h, post: p}
	check(t, h.store.Atomic(ctx, func(tx consult.Tx) error {
		made.listed = nil
		for i, address := range addresses {
			o := consult.Organisation{ID: consult.NewID(), ConsultationID: h.id, Name: fmt.Sprintf("Structure %d", i), Category: "association",
				Territory: "44", Email: address, CreatedAt: noon, ChangedAt: noon}
			if err := tx.InsertOrganisation(ctx, &o, strings.ToLower(o.Name), o.Name); err != nil {
				return err
			}
			made.listed = append(made.listed, o)
		}
		return nil
	}))
	return made
}

func waveOf(kind consult.MailKind) consult.Campaign {
	return consult.Campaign{ID: consult.NewID(), Kind: kind, Name: "Première vague", Subject: "Votre avis, {structure}",
		Body: "Bonjour {contact},\n\nRépondez pour **{structure}** : {lien}"}
}

// leave writes a campaign and has it leave at once.
func (h *inviting) leave(t *testing.T, c consult.Campaign) *service.InvitationView {
	t.Helper()
	ctx := context.Background()
	id, err := h.SaveCampaign(ctx, consult.System(), "essai", c)
	check(t, err)
	check(t, h.ScheduleCampaign(ctx, consult.System(), "essai", id, time.Time{}))
	check(t, h.RunCampaigns(ctx))
	view, err := h.InvitationCampaign(ctx, consult.System(), "essai", id)
	check(t, err)
	return view
}

func (h *inviting) mails(t *testing.T, campaign consult.ID) []consult.Mail {
	t.Helper()
	fates, err := h.store.MailFates(context.Background(), consult.MailFilter{ConsultationID: h.id, CampaignID: campaign})
	check(t, err)
	var mails []consult.Mail
	for _, fate := range fates {
		m, err := h.store.Mail(context.Background(), fate.ID)
		check(t, err)
		mails = append(mails, m)
	}
	return mails
}

// sent has the server take every mail that waits.
func (h *inviting) sent(t *testing.T) {
	t.Helper()
	postman := h.NewPostman()
	defer postman.Close()
	for range 50 {
		h.clock.advance(time.Minute)
		postman.Round(context.Background())
	}
}

func TestInvitingTheStructuresOfAList(t *testing.T) {
	ctx := context.Background()
	t.Run("writes to each that has an address, once, with its own link", func(t *testing.T) {
		h := openInviting(t, "a@exemple.fr", "b@exemple.fr", "", "pas une adresse")
		view := h.leave(t, waveOf(consult.MailInvitation))
		want := consult.CampaignReport{Structures: 4, WithoutAddress: 1, Unfit: 1, Mails: 2}
		if view.Campaign.State != consult.CampaignQueued || view.Campaign.Report != want {
			t.Errorf("%s %+v", view.Campaign.State, view.Campaign.Report)
		}
		mails := h.mails(t, view.Campaign.ID)
		if len(mails) != 2 || !mails[0].Refusable || mails[0].Subject != "Votre avis, Structure 0" || !strings.Contains(mails[0].HTML, "<strong>Structure 0</strong>") {
			t.Fatalf("%+v", mails)
		}
		for i, m := range mails {
			invitation, err := h.store.InvitationOf(ctx, h.listed[i].ID)
			check(t, err)
			token, err := h.InvitationToken(ctx, invitation.ID)
			check(t, err)
			if link := "https://avis.exemple.fr/s/" + token; !strings.Contains(m.Text, link) || !strings.Contains(m.HTML, link) {
				t.Errorf("no %s in %s", link, m.Text)
			}
		}
		h.sent(t)
		if again := h.leave(t, waveOf(consult.MailInvitation)); again.Campaign.Report.Invited != 2 || again.Campaign.Report.Mails != 0 {
			t.Errorf("invited again: %+v", again.Campaign.Report)
		}
	})
	t.Run("run again after being cut off, queues nothing twice", func(t *testing.T) {
		h := openInviting(t, "a@exemple.fr", "b@exemple.fr")
		view := h.leave(t, waveOf(consult.MailInvitation))
		c := view.Campaign
		c.State = consult.CampaignScheduled // as a process killed before the end leaves it
		check(t, h.store.Atomic(ctx, func(tx consult.Tx) error { return tx.UpdateCampaign(ctx, &c, consult.CampaignQueued) }))
		check(t, h.RunCampaigns(ctx))
		if got := len(h.mails(t, c.ID)); got != 2 {
			t.Errorf("%d mails", got)
		}
	})
	t.Run("a reminder goes to those that were invited and have not answered, when it leaves", func(t *testing.T) {
		h := openInviting(t, "a@exemple.fr", "b@exemple.fr", "c@exemple.fr", "")
		h.leave(t, waveOf(consult.MailInvitation))
		h.sent(t)
		reminder := waveOf(consult.MailReminder)
		id, err := h.SaveCampaign(ctx, consult.System(), "essai", reminder)
		check(t, err)
		check(t, h.ScheduleCampaign(ctx, consult.System(), "essai", id, h.clock.Now().Add(24*time.Hour)))
		check(t, h.RunCampaigns(ctx))
		if got := len(h.mails(t, id)); got != 0 {
			t.Fatalf("%d mails before their time", got)
		}
		h.answer(t, 0)
		h.clock.advance(25 * time.Hour)
		check(t, h.RunCampaigns(ctx))
		mails := h.mails(t, id)
		if len(mails) != 2 {
			t.Fatalf("%d reminders", len(mails))
		}
		h.answer(t, 1) // between the queue and the server
		h.sent(t)
		if states := fmt.Sprint(h.mails(t, id)[0].State, " ", h.mails(t, id)[1].State); states != "stopped sent" {
			t.Errorf("reminders %s", states)
		}
	})
	t.Run("nothing leaves once the consultation is closed, whatever waits in the queue", func(t *testing.T) {
		h := openInviting(t, "a@exemple.fr", "b@exemple.fr")
		h.leave(t, waveOf(consult.MailInvitation))
		h.sent(t)
		view := h.leave(t, waveOf(consult.MailReminder))
		if view.Campaign.Report.Mails != 2 {
			t.Fatalf("%+v", view.Campaign.Report)
		}
		postman := h.NewPostman()
		defer postman.Close()
		postman.Round(ctx)
		h.settle(t, func(c *consult.Consultation) { c.ClosesAt = h.clock.Now().Add(time.Second) })
		for range 20 {
			h.clock.advance(time.Minute)
			postman.Round(ctx)
		}
		mails := h.mails(t, view.Campaign.ID)
		if states := fmt.Sprint(mails[0].State, " ", mails[1].State); states != "sent stopped" || mails[1].Reply != "mails.reply.closed" {
			t.Errorf("reminders %s, %q", states, mails[1].Reply)
		}
	})
	t.Run("waits for the opening: a link to a consultation in preparation leads nowhere", func(t *testing.T) {
		h := openInviting(t, "a@exemple.fr")
		h.settle(t, func(c *consult.Consultation) { c.Status = consult.StatusDraft })
		id, err := h.SaveCampaign(ctx, consult.System(), "essai", waveOf(consult.MailInvitation))
		check(t, err)
		if err := h.ScheduleCampaign(ctx, consult.System(), "essai", id, time.Time{}); !faulty(err, "when") {
			t.Errorf("sent at once: %v", err)
		}
		check(t, h.ScheduleCampaign(ctx, consult.System(), "essai", id, h.clock.Now().Add(time.Hour)))
		h.clock.advance(2 * time.Hour)
		check(t, h.RunCampaigns(ctx))
		if got := len(h.mails(t, id)); got != 0 {
			t.Errorf("%d mails lead nowhere", got)
		}
		h.settle(t, func(c *consult.Consultation) { c.Status = consult.StatusOpen })
		check(t, h.RunCampaigns(ctx))
		if got := len(h.mails(t, id)); got != 1 {
			t.Errorf("%d mails once it is open", got)
		}
	})
	t.Run("a letter that was posted is an invitation, and its reminder goes to the silent alone", func(t *testing.T) {
		h := openInviting(t, "a@exemple.fr", "b@exemple.fr", "")
		noted, err := h.NotePosted(ctx, consult.System(), "essai", true)
		if err != nil || noted != 1 {
			t.Fatalf("to those without an address: %d, %v", noted, err)
		}
		h.leave(t, waveOf(consult.MailInvitation))
		h.sent(t)
		if noted, err = h.NotePosted(ctx, consult.System(), "essai", false); err != nil || noted != 0 {
			t.Errorf("all were invited: %d, %v", noted, err)
		}
		if view, err := h.Ledger(ctx, consult.System(), "essai", service.LedgerQuery{}); err != nil || view.Whole.At(consult.StepInvited) != 3 {
			t.Errorf("the ledger: %+v, %v", view.Whole, err)
		}
		h.answer(t, 0)
		var all, silent bytes.Buffer
		check(t, h.ExportMailMerge(ctx, consult.System(), "essai", "https://avis.exemple.fr", false, &all))
		check(t, h.ExportMailMerge(ctx, consult.System(), "essai", "https://avis.exemple.fr", true, &silent))
		if a, b := pictures(t, all.Bytes()), pictures(t, silent.Bytes()); a != 3 || b != 2 {
			t.Errorf("%d letters to all, %d to the silent", a, b)
		}
		reader := consult.Actor{Role: consult.RoleReader}
		if _, err := h.NotePosted(ctx, reader, "essai", false); consult.CodeOf(err) != consult.CodeForbidden {
			t.Errorf("a reader: %v", err)
		}
	})
	t.Run("stops, and goes on", func(t *testing.T) {
		h := openInviting(t, "a@exemple.fr", "b@exemple.fr")
		view := h.leave(t, waveOf(consult.MailInvitation))
		check(t, h.StopCampaign(ctx, consult.System(), "essai", view.Campaign.ID))
		h.sent(t)
		if state := h.mails(t, view.Campaign.ID)[0].State; state != consult.MailStopped {
			t.Errorf("mail %s", state)
		}
		check(t, h.ScheduleCampaign(ctx, consult.System(), "essai", view.Campaign.ID, time.Time{}))
		check(t, h.RunCampaigns(ctx))
		h.sent(t)
		if mails := h.mails(t, view.Campaign.ID); len(mails) != 2 || mails[0].State != consult.MailSent {
			t.Errorf("%+v", mails)
		}
	})
	t.Run("refuses a text without its link, a field that is none, a subject of several lines", func(t *testing.T) {
		h := openInviting(t)
		for field, change := range map[string]func(*consult.Campaign){
			"body":    func(c *consult.Campaign) { c.Body = "Bonjour {contact}" },
			"subject": func(c *consult.Campaign) { c.Subject = "Votre avis\r\nBcc: tous@exemple.fr" },
			"name":    func(c *consult.Campaign) { c.Name = " " },
		} {
			c := waveOf(consult.MailInvitation)
			change(&c)
			if _, err := h.SaveCampaign(ctx, consult.System(), "essai", c); !faulty(err, field) {
				t.Errorf("%s: %v", field, err)
			}
		}
		c := waveOf(consult.MailInvitation)
		c.Body += " {prénom}"
		if _, err := h.SaveCampaign(ctx, consult.System(), "essai", c); !faulty(err, "body") {
			t.Errorf("an unknown field: %v", err)
		}
	})
	t.Run("a name that imitates a header or Markdown stays a name", func(t *testing.T) {
		h := openInviting(t, "a@exemple.fr")
		o := h.listed[0]
		o.Name = "[x](https://mal.exemple)\r\nBcc: tous@exemple.fr **" + strings.Repeat("é", 5000)
		check(t, h.store.Atomic(ctx, func(tx consult.Tx) error { return tx.UpdateOrganisation(ctx, &o, "x", "x") }))
		view := h.leave(t, waveOf(consult.MailInvitation))
		m := h.mails(t, view.Campaign.ID)[0]
		if strings.ContainsAny(m.Subject+m.Name, "\r\n") || strings.Contains(m.HTML, `href="https://mal.exemple`) || len([]rune(m.Subject)) > consult.MaxMailSubject {
			t.Errorf("subject %q, name %q", m.Subject, m.Name)
		}
		h.sent(t)
		if state := h.mails(t, view.Campaign.ID)[0].State; state != consult.MailSent {
			t.Errorf("mail %s: %s", state, h.mails(t, view.Campaign.ID)[0].Reply)
		}
	})
	t.Run("is for organisers", func(t *testing.T) {
		h := openInviting(t)
		if _, err := h.InvitationCampaigns(ctx, consult.Actor{Role: consult.RoleAnalyst}, "essai"); consult.CodeOf(err) != consult.CodeForbidden {
			t.Errorf("%v", err)
		}
	})
}

// settle changes the consultation itself.
func (h *inviting) settle(t *testing.T, change func(*consult.Consultation)) {
	t.Helper()
	ctx := context.Background()
	check(t, h.store.Atomic(ctx, func(tx consult.Tx) error {
		c, err := tx.Consultation(ctx, h.id)
		if err != nil {
			return err
		}
		change(&c)
		return tx.UpdateConsultation(ctx, &c)
	}))
}

// pictures counts the QR codes of a mail merge: one a letter.
func pictures(t *testing.T, workbook []byte) (count int) {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(workbook), int64(len(workbook)))
	check(t, err)
	for _, file := range archive.File {
		if strings.HasPrefix(file.Name, "xl/media/") {
			count++
		}
	}
	return count
}

// answer sends a response in the name of a structure.
func (h *inviting) answer(t *testing.T, structure int) {
	t.Helper()
	invitation, err := h.store.InvitationOf(context.Background(), h.listed[structure].ID)
	check(t, err)
	token, err := h.InvitationToken(context.Background(), invitation.ID)
	check(t, err)
	begun, err := h.BeginInvited(context.Background(), token, "questionnaire", "")
	check(t, err)
	h.save(t, begun.Token, h.page(t, begun.Token, 0, forms.Raw{"qui": {"personne"}}))
	h.send(t, begun.Token)
}

func faulty(err error, field string) bool {
	var domain *consult.Error
	if !errors.As(err, &domain) {
		return false
	}
	for _, fault := range domain.Fields {
		if fault.Field == field {
			return true
		}
	}
	return false
}

func TestACampaignIsTriedAtOnesOwnAddressBeforeItLeaves(t *testing.T) {
	ctx, system := context.Background(), consult.System()
	h := openInviting(t, "a@exemple.fr", "b@exemple.fr")
	id, err := h.SaveCampaign(ctx, system, "essai", waveOf(consult.MailInvitation))
	check(t, err)
	form := consult.NewID()
	for range 2 { // a double click
		check(t, h.TryCampaign(ctx, system, "essai", id, form, h.listed[1].ID, " moi@exemple.fr "))
	}
	check(t, h.TryCampaign(ctx, system, "essai", id, consult.NewID(), "", "moi@exemple.fr"))
	if err := h.TryCampaign(ctx, system, "essai", id, consult.NewID(), "", "moi@exemple.fr\r\nBcc: tous@exemple.fr"); !faulty(err, "address") {
		t.Errorf("a header in the address: %v", err)
	}
	h.sent(t)
	taken := len(h.post.server.Received())
	fates, err := h.store.MailFates(ctx, consult.MailFilter{ConsultationID: h.id})
	check(t, err)
	if len(fates) != 2 || taken != 2 {
		t.Fatalf("%d mails, %d taken", len(fates), taken)
	}
	for i, name := range []string{"Structure 1", "Structure 0"} {
		m, err := h.store.Mail(ctx, fates[i].ID)
		check(t, err)
		if m.Subject != "Votre avis, "+name || m.State != consult.MailSent || m.Address != "moi@exemple.fr" || !strings.Contains(m.Text, "/s/xxxx") || !m.Refusable {
			t.Errorf("%+v", m)
		}
	}
	touches, err := h.store.Touches(ctx, consult.TouchFilter{ConsultationID: h.id})
	check(t, err)
	view, err := h.InvitationCampaign(ctx, system, "essai", id)
	check(t, err)
	if len(touches) != 0 || len(view.Fates) != 0 || view.Reach.Mails != 2 || view.Campaign.State != consult.CampaignDraft {
		t.Errorf("a trial counts: %v, %v, %+v", touches, view.Fates, view.Reach)
	}
}
