// Small facts about how far the cache has come, kept in the cache itself so that they vanish with it.
import type { Database } from 'better-sqlite3'
import type { z } from 'zod'

export interface SyncFact<Value> {
  read(): Value | null
  write(value: Value): void
}

/** One named fact. What can't be parsed any more counts as not there. */
export function syncFact<Shape extends z.ZodType>(
  database: Database,
  name: string,
  shape: Shape,
): SyncFact<z.output<Shape>> {
  const select = database.prepare<[string], { value: string }>('SELECT value FROM sync_state WHERE name = ?')
  const upsert = database.prepare(
    'INSERT INTO sync_state (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  )
  return {
    read() {
      const row = select.get(name)
      const parsed = row ? shape.safeParse(JSON.parse(row.value)) : undefined
      return parsed?.success ? parsed.data : null
    },
    write: (value) => void upsert.run(name, JSON.stringify(value)),
  }
}
