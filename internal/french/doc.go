// Package french knows how French is written, searched and sorted: typography, folding, stems, sort keys.
//
// Pure functions of texts: no catalogue, no storage, no setting. Both engines sort and search by what is computed
// here, since neither knows French order. Start with fold.go.
package french
