package privacy

import "strings"

// The words that make a name of what follows, or unmake it. Folded, as texts are before they are compared.

func set(words string) map[string]bool {
	made := map[string]bool{}
	for _, word := range strings.Fields(words) {
		made[word] = true
	}
	return made
}

// wordLists are made once: every text is compared with them.
var wordLists = struct{ civilities, particles, offices, places, firstNames map[string]bool }{
	civilities: set(`m mr mme mmes mlle mm monsieur madame mademoiselle messieurs mesdames maitre docteur dr professeur pr abbe`),
	particles:  set(`de du des d le la van von ben el al`),
	offices: set(`maire maires president presidente ministre prefet prefete directeur directrice depute deputee senateur
		senatrice conseiller conseillere adjoint adjointe vice-president vice-presidente le la les tout toute et bonjour merci
		monsieur madame mademoiselle messieurs mesdames je nous vous il elle ils elles on ce cette ces un une mon ma mes notre nos votre vos leur leurs`),
	places: set(`rue avenue boulevard place quai square allee chemin impasse route pont gare station arret metro tram
		tramway ecole ecoles college lycee universite campus institut fondation prix loi rapport plan hopital clinique ehpad
		maison stade gymnase salle theatre cinema bibliotheque mediatheque musee parc jardin bois foret ile cite quartier
		residence tour batiment immeuble centre espace foyer creche eglise cathedrale chapelle saint sainte mont port
		residences amphitheatre conservatoire piscine complexe zac zone village`),
	firstNames: set(`adam adele adrien agathe agnes ahmed aicha alain albert alex alexandra alexandre alexis ali alice aline
		alison amandine amelie amina amine anais andre andrea angelique anita anne annie annick anthony antoine arnaud
		arthur audrey aurelie aurelien aurore axel aya baptiste barbara beatrice benedicte benjamin benoit bernadette
		bernard bertrand brigitte bruno camille carine carole caroline catherine cecile celia celine chantal charlene
		charles charlotte chloe christelle christian christiane christine christophe cindy claire clara claude claudine
		clemence clement colette coralie corinne cyril damien daniel danielle david deborah delphine denis denise diane
		didier dominique dylan edith edouard eleonore eliane elisabeth elise elodie emile emilie emma emmanuel emmanuelle
		enzo eric erwan estelle esther ethan etienne eugenie eva evelyne fabien fabienne fabrice fanny farid fatima
		fatiha fatou felix fernand florent florian francine francis franck francois francoise frederic frederique
		gabriel gabrielle gaelle gaetan gael genevieve georges gerard germaine ghislaine gilbert gilles gisele guillaume
		gustave guy gwenaelle habib hakim hamid hassan helene henri herve hugo hugues ibrahim ines irene isabelle
		ismael jacqueline jacques jade jamel jean jean-baptiste jean-claude jean-francois jean-jacques jean-louis
		jean-luc jean-marc jean-marie jean-michel jean-paul jean-philippe jean-pierre jean-yves jeanne jeannine jennifer
		jeremie jeremy jerome jessica joel joelle johan jonathan jordan jose joseph josette josiane julia julie julien
		juliette justine kader karim karine katia kevin khadija laetitia lara laura laure laurence laurent lea leila
		lena leo leon leonie liliane lionel lisa loic lola louis louise luc lucas lucie lucien lucienne ludovic lydia lydie
		madeleine mael maeva magali malika manon manuel marc marcel margaux margot marguerite maria mariam marianne
		marie marie-christine marie-claude marie-france marie-helene marie-louise marie-therese marina marine marion
		marlene martin martine maryse mathias mathieu mathilde matthieu maud maurice max maxime mehdi melanie melissa
		michael michel michele micheline mickael mireille mohamed mohammed monique morgane moussa mustapha myriam
		nabil nadege nadia nadine nadir nathalie nathan nicolas nicole nicolle noah noe noel noelle noemie nora odette
		odile olivia olivier omar oceane ophelie oumar pascal pascale patrice patricia patrick paul paulette pauline
		philippe pierre pierre-yves quentin rachel rachid raphael raymond raymonde regine regis remi remy rene renee
		richard robert roger roland romain romane rosa rose roxane sabine sabrina said salima salome samia samir samuel
		sandra sandrine sarah sebastien segolene serge severine simon simone sofia solange solene sonia sophie stephane
		stephanie suzanne sylvain sylvie tania tatiana theo theodore therese thibault thierry thomas tiphaine tony
		valentin valentine valerie vanessa veronique victor victoire vincent virginie viviane wilfried william xavier
		yacine yann yannick yasmina yasmine yohan yolande youssef yves yvette yvon yvonne zoe zohra`),
}

func civilities() map[string]bool { return wordLists.civilities }
func particles() map[string]bool  { return wordLists.particles }
func offices() map[string]bool    { return wordLists.offices }
func places() map[string]bool     { return wordLists.places }
func firstNames() map[string]bool { return wordLists.firstNames }
