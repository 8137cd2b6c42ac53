package service

import (
	"strings"
	"testing"

	"concertation/forms"
	"concertation/internal/consult"
)

// long is a draft of a mebibyte.
var long = forms.Raw{"texte": {strings.Repeat("a", 1<<20)}}

func TestResponsesRememberedStayWithinBoundsAsTheyGrow(t *testing.T) {
	for name, as := range map[string]struct {
		status consult.ResponseStatus
		bound  int
	}{"drafts": {consult.ResponseDraft, draftsRemembered}, "sent": {consult.ResponseSubmitted, sentRemembered}} {
		t.Run(name, func(t *testing.T) {
			var memory recentResponses
			for i := range 64 {
				one := consult.Response{TokenHash: []byte{byte(i)}, Status: as.status}
				memory.keep(recentResponse{response: one})
				one.Draft = long
				memory.keep(recentResponse{response: one})
			}
			if held, most := memory.held(), 2*as.bound+2<<20; held > most {
				t.Errorf("%d bytes are held, at most %d", held, most)
			}
			if _, known := memory.find([]byte{63}); !known {
				t.Error("the last one is forgotten")
			}
		})
	}
}

func TestARushOfSendingsDoesNotPushOutTheDraftsAboutToBeSent(t *testing.T) {
	var memory recentResponses
	waiting := []byte("waiting")
	memory.keep(recentResponse{response: consult.Response{TokenHash: waiting}})
	for i := range 64 {
		hash := []byte{byte(i)}
		memory.keep(recentResponse{response: consult.Response{TokenHash: hash, Draft: long}})
		memory.keep(recentResponse{response: consult.Response{TokenHash: hash, Draft: long, Status: consult.ResponseSubmitted}})
	}
	if _, known := memory.find(waiting); !known {
		t.Error("a draft is forgotten for what was sent meanwhile")
	}
	if memory.drafts.weight > 2048 {
		t.Errorf("%d bytes are counted for one draft", memory.drafts.weight)
	}
}

func TestAResponseRememberedIsTheLastOneKept(t *testing.T) {
	var memory recentResponses
	hash := []byte("one")
	for version, now := range []consult.Response{
		{Status: consult.ResponseDraft}, {Status: consult.ResponseSubmitted}, {Status: consult.ResponseSubmitted, Dirty: true},
		{Status: consult.ResponseSubmitted}, {Status: consult.ResponseWithdrawn},
	} {
		now.TokenHash, now.DraftVersion = hash, int64(version)
		memory.keep(recentResponse{response: now})
		if got, _ := memory.find(hash); got.response.DraftVersion != now.DraftVersion {
			t.Errorf("step %d: version %d is found", version, got.response.DraftVersion)
		}
	}
}

// held gives what is remembered, in bytes, weighed anew.
func (m *recentResponses) held() (held int) {
	for _, half := range []map[string]recentResponse{m.drafts.recent, m.drafts.older, m.sent.recent, m.sent.older} {
		for _, one := range half {
			held += weightOf(&one)
		}
	}
	return held
}
