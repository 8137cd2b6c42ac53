package bench

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
	_ "modernc.org/sqlite" // the engine the limit is measured on
)

// Bare serves the limits until ctx ends: what gin and SQLite do at best when nothing else is asked of them.
//
//	POST /submit   parses the form, writes it as one JSON row, answers when the row is on disk
//	PUT  /page/:n  keeps the body; GET /page/:n writes the same bytes
func Bare(ctx context.Context, addr, file string) error {
	rows, err := openBareRows(file)
	if err != nil {
		return err
	}
	defer rows.close()

	gin.SetMode(gin.ReleaseMode)
	router := gin.New()
	router.POST("/submit", func(c *gin.Context) {
		if err := c.Request.ParseForm(); err != nil {
			c.Status(http.StatusBadRequest)
			return
		}
		body, err := json.Marshal(c.Request.PostForm)
		if err == nil {
			err = rows.add(string(body))
		}
		if err != nil {
			c.Status(http.StatusInternalServerError)
			return
		}
		c.Redirect(http.StatusSeeOther, "/done")
	})
	var mutex sync.RWMutex
	pages := map[string][]byte{}
	router.PUT("/page/:name", func(c *gin.Context) {
		body, err := io.ReadAll(io.LimitReader(c.Request.Body, 8<<20))
		if err != nil {
			c.Status(http.StatusBadRequest)
			return
		}
		mutex.Lock()
		defer mutex.Unlock()
		pages[c.Param("name")] = body
	})
	router.GET("/page/:name", func(c *gin.Context) {
		mutex.RLock()
		body := pages[c.Param("name")]
		mutex.RUnlock()
		c.Data(http.StatusOK, "text/html; charset=utf-8", body)
	})

	server := &http.Server{Addr: addr, Handler: router, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		<-ctx.Done()
		server.Close()
	}()
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve the bare limit: %w", err)
	}
	return nil
}

// bareRows writes rows durably, all those waiting in one transaction.
type bareRows struct {
	db      *sql.DB
	waiting chan bareRow
	done    chan struct{}
}

type bareRow struct {
	body    string
	written chan error
}

func openBareRows(file string) (*bareRows, error) {
	db, err := sql.Open("sqlite", "file:"+file+"?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_txlock=immediate")
	if err != nil {
		return nil, fmt.Errorf("open the bare database: %w", err)
	}
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("CREATE TABLE rows (id TEXT PRIMARY KEY, body TEXT NOT NULL)"); err != nil {
		return nil, fmt.Errorf("open the bare database: %w", err)
	}
	rows := &bareRows{db: db, waiting: make(chan bareRow, 1024), done: make(chan struct{})}
	go rows.run()
	return rows, nil
}

func (r *bareRows) close() {
	close(r.waiting)
	<-r.done
	r.db.Close()
}

func (r *bareRows) add(body string) error {
	row := bareRow{body: body, written: make(chan error, 1)}
	r.waiting <- row
	return <-row.written
}

func (r *bareRows) run() {
	defer close(r.done)
	for first := range r.waiting {
		batch := []bareRow{first}
		for len(batch) < 256 && len(r.waiting) > 0 {
			batch = append(batch, <-r.waiting)
		}
		err := r.write(batch)
		for _, row := range batch {
			row.written <- err
		}
	}
}

func (r *bareRows) write(batch []bareRow) error {
	tx, err := r.db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	insert, err := tx.Prepare("INSERT INTO rows (id, body) VALUES ($1, $2)")
	if err != nil {
		return err
	}
	defer insert.Close()
	for _, row := range batch {
		id, err := uuid.NewV7()
		if err != nil {
			return err
		}
		if _, err := insert.Exec(id.String(), row.body); err != nil {
			return err
		}
	}
	return tx.Commit()
}
