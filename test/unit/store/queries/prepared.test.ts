// Statements that are kept: what one question sets on its statement is not the next one's.
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { prepared } from '../../../../electron/store/queries/prepared.ts'

function open() {
  const database = new Database(':memory:')
  onTestFinished(() => void database.close())
  database.exec("CREATE TABLE things (id TEXT, size INTEGER); INSERT INTO things VALUES ('a', 7)")
  return database
}
const sql = 'SELECT id, size FROM things'

test('is the same for the same SQL, and another for another database', () => {
  const [one, other] = [open(), open()]
  expect(prepared(one, sql)).toBe(prepared(one, sql))
  expect(prepared(one, sql)).not.toBe(prepared(other, sql))
})

test.each([
  ['one column', (database: Database.Database) => prepared<[], string>(database, sql).pluck().get()],
  ['rows as arrays', (database: Database.Database) => prepared<[], unknown[]>(database, sql).raw().get()],
  [
    'whole numbers',
    (database: Database.Database) => prepared<[], object>(database, sql).safeIntegers().get(),
  ],
])('gives rows after somebody asked it for %s', (_, ask) => {
  const database = open()
  ask(database)
  expect(prepared<[], object>(database, sql).get()).toEqual({ id: 'a', size: 7 })
})
