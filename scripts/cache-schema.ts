// `node scripts/cache-schema.ts`: writes what the migrations of the cache make of nothing into electron/store/migrations/cache-schema.ts.
// To be run after a migration was added; a test compares the two.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { cacheMigrations } from '../electron/store/migrations/index.ts'

const database = new Database(':memory:')
for (const { up } of cacheMigrations) database.exec(up)

/** A search table makes the tables beneath it itself. */
const tables = database
  .prepare<[], { name: string; type: string }>(
    `SELECT name, type FROM pragma_table_list WHERE schema = 'main'`,
  )
  .all()
const ofType = (wanted: string): Set<string> =>
  new Set(tables.flatMap(({ name, type }) => (type === wanted ? [name] : [])))
const shadows = ofType('shadow')
const plain = ofType('table')

const objects = database
  .prepare<[], { name: string; sql: string }>(
    `SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid`,
  )
  .all()
  .filter(({ name }) => !shadows.has(name))

const rows = objects.flatMap(({ name }) =>
  plain.has(name)
    ? database
        .prepare<[], Record<string, unknown>>(`SELECT * FROM ${name}`)
        .all()
        .map((row) => `INSERT INTO ${name} VALUES (${Object.values(row).map(literal).join(', ')})`)
    : [],
)

function literal(value: unknown): string {
  return String(database.prepare('SELECT quote(?)').pluck().get(value))
}

const statements = [...objects.map(({ sql }) => sql), ...rows].map((sql) => `${sql};\n`)

writeFileSync(
  join(import.meta.dirname, '../electron/store/migrations/cache-schema.ts'),
  `// What all migrations of the cache together make of nothing, so that a new cache is made in one go, and the schema of today can be read in
// one place. Written by scripts/cache-schema.ts.

export const cacheSchema = /* sql */ \`
${statements.join('\n').replaceAll(/[\\`]|\$\{/g, String.raw`\$&`)}\`
`,
)
