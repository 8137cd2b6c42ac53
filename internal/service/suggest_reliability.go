package service

import "concertation/internal/consult"

// SuggestionsTried says how right suggestions were on texts that people had grouped and that the model was made to forget
// in turn: what an analyst needs to know before trusting one.
type SuggestionsTried struct {
	Texts     int // held out; 0: too few are grouped to know
	Abstained int // of them, those for which nothing was proposed
	Bands     []SuggestionBand
}

// SuggestionBand are the suggestions of a band of scores, in percents; the last band includes To.
type SuggestionBand struct {
	From, To            int
	Suggestions, Agreed int
}

// suggestionsTried tells it of the consultation's model; nil when there is none, or when suggestions are hidden.
func (s *Service) suggestionsTried(consultation *consult.Consultation) *SuggestionsTried {
	known := s.suggester.of(consultation.ID)
	if known == nil || known.model == nil || consultation.Settings.HideSuggestions {
		return nil
	}
	found := known.model.Reliability()
	tried := &SuggestionsTried{Texts: found.Texts, Abstained: found.Abstained}
	for _, band := range found.Bands {
		if band.Suggestions > 0 {
			tried.Bands = append(tried.Bands, SuggestionBand{From: percent(band.From), To: percent(band.To),
				Suggestions: int(band.Suggestions), Agreed: int(band.Suggestions*band.Agreed + 0.5)})
		}
	}
	return tried
}

func percent(share float64) int { return int(share*100 + 0.5) }
