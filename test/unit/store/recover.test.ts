// Real files, really damaged: the cache is begun anew, the journal restored or refused, and nothing of it ever deleted.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { dayAndTime } from '../../../src/domain/day-words.ts'
import { backUpJournal } from '../../../electron/store/backup.ts'
import { vouchForCache } from '../../../electron/store/closed-well.ts'
import { openCache, openJournal } from '../../../electron/store/open.ts'
import { isReadWhole, journalTakenUp, openDeskStore } from '../../../electron/store/recover.ts'
import type { DeskStore, RecoverOptions } from '../../../electron/store/recover.ts'
import {
  aFolder,
  aKey,
  cutInHalf,
  flipBytes,
  flipMiddle,
  opened,
  orderIds,
  placeOrder,
  storePayment,
} from './open.support.ts'

const backedUpAt = Date.UTC(2026, 10, 23, 9, 30)

/** Opens a desk that must open; closed after the test, at the latest. */
function openDesk(folder: string, key: Buffer, options?: RecoverOptions): DeskStore & { close(): void } {
  const store = openDeskStore(folder, key, options)
  if (!store.ok) throw new Error(`${store.problem}: ${store.detail}`)
  const close = (): void => {
    store.cache.close()
    store.journal.close()
  }
  onTestFinished(close)
  return { ...store, close }
}

/** A desk closed in good order: one payment, one order, a backup, and one order after it. */
function aDesk(): { folder: string; key: Buffer; early: string; late: string } {
  const folder = aFolder()
  const key = aKey()
  const desk = openDesk(folder, key)
  storePayment(desk.cache, 'pi_1', 200_000)
  const early = placeOrder(desk.journal)
  const backup = backUpJournal(desk.journal, folder, backedUpAt)
  if (!backup.ok) throw new Error(backup.detail)
  const late = placeOrder(desk.journal)
  desk.close()
  return { folder, key, early, late }
}

const payments = (desk: DeskStore): unknown[] =>
  desk.cache.prepare('SELECT id FROM payment_intents').pluck().all()

const damages: [string, (path: string) => void][] = [
  ['bytes changed in its middle', flipMiddle],
  ['bytes changed in its first page', (path) => flipBytes(path, 5000)],
  ['its second half missing', cutInHalf],
  ['a header of zeros', (path) => writeFileSync(path, readFileSync(path).fill(0, 0, 100))],
  ['text in its place', (path) => writeFileSync(path, 'not a database '.repeat(5000))],
  ['nothing in it', (path) => writeFileSync(path, '')],
]

test('a desk that is whole opens without a word', () => {
  const { folder, key, early, late } = aDesk()
  const desk = openDesk(folder, key)
  expect(desk).toMatchObject({ notices: [], passing: null, cacheRebuilt: false, journalRestoredFrom: null })
  expect(payments(desk)).toEqual(['pi_1'])
  expect(orderIds(desk.journal)).toEqual([early, late])
})

