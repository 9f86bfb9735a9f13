// Opening the two files of a desk: settings, privacy, keys, the reader, and every refusal.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { backUpJournal, findBackups, progressOfBackup } from '../../../electron/store/backup.ts'
import { cacheMigrations, journalMigrations } from '../../../electron/store/migrations/index.ts'
import { assertDurable, cacheFile, connect, journalFile } from '../../../electron/store/open-connection.ts'
import { refusalOf } from '../../../electron/store/open-problem.ts'
import { openCache, openFile, openJournal } from '../../../electron/store/open.ts'
import { aFolder, aKey, flipBytes, opened, orderIds, placeOrder, storePayment } from './open.support.ts'

const both = [
  { open: openCache, name: 'cache.db', pageSize: 16_384 },
  { open: openJournal, name: 'journal.db', pageSize: 4096 },
] as const

const thrownBy = (act: () => void): unknown => {
  try {
    act()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

const posix = process.platform !== 'win32'

describe.each(both)('$name', ({ open, name, pageSize }) => {
  test('is durable on its first opening and on every later one, before and after a write', () => {
    const folder = aFolder()
    const key = aKey()
    for (let time = 0; time < 3; time++) {
      const result = open(folder, key)
      if (!result.ok) throw new Error(result.detail)
      const { database } = result
      database.exec(`CREATE TABLE written_${time} (a)`)
      expect(database.pragma('synchronous', { simple: true })).toBe(2)
      expect(database.pragma('journal_mode', { simple: true })).toBe('wal')
      expect(database.pragma('foreign_keys', { simple: true })).toBe(1)
      expect(database.pragma('page_size', { simple: true })).toBe(pageSize)
      expect(database.pragma('wal_autocheckpoint', { simple: true })).toBe(4000)
      expect(database.pragma('temp_store', { simple: true })).toBe(2)
      expect(database.pragma('trusted_schema', { simple: true })).toBe(0)
      expect(database.pragma('recursive_triggers', { simple: true })).toBe(1)
      database.close()
    }
  })

  test.runIf(posix)('is readable by its owner alone, side files included', () => {
    const folder = aFolder()
    opened(open(folder, aKey())).exec('CREATE TABLE written (a)')
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    const files = readdirSync(folder)
    expect(files).toEqual(expect.arrayContaining([name, `${name}-wal`, 'key-check']))
    for (const file of files) expect([file, statSync(join(folder, file)).mode & 0o777]).toEqual([file, 0o600])
  })

  test('holds no readable text in the file or its WAL, and can not be opened without the key', () => {
    const folder = aFolder()
    const database = opened(open(folder, aKey()))
    database.exec(`CREATE TABLE written (a); INSERT INTO written VALUES ('canary-in-plain-sight')`)
    for (const file of readdirSync(folder)) {
      const bytes = readFileSync(join(folder, file))
      expect([file, bytes.includes('canary-in-plain-sight')]).toEqual([file, false])
      expect([file, bytes.includes('CREATE TABLE')]).toEqual([file, false])
    }
    const keyless = new Database(join(folder, name))
    expect(() => keyless.prepare('SELECT * FROM sqlite_schema').all()).toThrow('file is not a database')
    keyless.close()
  })

  test('tells a wrong key from a damaged first page', () => {
    const folder = aFolder()
    const key = aKey()
    opened(open(folder, key)).close()
    expect(open(folder, aKey())).toMatchObject({ ok: false, problem: 'store_locked_key' })
    expect(open(folder, aKey(), { readonly: true })).toMatchObject({ ok: false, problem: 'store_locked_key' })
    flipBytes(join(folder, name), 1000)
    expect(open(folder, key)).toMatchObject({ ok: false, problem: 'store_corrupt' })
    expect(open(folder, aKey())).toMatchObject({ ok: false, problem: 'store_locked_key' })
  })

  test('that is missing is not made anew under a key the desk does not have', () => {
    const folder = aFolder()
    opened(open(folder, aKey())).close()
    rmSync(join(folder, name))
    expect(open(folder, aKey())).toMatchObject({ ok: false, problem: 'store_locked_key' })
    expect(readdirSync(folder)).toEqual(['key-check'])
  })

  test('a lost or garbled key-check is written again when the key opens the file', () => {
    const folder = aFolder()
    const key = aKey()
    opened(open(folder, key)).close()
    writeFileSync(join(folder, 'key-check'), 'garbage')
    opened(open(folder, key)).close()
    expect(open(folder, aKey())).toMatchObject({ problem: 'store_locked_key' })
  })

  test.each(['', 'this is not a database\n', 'SQLite format 3\0'.padEnd(40_000, 'x')])(
    'refuses a file with other content, and leaves it as it is (%#)',
    (content) => {
      const folder = aFolder()
      mkdirSync(folder, { recursive: true })
      writeFileSync(join(folder, name), content)
      expect(open(folder, aKey())).toMatchObject({ ok: false, problem: 'store_corrupt' })
      expect(readFileSync(join(folder, name), 'utf8')).toBe(content)
    },
  )

  test('a half-made file of a crash is not taken for the real one', () => {
    const folder = aFolder()
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, `${name}.new`), 'half a file')
    opened(open(folder, aKey()))
    expect(readdirSync(folder)).not.toContain(`${name}.new`)
  })

  test('says that a folder it can not make is unwritable, and where', () => {
    const folder = aFolder()
    mkdirSync(dirname(dirname(folder)), { recursive: true })
    writeFileSync(dirname(folder), 'a file where the folder of desks should be')
    const result = open(folder, aKey())
    expect(result).toMatchObject({ ok: false, problem: 'store_unwritable' })
    expect(JSON.stringify(result)).toContain(`${folder} can't be opened`)
  })

  test('says that a path taken by a folder is unwritable', () => {
    const folder = aFolder()
    mkdirSync(join(folder, name), { recursive: true })
    expect(open(folder, aKey())).toMatchObject({ ok: false, problem: 'store_unwritable' })
  })

  test('read-only: makes nothing, and a missing file is a refusal', () => {
    const folder = aFolder()
    mkdirSync(folder, { recursive: true })
    expect(open(folder, aKey(), { readonly: true })).toMatchObject({ ok: false, problem: 'store_unwritable' })
    expect(readdirSync(folder)).toEqual([])
  })

  test('never shows the key in a refusal', () => {
    const folder = aFolder()
    opened(open(folder, aKey())).close()
    const other = aKey()
    expect(JSON.stringify(open(folder, other))).not.toContain(other.toString('hex'))
  })
})

