package web_test

import (
	"cmp"
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web"
)

const staffPassword = "Une phrase de passe bien longue 7"

// doors are the addresses of the console that nobody is logged in for.
var doors = []string{"/console/connexion", "/console/deconnexion", "/console/premiere-connexion/:token"}

// needed is the permission each address of the console asks for; which roles have it is in consult alone.
var needed = map[string]consult.Permission{
	"GET /console":                consult.SeeConsole,
	"GET /console/mot-de-passe":   consult.SeeConsole,
	"POST /console/mot-de-passe":  consult.SeeConsole,
	"GET /console/comptes":        consult.ManageUsers,
	"POST /console/comptes":       consult.ManageUsers,
	"GET /console/pages":          consult.ManageConsultations,
	"GET /console/pages/:page":    consult.ManageConsultations,
	"POST /console/pages/:page":   consult.ManageConsultations,
	"GET /pages":                  consult.ManageConsultations,
	"GET /pages/:page":            consult.ManageConsultations,
	"POST /pages/:page":           consult.ManageConsultations,
	"GET /console/journal":        consult.SeeAudit,
	"POST /console/concertations": consult.ManageConsultations,

	"POST /console/comptes/:compte": consult.ManageUsers,

	"GET /console/droits":                           consult.HandleRights,
	"POST /console/droits":                          consult.HandleRights,
	"POST /console/droits/recherche":                consult.HandleRights,
	"GET /console/droits/:dossier":                  consult.HandleRights,
	"GET /console/droits/:dossier/donnees.html":     consult.HandleRights,
	"GET /console/droits/:dossier/donnees.json":     consult.HandleRights,
	"GET /console/droits/:dossier/rectifier":        consult.HandleRights,
	"POST /console/droits/:dossier/rectifier":       consult.HandleRights,
	"GET /console/droits/:dossier/confirmer/:geste": consult.HandleRights,
	"GET /conservation":                             consult.HandleRights,
	"POST /conservation":                            consult.HandleRights,
	"GET /conservation/purger":                      consult.HandleRights,
	"POST /conservation/purger":                     consult.HandleRights,
	"GET /registre":                                 consult.HandleRights,
	"POST /registre":                                consult.HandleRights,
	"GET /registre.xlsx":                            consult.HandleRights,
	"GET /console/instances":                        consult.ManageUsers,
	"POST /console/instances":                       consult.ManageUsers,
	"GET /console/instances/:instance":              consult.ManageUsers,
	"POST /console/instances/:instance":             consult.ManageUsers,
	"POST /console/droits/:dossier/actes":           consult.HandleRights,

	"GET ":                   consult.SeeConsole,
	"GET /confirmer/:acte":   consult.ManageConsultations,
	"POST /ouvrir":           consult.ManageConsultations,
	"POST /fermer":           consult.ManageConsultations,
	"POST /supprimer":        consult.ManageConsultations,
	"GET /textes":            consult.ManageConsultations,
	"POST /textes":           consult.ManageConsultations,
	"GET /etapes":            consult.ManageConsultations,
	"POST /etapes":           consult.ManageConsultations,
	"GET /questionnaires":    consult.SeeConsole,
	"POST /questionnaires":   consult.PublishForms,
	"GET /relecture":         consult.SeeResponses,
	"POST /relecture/:id":    consult.ScreenTexts,
	"GET /participation":     consult.SeeTallies,
	"GET /reponses":          consult.SeeResponses,
	"GET /resultats":         consult.SeeTallies,
	"GET /croisements":       consult.SeeTallies,
	"GET /classeurs":         consult.SeeConsole,
	"GET /contributions":     consult.SeeResponses,
	"GET /thematiques":       consult.SeeTallies,
	"GET /grille":            consult.SeeTallies,
	"POST /grille":           consult.ManageGrid,
	"GET /actions-proposees": consult.SeeResponses,
	"GET /idees":             consult.ModerateIdeas,
	"GET /idees/:id":         consult.ModerateIdeas,
	"POST /idees/:id":        consult.ModerateIdeas,
	"GET /idees/journal":     consult.ModerateIdeas,
	"GET /idees/reglages":    consult.ManageConsultations,
	"POST /idees/reglages":   consult.ManageConsultations,
	"GET /idees/:id/reunir":  consult.ModerateIdeas,

	"GET /invitations":                   consult.SendInvitations,
	"POST /invitations":                  consult.SendInvitations,
	"GET /invitations/publipostage.xlsx": consult.SendInvitations,
	"GET /invitations/codes-qr.zip":      consult.SendInvitations,
	"GET /invitations/lien-ouvert.png":   consult.SendInvitations,
	"POST /invitations/poste":            consult.SendInvitations,
	"GET /invitations/nouvelle":          consult.SendInvitations,
	"GET /invitations/:id":               consult.SendInvitations,
	"GET /invitations/:id/modifier":      consult.SendInvitations,
	"POST /invitations/:id/essayer":      consult.SendInvitations,
	"POST /invitations/:id/envoyer":      consult.SendInvitations,
	"POST /invitations/:id/arreter":      consult.SendInvitations,
	"POST /invitations/:id/supprimer":    consult.SendInvitations,

	"GET /structures":                               consult.ManageOrganisations,
	"GET /structures/nouvelle":                      consult.ManageOrganisations,
	"POST /structures/nouvelle":                     consult.ManageOrganisations,
	"GET /structures/strates":                       consult.ManageOrganisations,
	"POST /structures/strates":                      consult.ManageOrganisations,
	"GET /structures/doublons":                      consult.ManageOrganisations,
	"POST /structures/reunions/:id/separer":         consult.ManageOrganisations,
	"GET /console/arrivee":                          consult.CheckIn,
	"GET /console/arrivee/:code":                    consult.CheckIn,
	"POST /console/arrivee/:code":                   consult.CheckIn,
	"GET /rencontres":                               consult.CheckIn,
	"GET /rencontres/nouvelle":                      consult.ManageEvents,
	"POST /rencontres/nouvelle":                     consult.ManageEvents,
	"GET /rencontres/importer":                      consult.ManageEvents,
	"POST /rencontres/importer":                     consult.ManageEvents,
	"GET /rencontres/importer/:id":                  consult.ManageEvents,
	"POST /rencontres/importer/:id":                 consult.ManageEvents,
	"POST /rencontres/importer/:id/reprendre":       consult.ManageEvents,
	"POST /rencontres/importer/:id/annuler":         consult.ManageEvents,
	"GET /rencontres/importer/:id/remarques.csv":    consult.ManageEvents,
	"GET /rencontres/:id":                           consult.CheckIn,
	"GET /rencontres/:id/modifier":                  consult.ManageEvents,
	"POST /rencontres/:id/modifier":                 consult.ManageEvents,
	"POST /rencontres/:id/supprimer":                consult.ManageEvents,
	"GET /rencontres/:id/accueil":                   consult.CheckIn,
	"POST /rencontres/:id/accueil":                  consult.CheckIn,
	"GET /rencontres/:id/emargement":                consult.ManageEvents,
	"GET /rencontres/:id/liste.xlsx":                consult.ManageEvents,
	"POST /rencontres/:id/ateliers":                 consult.CollectContributions,
	"GET /rencontres/:id/personnes/:personne":       consult.ManageEvents,
	"POST /rencontres/:id/personnes/:personne":      consult.ManageEvents,
	"GET /structures/importer":                      consult.ManageOrganisations,
	"POST /structures/importer":                     consult.ManageOrganisations,
	"GET /structures/importer/:id":                  consult.ManageOrganisations,
	"POST /structures/importer/:id":                 consult.ManageOrganisations,
	"POST /structures/importer/:id/reprendre":       consult.ManageOrganisations,
	"POST /structures/importer/:id/annuler":         consult.ManageOrganisations,
	"GET /structures/importer/:id/remarques.csv":    consult.ManageOrganisations,
	"GET /structures/:id":                           consult.ManageOrganisations,
	"GET /structures/:id/modifier":                  consult.ManageOrganisations,
	"POST /structures/:id/modifier":                 consult.ManageOrganisations,
	"GET /structures/:id/supprimer":                 consult.ManageOrganisations,
	"POST /structures/:id/supprimer":                consult.ManageOrganisations,
	"GET /structures/:id/reunir/:autre":             consult.ManageOrganisations,
	"POST /structures/:id/reunir/:autre":            consult.ManageOrganisations,
	"POST /structures/:id/reunir/:autre/distinctes": consult.ManageOrganisations,

	"GET /suivi":                                consult.SeeLedger,
	"GET /suivi/donnees":                        consult.SeeLedger,
	"GET /suivi/doublons":                       consult.SeeLedger,
	"GET /suivi/reponses":                       consult.SeeResponses,
	"POST /suivi/structures/:id/appels":         consult.KeepLedger,
	"POST /suivi/structures/:id/appels/annuler": consult.KeepLedger,
	"GET /suivi/doublons/:id":                   consult.SeeResponses,
	"POST /suivi/doublons/:id":                  consult.KeepLedger,
	"POST /suivi/decisions/:id/annuler":         consult.KeepLedger,
	"GET /suivi/reponses/:response":             consult.SeeResponses,
	"POST /suivi/reponses/:response":            consult.KeepLedger,

	"GET /collecte":                            consult.CollectContributions,
	"GET /collecte/importer":                   consult.CollectContributions,
	"POST /collecte/importer":                  consult.CollectContributions,
	"GET /collecte/importer/:id":               consult.CollectContributions,
	"POST /collecte/importer/:id":              consult.CollectContributions,
	"POST /collecte/importer/:id/reprendre":    consult.CollectContributions,
	"POST /collecte/importer/:id/annuler":      consult.CollectContributions,
	"GET /collecte/importer/:id/remarques.csv": consult.CollectContributions,
	"GET /collecte/notes":                      consult.CollectContributions,
	"POST /collecte/notes":                     consult.CollectContributions,
	"GET /collecte/courrier":                   consult.CollectContributions,
	"POST /collecte/courrier":                  consult.CollectContributions,
	"GET /collecte/seances/:id":                consult.CollectContributions,
	"POST /collecte/seances/:id":               consult.CollectContributions,
	"POST /collecte/seances/:id/pieces":        consult.CollectContributions,
	"GET /collecte/textes/:id":                 consult.CollectContributions,
	"POST /collecte/textes/:id":                consult.CollectContributions,
	"POST /collecte/textes/:id/retirer":        consult.CollectContributions,
	"POST /collecte/textes/:id/retablir":       consult.CollectContributions,
	"POST /collecte/textes/:id/pieces":         consult.CollectContributions,
	"GET /collecte/pieces/:id":                 consult.SeeResponses,
	"POST /collecte/pieces/:id/supprimer":      consult.CollectContributions,

	"GET /courriels":            consult.SendInvitations,
	"POST /courriels/arreter":   consult.SendInvitations,
	"POST /courriels/reprendre": consult.SendInvitations,
	"GET /courriels/reglages":   consult.SendInvitations,
	"POST /courriels/reglages":  consult.SendInvitations,
	"POST /courriels/essai":     consult.SendInvitations,
	"GET /courriels/retours":    consult.SendInvitations,
	"POST /courriels/retours":   consult.SendInvitations,
	"POST /courriels/adresses":  consult.SendInvitations,
	"GET /courriels/:id":        consult.SendInvitations,
	"POST /courriels/:id":       consult.SendInvitations,

	"GET /questionnaires/:revision":                 consult.SeeConsole,
	"POST /questionnaires/:revision/publier":        consult.PublishForms,
	"POST /questionnaires/:revision/supprimer":      consult.PublishForms,
	"GET /questionnaire/:questionnaire/supprimer":   consult.PublishForms,
	"POST /questionnaire/:questionnaire/supprimer":  consult.PublishForms,
	"GET /questionnaires/:revision/fichier/:format": consult.SeeConsole,
	"GET /participation/comptes":                    consult.SeeTallies,
	"GET /reponses/:response":                       consult.SeeResponses,
	"POST /reponses/:response/retirer":              consult.ManageConsultations,
	"GET /classeurs/:fichier":                       consult.ExportPublic,
	"GET /contributions/suivante":                   consult.SeeResponses,
	"GET /contributions/regrouper":                  consult.CodeContributions,
	"POST /contributions/regrouper":                 consult.CodeContributions,
	"POST /contributions/regrouper/donner":          consult.CodeContributions,
	"POST /contributions/regrouper/annuler":         consult.CodeContributions,
	"GET /contributions/:id":                        consult.SeeResponses,
	"POST /contributions/:id":                       consult.CodeContributions,
	"GET /contributions/:id/lot":                    consult.SeeResponses,
	"POST /contributions/:id/lot":                   consult.CodeContributions,
	"POST /contributions/:id/lot/annuler":           consult.CodeContributions,
	"GET /thematiques/:theme":                       consult.SeeResponses,
	"POST /thematiques/propositions":                consult.ManageConsultations,
	"POST /thematiques/:theme/valider":              consult.CodeContributions,
	"POST /thematiques/:theme/retirer":              consult.CodeContributions,
	"POST /actions-proposees/:action":               consult.CodeContributions,
	"GET /idees/journal.csv":                        consult.ModerateIdeas,
	"POST /idees/:id/reponse":                       consult.AnswerIdeas,
	"POST /idees/:id/reunir":                        consult.ModerateIdeas,
	"POST /idees/:id/separer":                       consult.ModerateIdeas,
}

