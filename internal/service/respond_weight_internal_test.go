package service

import (
	"strings"
	"testing"

	"concertation/forms"
	"concertation/internal/consult"
)

func TestResponsesRememberedStayWithinBoundsAsTheyGrow(t *testing.T) {
	var memory recentResponses
	long := forms.Raw{"texte": {strings.Repeat("a", 1<<20)}}
	for i := range 64 {
		hash := []byte{byte(i)}
		memory.keep(recentResponse{response: consult.Response{TokenHash: hash}})
		memory.keep(recentResponse{response: consult.Response{TokenHash: hash, Draft: long}})
	}
	held := 0
	for _, half := range []map[string]recentResponse{memory.recent, memory.older} {
		for _, one := range half {
			held += weightOf(&one)
		}
	}
	if most := 2*responsesRemembered + 2<<20; held > most {
		t.Errorf("%d bytes are held, at most %d", held, most)
	}
	if _, known := memory.find([]byte{63}); !known {
		t.Error("the last one is forgotten")
	}
}
