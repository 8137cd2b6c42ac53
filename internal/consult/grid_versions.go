package consult

import (
	"context"
	"time"
)

// GridVersion is the moment a version of a grid was published.
type GridVersion struct {
	Version int
	At      time.Time // zero: made with the consultation
	By      ID
}

// GridReader reads the history of grids.
type GridReader interface {
	GridVersions(ctx context.Context, consultation ID) ([]GridVersion, error) // the last first
	// ThemeGridVersion gives a grid as one version published it; CodeNotFound when there is none.
	ThemeGridVersion(ctx context.Context, consultation ID, version int) (ThemeGrid, error)
}
