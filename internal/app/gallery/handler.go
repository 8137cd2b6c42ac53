package gallery

import (
	"html/template"
	"io"
	"net/http"
	"strings"

	"concertation/internal/web"
)

// Address is where the gallery lists its screens; what it serves besides the site is below.
const (
	Address      = "/ecrans"
	errorPrefix  = Address + "/erreurs"
	postPrefix   = Address + "/envoi"
	printPrefix  = Address + "/imprime"
	paperPrefix  = Address + "/papier"
	styleAddress = Address + "/liste.css"
)

// gallery is the site with its screens.
type gallery struct {
	site    http.Handler
	screens []Screen
}

// Handler serves the site, and the list of its screens at Address.
func Handler(site http.Handler, deps web.Deps, screens []Screen) http.Handler {
	g := &gallery{site: site, screens: screens}
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+Address, g.list)
	mux.Handle(errorPrefix+"/", http.StripPrefix(errorPrefix, web.ErrorPagesHandler(deps)))
	mux.HandleFunc("GET "+styleAddress, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/css")
		_, _ = io.WriteString(w, listStyle)
	})
	mux.HandleFunc("GET "+postPrefix+"/", g.post)
	mux.HandleFunc("GET "+printPrefix+"/", g.print)
	mux.HandleFunc("GET "+paperPrefix+"/", g.paper)
	mux.Handle("/", site)
	return mux
}

// listed is what the list shows.
type listed struct {
	Email, Password string
	Style           string
	Groups          []group
	Unseen          map[string]string
	Missing         []string
}

// group is a part of the site.
type group struct {
	Name    string
	Screens []entry
}

// entry is a screen in the list.
type entry struct{ Address, Name, State string }

func (g *gallery) list(w http.ResponseWriter, _ *http.Request) {
	page := listed{Email: Email, Password: Password, Style: styleAddress, Unseen: unseen, Missing: Missing(g.screens)}
	for i := range g.screens {
		screen := &g.screens[i]
		if len(page.Groups) == 0 || page.Groups[len(page.Groups)-1].Name != screen.Group {
			page.Groups = append(page.Groups, group{Name: screen.Group})
		}
		name := Pattern(strings.TrimPrefix(screen.Path, printPrefix))
		if name == "" {
			name = screen.Path
		}
		last := &page.Groups[len(page.Groups)-1]
		last.Screens = append(last.Screens, entry{screen.Address(), name, screen.State})
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = list.Execute(w, page) // a visitor who left is no failure
}

// listStyle is the look of the list.
const listStyle = `body { margin: 1.5em; font: 1em/1.5 sans-serif; } li { margin: .5em 0; } h1, h2, p, li { overflow-wrap: anywhere; } ul { padding-left: 1.2em; }`

var list = template.Must(template.New("ecrans").Parse(`<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Écrans</title>
<link rel="stylesheet" href="{{.Style}}"></head><body><main>
<h1>Écrans</h1>
<p>Pour la console&nbsp;: {{.Email}}, mot de passe «&nbsp;{{.Password}}&nbsp;» (<a href="/console/connexion">se connecter</a>).</p>
{{range .Groups}}<h2>{{.Name}}</h2><ul>
{{range .Screens}}<li><a href="{{.Address}}">{{.Name}}{{with .State}} — {{.}}{{end}}</a></li>
{{end}}</ul>
{{end}}<h2>Adresses sans écran</h2><ul>
{{range $address, $reason := .Unseen}}<li>{{$address}}&nbsp;: {{$reason}}</li>
{{end}}{{range .Missing}}<li><strong>{{.}}</strong>&nbsp;: à montrer</li>
{{end}}</ul></main></body></html>
`))