describe('a cache with', () => {
  test.each(damages)('%s is moved aside and begun anew, and the journal is not touched', (_what, damage) => {
    const { folder, key, early, late } = aDesk()
    damage(join(folder, 'cache.db'))
    const damaged = readFileSync(join(folder, 'cache.db'))
    const desk = openDesk(folder, key, { now: backedUpAt })
    expect(desk).toMatchObject({ cacheRebuilt: true, journalRestoredFrom: null })
    expect(desk.notices).toEqual([
      'The cache was damaged and begun anew: what it held is read again from Stripe, and nothing of yours is lost. Events of more than 30 days ago Stripe does not tell again. The damaged file was kept as cache-corrupt-2026-11-23T09-30-00-000Z.db.',
    ])
    expect(payments(desk)).toEqual([])
    expect(orderIds(desk.journal)).toEqual([early, late])
    expect(readFileSync(join(folder, 'cache-corrupt-2026-11-23T09-30-00-000Z.db')).equals(damaged)).toBe(true)
    desk.close()
    expect(openDesk(folder, key).notices).toEqual([])
  })

  test('bytes changed is found by the quick check of a big one too', () => {
    const { folder, key } = aDesk()
    flipMiddle(join(folder, 'cache.db'))
    expect(openDesk(folder, key, { thoroughUpTo: 1 }).cacheRebuilt).toBe(true)
  })

  describe('of a big one that was closed in order', () => {
    const big: RecoverOptions = { thoroughUpTo: 1 }

    test('is not looked for, once: it opens without being read from end to end', () => {
      const { folder, key } = aDesk()
      expect([isReadWhole(folder, 1), isReadWhole(folder)]).toEqual([true, false])
      flipMiddle(join(folder, 'cache.db'))
      vouchForCache(folder)
      expect(isReadWhole(folder, 1)).toBe(false)
      const desk = openDesk(folder, key, big)
      expect(desk.cacheRebuilt).toBe(false)
      desk.close()
      expect(isReadWhole(folder, 1)).toBe(true)
      expect(openDesk(folder, key, big).cacheRebuilt).toBe(true)
    })

    test('is looked for where the file was touched since', () => {
      const { folder, key } = aDesk()
      vouchForCache(folder)
      flipMiddle(join(folder, 'cache.db'))
      expect(openDesk(folder, key, big).cacheRebuilt).toBe(true)
    })

    test('is looked for in a small one all the same', () => {
      const { folder, key } = aDesk()
      flipMiddle(join(folder, 'cache.db'))
      vouchForCache(folder)
      expect(openDesk(folder, key).cacheRebuilt).toBe(true)
    })
  })

  test('an index that lacks a row is found by the thorough check', () => {
    const { folder, key } = aDesk()
    const cache = opened(openCache(folder, key))
    cache.unsafeMode().pragma('writable_schema = ON')
    // The index is told to hold what it does not, behind SQLite's back.
    cache.exec(
      `UPDATE sqlite_schema SET sql = replace(sql, '(created,', '(amount,') WHERE name = 'payment_intents_by_created'`,
    )
    cache.close()
    expect(openDesk(folder, key).cacheRebuilt).toBe(true)
  })

  test('damage twice keeps only the newest damaged file', () => {
    const { folder, key } = aDesk()
    for (const now of [1000, 2000]) {
      cutInHalf(join(folder, 'cache.db'))
      openDesk(folder, key, { now }).close()
    }
    expect(readdirSync(folder).filter((name) => name.startsWith('cache-corrupt'))).toEqual([
      'cache-corrupt-1970-01-01T00-00-02-000Z.db',
    ])
  })
})

test('a deleted cache is simply begun anew', () => {
  const { folder, key, early, late } = aDesk()
  rmSync(join(folder, 'cache.db'))
  const desk = openDesk(folder, key)
  expect([payments(desk), desk.notices]).toEqual([[], []])
  expect(orderIds(desk.journal)).toEqual([early, late])
})

test('a deleted cache takes nothing over from the WAL that a crash left of it: it would call complete what is not there', () => {
  const [folder, key] = [aFolder(), aKey()]
  const desk = openDesk(folder, key)
  storePayment(desk.cache, 'pi_1')
  desk.cache.pragma('wal_checkpoint(TRUNCATE)')
  desk.cache.prepare(`INSERT INTO sync_state (name, value) VALUES ('what was read', '1')`).run()
  const wal = join(folder, 'cache.db-wal')
  copyFileSync(wal, join(folder, 'copy'))
  desk.close()
  rmSync(join(folder, 'cache.db'))
  renameSync(join(folder, 'copy'), wal)
  const again = openDesk(folder, key)
  expect(payments(again)).toEqual([])
  expect(again.cache.prepare(`SELECT name FROM sync_state`).pluck().all()).not.toContain('what was read')
})

