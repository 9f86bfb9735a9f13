// An exported audit: judged by itself where it is JSON, harmless in a spreadsheet where it is CSV.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { deskConnected } from '../../../../electron/engine/audit/desk-notes.ts'
import { openAudit } from '../../../../electron/engine/audit/audit.ts'
import { hashOfEntry } from '../../../../electron/store/audit/chain.ts'
import { exportAudit } from '../../../../electron/store/audit/export-audit.ts'
import { csvCell } from '../../../../src/domain/csv.ts'
import { judgeExport } from '../../../../electron/store/audit/exported.ts'
import { auditKinds, schemas, type AuditEntry, type AuditFilter } from '../../../../src/contract/index.ts'
import { aHome, aStore } from '../../../integration/engine/desk.ts'
import { began, writeChain } from './chain.support.ts'

const day = Date.UTC(2026, 10, 25, 12)

function exported(format: 'csv' | 'json', filter: AuditFilter = {}, length = 20) {
  const { journal } = aStore()
  const chain = writeChain(journal, length)
  const file = exportAudit(journal, { deskId: 'acct_1-test', filter, format }, day)
  if (!file.ok) throw new Error(file.error.message)
  return { ...file.value, chain, journal }
}

interface Exported {
  deskId: string
  chain: { entries: number; head: string | null }
  entries: AuditEntry[]
}

/** What became of it when somebody has edited the file. */
function edited(text: string, edit: (file: Exported) => void, head?: string) {
  const file = JSON.parse(text) as Exported
  edit(file)
  return judgeExport([JSON.stringify(file)], head)
}

