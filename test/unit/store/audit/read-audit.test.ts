// The questions about the audit: pages in order, whatever is asked, and never more read than it takes.
import { describe, expect, test } from 'vitest'
import { auditSql, listAudit, verifyAudit } from '../../../../electron/store/audit/read-audit.ts'
import { auditKinds, type AuditEntry, type AuditFilter } from '../../../../src/contract/index.ts'
import { aStore, deskId } from '../../../integration/engine/desk.ts'
import { began, dropGuards, during, writeChain } from './chain.support.ts'

function aChain(length = 300) {
  const { journal } = aStore()
  return { journal, chain: writeChain(journal, length) }
}

/** Everything, page by page. */
function pages(
  journal: ReturnType<typeof aStore>['journal'],
  filter: AuditFilter,
  limit: number,
): AuditEntry[] {
  const rows: AuditEntry[] = []
  for (let after: string | undefined; ;) {
    const page = listAudit(journal, { deskId, filter, limit, ...(after !== undefined && { after }) })
    if (!page.ok) throw new Error(page.error.message)
    rows.push(...page.value.rows)
    if (page.value.next === null) return rows
    after = page.value.next
  }
}

describe('the list', () => {
  test.each<[string, AuditFilter, (entry: AuditEntry) => boolean]>([
    ['no filter', {}, () => true],
    ['one kind', { kinds: ['order_denied'] }, ({ kind }) => kind === 'order_denied'],
    [
      'three kinds, one of them twice',
      { kinds: ['order_denied', 'key_replaced', 'order_placed', 'order_denied'] },
      ({ kind }) => ['order_denied', 'key_replaced', 'order_placed'].includes(kind),
    ],
    ['no kinds', { kinds: [] }, () => true],
    [
      'a time, its end left out',
      { from: began + 50_000, before: began + 90_000 },
      ({ at }) => at >= began + 50_000 && at < began + 90_000,
    ],
    ['part of the words, in either case', { text: 'REFUND OF 12' }, ({ text }) => /of 12/i.test(text)],
    ['part of the subject', { text: 'pi_299' }, ({ subject }) => subject === 'pi_299'],
    ['part of the detail', { text: 'req_17"' }, ({ detail }) => detail.includes('req_17"')],
    ['the operator', { text: 'ada', kinds: ['key_replaced'] }, ({ kind }) => kind === 'key_replaced'],
    ['what SQL would take for a wildcard', { text: '%' }, () => false],
    ['what SQL would take for any letter', { text: 'pi_1__' }, () => false],
    ['a NUL', { text: 'pi_299\u0000' }, ({ subject }) => subject === 'pi_299'],
  ])('with %s gives what matches, newest first, each once, whatever the page', (_name, filter, matches) => {
    const { journal, chain } = aChain()
    const expected = chain.filter(matches).toReversed()
    for (const limit of [1, 7, 200]) expect(pages(journal, filter, limit)).toEqual(expected)
  })

  test('a page marker of another list is refused', () => {
    const { journal } = aChain(3)
    for (const after of ['', 'x', Buffer.from('["placed_desc","1",1]').toString('base64url')])
      expect(listAudit(journal, { deskId, filter: {}, limit: 1, after })).toMatchObject({
        error: { code: 'cursor_invalid' },
      })
  })

  test.each<[string, AuditFilter, RegExp]>([
    ['without kinds', {}, /^SEARCH audit USING INTEGER PRIMARY KEY \(rowid<\?\)$/],
    [
      'with a time and a text',
      { from: 1, before: 2, text: 'x' },
      /^SEARCH audit USING INTEGER PRIMARY KEY \(rowid<\?\)$/,
    ],
    [
      'with a kind',
      { kinds: ['order_placed'] },
      /^SEARCH audit USING INDEX audit_by_kind \(kind=\? AND rowid<\?\)$/,
    ],
    [
      'with all kinds',
      { kinds: [...auditKinds] },
      /^(MERGE \(UNION ALL\)|LEFT|RIGHT|SEARCH audit USING INDEX audit_by_kind \(kind=\? AND rowid<\?\))$/,
    ],
  ])('%s it walks an index in order and sorts nothing', (_name, filter, each) => {
    const { journal } = aChain(3)
    const { sql, parameters } = auditSql({ filter, direction: 'DESC', beyond: 9, limit: 100 })
    const plan = journal
      .prepare<[typeof parameters], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
      .all(parameters)
      .map(({ detail }) => detail)
    for (const detail of plan) expect(detail).toMatch(each)
  })
})

test('a chain of 100,000 entries is judged', { timeout: 120_000 }, () => {
  const length = 100_000
  const { journal, chain } = aChain(length)
  const head = chain.at(-1)!.hash
  expect(verifyAudit(journal, head)).toEqual({ entries: length, head, broken: null })
})

test('what is changed, taken out, swapped or cut is named wherever it is', () => {
  // Judged many times over, and each time all of it.
  const length = 5000
  const { journal, chain } = aChain(length)
  const head = chain.at(-1)!.hash
  dropGuards(journal)
  const run = (sql: string, seq: number) => () => void journal.prepare(sql).run({ seq })
  for (const seq of [1, 2, 1337, 4096, length - 1]) {
    const broken = (sql: string) => during(journal, run(sql, seq), () => verifyAudit(journal, head).broken)
    expect(broken("UPDATE audit SET text = text || ' ' WHERE seq = @seq")).toMatchObject({
      seq,
      what: 'altered',
    })
    expect(broken('UPDATE audit SET at = at + 1 WHERE seq = @seq')).toMatchObject({ seq, what: 'altered' })
    expect(broken('DELETE FROM audit WHERE seq = @seq')).toMatchObject({ seq, what: 'removed' })
    const swapped = during(
      journal,
      () => {
        run('UPDATE audit SET seq = -seq WHERE seq IN (@seq, @seq + 1)', seq)()
        run('UPDATE audit SET seq = CASE WHEN seq = -@seq THEN @seq + 1 ELSE @seq END WHERE seq < 0', seq)()
      },
      () => verifyAudit(journal).broken,
    )
    expect(swapped).toMatchObject({ seq, what: 'reordered' })
    expect(broken('DELETE FROM audit WHERE seq > @seq')).toMatchObject({ seq: seq + 1, what: 'cut' })
  }
})
