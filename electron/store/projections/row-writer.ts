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

type Cells = Record<string, Cell | Buffer>

interface KnownCells {
  rowid: number
  as_of: number
  said: Said
  whole: number
  deleted: number
  body: Buffer
}

/** A statement that writes cells, and their names in the order in which they are bound: by name it would take twice as long. */
interface Filling {
  statement: Sql
  names: readonly string[]
}

/**
 * What fills a row is OR FAIL: what it did before it failed is taken back with the savepoint or the transaction that it is in. Otherwise a
 * statement that sets off triggers would copy every page that it touches beforehand, to be able to take that back by itself.
 */
export function rowWriter(database: Database): RowWriter {
  const prepared = new Map<string, Sql>()
  const fillings = new Map<string, Filling>()

  function prepare(name: string, sql: () => string): Sql {
    const found = prepared.get(name)
    if (found) return found
    const statement = database.prepare(sql())
    prepared.set(name, statement)
    return statement
  }

  function fill(what: string, cells: Cells, sql: (names: readonly string[]) => string): number {
    let filling = fillings.get(what)
    if (filling === undefined) {
      const names = Object.keys(cells)
      filling = { statement: database.prepare(sql(names)), names }
      fillings.set(what, filling)
    }
    const { names } = filling
    if (Object.keys(cells).length !== names.length || names.some((name) => !(name in cells)))
      throw new Error(`${what} has other columns than the first of its kind.`)
    // SQLite knows no undefined.
    const values = names.map((name) => cells[name] ?? null)
    return Number(filling.statement.run(values).lastInsertRowid)
  }

  const insert = (table: string, cells: Cells): number =>
    fill(
      `insert ${table}`,
      cells,
      (names) =>
        `INSERT OR FAIL INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
    )

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
      const cells: Cells = {
        ...columns,
        deleted: Number(deleted),
        as_of: next.asOf,
        said: next.said,
        whole: Number(next.whole),
        body,
      }
      if (known === null) return insert(kind.table, { id, ...cells })
      fill(`update ${kind.table}`, { ...cells, rowid: known.rowid }, (names) => {
        const set = names.filter((name) => name !== 'rowid')
        return `UPDATE OR FAIL ${kind.table} SET ${set.map((name) => `${name} = ?`).join(', ')} WHERE rowid = ?`
      })
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
      for (const [position, row] of rows.entries()) insert(table, { ...row, [parent]: parentRowid, position })
    },
  }
}
