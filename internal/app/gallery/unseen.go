package gallery

import (
	"maps"
	"strings"

	"concertation/internal/web"
)

// unseen says of the addresses that are opened and have no screen why they have none.
var unseen = map[string]string{
	"/c/:slug/idees/nouvelle/proches": "un fragment, que la page d’une nouvelle idée demande pendant la saisie",
	"/e/:token/billet.png":            "une image, que la page de l’inscription contient",

	"/console/droits/:dossier/donnees.html": "un fichier à remettre à la personne",
	"/console/droits/:dossier/donnees.json": "un fichier à remettre à la personne",

	consultations + "/registre.xlsx":                            "un fichier",
	consultations + "/questionnaires/:revision/fichier/:format": "un fichier",
	consultations + "/invitations/publipostage.xlsx":            "un fichier",
	consultations + "/invitations/codes-qr.zip":                 "un fichier",
	consultations + "/invitations/lien-ouvert.png":              "un fichier",
	consultations + "/structures/importer/:id/remarques.csv":    "un fichier",
	consultations + "/collecte/importer/:id/remarques.csv":      "un fichier",
	consultations + "/rencontres/importer/:id/remarques.csv":    "un fichier",
	consultations + "/rencontres/:id/liste.xlsx":                "un fichier",
	consultations + "/collecte/pieces/:id":                      "la pièce jointe elle-même",
	consultations + "/idees/journal.csv":                        "un fichier",
	consultations + "/classeurs/:fichier":                       "un fichier",
	consultations + "/suivi/donnees":                            "des chiffres pour un programme",
	consultations + "/participation/comptes":                    "un fragment, que la page de la participation redemande",
	consultations + "/contributions/suivante":                   "mène à une contribution",
}

const consultations = "/console/concertations/:slug"

// Pattern gives the address of the table that a path leads to, or "": at each step, a word goes before a name.
func Pattern(path string) string {
	path, _, _ = strings.Cut(path, "?")
	parts := strings.Split(path, "/")
	best, words := "", -1
	for _, line := range web.RouteTable() {
		if line.Method != "GET" {
			continue
		}
		if rank := leads(strings.Split(line.Path, "/"), parts); rank > words {
			best, words = line.Path, rank
		}
	}
	return best
}

// leads says how well a path fits a pattern: -1, not at all; more, the earlier its words.
func leads(pattern, path []string) int {
	if len(pattern) != len(path) {
		return -1
	}
	rank := 0
	for i, part := range pattern {
		rank *= 2
		switch {
		case part == path[i]:
			rank++
		case !strings.HasPrefix(part, ":") || path[i] == "":
			return -1
		}
	}
	return rank
}

// Missing lists the addresses of the site that open on no screen, nor are said to have none.
func Missing(screens []Screen) []string {
	seen := map[string]bool{}
	for i := range screens {
		if screens[i].Post == nil {
			seen[Pattern(screens[i].Path)] = true
		}
	}
	var missing []string
	for _, line := range web.RouteTable() {
		if line.Method == "GET" && !seen[line.Path] && unseen[line.Path] == "" {
			missing = append(missing, line.Path)
		}
	}
	return missing
}

// Unseen gives the addresses that have no screen, with why.
func Unseen() map[string]string { return maps.Clone(unseen) }
