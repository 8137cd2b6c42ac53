package web_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web"
)

// table is the site with somebody of each role logged in, and a record for each name of an address.
type table struct {
	*site
	cookies map[consult.Role]string
	records map[string]string
}

func openTable(t *testing.T) *table {
	t.Helper()
	made := &table{site: open(t), cookies: map[consult.Role]string{}}
	if err := made.service.Demo(context.Background(), service.DemoOptions{Responses: 12, Ideas: 4, Seed: 1, Coded: true}, nil); err != nil {
		t.Fatal(err)
	}
	var reader consult.ID
	for _, role := range consult.Roles() {
		made.cookies[role], reader = made.enter(role)
	}
	made.records = made.recordsOf(reader)
	return made
}

// enter logs somebody of the role in.
func (v *table) enter(role consult.Role) (cookie string, id consult.ID) {
	v.t.Helper()
	user, token, err := v.service.AddUser(context.Background(), consult.System(), "Amina", string(role)+"@exemple.fr", role)
	if err != nil {
		v.t.Fatal(err)
	}
	answer := v.post("/console/premiere-connexion/"+token, url.Values{"password": {staffPassword}}.Encode(), "Sec-Fetch-Site", "same-origin")
	if answer.Code != http.StatusSeeOther {
		v.t.Fatalf("logging in gives %d", answer.Code)
	}
	cookie, _, _ = strings.Cut(answer.Header().Get("Set-Cookie"), ";")
	return cookie, user.ID
}

func (v *table) recordsOf(user consult.ID) map[string]string {
	v.t.Helper()
	ctx := context.Background()
	consultation, err := v.store.ConsultationBySlug(ctx, "demonstration")
	v.must(err)
	questionnaires, err := v.store.Questionnaires(ctx, consultation.ID)
	v.must(err)
	responses, err := v.store.Responses(ctx, consult.ResponseFilter{ConsultationID: consultation.ID, Limit: 1})
	v.must(err)
	contributions, err := v.store.Contributions(ctx, consult.ContributionFilter{ConsultationID: consultation.ID, Kind: consult.KindAnswer, Limit: 1})
	v.must(err)
	idea := v.idea(consultation.ID)
	grid, err := v.store.ThemeGrid(ctx, consultation.ID)
	v.must(err)
	listed, other := v.organisation(consultation.ID, "Zeste"), v.organisation(consultation.ID, "Zestes")
	asked, err := v.service.OpenRightsCase(ctx, consult.System(), []consult.RecordRef{{Kind: consult.RecordOrganisation, ID: consult.ID(listed)}})
	v.must(err)
	event, person, code := v.event()
	committee, err := v.service.SaveBody(ctx, consult.System(), consult.Body{Name: "Comité"})
	v.must(err)
	return map[string]string{"rencontres/:id": event, ":personne": person, ":code": code, "rencontres/importer/:id": v.imported(consultation.ID, consult.AboutAttendances), "doublons/:id": v.organisation(consultation.ID, "Zeste"), "decisions/:id": v.settlement(consultation.ID, consult.ID(listed)), "courriels/:id": v.mail(consultation.ID), "invitations/:id": v.campaign(consultation.ID), ":instance": string(committee.ID), ":dossier": string(asked.ID), ":geste": "geler", "structures/:id": listed, ":autre": other, "reunions/:id": listed, "structures/importer/:id": v.imported(consultation.ID, consult.AboutOrganisations),
		":slug": "demonstration", ":version": strconv.Itoa(grid.Version), ":page": "mentions-legales", ":compte": string(user), ":acte": "fermer", ":format": "xlsx", ":fichier": "classeur-public.xlsx",
		":revision": string(questionnaires[0].Published), ":questionnaire": questionnaires[0].Slug, ":response": string(responses[0].ID), ":theme": string(grid.Themes[0].ID), "actions-proposees/:action": v.action(consultation.ID),
		"importer/:id": v.imported(consultation.ID, consult.AboutContributions), "seances/:id": v.session(consultation.ID), "textes/:id": v.letter(consultation.ID), "pieces/:id": v.scan(consultation.ID),
		"contributions/:id": string(contributions[0].ID), "relecture/:id": string(contributions[0].ID), "idees/:id": string(idea)}
}

// event gives an event with somebody on its list.
func (v *table) event() (event, person, code string) {
	v.t.Helper()
	ctx := context.Background()
	made, err := v.service.SaveEvent(ctx, consult.System(), "demonstration", service.EventDraft{Title: "Rencontre", StartsAt: v.clock.Now().AddDate(0, 0, 2), Public: true, Registration: true})
	v.must(err)
	added, err := v.service.AddPerson(ctx, consult.System(), "demonstration", made.ID, service.PersonDraft{ID: consult.NewID(), Name: "Amina"})
	v.must(err)
	return string(made.ID), string(added.ID), added.Code
}

