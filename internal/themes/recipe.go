package themes

// recipe is every number of learning that only trying can choose. They are those of decision 0010, chosen by
// cross-validation inside the training side of several corpora; recipe_test.go compares others with them.
type recipe struct {
	// blocks say how much each block of features counts beside the others.
	blocks [blocks]float32
	// leastTexts is in how many texts a piece of words, or a word of titles or contexts, must be met to be a feature. Words
	// and pairs of words are kept from the first: those of a theme are often met once.
	leastTexts int
	// Pieces of words are so many bytes long.
	shortest, longest int
	// lean is how far features that one side of a theme has count for more.
	lean float64
	// The hinge loss finds the border between themes that have many examples, the logistic one does better on long texts of
	// few themes; their sum, the second for share of itself, does as well as the better of the two.
	hingeCost, logisticCost, logisticShare float64
	// The words of a theme count as mostOwn examples while there are few, and as one from manyPerRoom examples a theme.
	manyPerRoom, mostOwn float64
	// While examples are few, the surest of the guesses on unread texts, such a share, count for part of an example each.
	guessShare, guessCount float64
}

var chosen = recipe{
	blocks:     [blocks]float32{blockWords: 1, blockStems: 1, blockPieces: 1, blockTitle: 0.5, blockContext: 0.4},
	leastTexts: 2, shortest: 3, longest: 5,
	lean:      0.25,
	hingeCost: 0.3, logisticCost: 10, logisticShare: 0.5,
	manyPerRoom: 100, mostOwn: 5,
	guessShare: 0.5, guessCount: 0.3,
}
