package web_test

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"concertation/internal/consult"
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

	"GET ":                          consult.SeeConsole,
	"GET /confirmer/:acte":          consult.ManageConsultations,
	"POST /ouvrir":                  consult.ManageConsultations,
	"POST /fermer":                  consult.ManageConsultations,
	"POST /supprimer":               consult.ManageConsultations,
	"GET /textes":                   consult.ManageConsultations,
	"POST /textes":                  consult.ManageConsultations,
	"GET /etapes":                   consult.ManageConsultations,
	"POST /etapes":                  consult.ManageConsultations,
	"GET /questionnaires":           consult.SeeConsole,
	"POST /questionnaires":          consult.PublishForms,
	"GET /relecture":                consult.SeeResponses,
	"POST /relecture/:id":           consult.ScreenTexts,
	"GET /participation":            consult.SeeTallies,
	"GET /reponses":                 consult.SeeResponses,
	"GET /resultats":                consult.SeeTallies,
	"GET /croisements":              consult.SeeTallies,
	"GET /classeurs":                consult.SeeConsole,
	"GET /contributions":            consult.SeeResponses,
	"GET /thematiques":              consult.SeeTallies,
	"GET /grille":                   consult.SeeTallies,
	"POST /grille":                  consult.ManageGrid,
	"GET /grille/versions/:version": consult.SeeTallies,
	"GET /actions-proposees":        consult.SeeResponses,
	"GET /idees":                    consult.ModerateIdeas,
	"GET /idees/:id":                consult.ModerateIdeas,
	"POST /idees/:id":               consult.ModerateIdeas,
	"GET /idees/journal":            consult.ModerateIdeas,
	"GET /idees/reglages":           consult.ManageConsultations,
	"POST /idees/reglages":          consult.ManageConsultations,
	"GET /idees/:id/reunir":         consult.ModerateIdeas,

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

	"GET /courriels":                consult.SendInvitations,
	"POST /courriels/arreter":       consult.SendInvitations,
	"POST /courriels/reprendre":     consult.SendInvitations,
	"GET /courriels/reglages":       consult.SendInvitations,
	"POST /courriels/reglages":      consult.SendInvitations,
	"POST /courriels/essai":         consult.SendInvitations,
	"GET /courriels/retours":        consult.SendInvitations,
	"POST /courriels/retours":       consult.SendInvitations,
	"POST /courriels/retours/boite": consult.SendInvitations,
	"POST /courriels/adresses":      consult.SendInvitations,
	"GET /courriels/:id":            consult.SendInvitations,
	"POST /courriels/:id":           consult.SendInvitations,

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