describe('as JSON', () => {
  test('it holds every entry and the head, under a name that can be saved', () => {
    const { fileName, text, entries, chain } = exported('json')
    expect(fileName).toBe('bursar-audit-acct_1-test-2026-11-25.json')
    expect(schemas['text.save'].request.safeParse({ fileName, text }).success).toBe(true)
    expect(entries).toBe(20)
    expect(JSON.parse(text)).toMatchObject({
      format: 'bursar-audit',
      chain: { entries: 20, head: chain.at(-1)!.hash },
      entries: chain,
    })
    expect(judgeExport([text])).toEqual({
      state: 'whole',
      line: `Whole: 20 entries, head ${chain.at(-1)!.hash}. The file says that it is of the desk acct_1-test, which is not part of this chain.`,
    })
  })

  test('of an empty chain is whole', () => {
    expect(judgeExport([exported('json', {}, 0).text])).toMatchObject({ state: 'whole' })
  })

  test('an entry that was edited, left out, moved, added or cut off is named', () => {
    const { text } = exported('json')
    const says = (edit: (file: Exported) => void): string => edited(text, edit).line
    expect(says(({ entries }) => (entries[4]!.text = 'nothing'))).toMatch(/^Broken at entry 5 \(altered\)/)
    expect(says(({ entries }) => entries.splice(4, 1))).toMatch(/^Broken at entry 5 \(removed\)/)
    expect(says(({ entries }) => entries.splice(4, 2, entries[5]!, entries[4]!))).toMatch(
      /^Broken at entry 5 \(reordered\)/,
    )
    expect(says(({ entries }) => entries.splice(4, 0, entries[4]!))).toMatch(
      /^Broken at entry 6 \(reordered\)/,
    )
    expect(says(({ entries }) => entries.pop())).toMatch(/^Broken at entry 20 \(cut\)/)
    expect(says((file) => (file.chain.entries = 21))).toMatch(/^Broken at entry 21 \(cut\)/)
  })

  test('one that was cut and whose frame was made to fit is whole by itself, and is not against the head that was noted', () => {
    const { text, chain } = exported('json')
    const cut = (file: Exported): void => {
      file.entries.length = 10
      file.chain = { entries: 10, head: chain[9]!.hash }
    }
    expect(edited(text, cut).state).toBe('whole')
    expect(edited(text, cut, chain[9]!.hash).state).toBe('whole')
    expect(edited(text, cut, chain.at(-1)!.hash).line).toMatch(/^Broken at entry 11 \(cut\)/)
  })

  test('one that was written anew, with hashes to fit, does not hold the head that was noted', () => {
    const { text, chain } = exported('json')
    const anew = (file: Exported): void => {
      let previous = file.entries[0]!.previous
      for (const entry of file.entries) {
        Object.assign(entry, { operator: 'somebody else', previous })
        previous = entry.hash = hashOfEntry(entry)
      }
      file.chain.head = previous
    }
    expect(edited(text, anew).state).toBe('whole')
    expect(edited(text, anew, chain.at(-1)!.hash)).toMatchObject({ state: 'broken' })
  })

  test('a filtered one is told to be a part, whose entries are judged', () => {
    const length = 3 * auditKinds.length
    const { text, chain } = exported('json', { kinds: ['order_placed', 'order_changed'] }, length)
    expect(judgeExport([text]).line).toMatch(
      new RegExp(`^Part of a chain: 6 entries of the ${length} that the file says there are`),
    )
    expect(judgeExport([text], chain[auditKinds.indexOf('order_placed')]!.hash).state).toBe('part')
    expect(judgeExport([text], 'a'.repeat(64)).state).toBe('broken')
    expect(edited(text, ({ entries }) => (entries[2]!.operator = 'bob')).line).toMatch(
      new RegExp(`^Broken at entry ${auditKinds.length + 1} \\(altered\\)`),
    )
    expect(edited(text, (file) => (file.entries = file.entries.toReversed())).state).toBe('broken')
  })

  test('one that was made up and passed off as a part does not hold the head that was noted by saying so', () => {
    const { text, chain } = exported('json')
    const noted = chain.at(-1)!.hash
    const madeUp = (file: Exported): void => {
      Object.assign(file, { filter: { from: 0 }, chain: { entries: 20, head: noted } })
      const [kept, next] = file.entries as [AuditEntry, AuditEntry]
      const entry = { ...next, seq: 20, operator: 'somebody else', previous: noted }
      file.entries = [kept, { ...entry, hash: hashOfEntry(entry) }]
    }
    expect(edited(text, madeUp).state).toBe('part')
    expect(edited(text, madeUp, noted)).toMatchObject({ state: 'broken' })
  })

  test('one of another desk can not be passed off as this desk: the account and the mode stand in its first entry', () => {
    const { journal } = aStore()
    const facts = { accountId: 'acct_1', mode: 'test', keyType: 'secret' } as const
    openAudit(journal, { now: () => day }).append(deskConnected(facts, { ordersBefore: 0 }))
    writeChain(journal, 3)
    for (const filter of [{}, { kinds: ['desk_connected' as const] }]) {
      const file = exportAudit(journal, { deskId: 'acct_1-test', filter, format: 'json' }, day)
      if (!file.ok) throw new Error(file.error.message)
      const { text } = file.value
      expect(judgeExport([text]).line).toContain('Desk acct_1-test: account acct_1 in test mode.')
      for (const name of ['acct_1-test-local', 'demo'])
        expect(edited(text, (each) => (each.deskId = name)).state).not.toBe('broken')
      for (const name of ['acct_2-test', 'acct_1-live', 'acct_1'])
        expect(edited(text, (each) => (each.deskId = name))).toEqual({
          state: 'broken',
          line: `Broken: the file says that it is of the desk ${name}, but its first entry was written for account acct_1 in test mode.`,
        })
    }
  })

  test.each(['', 'null', '[]', '{"format":"bursar-audit"}', '\u0000'])('%j is no export', (text) => {
    expect(judgeExport([text]).state).toBe('unreadable')
  })
})

