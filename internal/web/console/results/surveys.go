package results

import (
	"slices"

	"concertation/internal/service"
)

// surveyed is the questionnaires that a screen may show, and the screen's address.
type surveyed struct {
	lines []service.SurveyLine // none unless there are several
	path  string
	kept  []string // further pairs of the address
}

func (s surveyed) url(slug string) string {
	return address(s.path, append([]string{keySurvey, slug}, s.kept...)...)
}

// slug names the questionnaire shown, "" where there is no other.
func (s surveyed) slug() string {
	at := slices.IndexFunc(s.lines, func(line service.SurveyLine) bool { return line.Current })
	if at < 0 {
		return ""
	}
	return s.lines[at].Slug
}

func (p talliesPage) surveyed() surveyed {
	return surveyed{lines: p.View.Surveys, path: base(p.View.Consultation.Slug) + "/resultats"}
}

func (p crossingPage) surveyed() surveyed {
	return surveyed{lines: p.View.Surveys, path: base(p.View.Consultation.Slug) + "/croisements"}
}

func (p participationPage) surveyed() surveyed {
	return surveyed{lines: p.View.Surveys, path: base(p.View.Consultation.Slug) + "/participation"}
}

func (p responsesPage) surveyed() surveyed {
	return surveyed{lines: p.View.Surveys, path: base(p.View.Consultation.Slug) + "/reponses", kept: []string{keyWithdrawn, p.withdrawn()}}
}
