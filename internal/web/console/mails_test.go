package console_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/mail"
	"concertation/internal/service"
	"concertation/internal/testkit"
	"concertation/internal/testkit/imapserver"
	"concertation/internal/testkit/mailserver"
)

const mailing = "/console/concertations/demonstration/courriels"

// postOffice gives the house a mail server, and one mail in each state.
func (h *house) postOffice() map[consult.MailState]consult.ID {
	h.t.Helper()
	ctx := context.Background()
	server, err := mail.ParseServer("smtp://localhost:2525")
	if err != nil {
		h.t.Fatal(err)
	}
	h.service.UseMail(service.Postbox{Server: server, From: "consultation@exemple.fr", Origin: "https://avis.exemple.fr"})
	consultation, err := h.store.ConsultationBySlug(ctx, "demonstration")
	if err != nil {
		h.t.Fatal(err)
	}
	replies := map[consult.MailState]string{consult.MailQueued: "451 4.7.1 Greylisted, try again later", consult.MailUncertain: "mails.reply.no_answer", consult.MailFailed: "550 5.1.1 No such user here",
		consult.MailBounced: "5.2.2 Mailbox full", consult.MailRefused: "mails.reply.refused", consult.MailSent: "2.0.0 Ok"}
	notes := map[consult.RefusalReason]string{consult.RefusalBounced: "5.1.1 No such user here"}
	made := map[consult.MailState]consult.ID{}
	err = h.store.Atomic(ctx, func(tx consult.Tx) error {
		for i, state := range consult.MailStates() {
			m := &consult.Mail{ConsultationID: consultation.ID, Key: string(state), Kind: consult.MailInvitation, Name: "Coopérative des Lilas", Address: fmt.Sprintf("structure%d@exemple.fr", i+1),
				Subject: "Votre avis sur l’économie sociale et solidaire", Text: "Bonjour,\n\nDonnez votre avis avant le 30 juin.", HTML: "<p>Bonjour</p>", QueuedAt: testkit.Noon.Add(time.Duration(i) * time.Minute)}
			if state == consult.MailFailed {
				m.Address = "contact@exеmple.fr" // a Cyrillic letter
			}
			if _, err := tx.QueueMail(ctx, m); err != nil {
				return err
			}
			m.State, m.Reply, m.ChangedAt = state, replies[state], m.QueuedAt.Add(time.Minute)
			if state != consult.MailStopped && state != consult.MailRefused {
				m.Attempts, m.HandedAt = 1, m.ChangedAt
			}
			if state == consult.MailQueued {
				m.NotBefore = m.ChangedAt.Add(5 * time.Minute)
			}
			if err := tx.MoveMail(ctx, m, consult.MailQueued); err != nil {
				return err
			}
			made[state] = m.ID
		}
		for address, reason := range map[string]consult.RefusalReason{"structure9@exemple.fr": consult.RefusalUnsubscribed, "structure5@exemple.fr": consult.RefusalBounced} {
			if err := tx.InsertMailRefusal(ctx, &consult.MailRefusal{ConsultationID: consultation.ID, Address: address, Reason: reason, At: testkit.Noon.Add(time.Duration(len(reason)) * time.Minute), Note: notes[reason]}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return made
}

// mailbox gives the house a mailbox of returned messages, in that state; nobody has read it when the state is zero.
func (h *house) mailbox(state consult.BounceBox) {
	h.t.Helper()
	box, err := mail.ParseBox("imaps://retours%40exemple.fr:secret@localhost:1993/INBOX")
	if err != nil {
		h.t.Fatal(err)
	}
	h.service.UseBounces(box, mail.UsualBoxPatience())
	if state.TriedAt.IsZero() {
		return
	}
	state.Box = box.ID()
	if err := h.store.Atomic(context.Background(), func(tx consult.Tx) error { return tx.SaveBounceBox(context.Background(), &state) }); err != nil {
		h.t.Fatal(err)
	}
}

func TestTheOrganiserReadsTheMailboxNow(t *testing.T) {
	house := open(t, 3)
	organiser := house.staff(consult.RoleOrganiser)
	if status, body := organiser.sent(mailing+"/retours/boite", nil); status != http.StatusConflict || !strings.Contains(body, "Aucune boîte") {
		t.Errorf("no mailbox: %d", status)
	}
	inbox := imapserver.Start(t)
	box, err := mail.ParseBox(inbox.URL())
	if err != nil {
		t.Fatal(err)
	}
	box.Roots = inbox.Roots
	house.service.UseBounces(box, mail.UsualBoxPatience())
	t.Cleanup(house.service.Stop)
	made := house.postOffice()
	inbox.Deliver(t, "INBOX", "From: amina@exemple.fr\nSubject: Re\n\nQui êtes-vous ?\n", testkit.Noon)
	inbox.Deliver(t, "INBOX", "From: mailer-daemon@exemple.fr\nContent-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n"+
		"Reporting-MTA: dns; exemple.fr\n\nFinal-Recipient: rfc822; structure3@exemple.fr\nAction: failed\nStatus: 5.1.1\n\n--b\n"+
		"Content-Type: text/rfc822-headers\n\nMessage-ID: <"+string(made[consult.MailSent])+"@exemple.fr>\n\n--b--\n", testkit.Noon)
	status, location := organiser.post(mailing+"/retours/boite", nil)
	if status != http.StatusSeeOther {
		t.Fatal(status)
	}
	_, _, body := organiser.get(location)
	testkit.CheckHTML(t, body)
	for _, words := range []string{"La boîte est relevée", "1 message qui n’est pas un retour attend une réponse", "retours@exemple.fr", box.Server()} {
		if !strings.Contains(body, words) {
			t.Errorf("%q is not said", words)
		}
	}
	if strings.Contains(body, "secret") {
		t.Error("the password is shown")
	}
	if m, err := house.store.Mail(context.Background(), made[consult.MailSent]); err != nil || m.State != consult.MailBounced {
		t.Errorf("the mail is %s, %v", m.State, err)
	}
	inbox.Misbehaving(imapserver.AtLogin, imapserver.Refusal("no"))
	if _, location = organiser.post(mailing+"/retours/boite", nil); location != mailing+"/retours" {
		t.Errorf("it leads to %s", location)
	}
	if _, _, body = organiser.get(location); !strings.Contains(body, "refuse l’utilisateur ou le mot de passe") {
		t.Error("the trouble is not said")
	}
}

func TestScreensOfMailsLookAsBefore(t *testing.T) {
	house := open(t, 3)
	organiser := house.staff(consult.RoleOrganiser)
	screen := func(name, path string) {
		t.Run(name, func(t *testing.T) {
			status, _, body := organiser.get(path)
			if status != http.StatusOK {
				t.Fatalf("%s gives %d", path, status)
			}
			testkit.CheckHTML(t, body)
			testkit.Golden(t, "mails/"+name+".html", ownPart(t, body))
		})
	}
	screen("aucun-serveur", mailing)
	screen("reglages-sans-serveur", mailing+"/reglages")
	screen("retours-aucun", mailing+"/retours")
	made := house.postOffice()
	screen("retours-sans-boite", mailing+"/retours")
	house.mailbox(consult.BounceBox{})
	screen("retours-boite-nouvelle", mailing+"/retours")
	house.mailbox(consult.BounceBox{TriedAt: testkit.Noon, ReadAt: testkit.Noon.Add(-time.Hour), News: consult.BounceReport{Messages: 2, Reports: 1, Bounced: 1}, NewsAt: testkit.Noon.Add(-2 * time.Hour),
		Total: consult.BounceReport{Messages: 1200, Reports: 1100, Bounced: 1000, Already: 3, Unknown: 1, Dead: 900}, Trouble: string(mail.BoxLogin), TroubleAt: testkit.Noon, Waiting: 1, Foreign: 2, Left: 1})
	screen("retours-boite-en-panne", mailing+"/retours")
	screen("liste", mailing)
	screen("incertains", mailing+"?etat=incertains")
	screen("adresse-inconnue", mailing+"?adresse=personne%40exemple.fr")
	screen("reglages", mailing+"/reglages")
	screen("retours", mailing+"/retours")
	for _, state := range []consult.MailState{consult.MailQueued, consult.MailSent, consult.MailUncertain, consult.MailFailed} {
		screen("courriel-"+string(state), mailing+"/"+string(made[state]))
	}
}

func TestTheOrganiserStopsMailsSetsTheirPaceAndSettlesTheDoubtful(t *testing.T) {
	house := open(t, 3)
	made := house.postOffice()
	organiser := house.staff(consult.RoleOrganiser)
	follow := func(what, path string, form url.Values, words string) {
		t.Helper()
		status, location := organiser.post(path, form)
		if status != http.StatusSeeOther {
			t.Fatalf("%s: %d", what, status)
		}
		if _, _, body := organiser.get(location); !strings.Contains(body, words) {
			t.Errorf("%s: %q is not said", what, words)
		}
	}
	follow("stopping", mailing+"/arreter", nil, "Reprendre l’envoi")
	follow("resuming", mailing+"/reprendre", nil, "Arrêter l’envoi")
	follow("settings", mailing+"/reglages", url.Values{"per_hour": {"1\u202f200"}, "reply_to": {"reponses@exemple.fr"}}, `value="1200"`)
	follow("holding an uncertain one for sent", mailing+"/"+string(made[consult.MailUncertain]), url.Values{"acte": {"hold"}}, "tenu pour envoyé")
	follow("renewing a failed one", mailing+"/"+string(made[consult.MailFailed]), url.Values{"acte": {"renew"}}, "remis en file")
	follow("renewing it again", mailing+"/"+string(made[consult.MailFailed]), url.Values{"acte": {"renew"}}, "a changé d’état")
	follow("stopping one", mailing+"/"+string(made[consult.MailQueued]), url.Values{"acte": {"stop"}}, "ne partira pas")
	follow("a test", mailing+"/essai", url.Values{"id": {string(consult.NewID())}, "address": {"amina@exemple.fr"}}, "devant tous les autres")
	follow("an address repaired", mailing+"/adresses", url.Values{"address": {"structure5@exemple.fr"}}, "de nouveau écrire")

	for what, c := range map[string]struct {
		path  string
		form  url.Values
		words string
	}{
		"a pace of nothing":              {mailing + "/reglages", url.Values{"per_hour": {"0"}}, "entre 1 et 36"},
		"a test to two addresses":        {mailing + "/essai", url.Values{"id": {string(consult.NewID())}, "address": {"a@exemple.fr, b@exemple.fr"}}, "une seule adresse"},
		"a test with a header in it":     {mailing + "/essai", url.Values{"id": {string(consult.NewID())}, "address": {"a@exemple.fr\r\nBcc: b@exemple.fr"}}, "saut de ligne"},
		"an answer address that is none": {mailing + "/reglages", url.Values{"per_hour": {"10"}, "reply_to": {"ici"}}, "pas une adresse"},
	} {
		t.Run(what, func(t *testing.T) {
			status, body := organiser.sent(c.path, c.form)
			if status != http.StatusUnprocessableEntity || !strings.Contains(body, c.words) {
				t.Errorf("%d, %q is not said", status, c.words)
			}
			testkit.CheckHTML(t, body)
		})
	}
	returned := "From: mailer-daemon@exemple.fr\nContent-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; a\n\n" +
		"Final-Recipient: rfc822; structure3@exemple.fr\nAction: failed\nStatus: 5.1.1\n\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <" + string(made[consult.MailSent]) + "@exemple.fr>\n\n--b--\n"
	status, _, body := organiser.upload(mailing+"/retours", "retour.eml", []byte(returned))
	if status != http.StatusOK || !strings.Contains(body, "Courriels revenus") {
		t.Errorf("a returned mail: %d", status)
	}
	testkit.CheckHTML(t, body)
	if _, _, body := organiser.get(mailing + "/" + string(made[consult.MailSent])); !strings.Contains(body, "Revenu") {
		t.Error("the mail is not said to be returned")
	}
	if status, _, body := organiser.upload(mailing+"/retours", "vide.eml", nil); status != http.StatusUnprocessableEntity || !strings.Contains(body, "aucun message") {
		t.Errorf("an empty file: %d", status)
	}
}

func TestAPersonRefusesMailsByOnePress(t *testing.T) {
	house := open(t, 3)
	server := mailserver.Start(t)
	parsed, err := mail.ParseServer(server.URL())
	if err != nil {
		t.Fatal(err)
	}
	house.service.UseMail(service.Postbox{Server: parsed, From: "consultation@exemple.fr", Origin: house.server.URL, Patience: mail.UsualPatience()})
	consultation, err := house.store.ConsultationBySlug(context.Background(), "demonstration")
	if err != nil {
		t.Fatal(err)
	}
	for key, address := range map[string]string{"a": "amina@exemple.fr", "b": "bruno@exemple.fr"} {
		if _, err := house.service.QueueMails(context.Background(), []*consult.Mail{{ConsultationID: consultation.ID, Key: key, Kind: consult.MailTest, Refusable: true,
			Address: address, Subject: "Votre avis", Text: "Bonjour", NotBefore: testkit.Noon.Add(-time.Hour)}}); err != nil {
			t.Fatal(err)
		}
	}
	postman := house.service.NewPostman()
	defer postman.Close()
	postman.Round(context.Background())
	var paths []string
	for _, one := range server.Received() {
		_, rest, _ := strings.Cut(string(one.Content), "List-Unsubscribe: <"+house.server.URL)
		path, _, found := strings.Cut(rest, ">")
		if !found {
			t.Fatalf("no link in %s", one.Content)
		}
		paths = append(paths, path)
	}
	if len(paths) != 2 {
		t.Fatalf("%d mails arrived", len(paths))
	}
	visitor := house.visitor()
	status, _, body := visitor.get(paths[0])
	if status != http.StatusOK || !strings.Contains(body, "Ne plus recevoir de courriels") || strings.Contains(body, "amina@") || strings.Contains(body, "bruno@") {
		t.Fatalf("%d %s", status, body)
	}
	testkit.CheckHTML(t, body)
	if status, location := visitor.post(paths[0], nil); status != http.StatusSeeOther || location != paths[0] {
		t.Fatalf("%d %s", status, location)
	}
	if _, _, body := visitor.get(paths[0]); !strings.Contains(body, "Vous ne recevrez plus de courriels") {
		t.Error("the refusal is not said")
	}
	if status, _ := visitor.post(paths[0], url.Values{"recevoir": {"oui"}}); status != http.StatusSeeOther {
		t.Error("the refusal cannot be taken back")
	}
	// A mail program presses for its person: a body of its own, no page followed.
	for kind, body := range map[string]string{"application/x-www-form-urlencoded": "List-Unsubscribe=One-Click",
		"multipart/form-data; boundary=b": "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--\r\n"} {
		status, _, said := visitor.send(paths[1], kind, strings.NewReader(body))
		if status != http.StatusOK || !strings.Contains(said, "Vous ne recevrez plus de courriels") {
			t.Errorf("%s: %d", kind, status)
		}
	}
	if status, _, _ := visitor.get("/courriels/" + strings.Repeat("a", 52)); status != http.StatusNotFound {
		t.Errorf("a link that nobody wrote: %d", status)
	}
}

func TestTheScreensOfMailsAreAccessibleAndFit(t *testing.T) {
	chrome := testkit.Browser(t)
	house := open(t, 3)
	made := house.postOffice()
	house.staff(consult.RoleOrganiser)
	tab := chrome.Tab(testkit.View{Width: testkit.WideScreen})
	tab.Go(house.server.URL + "/console/connexion")
	tab.Fill("#email", "organiser@exemple.fr")
	tab.Fill("#password", goodPassword)
	tab.Follow("main button")
	token := house.refusalLink(made[consult.MailSent])
	for _, one := range []struct{ name, path string }{{"liste", mailing}, {"reglages", mailing + "/reglages"}, {"retours", mailing + "/retours"}, {"retours-boite", mailing + "/retours"},
		{"incertain", mailing + "/" + string(made[consult.MailUncertain])}, {"refus", token}} {
		name, path := one.name, one.path
		if name == "retours-boite" {
			house.mailbox(consult.BounceBox{TriedAt: testkit.Noon, ReadAt: testkit.Noon, News: consult.BounceReport{Messages: 2, Reports: 1, Bounced: 1}, NewsAt: testkit.Noon,
				Total: consult.BounceReport{Messages: 1200, Reports: 1100, Bounced: 1000}, Trouble: string(mail.BoxSilent), TroubleAt: testkit.Noon, Waiting: 3})
		}
		for _, width := range []int{testkit.WideScreen, testkit.NarrowScreen} {
			view := testkit.View{Width: width}
			tab := chrome.Tab(view)
			tab.Go(house.server.URL + path)
			tab.CheckAxe()
			tab.CheckReflow()
			testkit.Picture(tab, "console-courriels-"+name, view)
		}
	}
}

// refusalLink gives the page on which the person of a mail refuses mails.
func (h *house) refusalLink(id consult.ID) string {
	h.t.Helper()
	link, err := h.service.RefusalLink(context.Background(), id)
	if err != nil {
		h.t.Fatal(err)
	}
	return link
}
