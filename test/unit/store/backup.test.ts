// Backups of the journal: encrypted, whole, rotated, and never at the cost of the last good one.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import {
  backUpJournal,
  findBackups,
  isAhead,
  isPlain,
  listBackups,
  progressOfBackup,
} from '../../../electron/store/backup.ts'
import { openAudit } from '../../../electron/engine/audit/audit.ts'
import { journalOfOrders } from '../../../electron/store/migrations/journal/0001-orders.ts'
import { connect, journalFile } from '../../../electron/store/open-connection.ts'
import { openFile, openJournal } from '../../../electron/store/open.ts'
import { aFolder, aKey, cutInHalf, flipMiddle, opened, orderIds, placeOrder } from './open.support.ts'

const hour = 3_600_000
const start = Date.UTC(2026, 10, 1)

function aJournal(): { folder: string; key: Buffer; journal: Database.Database } {
  const folder = aFolder()
  const key = aKey()
  return { folder, key, journal: opened(openJournal(folder, key)) }
}

function made(result: ReturnType<typeof backUpJournal>): string {
  if (!result.ok) throw new Error(result.detail)
  return result.backup.path
}

test('a backup holds every order committed so far, in one file that is whole', () => {
  const { folder, key, journal } = aJournal()
  const ids = [placeOrder(journal), placeOrder(journal)]
  const path = made(backUpJournal(journal, folder, start))
  placeOrder(journal)
  const copy = opened({ ok: true, database: connect(path, key, 'chacha20', { readonly: true }) } as {
    ok: true
  })
  expect(orderIds(copy)).toEqual(ids)
  expect(copy.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(basename(path)).toBe('journal-2026-11-01T00-00-00-000Z.db')
  expect(readdirSync(join(folder, 'backups'))).toEqual([basename(path)])
})

test('a backup is encrypted: no text of an order in it, and nothing to read without the key', () => {
  const { folder, journal } = aJournal()
  placeOrder(journal, { note: 'canary-in-plain-sight' })
  const path = made(backUpJournal(journal, folder, start))
  const bytes = readFileSync(path)
  expect(bytes.includes('canary-in-plain-sight')).toBe(false)
  expect(bytes.includes('CREATE TABLE')).toBe(false)
  for (const database of [new Database(path), connect(path, aKey(), 'chacha20')]) {
    expect(() => database.prepare('SELECT * FROM orders').all()).toThrow('file is not a database')
    database.close()
  }
})

test('a copy that came out unencrypted is told from one that did not', () => {
  const { folder, journal } = aJournal()
  const path = made(backUpJournal(journal, folder, start))
  const plain = `${path}.plain`
  new Database(plain).exec('CREATE TABLE a (b)').close()
  expect([isPlain(path), isPlain(plain)]).toEqual([false, true])
})

test('the backup API of SQLite can not copy an encrypted journal, which is why it is not used', async () => {
  const { folder, journal } = aJournal()
  await expect(journal.backup(join(folder, 'copy.db'))).rejects.toThrow('incompatible')
})

test.runIf(process.platform !== 'win32')('a backup and its folder are readable by their owner alone', () => {
  const { folder, journal } = aJournal()
  const path = made(backUpJournal(journal, folder, start))
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(statSync(join(folder, 'backups')).mode & 0o777).toBe(0o700)
})

test('keeps the newest 24 and the last of each of the last 7 days', () => {
  const { folder, journal } = aJournal()
  // Ten days, a backup every eight hours, then thirty within the last hours.
  const times = [
    ...Array.from({ length: 30 }, (_value, index) => start + index * 8 * hour),
    ...Array.from({ length: 30 }, (_value, index) => start + 10 * 24 * hour + index * 60_000),
  ]
  for (const at of times) made(backUpJournal(journal, folder, at))
  const kept = listBackups(folder).map((backup) => backup.at)
  expect(kept.slice(0, 24)).toEqual(times.slice(-24).toReversed())
  // The newest day is among those 24; six days before it keep their last one, at 16:00.
  expect(kept.slice(24)).toEqual([10, 9, 8, 7, 6, 5].map((day) => start + (day - 1) * 24 * hour + 16 * hour))
})

test('a clock that was set back costs no backup: the copy just made stays', () => {
  const { folder, key, journal } = aJournal()
  for (let day = 0; day < 30; day++) made(backUpJournal(journal, folder, start + day * 24 * hour))
  for (let count = 1; count <= 3; count++) {
    placeOrder(journal)
    const path = made(backUpJournal(journal, folder, Date.UTC(2020, 0, 1) + count))
    expect(progressOfBackup(path, key)?.placed).toBe(count)
    expect(findBackups(folder, key).best?.path).toBe(path)
  }
})

test('a backup that holds more than the journal itself is never dropped, however old its name is', () => {
  const { folder, key, journal } = aJournal()
  const later = aFolder()
  const further = opened(openJournal(later, key))
  placeOrder(further)
  const ahead = join(folder, 'backups', 'journal-2020-01-01T00-00-00-000Z.db')
  const damaged = join(folder, 'backups', 'journal-2020-01-02T00-00-00-000Z.db')
  made(backUpJournal(journal, folder, start))
  copyFileSync(made(backUpJournal(further, later, start)), ahead)
  writeFileSync(damaged, 'not a database '.repeat(5000))
  for (let day = 1; day < 30; day++) made(backUpJournal(journal, folder, start + day * 24 * hour))
  expect(existsSync(ahead)).toBe(true)
  expect(existsSync(damaged)).toBe(false)
  expect(findBackups(folder, key).best?.path).toBe(ahead)
})

test('when the copy can not be made, no older one is dropped and no half copy is left', () => {
  const { folder, journal } = aJournal()
  for (let index = 0; index < 24; index++) made(backUpJournal(journal, folder, start + index))
  const before = readdirSync(join(folder, 'backups'))
  journal.exec('BEGIN')
  expect(() => backUpJournal(journal, folder, start + hour)).toThrow('transaction')
  journal.exec('ROLLBACK')
  expect(readdirSync(join(folder, 'backups'))).toEqual(before)
})

test('a folder of backups that can not be made is a refusal', () => {
  const { folder, journal } = aJournal()
  writeFileSync(join(folder, 'backups'), 'a file in its place')
  expect(backUpJournal(journal, folder, start)).toMatchObject({ ok: false, problem: 'store_unwritable' })
})

test('leftovers of a crash are cleared away, and other files in the folder are left alone', () => {
  const { folder, journal } = aJournal()
  made(backUpJournal(journal, folder, start))
  const backups = join(folder, 'backups')
  writeFileSync(join(backups, 'journal-2026-01-01T00-00-00-000Z.db.new'), 'half')
  writeFileSync(join(backups, 'notes.txt'), 'mine')
  made(backUpJournal(journal, folder, start + hour))
  expect(readdirSync(backups).toSorted()).toEqual([
    'journal-2026-11-01T00-00-00-000Z.db',
    'journal-2026-11-01T01-00-00-000Z.db',
    'notes.txt',
  ])
  expect(listBackups(folder)).toHaveLength(2)
})

test('a backup made later in the life of the journal is ahead, whatever the clock said', () => {
  const { folder, key, journal } = aJournal()
  const early = made(backUpJournal(journal, folder, start + hour))
  placeOrder(journal)
  const late = made(backUpJournal(journal, folder, start))
  const [one, other] = [progressOfBackup(early, key), progressOfBackup(late, key)]
  expect(one !== null && other !== null && isAhead(other, one) && !isAhead(one, other)).toBe(true)
})

test('a backup with more of the audit is ahead: an older copy in the place of the journal would hide what was denied', () => {
  const { folder, key, journal } = aJournal()
  const early = made(backUpJournal(journal, folder, start))
  const audit = openAudit(journal, { now: () => start })
  audit.append({ kind: 'tables_rebuilt', subject: null, text: 'Rebuilt.', detail: {} })
  const late = made(backUpJournal(journal, folder, start + hour))
  const [one, other] = [progressOfBackup(early, key), progressOfBackup(late, key)]
  expect(one !== null && other !== null && isAhead(other, one) && !isAhead(one, other)).toBe(true)
})

test('a backup of before there was an audit can still be read', () => {
  const folder = aFolder()
  const key = aKey()
  const journal = opened(openFile(folder, key, journalFile, [journalOfOrders], {}))
  placeOrder(journal)
  expect(progressOfBackup(made(backUpJournal(journal, folder, start)), key)).toEqual({
    logged: 0,
    placed: 1,
    audited: 0,
  })
})

test.each([
  ['bytes changed in its middle', flipMiddle],
  ['its second half missing', cutInHalf],
  ['nothing in it', (path: string) => writeFileSync(path, '')],
  ['text in it', (path: string) => writeFileSync(path, 'not a database '.repeat(5000))],
  ['been removed', (path: string) => rmSync(path)],
])('a backup that has %s is not used', (_what, damage) => {
  const { folder, key, journal } = aJournal()
  const path = made(backUpJournal(journal, folder, start))
  expect(progressOfBackup(path, key)).not.toBeNull()
  expect(progressOfBackup(path, aKey())).toBeNull()
  damage(path)
  expect(progressOfBackup(path, key)).toBeNull()
})

test('a backup that can not be read at present is named where it may be newer than the best, and not where it is older', () => {
  const { folder, key, journal } = aJournal()
  const best = made(backUpJournal(journal, folder, start))
  // It leads to itself: it can't be opened, which is no damage.
  const block = (day: number): string => {
    const path = join(folder, 'backups', `journal-2026-11-0${day}T00-00-00-000Z.db`)
    symlinkSync(basename(path), path)
    return path
  }
  rmSync(best)
  const alone = block(1)
  expect(findBackups(folder, key)).toEqual({ best: null, unread: expect.stringContaining(alone) })
  const later = made(backUpJournal(journal, folder, start + 24 * hour))
  expect(findBackups(folder, key)).toEqual({
    best: { path: later, at: start + 24 * hour },
    unread: null,
  })
  const newest = block(3)
  expect(findBackups(folder, key)).toMatchObject({
    best: { path: later },
    unread: expect.stringContaining(newest),
  })
})

test('a backup that can not be read at present is not dropped: what is in it nobody knows', () => {
  const { folder, journal } = aJournal()
  const unread = 'journal-2020-01-01T00-00-00-000Z.db'
  mkdirSync(join(folder, 'backups'))
  symlinkSync(unread, join(folder, 'backups', unread))
  for (let day = 1; day < 30; day++) made(backUpJournal(journal, folder, start + day * 24 * hour))
  expect(readdirSync(join(folder, 'backups'))).toContain(unread)
})
