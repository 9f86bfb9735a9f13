// Whatever is changed in a chain, the first entry that is not as it was written is named.
import type { Database } from 'better-sqlite3'
import { beforeEach, describe, expect, test } from 'vitest'
import { verifyAudit } from '../../../../electron/store/audit/read-audit.ts'
import type { AuditEntry } from '../../../../src/contract/index.ts'
import { aStore } from '../../../integration/engine/desk.ts'
import { hashOfEntry, standsWell } from '../../../../electron/store/audit/chain.ts'
import { dropGuards, during, writeChain } from './chain.support.ts'

const length = 200
const columns = ['seq', 'at', 'operator', 'kind', 'subject', 'text', 'detail', 'previous', 'hash'] as const
let journal: Database
let chain: AuditEntry[]

beforeEach(() => {
  ;({ journal } = aStore())
  chain = writeChain(journal, length)
  dropGuards(journal)
})

const brokenAfter = (change: () => void, head?: string) =>
  during(journal, change, () => verifyAudit(journal, head).broken)

test('a chain as it was written is whole, with its head', () => {
  expect(verifyAudit(journal)).toEqual({ entries: length, head: chain.at(-1)!.hash, broken: null })
  for (const { hash } of chain) expect(verifyAudit(journal, hash).broken).toBeNull()
})

test('every byte of every column of every entry: a change of it is found, at that entry', () => {
  const read = journal.prepare<[number], AuditEntry>('SELECT * FROM audit WHERE seq = ?')
  let changes = 0
  const missed: string[] = []
  journal.exec('BEGIN')
  for (const column of columns) {
    const update = journal.prepare(`UPDATE audit SET ${column} = ? WHERE seq = ?`)
    for (const entry of chain) {
      const { seq, [column]: value, previous } = entry
      const bytes = Buffer.from(String(value ?? ''))
      for (const [place, byte] of bytes.entries()) {
        const changed = Buffer.from(bytes)
        changed[place] = otherByte(byte)
        const next = typeof value === 'number' ? Number(changed.toString()) : changed.toString()
        const now = column === 'seq' ? Number(next) : seq
        // That number is taken: the table itself refuses it.
        if (column === 'seq' && now >= 1 && now <= length) continue
        update.run(next, seq)
        changes += 1
        if (standsWell(read.get(now)!, seq, previous)) missed.push(`${column} of ${seq}, byte ${place}`)
        // The whole chain once for each column of each entry: it says of the others what it says of this one.
        if (place === seq % bytes.length) {
          const { broken } = verifyAudit(journal)
          const [where, what] = column === 'seq' && now === 0 ? [1, 'reordered'] : [seq, 'altered']
          if (broken?.seq !== where || (column !== 'seq' && broken.what !== what))
            missed.push(`${column} of ${seq}, byte ${place}: ${JSON.stringify(broken)}`)
        }
        update.run(value, now)
      }
    }
  }
  expect(missed).toEqual([])
  expect(changes).toBeGreaterThan(50_000)
  expect(verifyAudit(journal).broken).toBeNull()
  journal.exec('ROLLBACK')
})

/** Another digit for a digit, so that numbers stay numbers; for anything else its neighbour. */
function otherByte(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte === 57 ? 48 : byte + 1
  return byte ^ 1
}

test('every removed entry is found, whether a gap is left or closed; of the last ones the head tells', () => {
  const remove = journal.prepare('DELETE FROM audit WHERE seq = ?')
  const moveUp = journal.prepare('UPDATE audit SET seq = -seq WHERE seq > ?')
  const moved = journal.prepare('UPDATE audit SET seq = -seq - 1 WHERE seq < 0')
  const head = chain.at(-1)!.hash
  for (const { seq } of chain) {
    const gap = (): void => void remove.run(seq)
    const closed = (): void => {
      remove.run(seq)
      moveUp.run(seq)
      moved.run()
    }
    const expected = seq < length ? { seq, what: 'removed' } : { seq, what: 'cut' }
    expect(brokenAfter(gap, head)).toMatchObject(expected)
    expect(brokenAfter(closed, head)).toMatchObject(expected)
  }
})

test('every pair of neighbours that changed places is found', () => {
  const swap = journal.prepare('UPDATE audit SET seq = CASE seq WHEN -@a THEN @b ELSE @a END WHERE seq < 0')
  const aside = journal.prepare('UPDATE audit SET seq = -seq WHERE seq IN (@a, @b)')
  for (const { seq } of chain.slice(0, -1)) {
    const pair = { a: seq, b: seq + 1 }
    const change = (): void => {
      aside.run(pair)
      swap.run(pair)
    }
    expect(brokenAfter(change)).toMatchObject({ seq, what: 'reordered' })
  }
})

test('an entry that was written anew with a hash to fit is found by the one after it', () => {
  const update = journal.prepare('UPDATE audit SET text = @text, hash = @hash WHERE seq = @seq')
  for (const entry of chain.slice(0, -1)) {
    const forged = { ...entry, text: 'Refund of 1.00 EUR.' }
    const change = (): void =>
      void update.run({ text: forged.text, seq: entry.seq, hash: hashOfEntry(forged) })
    expect(brokenAfter(change)).toMatchObject({ seq: entry.seq, what: 'altered' })
  }
})

describe('a chain that was cut', () => {
  test('or written anew no longer holds the head that was noted, from whichever entry on', () => {
    const cut = journal.prepare('DELETE FROM audit WHERE seq > ?')
    for (const { seq, hash } of chain.slice(1)) {
      expect(brokenAfter(() => cut.run(seq - 1), hash)).toMatchObject({ seq, what: 'cut' })
      expect(brokenAfter(() => cut.run(seq), hash)).toBeNull()
    }
    expect(brokenAfter(() => cut.run(0), chain[0]!.hash)).toMatchObject({ seq: 1, what: 'cut' })
  })

  test('looks whole without one: that is why heads are noted elsewhere', () => {
    expect(brokenAfter(() => journal.exec('DELETE FROM audit WHERE seq > 100'))).toBeNull()
  })
})

test('what could not have been written by us is named, never thrown', () => {
  for (const change of [
    'UPDATE audit SET at = 9007199254740993 WHERE seq = 9',
    'UPDATE audit SET hash = "" WHERE seq = 9',
    "UPDATE audit SET text = CAST(x'FF00FE' AS TEXT) WHERE seq = 9",
  ])
    expect(brokenAfter(() => journal.exec(change.replaceAll('"', "'")))).toMatchObject({
      seq: 9,
      what: 'altered',
    })
})
