package web

// RouteLine is a line of the table, as tests outside see it.
type RouteLine struct{ Method, Path string }

// RouteTable gives the table of the whole site.
func RouteTable() []RouteLine {
	var lines []RouteLine
	for _, line := range (&server{}).routes() {
		lines = append(lines, RouteLine{line.method, line.path})
	}
	return lines
}
