package web

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"concertation/internal/service"
	"concertation/internal/web/assets"
	"concertation/internal/web/reply"
)

const (
	get  = http.MethodGet
	post = http.MethodPost
)

// route is one line of the table: a method, an address, who may come, and what answers.
type route struct {
	method string
	path   string
	access access
	answer reply.Handler
}

// routes is the whole site, a line per address.
func (s *server) routes() []route {
	// Who may come: anybody; whoever holds a personal link; whoever is logged in.
	open, holder := s.open(), s.holder()
	begin := append(s.holder(), s.limited(s.starts))
	visit, author := access{limitBody(formBody), s.limited(s.posts)}, append(s.holder(), s.limited(s.posts))
	support := append(slices.Clone(visit), s.limitedSupports())
	session, staff := s.session(), s.staff(formBody)
	login := append(s.session(), s.limited(s.logins))
	const consultation = "/console/concertations/:slug"
	return []route{
		// The public pages.
		{get, "/", open, s.public.Home},
		{get, "/c/:slug", open, s.public.Consultation},
		{get, "/c/:slug/thematiques", open, s.public.Themes},
		{get, "/c/:slug/thematiques/:position", open, s.public.Theme},
		{get, "/c/:slug/accessibilite", open, s.public.Accessibility},
		{get, "/c/:slug/mentions-legales", open, s.public.LegalNotice},
		{get, "/c/:slug/donnees-personnelles", open, s.public.Privacy},
		{get, "/c/:slug/aide", open, s.public.Help},
		{get, "/c/:slug/contact", open, s.public.Contact},
		{get, "/accessibilite", open, s.public.Accessibility},
		{get, "/mentions-legales", open, s.public.LegalNotice},
		{get, "/donnees-personnelles", open, s.public.Privacy},
		{get, "/plan-du-site", open, s.public.Map},
		{get, "/aide", open, s.public.Help},
		{get, "/contact", open, s.public.Contact},

		// Answering a questionnaire: no account, a personal link.
		{get, "/c/:slug/q/:questionnaire", open, s.respond.ShowStart},
		{post, "/c/:slug/q/:questionnaire/commencer", begin, s.respond.SubmitStart},
		{get, "/r/:token", holder, s.respond.ShowResume},
		{get, "/r/:token/etape/:n", holder, s.respond.ShowPage},
		{post, "/r/:token/etape/:n", holder, s.respond.SubmitPage},
		{post, "/r/:token/etape/:n/enregistrer", holder, s.respond.Autosave},
		{post, "/r/:token/etape/:n/questions", holder, s.respond.Refresh},
		{get, "/r/:token/pause", holder, s.respond.ShowPause},
		{get, "/r/:token/verification", holder, s.respond.ShowCheck},
		{post, "/r/:token/envoyer", holder, s.respond.SubmitResponse},
		{get, "/r/:token/confirmation", holder, s.respond.ShowConfirmation},
		{get, "/r/:token/copie", holder, s.respond.ShowCopy},
		{get, "/r/:token/retirer", holder, s.respond.ShowWithdraw},
		{post, "/r/:token/retirer", holder, s.respond.SubmitWithdraw},
		{get, "/r/:token/langue", holder, s.respond.ShowLanguage},
		{post, "/r/:token/langue", holder, s.respond.SubmitLanguage},
		{get, "/r/:token/devenir", holder, s.respond.ShowFate},
		{post, "/r/:token/courriel", author, s.respond.SubmitMail},
		{get, "/r/:token/ensemble", holder, s.respond.ShowTeam},
		{post, "/r/:token/ensemble", author, s.respond.SubmitTeam},
		{get, "/r/:token/commentaires/:question", holder, s.respond.ShowComments},
		{post, "/r/:token/commentaires/:question", author, s.respond.SubmitComment},

		// The personal link of a structure that was invited.
		{get, "/s/:token", holder, s.respond.ShowInvited},
		{get, "/s/:token/q/:questionnaire", holder, s.respond.ShowInvitedStart},
		{post, "/s/:token/q/:questionnaire/commencer", begin, s.respond.SubmitInvitedStart},
		{get, "/s/:token/idee", holder, s.ideas.ShowInvited},
		{post, "/s/:token/idee", author, s.ideas.SubmitInvited},

		// The idea box: no account either; an author has a personal link.
		{get, "/c/:slug/idees", open, s.ideas.ShowBox},
		{get, "/c/:slug/idees/charte", open, s.ideas.ShowCharter},
		{get, "/c/:slug/idees/nouvelle", open, s.ideas.ShowNew},
		{post, "/c/:slug/idees/nouvelle", visit, s.ideas.SubmitNew},
		{get, "/c/:slug/idees/nouvelle/proches", open, s.ideas.ShowNear},
		{get, "/c/:slug/idees/:id", open, s.ideas.ShowIdea},
		{post, "/c/:slug/idees/:id/soutien", support, s.ideas.SubmitSupport},
		{post, "/c/:slug/idees/:id/soutien/retirer", support, s.ideas.SubmitUnsupport},
		{post, "/c/:slug/idees/:id/commentaires", visit, s.ideas.SubmitComment},
		{get, "/c/:slug/idees/:id/signaler", open, s.ideas.ShowReport},
		{post, "/c/:slug/idees/:id/signaler", visit, s.ideas.SubmitReport},
		{get, "/i/:token", holder, s.ideas.ShowMine},
		{get, "/i/:token/confirmation", holder, s.ideas.ShowConfirmation},
		{get, "/i/:token/modifier", holder, s.ideas.ShowMend},
		{post, "/i/:token/modifier", author, s.ideas.SubmitMend},
		{get, "/i/:token/retirer", holder, s.ideas.ShowWithdraw},
		{post, "/i/:token/retirer", author, s.ideas.SubmitWithdraw},
		{get, "/commentaire/:token", holder, s.ideas.ShowMyComment},
		{get, "/commentaire/:token/confirmation", holder, s.ideas.ShowCommentConfirmation},
		{get, "/commentaire/:token/modifier", holder, s.ideas.ShowMendComment},
		{post, "/commentaire/:token/modifier", author, s.ideas.SubmitMendComment},
		{get, "/commentaire/:token/retirer", holder, s.ideas.ShowWithdrawComment},
		{post, "/commentaire/:token/retirer", author, s.ideas.SubmitWithdrawComment},

		// Refusing mails: the link of a mail; a program may press for its person.
		{get, service.RefusalPath + ":token", holder, s.refusal.Show},
		{post, service.RefusalPath + ":token", holder, s.refusal.Submit},

		// Meetings: no account; who registered has a personal link.
		{get, "/c/:slug/rencontres", open, s.events.List},
		{get, "/c/:slug/rencontres/:id", open, s.events.Show},
		{post, "/c/:slug/rencontres/:id", visit, s.events.Submit},
		{get, "/e/:token", holder, s.events.ShowMine},
		{get, "/e/:token/billet.png", holder, s.events.Ticket},
		{get, "/e/:token/modifier", holder, s.events.ShowMend},
		{post, "/e/:token/modifier", author, s.events.SubmitMend},
		{get, "/e/:token/annuler", holder, s.events.ShowCancel},
		{post, "/e/:token/annuler", author, s.events.SubmitCancel},

		// The console: whoever has an account; service says who may do what.
		{get, "/console/connexion", session, s.console.ShowLogin},
		{post, "/console/connexion", login, s.console.SubmitLogin},
		{post, "/console/deconnexion", session, s.console.SubmitLogout},
		{get, "/console/premiere-connexion/:token", append(session, secret), s.console.ShowWelcome},
		{post, "/console/premiere-connexion/:token", append(login, secret), s.console.SubmitWelcome},
		{get, "/console", staff, s.console.ShowHome},
		{get, "/console/mot-de-passe", staff, s.console.ShowPassword},
		{post, "/console/mot-de-passe", staff, s.console.SubmitPassword},
		{get, "/console/comptes", staff, s.console.ShowUsers},
		{post, "/console/comptes", staff, s.console.SubmitUser},
		{post, "/console/comptes/:compte", staff, s.console.SubmitUserAct},
		{get, "/console/journal", staff, s.console.ShowAudit},
		{post, "/console/concertations", staff, s.console.SubmitConsultation},

		// What people ask about their data.
		{get, "/console/droits", staff, s.rights.Show},
		{post, "/console/droits", staff, s.rights.Open},
		{post, "/console/droits/recherche", staff, s.rights.Search},
		{get, "/console/droits/:dossier", staff, s.rights.ShowCase},
		{get, "/console/droits/:dossier/donnees.html", staff, s.rights.DownloadHTML},
		{get, "/console/droits/:dossier/donnees.json", staff, s.rights.DownloadJSON},
		{get, "/console/droits/:dossier/rectifier", staff, s.rights.ShowRectify},
		{post, "/console/droits/:dossier/rectifier", staff, s.rights.SubmitRectify},
		{get, "/console/droits/:dossier/confirmer/:geste", staff, s.rights.Confirm},
		{post, "/console/droits/:dossier/actes", staff, s.rights.Act},
		{get, consultation + "/conservation", staff, s.rights.ShowRetention},
		{post, consultation + "/conservation", staff, s.rights.SubmitRetention},
		{get, consultation + "/conservation/purger", staff, s.rights.ShowPurge},
		{post, consultation + "/conservation/purger", staff, s.rights.SubmitPurge},
		{get, consultation + "/registre", staff, s.rights.ShowRegister},
		{post, consultation + "/registre", staff, s.rights.SubmitRegister},
		{get, consultation + "/registre.xlsx", staff, s.rights.DownloadRegister},

		// What bodies of readers read.
		{get, "/console/instances", staff, s.rights.ShowBodies},
		{post, "/console/instances", staff, s.rights.AddBody},
		{get, "/console/instances/:instance", staff, s.rights.ShowBody},
		{post, "/console/instances/:instance", staff, s.rights.SubmitBody},

		{get, "/console/pages", staff, s.pages.List},
		{get, "/console/pages/:page", staff, s.pages.Show},
		{post, "/console/pages/:page", staff, s.pages.Submit},

		// Preparing a consultation.
		{get, consultation, staff, s.console.ShowOverview},
		{get, consultation + "/confirmer/:acte", staff, s.console.ShowConfirm},
		{post, consultation + "/ouvrir", staff, s.console.SubmitOpen},
		{post, consultation + "/fermer", staff, s.console.SubmitClose},
		{post, consultation + "/supprimer", staff, s.console.SubmitRemove},
		{get, consultation + "/textes", staff, s.console.ShowTexts},
		{post, consultation + "/textes", staff, s.console.SubmitTexts},
		{get, consultation + "/pages", staff, s.pages.List},
		{get, consultation + "/pages/:page", staff, s.pages.Show},
		{post, consultation + "/pages/:page", staff, s.pages.Submit},
		{get, consultation + "/etapes", staff, s.console.ShowSteps},
		{post, consultation + "/etapes", staff, s.console.SubmitSteps},
		{get, consultation + "/questionnaires", staff, s.console.ShowQuestionnaires},
		{post, consultation + "/questionnaires", s.staff(importBody), s.console.SubmitQuestionnaire},
		{get, consultation + "/questionnaires/:revision", staff, s.console.ShowRevision},
		{post, consultation + "/questionnaires/:revision/publier", staff, s.console.SubmitPublish},
		{post, consultation + "/questionnaires/:revision/supprimer", staff, s.console.SubmitDeleteRevision},
		{get, consultation + "/questionnaire/:questionnaire/supprimer", staff, s.console.ShowRemoveQuestionnaire},
		{post, consultation + "/questionnaire/:questionnaire/supprimer", staff, s.console.SubmitRemoveQuestionnaire},
		{get, consultation + "/questionnaires/:revision/fichier/:format", staff, s.console.DownloadRevision},

		// Inviting the organisations of the list.
		{get, consultation + "/invitations", staff, s.invitations.List},
		{post, consultation + "/invitations", staff, s.invitations.Submit},
		{get, consultation + "/invitations/nouvelle", staff, s.invitations.ShowNew},
		{get, consultation + "/invitations/publipostage.xlsx", staff, s.invitations.DownloadMerge},
		{get, consultation + "/invitations/codes-qr.zip", staff, s.invitations.DownloadCodes},
		{get, consultation + "/invitations/lien-ouvert.png", staff, s.invitations.DownloadOpenCode},
		{post, consultation + "/invitations/poste", staff, s.invitations.SubmitPosted},
		{get, consultation + "/invitations/:id", staff, s.invitations.Show},
		{get, consultation + "/invitations/:id/modifier", staff, s.invitations.ShowEdit},
		{post, consultation + "/invitations/:id/envoyer", staff, s.invitations.SubmitSchedule},
		{post, consultation + "/invitations/:id/essayer", staff, s.invitations.SubmitTrial},
		{post, consultation + "/invitations/:id/arreter", staff, s.invitations.SubmitStop},
		{post, consultation + "/invitations/:id/supprimer", staff, s.invitations.SubmitDelete},

		// The list of organisations.
		{get, consultation + "/structures", staff, s.organisations.List},
		{get, consultation + "/structures/nouvelle", staff, s.organisations.ShowNew},
		{post, consultation + "/structures/nouvelle", staff, s.organisations.SubmitNew},
		{get, consultation + "/structures/strates", staff, s.organisations.ShowStrata},
		{post, consultation + "/structures/strates", staff, s.organisations.SubmitStrata},
		{get, consultation + "/structures/doublons", staff, s.organisations.Near},
		{post, consultation + "/structures/reunions/:id/separer", staff, s.organisations.SubmitPart},
		{get, consultation + "/structures/importer", staff, s.organisationImports.ShowFile},
		{post, consultation + "/structures/importer", s.staff(importBody), s.organisationImports.SubmitFile},
		{get, consultation + "/structures/importer/:id", staff, s.organisationImports.ShowImport},
		{post, consultation + "/structures/importer/:id", staff, s.organisationImports.SubmitImport},
		{post, consultation + "/structures/importer/:id/reprendre", staff, s.organisationImports.SubmitResume},
		{post, consultation + "/structures/importer/:id/annuler", staff, s.organisationImports.SubmitUndo},
		{get, consultation + "/structures/importer/:id/remarques.csv", staff, s.organisationImports.DownloadIssues},
		{get, consultation + "/structures/:id", staff, s.organisations.Show},
		{get, consultation + "/structures/:id/modifier", staff, s.organisations.ShowEdit},
		{post, consultation + "/structures/:id/modifier", staff, s.organisations.SubmitEdit},
		{get, consultation + "/structures/:id/reunir/:autre", staff, s.organisations.ShowPair},
		{post, consultation + "/structures/:id/reunir/:autre", staff, s.organisations.SubmitPair},
		{post, consultation + "/structures/:id/reunir/:autre/distinctes", staff, s.organisations.SubmitDistinct},
		{get, consultation + "/structures/:id/supprimer", staff, s.organisations.ShowDelete},
		{post, consultation + "/structures/:id/supprimer", staff, s.organisations.Delete},

		// Collecting, counting, publishing.
		{get, consultation + "/participation", staff, s.results.ShowParticipation},
		{get, consultation + "/participation/comptes", staff, s.results.ShowParticipationCounts},
		{get, consultation + "/suivi", staff, s.ledger.Show},
		{get, consultation + "/suivi/donnees", staff, s.ledger.Data},
		{post, consultation + "/suivi/structures/:id/appels", staff, s.ledger.SubmitCall},
		{post, consultation + "/suivi/structures/:id/appels/annuler", staff, s.ledger.SubmitRemoveCall},
		{get, consultation + "/suivi/doublons", staff, s.ledger.Doubles},
		{get, consultation + "/suivi/doublons/:id", staff, s.ledger.Double},
		{post, consultation + "/suivi/doublons/:id", staff, s.ledger.SubmitDouble},
		{post, consultation + "/suivi/decisions/:id/annuler", staff, s.ledger.SubmitUndo},
		{get, consultation + "/suivi/reponses", staff, s.ledger.Untied},
		{get, consultation + "/suivi/reponses/:response", staff, s.ledger.Tie},
		{post, consultation + "/suivi/reponses/:response", staff, s.ledger.SubmitTie},
		{get, consultation + "/reponses", staff, s.results.ShowResponses},
		{get, consultation + "/reponses/:response", staff, s.results.ShowResponse},
		{post, consultation + "/reponses/:response/retirer", staff, s.results.SubmitWithdraw},
		{get, consultation + "/resultats", staff, s.results.ShowTallies},
		{get, consultation + "/croisements", staff, s.results.ShowCrossing},
		{get, consultation + "/classeurs", staff, s.results.ShowDownloads},
		{get, consultation + "/classeurs/:fichier", staff, s.results.Download},

		// Contributions from elsewhere.
		{get, consultation + "/collecte", staff, s.collect.Overview},
		{get, consultation + "/collecte/importer", staff, s.collectImports.ShowFile},
		{post, consultation + "/collecte/importer", s.staff(importBody), s.collectImports.SubmitFile},
		{get, consultation + "/collecte/importer/:id", staff, s.collectImports.ShowImport},
		{post, consultation + "/collecte/importer/:id", staff, s.collectImports.SubmitImport},
		{post, consultation + "/collecte/importer/:id/reprendre", staff, s.collectImports.SubmitResume},
		{post, consultation + "/collecte/importer/:id/annuler", staff, s.collectImports.SubmitUndo},
		{get, consultation + "/collecte/importer/:id/remarques.csv", staff, s.collectImports.DownloadIssues},
		{get, consultation + "/collecte/notes", staff, s.collect.ShowNotes},
		{post, consultation + "/collecte/notes", staff, s.collect.SubmitNotes},
		{get, consultation + "/collecte/courrier", staff, s.collect.ShowLetter},
		{post, consultation + "/collecte/courrier", staff, s.collect.SubmitLetter},
		{get, consultation + "/collecte/seances/:id", staff, s.collect.ShowSession},
		{post, consultation + "/collecte/seances/:id", staff, s.collect.SubmitSession},
		{post, consultation + "/collecte/seances/:id/pieces", s.staff(scansBody), s.collect.AttachToSession},
		{get, consultation + "/collecte/textes/:id", staff, s.collect.ShowText},
		{post, consultation + "/collecte/textes/:id", staff, s.collect.SubmitText},
		{post, consultation + "/collecte/textes/:id/retirer", staff, s.collect.SubmitRetract},
		{post, consultation + "/collecte/textes/:id/retablir", staff, s.collect.SubmitRestore},
		{post, consultation + "/collecte/textes/:id/pieces", s.staff(scansBody), s.collect.AttachToText},
		{get, consultation + "/collecte/pieces/:id", staff, s.collect.ShowAttachment},
		{post, consultation + "/collecte/pieces/:id/supprimer", staff, s.collect.SubmitDetach},

		// Mails and their fates.
		{get, consultation + "/courriels", staff, s.mails.List},
		{post, consultation + "/courriels/arreter", staff, s.mails.Stop},
		{post, consultation + "/courriels/reprendre", staff, s.mails.Resume},
		{get, consultation + "/courriels/reglages", staff, s.mails.ShowSettings},
		{post, consultation + "/courriels/reglages", staff, s.mails.SubmitSettings},
		{post, consultation + "/courriels/essai", staff, s.mails.SubmitTest},
		{get, consultation + "/courriels/retours", staff, s.mails.ShowBounces},
		{post, consultation + "/courriels/retours", s.staff(importBody), s.mails.SubmitBounces},
		{post, consultation + "/courriels/retours/boite", staff, s.mails.ReadBox},
		{post, consultation + "/courriels/adresses", staff, s.mails.Restore},
		{get, consultation + "/courriels/:id", staff, s.mails.Show},
		{post, consultation + "/courriels/:id", staff, s.mails.Act},

		{get, consultation + "/relecture", staff, s.screening.List},
		{post, consultation + "/relecture/:id", staff, s.screening.Decide},

		// Meetings: lists, the door, workshops.
		{get, "/console/arrivee", staff, s.eventsDesk.ShowCheckIn},
		{get, "/console/arrivee/:code", staff, s.eventsDesk.ShowTicket},
		{post, "/console/arrivee/:code", staff, s.eventsDesk.SubmitTicket},
		{get, consultation + "/rencontres", staff, s.eventsDesk.List},
		{get, consultation + "/rencontres/nouvelle", staff, s.eventsDesk.ShowNew},
		{post, consultation + "/rencontres/nouvelle", staff, s.eventsDesk.SubmitNew},
		{get, consultation + "/rencontres/importer", staff, s.eventImports.ShowFile},
		{post, consultation + "/rencontres/importer", s.staff(importBody), s.eventImports.SubmitFile},
		{get, consultation + "/rencontres/importer/:id", staff, s.eventImports.ShowImport},
		{post, consultation + "/rencontres/importer/:id", staff, s.eventImports.SubmitImport},
		{post, consultation + "/rencontres/importer/:id/reprendre", staff, s.eventImports.SubmitResume},
		{post, consultation + "/rencontres/importer/:id/annuler", staff, s.eventImports.SubmitUndo},
		{get, consultation + "/rencontres/importer/:id/remarques.csv", staff, s.eventImports.DownloadIssues},
		{get, consultation + "/rencontres/:id", staff, s.eventsDesk.Show},
		{get, consultation + "/rencontres/:id/modifier", staff, s.eventsDesk.ShowEdit},
		{post, consultation + "/rencontres/:id/modifier", staff, s.eventsDesk.SubmitEdit},
		{post, consultation + "/rencontres/:id/supprimer", staff, s.eventsDesk.SubmitDelete},
		{get, consultation + "/rencontres/:id/accueil", staff, s.eventsDesk.Door},
		{post, consultation + "/rencontres/:id/accueil", staff, s.eventsDesk.SubmitDoor},
		{get, consultation + "/rencontres/:id/emargement", staff, s.eventsDesk.Sheet},
		{get, consultation + "/rencontres/:id/liste.xlsx", staff, s.eventsDesk.Download},
		{post, consultation + "/rencontres/:id/ateliers", staff, s.eventsDesk.SubmitWorkshop},
		{get, consultation + "/rencontres/:id/personnes/:personne", staff, s.eventsDesk.ShowPerson},
		{post, consultation + "/rencontres/:id/personnes/:personne", staff, s.eventsDesk.SubmitPerson},

		// The idea box: moderation, merging, answers.
		{get, consultation + "/idees", staff, s.ideasDesk.List},
		{get, consultation + "/idees/journal", staff, s.ideasDesk.ShowLog},
		{get, consultation + "/idees/journal.csv", staff, s.ideasDesk.DownloadLog},
		{get, consultation + "/idees/reglages", staff, s.ideasDesk.ShowSettings},
		{post, consultation + "/idees/reglages", staff, s.ideasDesk.SubmitSettings},
		{get, consultation + "/idees/:id", staff, s.ideasDesk.Show},
		{post, consultation + "/idees/:id", staff, s.ideasDesk.Moderate},
		{post, consultation + "/idees/:id/reponse", staff, s.ideasDesk.Answer},
		{get, consultation + "/idees/:id/reunir", staff, s.ideasDesk.ShowMerge},
		{post, consultation + "/idees/:id/reunir", staff, s.ideasDesk.Merge},
		{post, consultation + "/idees/:id/separer", staff, s.ideasDesk.Unmerge},

		// Grouping.
		{get, consultation + "/contributions", staff, s.coding.List},
		{get, consultation + "/contributions/suivante", staff, s.coding.Next},
		{get, consultation + "/contributions/regrouper", staff, s.coding.ShowBatch},
		{post, consultation + "/contributions/regrouper", staff, s.coding.Pick},
		{post, consultation + "/contributions/regrouper/donner", staff, s.coding.SubmitBatch},
		{post, consultation + "/contributions/regrouper/annuler", staff, s.coding.UndoBatch},
		{get, consultation + "/contributions/:id", staff, s.coding.Show},
		{post, consultation + "/contributions/:id", staff, s.coding.Code},
		{get, consultation + "/contributions/:id/lot", staff, s.coding.ShowCampaign},
		{post, consultation + "/contributions/:id/lot", staff, s.coding.SubmitCampaign},
		{post, consultation + "/contributions/:id/lot/annuler", staff, s.coding.UndoCampaign},
		{get, consultation + "/grille", staff, s.grid.Show},
		{post, consultation + "/grille", s.staff(importBody), s.grid.Submit},
		{get, consultation + "/grille/versions/:version", staff, s.grid.ShowVersion},
		{get, consultation + "/thematiques", staff, s.coding.Themes},
		{get, consultation + "/thematiques/:theme", staff, s.coding.Theme},
		{post, consultation + "/thematiques/propositions", staff, s.coding.Suggesting},
		{post, consultation + "/thematiques/:theme/valider", staff, s.coding.Validate},
		{post, consultation + "/thematiques/:theme/retirer", staff, s.coding.Withdraw},
		{get, consultation + "/actions-proposees", staff, s.coding.Actions},
		{post, consultation + "/actions-proposees/:action", staff, s.coding.ChangeAction},
	}
}