test('a reader sees what the writer has committed to the WAL, and can not write', () => {
  const folder = aFolder()
  const key = aKey()
  const writer = opened(openCache(folder, key))
  storePayment(writer, 'pi_before')
  const reader = opened(openCache(folder, key, { readonly: true }))
  storePayment(writer, 'pi_after')
  expect(reader.prepare('SELECT id FROM payment_intents ORDER BY rowid').pluck().all()).toEqual([
    'pi_before',
    'pi_after',
  ])
  expect(() => storePayment(reader, 'pi_reader')).toThrow(/readonly/)
  expect(reader.pragma('query_only', { simple: true })).toBe(1)
})

test('a reader opens the WAL that a killed writer left behind', () => {
  const folder = aFolder()
  const key = aKey()
  const script = `
    import { openJournal } from ${JSON.stringify(new URL('../../../electron/store/open.ts', import.meta.url).href)}
    const { database } = openJournal(${JSON.stringify(folder)}, Buffer.from('${key.toString('hex')}', 'hex'))
    database.exec(\`INSERT INTO orders
      (id, desk_id, kind, state, object_id, amount, currency, payload, digest, idempotency_key, placed_at, send_at)
      VALUES ('survivor', 'd', 'refund', 'held', 'pi_1', 1, 'eur', '{}', '${'0'.repeat(64)}', 'k', 1, 1)\`)
    process.kill(process.pid, 'SIGKILL')`
  const child = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
  expect([child.signal, child.stderr.includes('Error')]).toEqual(['SIGKILL', false])
  expect(orderIds(opened(openJournal(folder, key, { readonly: true })))).toEqual(['survivor'])
  expect(orderIds(opened(openJournal(folder, key)))).toEqual(['survivor'])
})

test('a cache put in the journal’s place is refused', () => {
  const folder = aFolder()
  const key = aKey()
  opened(openCache(folder, key)).close()
  writeFileSync(join(folder, 'journal.db'), readFileSync(join(folder, 'cache.db')))
  expect(openJournal(folder, key)).toMatchObject({ ok: false, problem: 'store_corrupt' })
})

test('a connection that would lose a commit in a power cut is refused', () => {
  const database = opened(openJournal(aFolder(), aKey()))
  database.pragma('synchronous = NORMAL')
  expect(() => assertDurable(database)).toThrow('synchronous is 1, it must be 2')
})

test('a key that is not 32 bytes is a bug, not a refusal', () => {
  expect(() => openJournal(aFolder(), Buffer.alloc(16))).toThrow('32 bytes')
})

test('a full disk has its own words', () => {
  const database = opened(openCache(aFolder(), aKey()))
  database.pragma('max_page_count = 60')
  const error = thrownBy(() => storePayment(database, 'pi_large', 4_000_000))
  expect(refusalOf(error, '/desk/cache.db')).toEqual({
    ok: false,
    problem: 'store_full',
    detail: 'There is no space left to write /desk/cache.db. Free some space and try again.',
  })
})