// internalFiles are the files at one address that ask for more than it does.
var internalFiles = []string{"classeur-interne.xlsx", "donnees-internes.zip", "graphiques-internes.zip"}

// typed is enough for the addresses that read a form before they ask who sends it.
func typed() string {
	return url.Values{"version": {"1"}, "acte": {"hide_words"}, "annuler": {"1"}, "moment": {"1"}, "vers": {string(consult.NewID())}}.Encode()
}

const aConsultation = "/console/concertations/:slug"

func TestEachAddressIsOpenToThoseThePermissionTableNames(t *testing.T) {
	visit := openTable(t)
	lines := web.RouteTable()
	// What removes a whole consultation comes last: the others need it.
	slices.SortStableFunc(lines, func(a, b web.RouteLine) int { return cmp.Compare(last(a), last(b)) })
	for _, line := range lines {
		if line.Path != "/console" && !strings.HasPrefix(line.Path, "/console/") || slices.Contains(doors, line.Path) {
			visit.isOpen(line)
			continue
		}
		permission, said := needed[line.Method+" "+strings.TrimPrefix(line.Path, aConsultation)]
		if !said {
			t.Errorf("%s %s: say which permission it needs", line.Method, line.Path)
			continue
		}
		visit.isFor(line.Method, visit.address(line.Path), permission)
	}
}

