package store_test

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/store"
	"concertation/internal/testkit"
)

func TestEnginesHaveTheSameMigrations(t *testing.T) {
	numbers := map[string][]string{}
	names := map[string]string{}
	for _, folder := range []string{"common", "sqlite", "postgres"} {
		entries, err := os.ReadDir(filepath.Join("migrations", folder))
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range entries {
			number, _, ok := strings.Cut(entry.Name(), "_")
			if !ok || len(number) != 4 {
				t.Errorf("%s/%s is not called NNNN_verb_object.sql", folder, entry.Name())
			}
			if other, taken := names[number]; taken && other != entry.Name() {
				t.Errorf("number %s is taken twice: %s and %s", number, other, entry.Name())
			}
			names[number] = entry.Name()
			numbers[number] = append(numbers[number], folder)
		}
	}
	for number, folders := range numbers {
		slices.Sort(folders)
		if !slices.Equal(folders, []string{"common"}) && !slices.Equal(folders, []string{"postgres", "sqlite"}) {
			t.Errorf("migration %s stands in %v: want common alone, or both engines", number, folders)
		}
	}
}

func TestAnEmptyDatabaseGetsTheSchemaOfTheGolden(t *testing.T) {
	onEmptyDatabases(t, func(t *testing.T, url string) {
		if err := opened(t, url).Ready(t.Context()); err != nil {
			t.Fatal(err)
		}
		db, engine := raw(t, url)
		testkit.Golden(t, "schema/"+engine+".txt", dump(t, db, engine))
	})
}

func TestAnEarlierSchemaIsBackedUpThenBroughtUp(t *testing.T) {
	onEmptyDatabases(t, func(t *testing.T, url string) {
		latest, err := store.LatestMigration(opened(t, "sqlite:"+file(t)))
		if err != nil {
			t.Fatal(err)
		}
		earlier := open(t, url, store.MigrateUpTo(latest-1))
		write(t, earlier, insert(newConsultation()))
		wantCode(t, earlier.Ready(t.Context()), consult.CodeUnavailable, "error.storage_older")
		if err := earlier.Close(); err != nil {
			t.Fatal(err)
		}

		s := opened(t, url)
		if err := s.Ready(t.Context()); err != nil {
			t.Fatal(err)
		}
		if all, err := s.Consultations(t.Context()); err != nil || len(all) != 1 {
			t.Errorf("%d consultations after migrating, error %v", len(all), err)
		}
		path, sqlite := strings.CutPrefix(url, "sqlite:")
		if !sqlite {
			return
		}
		backups, err := filepath.Glob(path + ".avant-*.db")
		if err != nil || len(backups) != 1 {
			t.Fatalf("backups %v, error %v", backups, err)
		}
		info, err := os.Stat(backups[0])
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("the backup has mode %v, error %v", info.Mode(), err)
		}
		report, err := store.Check(t.Context(), backups[0])
		if err != nil || report.Schema >= latest || report.Counts[0].Rows != 1 {
			t.Errorf("the backup is %+v, error %v", report, err)
		}
	})
}

func TestADatabaseOfALaterProgramIsRefused(t *testing.T) {
	onEmptyDatabases(t, func(t *testing.T, url string) {
		s := opened(t, url)
		db, _ := raw(t, url)
		if _, err := db.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, true)"); err != nil {
			t.Fatal(err)
		}
		wantCode(t, s.Ready(t.Context()), consult.CodeUnavailable, "error.storage_newer")
		_, err := store.Open(t.Context(), url)
		wantCode(t, err, consult.CodeUnavailable, "error.storage_newer")
	})
}

func TestStoresThatStartTogetherMigrateOnce(t *testing.T) {
	onEmptyDatabases(t, func(t *testing.T, url string) {
		outcomes := make(chan error, 4)
		for range cap(outcomes) {
			go func() {
				s, err := store.Open(t.Context(), url)
				if err == nil {
					err = s.Close()
				}
				outcomes <- err
			}()
		}
		for range cap(outcomes) {
			if err := <-outcomes; err != nil {
				t.Error(err)
			}
		}
	})
}

func TestTheEngineItselfRefusesToChangeAPublishedRevision(t *testing.T) {
	onEmptyDatabases(t, func(t *testing.T, url string) {
		s := opened(t, url)
		published := publish(t, s)
		draft := *published
		draft.ID = consult.NewID()
		write(t, s, func(tx consult.Tx) error { return tx.InsertRevision(t.Context(), &draft) })
		db, _ := raw(t, url)
		for _, change := range []string{"definition = '{}'", "number = 7", "published_at = 1", "published_at = NULL"} {
			_, err := db.Exec("UPDATE revisions SET "+change+" WHERE id = $1", string(published.ID))
			if err == nil || !strings.Contains(err.Error(), "a published revision never changes") {
				t.Errorf("%s: %v", change, err)
			}
		}
		if _, err := db.Exec("UPDATE revisions SET definition = '{}' WHERE id = $1", string(draft.ID)); err != nil {
			t.Errorf("a draft revision: %v", err)
		}
	})
}

// raw opens the database beside the store.
func raw(t *testing.T, url string) (db *sql.DB, engine string) {
	t.Helper()
	var err error
	if path, ok := strings.CutPrefix(url, "sqlite:"); ok {
		engine = "sqlite"
		db, err = sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(5000)")
	} else {
		engine = "postgres"
		db, err = sql.Open("pgx", url)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db, engine
}

// dump writes a schema as text, the same for the same schema.
func dump(t *testing.T, db *sql.DB, engine string) string {
	t.Helper()
	query := `SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name NOT LIKE 'goose%' AND name NOT LIKE 'sqlite%' ORDER BY tbl_name, type DESC, name`
	if engine == "postgres" {
		query = `
SELECT line FROM (
  SELECT table_name AS part, 1 AS rank, ordinal_position AS place,
    table_name || '.' || column_name || ' ' || data_type || CASE is_nullable WHEN 'NO' THEN ' NOT NULL' ELSE '' END AS line
  FROM information_schema.columns WHERE table_schema = 'public'
  UNION ALL
  SELECT conrelid::regclass::text, 2, 0, conrelid::regclass::text || ' ' || pg_get_constraintdef(oid)
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
  UNION ALL
  SELECT tablename, 3, 0, indexdef FROM pg_indexes WHERE schemaname = 'public'
  UNION ALL
  SELECT tgrelid::regclass::text, 4, 0, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
) AS lines WHERE part NOT LIKE 'goose%' ORDER BY part, rank, place, line COLLATE "C"`
	}
	rows, err := db.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var out strings.Builder
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(&out, line)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}