test('a file that another program has open, as Windows says it, is a refusal', () => {
  const error = Object.assign(new Error('EBUSY: resource busy or locked, rename'), {
    code: 'EBUSY',
    syscall: 'rename',
  })
  expect(refusalOf(error, '/desk/journal.db')).toEqual({
    ok: false,
    problem: 'store_unwritable',
    detail: '/desk/journal.db is held by another program and was not released.',
  })
})

test('an error nobody expected is thrown on as the bug it is', () => {
  expect(() => refusalOf(new TypeError('x is not a function'), '/desk/cache.db')).toThrow(
    'x is not a function',
  )
})

/** Runs openCache in a child under `wrapper`, a shell script that runs "$@" ("$0" is the folder): the problem, the files left. */
function openUnder(wrapper: string, folder: string): { problem: string; left: string[] } {
  const script = `
    import { readdirSync } from 'node:fs'
    import { openCache } from ${JSON.stringify(new URL('../../../electron/store/open.ts', import.meta.url).href)}
    const { problem } = openCache(process.argv[1], Buffer.alloc(32, 7))
    process.stdout.write(JSON.stringify({ problem, left: readdirSync(process.argv[1]) }))`
  const program = [process.execPath, '--input-type=module', '-e', script, folder]
  const child = spawnSync('sh', ['-c', wrapper, folder, ...program], { encoding: 'utf8' })
  return JSON.parse(child.stdout) as { problem: string; left: string[] }
}

test.runIf(posix)('a limit on the size of files is a refusal, not a crash, and leaves no half file', () => {
  const folder = aFolder()
  const outcome = openUnder(`trap '' XFSZ; ulimit -f 64; exec "$@"`, folder)
  expect(outcome).toEqual({ problem: 'store_unwritable', left: [] })
  opened(openCache(folder, Buffer.alloc(32, 7)))
})

// Needs root on Linux: mounts of its own for the child alone.
const mayMount = spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0

test.runIf(mayMount)('a disk that is full is said to be full, and no half file is left on it', () => {
  const folder = aFolder()
  mkdirSync(folder, { recursive: true })
  const small = `exec unshare -m sh -c 'mount -t tmpfs -o size=96k none "$0" && exec "$@"' "$0" "$@"`
  expect(openUnder(small, folder)).toEqual({ problem: 'store_full', left: [] })
})

test('a cache under the former cipher opens with all that its WAL holds, for the reader too, and keeps its cipher', () => {
  const folder = aFolder()
  const key = aKey()
  const former = opened(openFile(folder, key, { ...cacheFile, ciphers: ['chacha20'] }, cacheMigrations, {}))
  storePayment(former, 'pi_before')
  // As a kill leaves it: nothing was checkpointed.
  const killed = aFolder()
  cpSync(folder, killed, { recursive: true })
  const ids = 'SELECT id FROM payment_intents ORDER BY id'
  const cache = opened(openCache(killed, key, { check: 'integrity_check' }))
  expect(cache.prepare(ids).pluck().all()).toEqual(['pi_before'])
  storePayment(cache, 'pi_after')
  const reader = opened(openCache(killed, key, { readonly: true }))
  expect(reader.prepare(ids).pluck().all()).toEqual(['pi_after', 'pi_before'])
  reader.close()
  cache.close()
  const underItsOwn = opened({ ok: true, database: connect(join(killed, 'cache.db'), key, 'chacha20') } as {
    ok: true
  })
  expect(underItsOwn.prepare(ids).pluck().all()).toEqual(['pi_after', 'pi_before'])
  expect(openCache(killed, aKey())).toMatchObject({ ok: false, problem: 'store_locked_key' })
})

test('a journal of larger pages, as they were made before, keeps them and is written and backed up as any other', () => {
  const folder = aFolder()
  const key = aKey()
  const former = opened(openFile(folder, key, { ...journalFile, pageSize: 16_384 }, journalMigrations, {}))
  const ids = [placeOrder(former)]
  former.close()
  const journal = opened(openJournal(folder, key))
  ids.push(placeOrder(journal))
  const backedUp = backUpJournal(journal, folder)
  if (!backedUp.ok) throw new Error(backedUp.detail)
  const reader = opened(openJournal(folder, key, { readonly: true, check: 'integrity_check' }))
  expect(orderIds(reader)).toEqual(ids)
  expect(reader.pragma('page_size', { simple: true })).toBe(16_384)
  expect(progressOfBackup(backedUp.backup.path, key)).toMatchObject({ placed: 2 })
  // A journal that was begun anew looks into the backups of the one before.
  expect(findBackups(folder, key, { logged: 0, placed: 1, audited: 0 }).best).toMatchObject(backedUp.backup)
})
