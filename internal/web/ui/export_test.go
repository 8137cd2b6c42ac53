package ui

// FramesKnown counts what a site remembers around its pages.
func FramesKnown(s *Site) (known int) {
	s.frames.known.Range(func(any, any) bool { known++; return true })
	return known
}
