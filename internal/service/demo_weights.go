package service

// How often the personas of the demonstration answer what: invented, of the same order as in surveys of this kind.

// demoWeights is by question, or by «list:» and its list of choices; a choice that is not named is never drawn.
var demoWeights = map[string]map[string]float64{
	"repond": {"structure": 88, "personnel": 12},
	"categorie": {"structure_ess": 54, "tete_reseau": 14, "collectivite": 12, "financeur": 4, "consulaire": 3, "opca": 2,
		"syndicat": 3, "recherche": 3, "autre": 5},
	"statut":                    {"association": 64, "cooperative": 19, "mutuelle": 5, "fondation": 3, "societe_ess": 6, "autre": 3},
	"departement_siege":         {"44": 41, "49": 21, "53": 9, "72": 12, "85": 14, "hors_region": 3},
	"departements_intervention": {"44": 5, "49": 4, "53": 2, "72": 3, "85": 3, "hors_region": 1},
	"salaries": {"s0": 11, "s1_2": 15, "s3_5": 16, "s6_9": 14, "s10_19": 15, "s20_49": 13, "s50_99": 7, "s100_249": 5,
		"s250": 2, "nsp": 2},
	"secteurs": {"action_sociale": 18, "services_personne": 7, "petite_enfance": 8, "insertion": 11, "formation": 9, "culture": 10,
		"sport": 5, "environnement": 9, "agriculture": 6, "habitat": 5, "mobilite": 3, "finance": 4, "industrie": 4,
		"numerique": 4, "international": 2, "autre": 4},
	"evolution_activite": {"augmenter": 41, "stable": 34, "diminuer": 13, "nsp": 12},
	"freins": {"tresorerie": 16, "financements_publics": 26, "credit": 7, "recrutement": 15, "commande_publique": 9, "locaux": 8,
		"benevolat": 9, "concurrence": 8, "autre": 4, "aucun": 4, "nsp": 3},
	"appui_dla":        {"utilise": 30, "connu": 38, "inconnu": 32},
	"appui_incubateur": {"utilise": 8, "connu": 41, "inconnu": 51},
	"appui_region":     {"utilise": 34, "connu": 49, "inconnu": 17},
	"appui_reseau":     {"utilise": 56, "connu": 31, "inconnu": 13},
	"appui_banque":     {"utilise": 47, "connu": 45, "inconnu": 8},
	"difficultes":      {"recruter": 22, "fideliser": 13, "renouveler": 23, "former": 17, "associer": 10, "autre": 5, "aucune": 8},
	"list:satisfaction": {"tres_insatisfait": 8, "plutot_insatisfait": 22, "neutre": 18, "plutot_satisfait": 30,
		"tres_satisfait": 7, "sans_relation": 9, "nsp": 6},
	"ameliorations":         {"lisibilite": 24, "simplicite": 26, "delais": 13, "pluriannuel": 21, "appels_projets": 9, "association": 12, "autre": 3},
	"partenaires":           {"structures_ess": 26, "reseaux": 19, "entreprises": 11, "collectivites": 22, "etat": 8, "enseignement": 7, "financeurs": 8, "autre": 3, "personne": 3},
	"utilite_sociale":       {"formalisee": 14, "informelle": 31, "projet": 19, "non": 27, "nsp": 9},
	"notoriete_public":      {"pas_du_tout": 26, "peu": 52, "assez_bien": 12, "tres_bien": 2, "nsp": 8},
	"notoriete_elus":        {"pas_du_tout": 8, "peu": 38, "assez_bien": 38, "tres_bien": 7, "nsp": 9},
	"notoriete_entreprises": {"pas_du_tout": 17, "peu": 49, "assez_bien": 19, "tres_bien": 3, "nsp": 12},
	"notoriete_jeunes":      {"pas_du_tout": 38, "peu": 42, "assez_bien": 7, "tres_bien": 1, "nsp": 12},
	"actions_prioritaires":  {"communication": 24, "education": 25, "evenements": 14, "plaidoyer": 17, "observatoire": 9, "annuaire": 11},
	"themes_prioritaires":   {"t1": 23, "t2": 21, "t3": 19, "t4": 18, "t5": 12, "t6": 10},
	"publication":           {"named": 17, "anonymous": 53, "no": 30},
	"recontact":             {"oui": 36, "non": 64},
}

// demoScale places the choices of a scale of satisfaction.
var demoScale = map[string]float64{"tres_insatisfait": -1, "plutot_insatisfait": -0.6, "neutre": 0, "plutot_satisfait": 0.6, "tres_satisfait": 1}

// demoContent leans satisfaction by territory and by institution.
var demoContent = map[string]float64{"44": -0.1, "49": 0.05, "53": 0.35, "72": -0.25, "85": 0.2,
	"satisfaction_etat": -0.4, "satisfaction_region": 0.1, "satisfaction_departement": 0.05, "satisfaction_intercommunalite": 0.35}

// demoBlank is how often a question is left blank by an average persona.
var demoBlank = map[string]float64{"appui_prioritaire": 0.45, "pratique_a_partager": 0.62, "amelioration_proposee": 0.48,
	"aide_cooperation": 0.5, "action_decisive": 0.38, "recontact": 0.12, "statut": 0.02}

// demoAffinity is what the answers to an open question speak of, theme by theme.
var demoAffinity = map[string][]float64{
	"appui_prioritaire":     {50, 14, 14, 9, 8, 5},
	"pratique_a_partager":   {10, 8, 26, 26, 20, 10},
	"amelioration_proposee": {6, 74, 5, 6, 4, 5},
	"aide_cooperation":      {6, 9, 6, 68, 6, 5},
	"action_decisive":       {24, 20, 17, 14, 14, 11},
}

// demoNames begins the names given, by category.
var demoNames = map[string]string{"structure_ess": "Association", "tete_reseau": "Réseau", "collectivite": "Communauté de communes",
	"financeur": "Fonds", "consulaire": "Chambre", "opca": "Organisme", "syndicat": "Syndicat", "recherche": "Laboratoire", "autre": "Structure"}