describe('a journal with', () => {
  test.each(damages)(
    '%s is kept aside and restored from its backup, and the notice says when that was',
    (_what, damage) => {
      const { folder, key, early } = aDesk()
      damage(join(folder, 'journal.db'))
      const damaged = readFileSync(join(folder, 'journal.db'))
      const desk = openDesk(folder, key, { now: backedUpAt + 1 })
      expect(desk).toMatchObject({ cacheRebuilt: false, journalRestoredFrom: backedUpAt })
      expect(desk.notices).toHaveLength(1)
      expect(desk.notices[0]).toContain(`restored from its backup of ${dayAndTime(backedUpAt)}`)
      expect(desk.notices[0]).toContain('what came of them is read from Stripe')
      expect(desk.notices[0]).toContain(
        'notes, cases, rules, views, the policy and the audit are as they were',
      )
      expect(desk.notices[0]).toContain('kept as journal-corrupt-2026-11-23T09-30-00-001Z.db')
      expect(orderIds(desk.journal)).toEqual([early])
      expect(payments(desk)).toEqual(['pi_1'])
      expect(readFileSync(join(folder, 'journal-corrupt-2026-11-23T09-30-00-001Z.db')).equals(damaged)).toBe(
        true,
      )
      expect(() => placeOrder(desk.journal)).not.toThrow()
      desk.close()
      const again = openDesk(folder, key)
      expect(again.journalRestoredFrom).toBe(backedUpAt)
      expect(again.notices).toEqual([expect.stringMatching(/^The journal was restored from its backup of/)])
      again.close()
      journalTakenUp(folder)
      expect(openDesk(folder, key)).toMatchObject({ notices: [], journalRestoredFrom: null })
    },
  )

  test.each(damages)('%s and no backup is refused with its path, and left as it is', (_what, damage) => {
    const { folder, key } = aDesk()
    rmSync(join(folder, 'backups'), { recursive: true })
    const path = join(folder, 'journal.db')
    damage(path)
    const damaged = readFileSync(path)
    const refused = openDeskStore(folder, key)
    expect(refused).toMatchObject({ ok: false, problem: 'store_corrupt' })
    expect(JSON.stringify(refused)).toContain(path)
    expect(readFileSync(path).equals(damaged)).toBe(true)
    expect(readdirSync(folder).filter((name) => name.startsWith('journal'))).toEqual([
      'journal-restored',
      'journal.db',
    ])
  })

  test('damage and no backup is taken for one of an earlier time when a copy is put back', () => {
    const { folder, key } = aDesk()
    rmSync(join(folder, 'backups'), { recursive: true })
    const path = join(folder, 'journal.db')
    copyFileSync(path, join(folder, 'copy'))
    flipMiddle(path)
    expect(openDeskStore(folder, key).ok).toBe(false)
    renameSync(join(folder, 'copy'), path)
    const desk = openDesk(folder, key)
    expect(desk.journalRestoredFrom).toBe(0)
    expect(desk.notices).toEqual([
      expect.stringMatching(/may be a copy of an earlier time that was put back/),
    ])
    desk.close()
    journalTakenUp(folder)
    expect(openDesk(folder, key)).toMatchObject({ notices: [], journalRestoredFrom: null })
  })

  test('damage twice keeps both damaged files', () => {
    const { folder, key } = aDesk()
    for (let time = 0; time < 2; time++) {
      flipMiddle(join(folder, 'journal.db'))
      openDesk(folder, key, { now: 1000 }).close()
    }
    expect(readdirSync(folder).filter((name) => name.startsWith('journal-corrupt'))).toHaveLength(2)
  })

  test('damage and a damaged newest backup is restored from the one before', () => {
    const { folder, key, early, late } = aDesk()
    const journal = opened(openJournal(folder, key))
    const newest = backUpJournal(journal, folder, backedUpAt + 1000)
    const last = backUpJournal(journal, folder, backedUpAt + 2000)
    journal.close()
    if (!newest.ok || !last.ok) throw new Error('no backup')
    flipMiddle(last.backup.path)
    cutInHalf(join(folder, 'journal.db'))
    const desk = openDesk(folder, key)
    expect(desk.journalRestoredFrom).toBe(backedUpAt + 1000)
    expect(orderIds(desk.journal)).toEqual([early, late])
  })
})