// campaign gives an invitation that was written.
func (v *table) campaign(consultation consult.ID) string {
	v.t.Helper()
	made := consult.Campaign{ID: consult.NewID(), ConsultationID: consultation, Kind: consult.MailInvitation, Name: "Vague", Subject: "Votre avis",
		Body: "{lien}", State: consult.CampaignDraft, CreatedAt: v.clock.Now(), ChangedAt: v.clock.Now()}
	v.must(v.store.Atomic(context.Background(), func(tx consult.Tx) error { return tx.InsertCampaign(context.Background(), &made) }))
	return string(made.ID)
}

// action gives an action that texts propose.
func (v *table) action(consultation consult.ID) string {
	v.t.Helper()
	made := consult.Proposal{ID: consult.NewID(), ConsultationID: consultation, Title: "Ouvrir un guichet", CreatedAt: v.clock.Now(), ChangedAt: v.clock.Now()}
	v.must(v.store.Atomic(context.Background(), func(tx consult.Tx) error {
		return tx.InsertProposal(context.Background(), &made, "ouvrir un guichet")
	}))
	return string(made.ID)
}

// organisation gives one of the list.
func (v *table) organisation(consultation consult.ID, name string) string {
	v.t.Helper()
	made := consult.Organisation{ID: consult.NewID(), ConsultationID: consultation, Name: name, CreatedAt: v.clock.Now(), ChangedAt: v.clock.Now()}
	v.must(v.store.Atomic(context.Background(), func(tx consult.Tx) error {
		return tx.InsertOrganisation(context.Background(), &made, strings.ToLower(name), strings.ToLower(name))
	}))
	return string(made.ID)
}

// settlement gives a decision on two answers of a structure.
func (v *table) settlement(consultation, organisation consult.ID) string {
	v.t.Helper()
	made := consult.Settlement{ID: consult.NewID(), ConsultationID: consultation, OrganisationID: organisation, Kind: consult.SettleBoth, At: v.clock.Now()}
	v.must(v.store.Atomic(context.Background(), func(tx consult.Tx) error { return tx.InsertSettlement(context.Background(), &made) }))
	return string(made.ID)
}

// mail gives one that waits to be sent.
func (v *table) mail(consultation consult.ID) string {
	v.t.Helper()
	made := consult.Mail{ConsultationID: consultation, Key: "1", Kind: consult.MailInvitation, Address: "amina@exemple.fr", Subject: "Votre avis", Text: "Bonjour", QueuedAt: v.clock.Now()}
	v.must(v.store.Atomic(context.Background(), func(tx consult.Tx) error {
		_, err := tx.QueueMail(context.Background(), &made)
		return err
	}))
	return string(made.ID)
}

// imported gives an import that is over.
func (v *table) imported(consultation consult.ID, about consult.ImportAbout) string {
	v.t.Helper()
	made := consult.Import{ID: consult.NewID(), ConsultationID: consultation, About: about, State: consult.ImportDone, FileName: "notes.csv", Runner: consult.NewID(), CreatedAt: v.clock.Now()}
	v.must(v.store.Atomic(context.Background(), func(tx consult.Tx) error { return tx.InsertImport(context.Background(), &made) }))
	return string(made.ID)
}

func (v *table) session(consultation consult.ID) string {
	v.t.Helper()
	made := consult.SessionHeld{ID: consult.NewID(), ConsultationID: consultation, Title: "Atelier"}
	v.must(v.store.Atomic(context.Background(), func(tx consult.Tx) error { return tx.InsertSessionHeld(context.Background(), &made) }))
	return string(made.ID)
}

func (v *table) letter(consultation consult.ID) string {
	v.t.Helper()
	ctx, now := context.Background(), v.clock.Now()
	made := consult.Contribution{ID: consult.NewID(), ConsultationID: consultation, ChangeSeq: 901, Kind: consult.KindLetter, Origin: consult.OriginCollected,
		Channel: consult.ChannelMail, Body: "Des bancs.", Publication: consult.PublicationNo, TextVersion: 1, CreatedAt: now, ChangedAt: now}
	v.must(v.store.Atomic(ctx, func(tx consult.Tx) error { return tx.InsertContribution(ctx, &made) }))
	return string(made.ID)
}

