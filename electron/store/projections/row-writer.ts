// Finds, writes and marks rows of the tables of objects with statements prepared once. It must never decide what is written.
import type { Database, Statement as Sql } from 'better-sqlite3'
import type { Cell, Children, Kind, ObjectTable, Row } from './kind.ts'
import type { Said, Statement } from './precedence.ts'

export interface KnownRow extends Statement {
  rowid: number
  deleted: boolean
  body: Buffer
}

export interface Writing {
  id: string
  columns: Row
  /** The row to replace; null for a new one. */
  known: KnownRow | null
  next: Statement
  deleted: boolean
  body: Buffer
}

export interface RowWriter {
  find(table: ObjectTable, id: string): KnownRow | null
  /** @returns the rowid. */
  write(kind: Kind, writing: Writing): number
  /** The same content was said again. */
  confirm(table: ObjectTable, rowid: number, next: Statement): void
  bury(table: ObjectTable, id: string): void
  replaceChildren(children: Children, parent: number): void
}

interface KnownCells {
  rowid: number
  as_of: number
  said: Said
  whole: number
  deleted: number
  body: Buffer
}

export function rowWriter(database: Database): RowWriter {
  const prepared = new Map<string, Sql>()

  function prepare(name: string, sql: () => string): Sql {
    const found = prepared.get(name)
    if (found) return found
    const statement = database.prepare(sql())
    prepared.set(name, statement)
    return statement
  }

  return {
    find(table, id) {
      const row = prepare(
        `find ${table}`,
        () => `SELECT rowid, as_of, said, whole, deleted, body FROM ${table} WHERE id = ?`,
      ).get(id) as KnownCells | undefined
      if (!row) return null
      const { rowid, body } = row
      return {
        rowid,
        asOf: row.as_of,
        said: row.said,
        whole: row.whole === 1,
        deleted: row.deleted === 1,
        body,
      }
    },

    write(kind, { id, columns, known, next, deleted, body }) {
      const cells: Row = {
        ...columns,
        deleted: Number(deleted),
        as_of: next.asOf,
        said: next.said,
        whole: Number(next.whole),
      }
      if (known === null) {
        const all: Record<string, Cell | Buffer> = { id, ...cells, body }
        const names = Object.keys(all)
        const insert = prepare(
          `insert ${kind.table}`,
          () =>
            `INSERT INTO ${kind.table} (${names.join(', ')}) VALUES (${names.map((name) => `@${name}`).join(', ')})`,
        )
        return Number(insert.run(bound(all)).lastInsertRowid)
      }
      const names = [...Object.keys(cells), 'body']
      prepare(
        `update ${kind.table}`,
        () =>
          `UPDATE ${kind.table} SET ${names.map((name) => `${name} = @${name}`).join(', ')} WHERE rowid = @rowid`,
      ).run(bound({ ...cells, body, rowid: known.rowid }))
      return known.rowid
    },

    confirm(table, rowid, { asOf, said }) {
      prepare(`confirm ${table}`, () => `UPDATE ${table} SET as_of = ?, said = ? WHERE rowid = ?`).run(
        asOf,
        said,
        rowid,
      )
    },

    bury(table, id) {
      prepare(`bury ${table}`, () => `UPDATE ${table} SET deleted = 1 WHERE id = ?`).run(id)
    },

    replaceChildren({ table, parent, rows }, parentRowid) {
      prepare(`clear ${table}`, () => `DELETE FROM ${table} WHERE ${parent} = ?`).run(parentRowid)
      for (const [position, row] of rows.entries()) {
        const cells: Row = { ...row, [parent]: parentRowid, position }
        const names = Object.keys(cells)
        prepare(
          `insert ${table}`,
          () =>
            `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((name) => `@${name}`).join(', ')})`,
        ).run(bound(cells))
      }
    },
  }
}

/** SQLite knows no undefined. */
function bound<Value>(cells: Record<string, Value>): Record<string, NonNullable<Value> | null> {
  const whole: Record<string, NonNullable<Value> | null> = {}
  for (const name in cells) whole[name] = cells[name] ?? null
  return whole
}