// mount puts the table on the router, with what is not a page.
func (s *server) mount(engine *gin.Engine) {
	for _, line := range s.routes() {
		chain := slices.Concat(line.access, access{s.answer(line.answer)})
		engine.Handle(line.method, line.path, chain...)
		if line.method == get {
			engine.HEAD(line.path, chain...) // net/http sends no body
		}
	}
	built := gin.WrapH(s.Assets)
	engine.GET(assets.Prefix+"*file", built)
	engine.HEAD(assets.Prefix+"*file", built)
	engine.GET("/robots.txt", robots)
	engine.GET("/healthz", s.healthy)
	engine.GET("/readyz", s.ready)
	if s.Config.Metrics {
		engine.GET("/metrics", s.metrics())
	}
	engine.NoRoute(s.answer(notFound))
	engine.NoMethod(s.answer(methodNotAllowed))
}

// access is what a request goes through before its handler.
type access []gin.HandlerFunc

// open lets anybody come; a small body at most.
func (s *server) open() access { return access{limitBody(smallBody)} }

// holder is for personal links: the address is a secret, so it is never sent to another site nor kept by a cache.
func (s *server) holder() access { return access{limitBody(formBody), secret} }

// session is for the doors of the console: who is logged in is known, nobody has to be.
func (s *server) session() access {
	return access{limitBody(smallBody), s.console.Session(func(c *gin.Context, err error) { s.fail(c, err, true) })}
}

// staff is for whoever is logged in; others are led to the door.
func (s *server) staff(body int64) access {
	return access{limitBody(body), s.console.Session(func(c *gin.Context, err error) { s.fail(c, err, true) }), s.console.Staff}
}
