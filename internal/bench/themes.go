package bench

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"concertation/internal/themes"
)

// What two million contributions may take, on two cores.
const (
	suggestSeconds = 180.0
	suggestTexts   = 2_000_000
	suggestMemory  = 4096.0 // MiB
	trainingTexts  = 5000
)

// Themes measures learning from 5,000 texts that people grouped, then suggestions for that many others, generated as
// they come. The bare limit cuts the same texts into words and hashes them, on the same processors.
func Themes(ctx context.Context, texts int) ([]Row, error) {
	writer := newTextWriter()
	examples := make([]themes.Example, trainingTexts)
	for i := range examples {
		examples[i] = themes.Example{Text: writer.text(uint64(i)), Themes: []string{writer.themes[i%len(writer.themes)].ID}}
	}
	start := time.Now()
	model, err := themes.Train(ctx, writer.themes, examples, themes.Options{Seed: 1})
	if err != nil {
		return nil, fmt.Errorf("bench themes: %w", err)
	}
	trained := time.Since(start)
	start = time.Now()
	for i := range examples {
		hashed(examples[i].Text.Body)
	}
	bareTrained := time.Since(start)

	var most atomic.Uint64
	watching, stop := context.WithCancel(ctx)
	go watchMemory(watching, &most)
	suggesting := eachText(ctx, writer, texts, func(text themes.Text) { model.Suggest(text) })
	stop()
	bare := eachText(ctx, writer, texts, func(text themes.Text) { hashed(text.Body) })
	writing := eachText(ctx, writer, texts, func(themes.Text) {})
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	// The texts are written in the same loops: what that costs is taken off both.
	own, limit := max(suggesting-writing, time.Millisecond), max(bare-writing, time.Millisecond)
	return []Row{
		rate("themes_train", trainingTexts/trained.Seconds(), trainingTexts/bareTrained.Seconds(), "textes/s"),
		rate("themes_suggest", float64(texts)/own.Seconds(), float64(texts)/limit.Seconds(), "textes/s"),
		cost("themes_suggest_seconds", suggesting.Seconds(), suggestSeconds*float64(texts)/suggestTexts, "s"),
		cost("themes_memory", float64(most.Load())/(1<<20), suggestMemory, "Mio"),
		rate("themes_texts", float64(texts), 0, "textes"),
	}, nil
}

// eachText writes the texts and hands them on, on every processor.
func eachText(ctx context.Context, writer *textWriter, texts int, visit func(themes.Text)) time.Duration {
	start := time.Now()
	workers := runtime.GOMAXPROCS(0)
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() {
			for i := w; i < texts && (i%4096 != w || ctx.Err() == nil); i += workers {
				visit(writer.text(uint64(trainingTexts + i)))
			}
		})
	}
	all.Wait()
	return time.Since(start)
}

// watchMemory keeps the most that the system gave to this process.
func watchMemory(ctx context.Context, most *atomic.Uint64) {
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for {
		var now runtime.MemStats
		runtime.ReadMemStats(&now)
		if now.Sys > most.Load() {
			most.Store(now.Sys)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// hashed is the bare limit: the words of a text, each hashed.
func hashed(text string) uint32 {
	sum := uint32(2166136261)
	for word := range strings.FieldsSeq(text) {
		for i := range len(word) {
			sum = (sum ^ uint32(word[i])) * 16777619
		}
	}
	return sum
}

// textWriter writes texts as people do, so far as a model can tell: common words, rare ones, slips, and some words of
// one theme among those of all.
type textWriter struct {
	themes []themes.Theme
	words  []string
	own    [][]string // of each theme
}

const (
	commonWords = 40_000
	ownWords    = 300
	writtenMin  = 12
	writtenMore = 36
	ownShare    = 0.2
)

func newTextWriter() *textWriter {
	random := rand.New(rand.NewPCG(5, 6))
	w := &textWriter{}
	for range commonWords {
		w.words = append(w.words, madeUp(random))
	}
	for i := range 6 {
		var own []string
		for range ownWords {
			own = append(own, madeUp(random))
		}
		w.own = append(w.own, own)
		w.themes = append(w.themes, themes.Theme{ID: fmt.Sprint(i + 1), Title: strings.Join(own[:3], " "), Lexicon: own[3:8]})
	}
	return w
}

// madeUp is a word that could be one.
func madeUp(random *rand.Rand) string {
	const consonants, vowels = "bcdfglmnprstv", "aeiouéè"
	starts, sounds := []rune(consonants), []rune(vowels)
	var word strings.Builder
	for range 1 + random.IntN(4) {
		word.WriteRune(starts[random.IntN(len(starts))])
		word.WriteRune(sounds[random.IntN(len(sounds))])
		if random.IntN(4) == 0 {
			word.WriteRune(starts[random.IntN(len(starts))])
		}
	}
	return word.String()
}

// text writes the text of a number: always the same.
func (w *textWriter) text(number uint64) themes.Text {
	random := rand.New(rand.NewPCG(number, 9))
	theme := int(number % uint64(len(w.themes)))
	var body strings.Builder
	for i := range writtenMin + random.IntN(writtenMore) {
		if i > 0 {
			body.WriteByte(' ')
		}
		if random.Float64() < ownShare {
			body.WriteString(w.own[theme][random.IntN(ownWords)])
			continue
		}
		// Few words are frequent, most are rare (Zipf).
		body.WriteString(w.words[int(math.Pow(random.Float64(), 3)*commonWords)])
		if random.IntN(60) == 0 {
			body.WriteByte(byte('a' + random.IntN(26)))
		}
	}
	return themes.Text{Body: body.String()}
}
