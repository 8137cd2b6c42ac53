package service_test

import (
	"context"
	"testing"

	"concertation/internal/service"
)

func TestStagesAreFoundFromWhatPeopleDid(t *testing.T) {
	ctx := context.Background()
	r := codingRoom(t, 20)
	stages := func() *service.ReadingStages {
		t.Helper()
		found, err := r.ReadingStages(ctx, r.bruno, "demonstration")
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	if before := stages(); before.Sample != 0 || before.Validated != 0 || before.GridVersion != r.grid.Version || before.Themes == 0 {
		t.Errorf("%+v", before)
	}
	if err := r.RefreshSuggestions(ctx, r.consultation.ID); err != nil {
		t.Fatal(err)
	}
	drawn := stages()
	if drawn.Sample == 0 || drawn.SampleRead > drawn.Sample {
		t.Errorf("%+v", drawn)
	}
	view, err := r.CodingList(ctx, r.amina, "demonstration", service.CodingQuery{Among: service.AmongSample, Uncoded: true}, 1)
	if err != nil {
		t.Fatal(err)
	}
	r.code(t, r.amina, view.Rows[0].Contribution.ID, service.CodingGive, 1)
	if after := stages(); after.SampleRead != drawn.SampleRead+1 || after.Waiting.Contributions != drawn.Waiting.Contributions-1 {
		t.Errorf("from %+v to %+v", drawn, after)
	}
}
