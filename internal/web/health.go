package web

import (
	"net"
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// healthy says that the process answers.
func (s *server) healthy(c *gin.Context) {
	c.JSON(http.StatusOK, gin.H{"status": "ok"})
}

// ready says that the store answers too, and that the server stays: a balancer may send people here.
func (s *server) ready(c *gin.Context) {
	if s.Leaving != nil && s.Leaving() {
		c.JSON(http.StatusServiceUnavailable, gin.H{"status": "stopping"})
		return
	}
	if err := s.Service.Store.Ready(c.Request.Context()); err != nil {
		s.Log.Error("not ready", "error", err)
		c.JSON(http.StatusServiceUnavailable, gin.H{"status": "unavailable"})
		return
	}
	c.JSON(http.StatusOK, gin.H{"status": "ok"})
}

// metrics gives figures of the process to the machine itself only.
func (s *server) metrics() gin.HandlerFunc {
	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	figures := gin.WrapH(promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	return func(c *gin.Context) {
		// The peer itself, whatever headers say: behind a proxy on this machine a stranger would look local.
		host, _, err := net.SplitHostPort(c.Request.RemoteAddr)
		peer := net.ParseIP(host)
		if err != nil || peer == nil || !peer.IsLoopback() || c.GetHeader("X-Forwarded-For") != "" {
			s.answer(notFound)(c)
			return
		}
		figures(c)
	}
}

// robots lets search engines read the public pages and nothing personal.
func robots(c *gin.Context) {
	c.String(http.StatusOK, "User-agent: *\nDisallow: /console\nDisallow: /r/\n")
}
