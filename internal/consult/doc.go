// Package consult is the domain of a public consultation: its types, its rules, its permission table, its errors and
// the ports its storage must fill.
//
// It holds no SQL, no HTTP and no sentence shown to people (errors carry translation keys). Start with
// consultation.go, then response.go and contribution.go, then store.go for what storage promises.
//
// Screen words and code words:
//
//	concertation          Consultation     questionnaire   Questionnaire, Revision
//	étape (du dispositif) Step             réponse         Response
//	contribution          Contribution     énoncé          Statement
//	thématique            Theme            grille          ThemeGrid
//	regroupement, codage  Assignment       répondant       Respondent
//	structure, collège    Organisation, Category           territoire  Territory
//	enjeu, objectif       Stake, Objective
//	organisateur, analyste, lecteur   RoleOrganiser, RoleAnalyst, RoleReader
package consult