describe('several files of one chain', () => {
  const length = 3 * auditKinds.length
  const [half, other] = [auditKinds.slice(0, 10), auditKinds.slice(10)]

  /** What the journal holds, by one filter after the other. */
  function parts(...filters: AuditFilter[]) {
    const { journal } = aStore()
    const chain = writeChain(journal, length)
    const texts = filters.map((filter) => {
      const file = exportAudit(journal, { deskId: 'acct_1-test', filter, format: 'json' }, day)
      if (!file.ok) throw new Error(file.error.message)
      return file.value.text
    })
    return { texts, chain, journal }
  }
  const editedPart = (text: string, edit: (file: Exported) => void): string => {
    const file = JSON.parse(text) as Exported
    edit(file)
    return JSON.stringify(file)
  }

  test('are whole together where every entry is in one of them, in whatever order they are given', () => {
    const { texts, chain } = parts({ kinds: other }, { kinds: half })
    const head = chain.at(-1)!.hash
    const whole = { state: 'whole', line: expect.stringContaining(`Whole: ${length} entries, head ${head}.`) }
    expect(texts.map((text) => judgeExport([text]).state)).toEqual(['part', 'part'])
    expect(judgeExport(texts)).toEqual(whole)
    expect(judgeExport(texts.toReversed(), chain[4]!.hash)).toEqual(whole)
    expect(judgeExport(texts, 'a'.repeat(64))).toMatchObject({
      state: 'broken',
      line: expect.stringContaining('(cut)'),
    })
  })

  test('may hold an entry more than once, and be of different moments', () => {
    const { texts, journal, chain } = parts({ kinds: other }, { before: began + 40_000 })
    writeChain(journal, 5)
    const later = exportAudit(
      journal,
      { deskId: 'acct_1-test', filter: { kinds: half }, format: 'json' },
      day,
    )
    expect(judgeExport([...texts, later.ok ? later.value.text : ''])).toMatchObject({
      state: 'whole',
      line: expect.stringContaining(`Whole: ${chain.length + 5} entries`),
    })
  })

  test('that leave an entry out are a part, and say which is in none of them', () => {
    const { texts } = parts({ kinds: half }, { kinds: other.slice(1) })
    const judged = judgeExport(texts)
    expect(judged.state).toBe('part')
    expect(judged.line).toContain('Entry 11 is in none of these files.')
    const { texts: begun } = parts({ kinds: half, before: began + 5000 }, { before: began + 9000 })
    expect(judgeExport(begun).line).toContain('Entry 9 is in none of these files.')
  })

  test('one of which was edited are broken, and the entry is named', () => {
    const { texts } = parts({ kinds: half }, { kinds: other })
    const altered = editedPart(texts[1]!, ({ entries }) => (entries[2]!.operator = 'bob'))
    expect(judgeExport([texts[0]!, altered]).line).toMatch(/^Broken at entry 13 \(altered\)/)
    const anew = editedPart(texts[1]!, ({ entries }) => {
      const { hash: _, ...entry } = { ...entries[2]!, operator: 'bob' }
      entries.splice(2, 1, { ...entry, hash: hashOfEntry(entry) })
    })
    expect(judgeExport([texts[0]!, anew])).toMatchObject({ state: 'broken' })
    // The same entry twice, and not the same.
    expect(judgeExport([...texts, anew])).toMatchObject({ state: 'broken' })
  })

  test('of two desks, or one that is no export, are not judged', () => {
    const { texts } = parts({ kinds: half }, { kinds: other })
    const elsewhere = editedPart(texts[1]!, (file) => (file.deskId = 'acct_2-test'))
    expect(judgeExport([texts[0]!, elsewhere])).toMatchObject({
      state: 'unreadable',
      line: expect.stringContaining('acct_1-test, acct_2-test'),
    })
    expect(judgeExport([texts[0]!, 'null']).state).toBe('unreadable')
  })
})

