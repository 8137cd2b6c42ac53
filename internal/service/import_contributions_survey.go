package service

import (
	"context"
	"slices"
	"strings"

	"concertation/internal/consult"
	"concertation/internal/french"
	"concertation/internal/intake"
)

// ContributionFields lists the fields that a column can feed, the text first.
func ContributionFields() []string {
	return []string{"body", "title", "question", "id", "author", "category", "territory", "session", "participants", "channel", "date", "theme"}
}

// surveyContributions reads a file once: how many rows, and how dates and numbers are written where settings do not
// say. A setting that names a column which the file lacks is CodeInvalid.
func surveyContributions(ctx context.Context, path string, settings consult.ImportSettings) (*ImportSurvey, error) {
	file, err := openTable(path, settings)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	survey := newImportSurvey(file, settings)
	if err := survey.match(file); err != nil {
		return nil, err
	}
	dates, numbers := file.Column(survey.Settings.Columns["date"]), file.Column(survey.Settings.Columns["participants"])
	var dateCells, numberCells []string
	err = survey.read(ctx, file, func(row intake.Row) {
		dateCells, numberCells = sample(dateCells, row.Cell(dates), surveyed), sample(numberCells, row.Cell(numbers), surveyed)
	})
	if err != nil {
		return nil, err
	}
	if survey.Settings.DateFormat == "" && dates >= 0 {
		format, _ := intake.DetectDates(dateCells)
		survey.Settings.DateFormat = string(format)
	}
	if survey.Settings.Decimal == "" && numbers >= 0 {
		survey.Settings.Decimal = intake.DetectDecimal(numberCells)
	}
	return survey, nil
}

func sample(cells []string, cell string, most int) []string {
	if cell = strings.TrimSpace(cell); cell == "" || len(cells) >= most {
		return cells
	}
	return append(cells, cell)
}

// match completes the columns: a field that nobody mapped is looked for under its own name. Themes never are: somebody
// must answer for them.
func (s *ImportSurvey) match(file *intake.File) error {
	columns := map[string]string{}
	for field, header := range s.Settings.Columns {
		if !slices.Contains(ContributionFields(), field) {
			return consult.Invalid(consult.FieldError{Field: field, Key: "collect.error.field", Args: []any{"field", field}})
		}
		if header == "" {
			continue
		}
		index := file.Column(header)
		if index < 0 {
			return consult.Invalid(consult.FieldError{Field: field, Key: "collect.error.column", Args: []any{"column", header}})
		}
		columns[field] = file.Header[index]
	}
	for _, field := range ContributionFields() {
		if _, said := s.Settings.Columns[field]; !said && field != "theme" && file.Column(field) >= 0 {
			columns[field] = file.Header[file.Column(field)]
		}
	}
	if columns["body"] == "" {
		return consult.Invalid(consult.FieldError{Field: "body", Key: "collect.error.body"})
	}
	s.Settings.Columns = columns
	s.ignore()
	return nil
}

// GuessColumns proposes the columns of a file for the fields, from the words of its header.
func GuessColumns(header []string) map[string]string {
	guessed, taken := map[string]string{}, map[string]bool{}
	for _, field := range ContributionFields() {
		for _, word := range fieldWords()[field] {
			i := slices.IndexFunc(header, func(name string) bool { return name != "" && !taken[name] && french.Fold(name) == word })
			if i < 0 {
				i = slices.IndexFunc(header, func(name string) bool {
					return name != "" && !taken[name] && slices.Contains(french.Words(name), word)
				})
			}
			if i >= 0 {
				guessed[field], taken[header[i]] = header[i], true
				break
			}
		}
	}
	return guessed
}

// fieldWords are the words by which headers name the fields, folded, the surest first.
func fieldWords() map[string][]string {
	return map[string][]string{
		"body":         {"texte", "contribution", "verbatim", "body", "text", "contenu", "message", "commentaire", "reponse", "proposition", "avis", "note", "comment", "content"},
		"title":        {"titre", "title", "intitule", "objet", "sujet", "subject"},
		"question":     {"question", "debat", "prompt", "consigne"},
		"id":           {"id", "identifiant", "numero", "reference", "ref", "uuid", "no"},
		"author":       {"auteur", "author", "contributeur", "pseudonyme", "pseudo", "nom", "name", "user", "participant"},
		"category":     {"categorie", "category", "college", "profil", "statut"},
		"territory":    {"territoire", "territory", "quartier", "commune", "departement", "ville", "secteur", "district"},
		"session":      {"session", "atelier", "seance", "contribution collective", "evenement", "reunion", "workshop", "event"},
		"participants": {"participants", "effectif", "presents", "nombre"},
		"channel":      {"canal", "channel", "voie", "origine", "source"},
		"date":         {"date", "jour", "created", "horodatage", "timestamp", "submitted"},
		"theme":        {"thematique", "theme", "rubrique"},
	}
}