func TestInternalFilesAreForThoseWhoMayExportThem(t *testing.T) {
	visit := openTable(t)
	for _, file := range internalFiles {
		visit.isFor(http.MethodGet, "/console/concertations/demonstration/classeurs/"+file, consult.ExportInternal)
	}
}

// A reader whose bodies read another consultation finds every address of this one closed.
func TestAReaderOfABodyEntersNoOtherConsultation(t *testing.T) {
	visit := openTable(t)
	ctx := context.Background()
	reader, err := visit.store.UserByEmail(ctx, string(consult.RoleReader)+"@exemple.fr")
	visit.must(err)
	other, err := visit.service.NewConsultation(ctx, consult.System(), "autre", "Autre")
	visit.must(err)
	body := consult.Body{Name: "Comité technique", Members: []consult.ID{reader.ID}}
	for _, room := range consult.Rooms() {
		body.Grants = append(body.Grants, consult.Grant{ConsultationID: other.ID, Room: room})
	}
	_, err = visit.service.SaveBody(ctx, consult.System(), body)
	visit.must(err)
	for _, line := range web.RouteTable() {
		if !strings.HasPrefix(line.Path, aConsultation) || line.Path == aConsultation+"/supprimer" {
			continue
		}
		if got := visit.come(line.Method, visit.address(line.Path), visit.cookies[consult.RoleReader]).Code; got != http.StatusForbidden && got != http.StatusNotFound {
			t.Errorf("%s %s gives %d", line.Method, line.Path, got)
		}
	}
	if got := visit.come(http.MethodGet, "/console/concertations/autre/participation", visit.cookies[consult.RoleReader]).Code; got != http.StatusOK {
		t.Errorf("their own consultation gives %d", got)
	}
}

func last(line web.RouteLine) int {
	if line.Path == aConsultation+"/supprimer" {
		return 1
	}
	return 0
}

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
		":slug": "demonstration", ":page": "mentions-legales", ":compte": string(user), ":acte": "fermer", ":format": "xlsx", ":fichier": "classeur-public.xlsx",
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