test('a journal is not restored from an older backup while the newest can not be read at present, and says so', () => {
  const { folder, key } = aDesk()
  const path = join(folder, 'journal.db')
  const newest = join(folder, 'backups', 'journal-2026-12-01T00-00-00-000Z.db')
  // It leads to itself: it can't be opened, which is no damage.
  symlinkSync(newest, newest)
  const whole = openDesk(folder, key)
  expect(whole).toMatchObject({ notices: [], passing: expect.stringContaining(newest) })
  whole.close()
  flipMiddle(path)
  const damaged = readFileSync(path)
  expect(openDeskStore(folder, key)).toMatchObject({
    ok: false,
    problem: 'store_unwritable',
    detail: expect.stringMatching(/journal\.db is damaged: .* can't be read at present: .*2026-12-01/),
  })
  expect(readFileSync(path).equals(damaged)).toBe(true)
  expect(existsSync(join(folder, 'journal-restored'))).toBe(false)
  rmSync(newest)
  expect(openDesk(folder, key).journalRestoredFrom).toBe(backedUpAt)
})

test('a journal that can not be restored yet stays where it is, so that the next start knows what it was', () => {
  const { folder, key } = aDesk()
  flipMiddle(join(folder, 'journal.db'))
  mkdirSync(join(folder, 'journal-restored'))
  const before = readFileSync(join(folder, 'journal.db'))
  expect(openDeskStore(folder, key)).toMatchObject({ ok: false, problem: 'store_unwritable' })
  expect(readFileSync(join(folder, 'journal.db')).equals(before)).toBe(true)
  rmSync(join(folder, 'journal-restored'), { recursive: true })
  expect(openDesk(folder, key).notices[0]).toMatch(/journal\.db is damaged: .*kept as journal-corrupt-/)
})

describe('a missing journal', () => {
  test('is restored from its backup', () => {
    const { folder, key, early } = aDesk()
    rmSync(join(folder, 'journal.db'))
    const desk = openDesk(folder, key)
    expect(desk.journalRestoredFrom).toBe(backedUpAt)
    expect(desk.notices[0]).toContain('journal.db is missing')
    expect(orderIds(desk.journal)).toEqual([early])
  })

  test.each(['cache.db', 'key-check', 'journal.db-wal'])(
    'without a backup is refused while %s tells that there was one',
    (witness) => {
      const { folder, key } = aDesk()
      writeFileSync(join(folder, 'journal.db-wal'), 'as a crash left it')
      for (const name of readdirSync(folder))
        if (name !== witness) rmSync(join(folder, name), { recursive: true })
      expect(openDeskStore(folder, key)).toMatchObject({ ok: false, problem: 'store_corrupt' })
      expect(existsSync(join(folder, 'journal.db'))).toBe(false)
    },
  )
})

describe('a journal whose WAL was lost', () => {
  /** Copies a running desk without its WAL, as a careless backup program would. */
  function withoutWal(backUp: boolean): { folder: string; key: Buffer; early: string } {
    const { folder, key, early } = aDesk()
    const journal = opened(openJournal(folder, key))
    placeOrder(journal)
    if (backUp) backUpJournal(journal, folder, backedUpAt + 5000)
    copyFileSync(join(folder, 'journal.db'), join(folder, 'copy'))
    journal.close()
    renameSync(join(folder, 'copy'), join(folder, 'journal.db'))
    return { folder, key, early }
  }

  test('is restored when its backup knows more than it does', () => {
    const { folder, key } = withoutWal(true)
    const desk = openDesk(folder, key)
    expect(desk.journalRestoredFrom).toBe(backedUpAt + 5000)
    expect(desk.notices[0]).toContain('older than its own backup')
    expect(orderIds(desk.journal)).toHaveLength(3)
  })

  test('is restored from the backup that knows the most, though a clock that was ahead gave another the later name', () => {
    const { folder, key } = aDesk()
    const journal = opened(openJournal(folder, key))
    backUpJournal(journal, folder, backedUpAt + 365 * 86_400_000)
    placeOrder(journal)
    backUpJournal(journal, folder, backedUpAt + 5000)
    copyFileSync(join(folder, 'journal.db'), join(folder, 'copy'))
    journal.close()
    renameSync(join(folder, 'copy'), join(folder, 'journal.db'))
    const desk = openDesk(folder, key)
    expect(desk.journalRestoredFrom).toBe(backedUpAt + 5000)
    expect(orderIds(desk.journal)).toHaveLength(3)
  })

  test('opens with what had reached the file', () => {
    const { folder, key, early } = withoutWal(false)
    expect(orderIds(openDesk(folder, key).journal)).toContain(early)
  })
})

describe('changes nothing and says what is wrong', () => {
  test.each([
    ['key-check', 'a folder', (path: string) => mkdirSync(path)],
    ['backups', 'a file', (path: string) => writeFileSync(path, '')],
  ])('when %s is %s: that is named, not the journal', (name, _what, replace) => {
    const { folder, key } = aDesk()
    rmSync(join(folder, name), { recursive: true })
    replace(join(folder, name))
    expect(openDeskStore(folder, key)).toMatchObject({
      ok: false,
      problem: 'store_unwritable',
      detail: expect.stringContaining(`${join(folder, name)} can't be opened`),
    })
  })

  test('when the key is another', () => {
    const { folder, key } = aDesk()
    const before = readdirSync(folder)
    expect(openDeskStore(folder, aKey())).toMatchObject({ ok: false, problem: 'store_locked_key' })
    expect(readdirSync(folder)).toEqual(before)
    expect(openDesk(folder, key).notices).toEqual([])
  })

  test.each(['cache.db', 'journal.db'])('when %s comes from a newer version', (name) => {
    const { folder, key } = aDesk()
    const database = opened(name === 'cache.db' ? openCache(folder, key) : openJournal(folder, key))
    database.pragma('user_version = 99')
    database.close()
    const before = readFileSync(join(folder, name))
    const refused = openDeskStore(folder, key)
    expect(refused).toMatchObject({ ok: false, problem: 'store_newer' })
    expect(JSON.stringify(refused)).toContain('Nothing was changed')
    expect(readFileSync(join(folder, name)).equals(before)).toBe(true)
  })

  test('when the folder can not be made', () => {
    const folder = aFolder()
    writeFileSync(join(folder, '..', '..', 'desks'), 'a file in its place')
    expect(openDeskStore(folder, aKey())).toMatchObject({ ok: false, problem: 'store_unwritable' })
  })
})
