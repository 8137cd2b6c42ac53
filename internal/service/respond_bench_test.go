package service_test

import (
	"context"
	"testing"

	"concertation/forms"
	"concertation/internal/service"
)

// BenchmarkSendPage is the way of a last page from its decoded post to the disk: read, merge, evaluate, write. Alone in
// its batch, each post waits for its own commit; so compare processor time and allocations.
func BenchmarkSendPage(b *testing.B) {
	h := openHouse(b, small())
	typed := forms.Raw{"qui": {"structure"}, "nom": {"Coopérative d’essai"}}
	last := forms.Raw{"besoin": {"Du temps, des locaux et un guichet unique"}, "publication": {"no"}}
	tokens, posts := make([]string, b.N), make([]service.PagePost, b.N)
	for i := range tokens {
		tokens[i] = h.begin(b)
		h.save(b, tokens[i], h.page(b, tokens[i], 0, typed))
		posts[i] = h.page(b, tokens[i], 1, last)
		posts[i].Submit = true
	}
	b.ReportAllocs()
	b.ResetTimer()
	for i, token := range tokens {
		result, err := h.SavePage(context.Background(), token, posts[i])
		if err != nil || result.Outcome != service.PageSubmitted {
			b.Fatalf("outcome %v, %v", result, err)
		}
	}
}

// BenchmarkAnswering is what every page of a respondent begins with.
func BenchmarkAnswering(b *testing.B) {
	h := openHouse(b, small())
	token := h.begin(b)
	h.save(b, token, h.page(b, token, 0, forms.Raw{"qui": {"structure"}, "nom": {"Coopérative d’essai"}}))
	b.ReportAllocs()
	for b.Loop() {
		h.answering(b, token)
	}
}
