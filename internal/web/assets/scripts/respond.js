// Answering a questionnaire: saving as one goes, conditional questions, ranking.
export {}