describe('as CSV', () => {
  test('every cell is quoted, lines end with CRLF, the name tells the desk and the day, and whether it is all', () => {
    const { fileName, text, entries, chain } = exported('csv', { kinds: ['order_denied'] })
    expect(exported('csv').fileName).toBe('bursar-audit-acct_1-test-2026-11-25.csv')
    expect(fileName).toBe('bursar-audit-acct_1-test-part-2026-11-25.csv')
    const lines = text.split('\r\n')
    expect(lines.at(-1)).toBe('')
    expect(lines).toHaveLength(entries + 2)
    expect(lines[0]).toBe('"seq","at","operator","kind","subject","text","detail","previous","hash"')
    expect(lines[1]).toContain(`"3","2026-11-18T`)
    expect(lines[1]).toContain(chain[2]!.hash)
    for (const line of lines.slice(0, -1)) expect(line).toMatch(/^"(?:[^"]|"")*"(?:,"(?:[^"]|"")*"){8}$/)
  })

  test.each([
    ['=HYPERLINK("http://evil")', `"'=HYPERLINK(""http://evil"")"`],
    ['+1', `"'+1"`],
    ['-1', `"'-1"`],
    ['@SUM(A1)', `"'@SUM(A1)"`],
    ['  =1', `"'  =1"`],
    ['\t=1', `"'\t'=1"`],
    ['\r=1', `"'\r'=1"`],
    ['＝1', `"'＝1"`],
    ['a;=1', `"a;'=1"`],
    ['a\n=1', `"a\n'=1"`],
    ['a"b', '"a""b"'],
    ['74537506331234567890123', `"'74537506331234567890123"`],
    ['123456789012345', '"123456789012345"'],
    ['pi_1 - a refund', '"pi_1 - a refund"'],
    ['', '""'],
  ])('%j is no formula in a spreadsheet, nor a number that it would round', (value, cell) => {
    expect(csvCell(value)).toBe(cell)
  })

  test('what a stranger chose as a name is no formula in any cell', () => {
    const { journal } = aStore()
    const evil = '=cmd|calc!A0'
    openAudit(journal, { now: () => day, operator: evil }).append({
      kind: 'order_denied',
      subject: evil,
      text: evil,
      detail: {},
    })
    const file = exportAudit(journal, { deskId: 'demo', filter: {}, format: 'csv' }, day)
    expect(file.ok && file.value.text).not.toMatch(/"=/)
  })
})

describe('the command', () => {
  const script = fileURLToPath(new URL('../../../../scripts/audit-verify.ts', import.meta.url))

  test('prints one line and ends with 0, 1 or 2', { timeout: 60_000 }, () => {
    const { text, chain } = exported('json')
    const file = join(aHome(), 'audit.json')
    const run = (content: string, ...options: string[]) => {
      writeFileSync(file, content)
      const { status, stdout, stderr } = spawnSync(process.execPath, [script, file, ...options], {
        encoding: 'utf8',
      })
      return [status, stdout + stderr]
    }
    const head = chain.at(-1)!.hash
    expect(run(text, '--head', head)).toEqual([
      0,
      expect.stringMatching(new RegExp(`^Whole: 20 entries, head ${head}\\. [^\\n]+\\n$`)),
    ])
    expect(run(text.replace('Refund of 4.00', 'Refund of 9.00'))).toEqual([
      1,
      expect.stringMatching(/^Broken at entry 5 \(altered\)\. [^\n]+\n$/),
    ])
    expect(run(text, '--head', 'f'.repeat(64))).toEqual([1, expect.stringMatching(/\(cut\)[^\n]+\n$/)])
    const part = exported('json', { kinds: ['order_placed'] }).text
    expect(run(part)).toEqual([2, expect.stringMatching(/^Part of a chain[^\n]+\n$/)])
    expect(run(part, '--head', 'f'.repeat(64))).toEqual([1, expect.stringMatching(/export without a filter/)])
    expect(run('no export')).toEqual([2, expect.stringMatching(/^[^\n]+\n$/)])
    // Without the two dashes npm keeps the option for itself, and hands it on in the environment: it must not be passed over.
    onTestFinished(() => void vi.unstubAllEnvs())
    for (const name of ['npm_config_head', 'npm_config_heading']) {
      vi.stubEnv(name, 'f'.repeat(64))
      expect(run(text)).toEqual([1, expect.stringMatching(/\(cut\)/)])
      vi.unstubAllEnvs()
    }
    vi.stubEnv('npm_config_head', 'true')
    expect(run(text, 'f'.repeat(64))).toEqual([1, expect.stringMatching(/\(cut\)/)])
    expect(run(text)).toEqual([2, expect.stringContaining('usage')])
    vi.unstubAllEnvs()
    expect(run(text, '--head', 'short')).toEqual([2, expect.stringContaining('usage')])
    const [one, rest] = [exported('json', { kinds: ['order_placed'] }), exported('json', { from: 0 })]
    const second = join(aHome(), 'rest.json')
    writeFileSync(second, rest.text)
    expect(run(one.text, second, '--head', head)).toEqual([0, expect.stringMatching(/^Whole: 20 entries/)])
    expect(run(one.text, `${second}.gone`)).toEqual([2, expect.stringMatching(/gone can't be read/)])
  })
})