// scan gives an attachment of two bytes.
func (v *table) scan(consultation consult.ID) string {
	v.t.Helper()
	ctx := context.Background()
	made := consult.Attachment{ID: consult.NewID(), ConsultationID: consultation, SessionID: consult.ID(v.session(consultation)), Name: "a.pdf",
		MediaType: "application/pdf", Size: 2, Whole: true, At: v.clock.Now()}
	v.must(v.store.Atomic(ctx, func(tx consult.Tx) error {
		if err := tx.InsertAttachment(ctx, &made); err != nil {
			return err
		}
		return tx.InsertAttachmentPiece(ctx, made.ID, 0, []byte("%P"))
	}))
	return string(made.ID)
}

// idea drops one in the box.
func (v *table) idea(consultation consult.ID) consult.ID {
	v.t.Helper()
	ctx, now := context.Background(), v.clock.Now()
	contribution := consult.Contribution{ID: consult.NewID(), ConsultationID: consultation, Kind: consult.KindIdea, Origin: consult.OriginCollected,
		Channel: consult.ChannelWeb, Title: "Un atelier", Body: "Partager un atelier.", Publication: consult.PublicationAnonymous, TextVersion: 1, CreatedAt: now, ChangedAt: now}
	idea := consult.Idea{ID: contribution.ID, Number: 900, ConsultationID: consultation, Title: "Un atelier", Proposal: "Partager un atelier.",
		Publication: consult.PublicationAnonymous, Origin: consult.OriginCollected, Moderation: consult.ModerationPublished, Status: consult.IdeaNew,
		Reference: "ABCD2345", TextVersion: 1, CreatedAt: now, ChangedAt: now}
	v.must(v.store.Atomic(ctx, func(tx consult.Tx) error {
		var err error
		if contribution.ChangeSeq, err = tx.NextSeq(ctx); err != nil {
			return err
		}
		if err := tx.InsertContribution(ctx, &contribution); err != nil {
			return err
		}
		return tx.InsertIdea(ctx, &idea)
	}))
	return idea.ID
}

func (v *table) must(err error) {
	v.t.Helper()
	if err != nil {
		v.t.Fatal(err)
	}
}

// address puts records in the place of the names of a path.
func (v *table) address(path string) string {
	v.t.Helper()
	parts := strings.Split(path, "/")
	for i, part := range parts {
		if !strings.HasPrefix(part, ":") {
			continue
		}
		record, known := v.records[part]
		if !known && i > 1 {
			record, known = v.records[parts[i-2]+"/"+parts[i-1]+"/"+part]
		}
		if !known {
			record, known = v.records[parts[i-1]+"/"+part]
		}
		if !known {
			v.t.Fatalf("%s: say a record for %s", path, part)
		}
		parts[i] = record
	}
	return strings.Join(parts, "/")
}

func (v *table) come(method, path, cookie string) *httptest.ResponseRecorder {
	v.t.Helper()
	request := httptest.NewRequest(method, path, strings.NewReader(typed()))
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if cookie != "" {
		request.Header.Set("Cookie", cookie)
	}
	return v.do(request)
}

func atTheDoor(answer *httptest.ResponseRecorder) bool {
	return answer.Code == http.StatusSeeOther && strings.HasPrefix(answer.Header().Get("Location"), "/console/connexion")
}

// isOpen checks an address that asks nobody who they are. A path whose records are secrets leads to none.
func (v *table) isOpen(line web.RouteLine) {
	v.t.Helper()
	answer := v.come(line.Method, strings.ReplaceAll(line.Path, ":slug", "demonstration"), "")
	if line.Path != "/console/deconnexion" && atTheDoor(answer) || answer.Code == http.StatusForbidden || answer.Code >= 500 {
		v.t.Errorf("%s %s: the public gets %d", line.Method, line.Path, answer.Code)
	}
}

// isFor checks that an address answers those who have the permission, and refuses the others.
func (v *table) isFor(method, path string, permission consult.Permission) {
	v.t.Helper()
	if answer := v.come(method, path, ""); !atTheDoor(answer) {
		v.t.Errorf("%s %s: the public gets %d", method, path, answer.Code)
	}
	roles := consult.Roles()
	slices.Reverse(roles) // those refused first: what is done is done
	for _, role := range roles {
		may := consult.Actor{Role: role}.Can(permission)
		answer := v.come(method, path, v.cookies[role])
		switch {
		case atTheDoor(answer), answer.Code >= 500:
			v.t.Errorf("%s %s: %s gets %d", method, path, role, answer.Code)
		case may && (answer.Code == http.StatusForbidden || method == http.MethodGet && answer.Code >= 400):
			v.t.Errorf("%s %s: %s has the permission to %s and gets %d", method, path, role, permission, answer.Code)
		case !may && answer.Code != http.StatusForbidden:
			v.t.Errorf("%s %s: %s may not %s and gets %d", method, path, role, permission, answer.Code)
		}
	}
}
