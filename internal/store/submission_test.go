package store

import (
	"encoding/json"
	"math"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"concertation/forms"
)

func TestASubmissionIsReadBackAsWhatEncodingJSONWouldWrite(t *testing.T) {
	// Any bytes, not only UTF-8: this is what somebody may post.
	anything := rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) })
	written := rapid.OneOf(anything, rapid.String())
	answer := rapid.OneOf(
		rapid.Map(written, forms.TextAnswer),
		rapid.Map(rapid.SliceOf(written), func(codes []string) forms.Answer { return forms.CodesAnswer(codes...) }),
		rapid.Map(rapid.Float64Range(-math.MaxFloat64, math.MaxFloat64), forms.NumberAnswer),
		rapid.Map(rapid.Int64Range(-1<<52, 1<<52), func(n int64) forms.Answer { return forms.NumberAnswer(float64(n)) }),
	)
	name := rapid.StringMatching(`[a-zé_"\\]{1,4}`)
	rapid.Check(t, func(t *rapid.T) {
		submission := forms.Submission{Answers: rapid.MapOf(name, answer).Draw(t, "answers"), Blank: rapid.SliceOf(name).Draw(t, "blank")}
		want, err := json.Marshal(submission)
		if err != nil {
			t.Fatal(err)
		}
		got, err := submissionJSON(submission)
		if err != nil {
			t.Fatal(err)
		}
		if a, b := read(t, []byte(got)), read(t, want); !reflect.DeepEqual(a, b) {
			t.Fatalf("wrote %s\nwant  %s", got, want)
		}
	})
}

func read(t *rapid.T, encoded []byte) forms.Submission {
	var submission forms.Submission
	if err := json.Unmarshal(encoded, &submission); err != nil {
		t.Fatalf("read %s: %v", encoded, err)
	}
	return submission
}
