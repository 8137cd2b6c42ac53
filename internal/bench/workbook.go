package bench

import (
	"context"
	"fmt"
	"io"
	"iter"
	"time"

	"github.com/xuri/excelize/v2"

	"concertation/exports"
	"concertation/exports/workbook"
	"concertation/forms"
	"concertation/forms/library"
	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/tally"
)

// Workbook measures the internal workbook over that many responses, against excelize's stream writing the same cells
// of answers and nothing else.
func Workbook(ctx context.Context, responses int) ([]Row, error) {
	questionnaire, issues := forms.Compile(library.Reference())
	if questionnaire == nil {
		return nil, fmt.Errorf("bench workbook: %v", issues)
	}
	catalogue, err := i18n.New()
	if err != nil {
		return nil, err
	}
	changes := generate(questionnaire, responses)
	engine := tally.New(questionnaire)
	engine.Apply(changes...)
	input := &exports.Input{Consultation: consult.Consultation{Title: "Mesure"}, Program: "mesure", Date: time.Unix(0, 0), P: catalogue.In("fr"),
		Surveys: []exports.Survey{{Form: questionnaire, Revision: 1, Submitted: responses, Tallies: engine.Tallies(), Responses: asResponses(changes)}}}
	ours, err := timed(1, func() error { return workbook.Write(io.Discard, input) })
	if err != nil {
		return nil, err
	}
	bare, err := timed(1, func() error { return bareWorkbook(questionnaire, changes) })
	if err != nil {
		return nil, err
	}
	n := float64(responses)
	return []Row{rate("workbook", n/ours.Seconds(), n/bare.Seconds(), "réponses/s"), rate("workbook_seconds", ours.Seconds(), 0, "s")}, nil
}

func asResponses(changes []tally.Change) iter.Seq2[*consult.Response, error] {
	return func(yield func(*consult.Response, error) bool) {
		for i := range changes {
			response := &consult.Response{Reference: "BCDFGHJK", Channel: consult.ChannelWeb, Origin: consult.OriginDemonstration, Language: "fr",
				SubmittedAt: changes[i].At, ChangedAt: changes[i].At, Submission: changes[i].Submission}
			if !yield(response, nil) {
				return
			}
		}
	}
}

func bareWorkbook(questionnaire *forms.Questionnaire, changes []tally.Change) error {
	file := excelize.NewFile()
	defer file.Close()
	stream, err := file.NewStreamWriter("Sheet1")
	if err != nil {
		return err
	}
	columns := questionnaire.Columns()
	row := make([]any, len(columns))
	for i := range changes {
		for at, column := range columns {
			row[at] = questionnaire.Cell(column, changes[i].Submission, "fr").Text
		}
		if err := stream.SetRow(fmt.Sprintf("A%d", i+1), row); err != nil {
			return err
		}
	}
	if err := stream.Flush(); err != nil {
		return err
	}
	return file.Write(io.Discard)
}
